"""One self-contained page: the table, and every wrong answer with what is wrong with it."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from eval.answers import CitationRow
from eval.case import Case
from eval.intervals import Estimate
from eval.scores import measures, title_of
from eval.scoring import Judged
from eval.summary import Summary
from eval.tables import BY_GROUP, interval, shown
from eval.why import named

FILE = "report.html"
TEMPLATE = Path(__file__).parent / "report.html"
FIGURES = (
    "strict",
    "correct",
    "success_5",
    "cite_precision_clause",
    "departments_on_hit",
    "false_refusal",
    "refusal_recall",
    "latency_p50_ms",
)


def write_report(out: Path, summary: Summary, judged: Sequence[Judged], *, beside: Sequence[Summary] = ()) -> None:
    """Write ``report.html`` into the run's folder."""
    (out / FILE).write_text(render(summary, judged, beside=beside), encoding="utf-8")


def render(summary: Summary, judged: Sequence[Judged], *, beside: Sequence[Summary] = ()) -> str:
    """The page."""
    wrong = [each for each in judged if each.reasons]
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(f"Evaluation of {summary.name}"),
        lead=escape(_lead(summary)),
        figures="".join(_figure(measure, summary.measures[measure]) for measure in FIGURES),
        measures=_measures(summary, beside),
        groups=_groups(summary),
        n_wrong=len(wrong),
        wrong="\n".join(map(_wrong, wrong)) or "<p>None.</p>",
        run=escape(json.dumps(summary.run, ensure_ascii=False, indent=1)),
    )


def _lead(summary: Summary) -> str:
    sets = ", ".join(summary.run.get("questions", {})) or "a question set"
    missing = f" {summary.n_missing} were not answered and count as wrong." if summary.n_missing else ""
    return (
        f"{summary.n_questions} questions ({sets}) on government plans, each with the words that answer it. "
        "An answer is strictly right if it says every fact, cites those words verbatim and little else, and refuses "
        f"what the plans do not say.{missing} Made {summary.run.get('date', 'at an unknown date')}."
    )


def _figure(measure: str, each: Estimate) -> str:
    title, value = escape(title_of(measure)), shown(measure, each)
    return f'<div class="figure"><span class="soft">{title}</span><b>{value}</b>{interval(measure, each)}</div>'


def _measures(summary: Summary, beside: Sequence[Summary]) -> str:
    names = [summary.name, "", "95% interval", "n", *(other.name for other in beside)]
    rows = [_cells(["measure", *map(escape, names)], tag="th")]
    for measure, each in summary.measures.items():
        others = [other.measures.get(measure, Estimate()) for other in beside]
        if each.n or any(other.n for other in others):
            named = f"{escape(title_of(measure))}<small>{escape(measures()[measure].meaning)}</small>"
            cells = [named, shown(measure, each), _bar(measure, each), interval(measure, each), str(each.n)]
            rows.append(_cells([*cells, *(shown(measure, other) for other in others)]))
    return "\n".join(rows)


def _bar(measure: str, each: Estimate) -> str:
    if measure.endswith("_ms") or each.value is None or each.low is None or each.high is None:
        return ""
    line = f'<s style="left:{each.low:.1%};width:{each.high - each.low:.1%}"></s>'
    return f'<div class="bar"><i style="width:{each.value:.1%}"></i>{line}</div>'


def _groups(summary: Summary) -> str:
    rows = [_cells(["group", "n", *map(title_of, BY_GROUP)], tag="th")]
    for name, row in summary.groups.items():
        values = (shown(measure, row[measure]) for measure in BY_GROUP)
        rows.append(_cells([escape(name), str(row["strict"].n), *values]))
    return "\n".join(rows)


def _cells(cells: Iterable[str], *, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _wrong(each: Judged) -> str:
    case = each.case
    question = case.question
    tags = "".join(f' <span class="tag">{escape(tag)}</span>' for tag in (question.id, question.type, question.style))
    why = "".join(f'<span class="why">{escape(reason)}</span>' for reason in each.reasons)
    return f"<details><summary>{escape(question.question)}{tags}{why}</summary>{_particulars(case)}</details>"


def _particulars(case: Case) -> str:
    question, answer = case.question, case.answer
    gold = "".join(_quote(item.quote, item.plan, "good") for item in question.evidence)
    cited = "".join(
        _quote(citing.citation.quote, _where(citing.citation), "good" if on_gold or citing in case.hits else "bad")
        for citing, on_gold in zip(case.citing, case.on_gold, strict=True)
    )
    rows = [
        ("before", "\n".join(escape(f"{turn.role}: {turn.content}") for turn in question.history)),
        ("question", escape(question.question)),
        ("answer", escape(answer.answer or "–") + (f" (refused: {escape(answer.reason)})" if answer.refused else "")),
        ("citations", cited),
        ("related", "".join(_quote(item.quote, _where(item), "") for item in answer.related)),
        ("expected", escape(question.answer)),
        ("gold words", gold or "nothing in the plans answers"),
        ("right reason", escape(question.reason or "")),
        ("departments", escape(named(question.departments))),
        ("note", escape(question.note)),
    ]
    return "<dl>" + "".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in rows if value) + "</dl>"


def _where(citation: CitationRow) -> str:
    return " ".join(part for part in (citation.plan, citation.path, citation.heading) if part)


def _quote(words: str, where: str, kind: str) -> str:
    source = f'<span class="soft">— {escape(where)}</span>'
    return f'<blockquote class="{kind}">{escape(words.strip())} {source}</blockquote>'
