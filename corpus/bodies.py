"""The departments register: who is named in a plan's brackets and in its prose, and for what.

Names are as printed; only what the brackets' grammar, the directory or ``lexicon/bodies.toml`` recognises is a body.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from corpus.addressees import load_register
from corpus.departments import Directory, load_directory
from corpus.models import Clause, Record, Responsibility
from corpus.obligations.segments import segments
from corpus.plans import Plan
from corpus.responsibility import names
from corpus.spans import Span, flatten

PATTERNS = Path(__file__).parent / "lexicon" / "bodies.toml"
Role = Literal["lead", "responsible", "assisting", "inherited"]


class BodyTask(Record):
    """A bracket or line that names a body."""

    clause: str
    role: Role
    printed: str
    joint: bool = Field(description="whether it leads together with others")
    span: Span = Field(description="of the bracket or line")
    quote: str = Field(description="the bracket or line")


class ProseBody(Record):
    """A body that a sentence names, with the words that say what it does."""

    clause: str
    span: Span = Field(description="from the name or the role's words to the end of the other")
    quote: str = Field(description="the words at ``span``")
    printed: str
    canonical: str
    role: str = Field(description="as printed: 设在, 牵头, 要, 负责, 成立")


class DepartmentEntry(Record):
    """All that a plan says of one body."""

    plan: str
    department: str = Field(description="the canonical name")
    printed: tuple[str, ...] = Field(description="the plan's names for it, in reading order")
    tasks: tuple[BodyTask, ...]
    mentions: tuple[ProseBody, ...] = Field(description="in prose, outside brackets")


class Grammar(NamedTuple):
    """The compiled patterns of ``lexicon/bodies.toml``."""

    patterns: tuple[re.Pattern[str], ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    group: re.Pattern[str]
    conjunction: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The patterns, read once."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    return Grammar(
        tuple(re.compile(pattern["words"]) for pattern in data["pattern"]),
        re.compile(data["names"]["before"]),
        re.compile(data["names"]["after"]),
        re.compile(data["names"]["group"]),
        re.compile(data["names"]["and"]),
    )


def register_of(plan: Plan) -> list[DepartmentEntry]:
    """Every body that ``plan`` names, in the order of first mention in brackets, then in prose."""
    tasks = list(_tasks(plan))
    mentions = bodies_in_prose(plan)
    bodies = dict.fromkeys([*(canonical(task.printed) for task in tasks), *(body.canonical for body in mentions)])
    return [_entry(plan, body, tasks, mentions) for body in bodies]


def _entry(plan: Plan, body: str, tasks: list[BodyTask], mentions: list[ProseBody]) -> DepartmentEntry:
    own = [task for task in tasks if canonical(task.printed) == body]
    said = [mention for mention in mentions if mention.canonical == body]
    return DepartmentEntry(
        plan=plan.plan_id,
        department=body,
        printed=tuple(dict.fromkeys(named.printed for named in (*own, *said))),
        tasks=tuple(own),
        mentions=tuple(said),
    )


def _tasks(plan: Plan) -> Iterator[BodyTask]:
    for clause in plan.outline.clauses:
        for responsibility in clause.responsibilities:
            yield from _named_by(clause, responsibility)


def _named_by(clause: Clause, responsibility: Responsibility) -> Iterator[BodyTask]:
    departments = responsibility.departments
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("lead", departments.lead),
        ("responsible", departments.responsible),
        ("assisting", departments.assisting),
        ("inherited", departments.inherited),
    )
    for role, printed in roles:
        for name in printed:
            yield BodyTask(
                clause=clause.clause_id,
                role=role,
                printed=name,
                joint=role == "lead" and len(printed) > 1,
                span=responsibility.span,
                quote=responsibility.quote,
            )


def canonical(printed: str) -> str:
    """The body that a printed name means; a group of bodies (各市（县）区人民政府) is a body of its own."""
    return printed if printed.startswith("各") else load_directory().canonical(printed)


def bodies_in_prose(plan: Plan) -> list[ProseBody]:
    """The bodies that the sentences of ``plan`` name, in reading order; brackets of departments apart."""
    found: dict[tuple[int, int, str], ProseBody] = {}
    for clause in plan.outline.clauses:
        for sentence in clause.sentences:
            if clause.heading_span is None or not clause.heading_span.contains(sentence):
                for body in _in_sentence(plan, clause, sentence):
                    found.setdefault((body.span.start, body.span.end, body.printed), body)
    return sorted(found.values(), key=lambda body: body.span)


def _in_sentence(plan: Plan, clause: Clause, sentence: Span) -> Iterator[ProseBody]:
    flat = flatten(plan.text, [sentence])
    for segment in segments(flat.text):
        for pattern in grammar().patterns:
            for match in pattern.finditer(segment.text):
                span = flat.span(segment.start + match.start(), segment.start + match.end())
                for name in bodies_named(match["name"]):
                    yield ProseBody(
                        clause=clause.clause_id,
                        span=span,
                        quote=plan.quote(span),
                        printed=name,
                        canonical=canonical(name) if is_known(name, load_directory()) else name,
                        role=match["role"],
                    )


def bodies_named(words: str) -> list[str]:
    """The names in a list, if all of them are bodies: 区委、区政府; 管委会分管领导 names 管委会."""
    listed = [part for name in names(words) for part in _split(grammar().before.sub("", name))]
    listed = [grammar().after.sub("", name) for name in listed]
    return listed if all(map(is_body, listed)) else []


def _split(name: str) -> list[str]:
    """A和B as two names if both are bodies."""
    for match in grammar().conjunction.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        if is_body(left) and is_body(right) and len(right) > len("单位"):
            return [left, *_split(right)]
    return [name]


def is_body(name: str) -> bool:
    """Whether the directory lists it or it is a group of bodies; a class of enterprises (国有企业) is none in prose."""
    kind = load_register().kinds.get(load_directory().canonical(name))
    if kind is not None and kind.group == "enterprise":
        return False
    return is_known(name, load_directory()) or bool(grammar().group.search(name))


def is_known(name: str, directory: Directory) -> bool:
    """Whether the directory lists the body: its name with a level or a place in front of it is the same body."""
    return len(name) > 2 and directory.canonical("某某" + name) != "某某" + name and "的" not in name
