"""An answer with its citations as text and as Markdown, for the clipboard."""

import re
from collections.abc import Mapping

from assistant.draft import words
from assistant.models import Answer, Citation
from assistant.web.texts import say
from corpus.plans import Plan

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def place(citation: Citation) -> str:
    """Where in its plan the citation stands: 三、（二）1 大力发展可再生能源."""
    path = citation.path.removesuffix(citation.heading).rstrip("·") if citation.heading else citation.path
    return " ".join(part for part in (path, citation.heading) if part)


def citation_text(citation: Citation, plan: Plan) -> str:
    """“quotation” and its source, on one line."""
    departments = _departments(citation)
    source = "，".join(part for part in (plan.info.title, place(citation)) if part)
    return f"“{words(citation)}”——{source}" + (f"（{departments}）" if departments else "")


def answer_text(question: str, answer: Answer, plans: Mapping[str, Plan]) -> str:
    """The question, the answer and a line for each citation."""
    lines = [f"问：{question}", f"答：{answer.text}"]
    lines += [f"[{n}] {citation_text(c, plans[c.plan])}" for n, c in enumerate(answer.citations, start=1)]
    lines += [f"{say('answer.related').zh}：{citation_text(c, plans[c.plan])}" for c in answer.related]
    return "\n".join(lines)


def answer_markdown(question: str, answer: Answer, plans: Mapping[str, Plan]) -> str:
    """The same with headings, quotations and emphasis."""
    sentences = [_plain(s.text) + "".join(f"[{mark}]" for mark in s.marks) for s in answer.sentences]
    parts = [f"**{_plain(question)}**", "\n\n".join(sentences)]
    parts += [_cited(f"[{n}]", c, plans[c.plan]) for n, c in enumerate(answer.citations, start=1)]
    if answer.related:
        parts.append(f"*{say('answer.related').plain}*")
    parts += [_cited("-", c, plans[c.plan]) for c in answer.related]
    return "\n\n".join(parts) + "\n"


def _cited(mark: str, citation: Citation, plan: Plan) -> str:
    head = f"{mark} **{_plain(plan.info.title)}** {_plain(place(citation))}"
    departments = _departments(citation)
    return f"{head}\n\n> {_plain(words(citation))}" + (f"\n>\n> {_plain(departments)}" if departments else "")


def _departments(citation: Citation) -> str:
    return "；".join(f"{say(f'roles.{role}').zh}：{'、'.join(names)}" for role, names in citation.departments if names)


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return SPECIAL.sub(r"\\\1", text)
