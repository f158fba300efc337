"""The text of a plan as HTML: paragraphs whole again, headings as an outline, cited words marked."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.web.chat import draft_badge
from assistant.web.conversation import Shown, place_in_text
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both, say
from corpus.layout import Layout, lay_out
from corpus.models import Clause
from corpus.paragraphs import paragraphs
from corpus.plans import Plan
from corpus.spans import BOOKMARK, Flat, Span, flatten

KEPT_PLANS = 64
MARKS = ("here", "also")
START = 28  # characters that stand for a clause without a heading


class Style(NamedTuple):
    """How the words at ``span`` look: class names, and the number of the citation that begins there."""

    span: Span
    names: str
    number: int | None = None


def reader(plan: Plan, shown: Shown, plans: Mapping[str, Plan], *, numbered: bool = True) -> Markup:
    """The text of the plan, opened at a citation.

    Args:
        plan: what is read.
        shown: citations of any plan; those of others are passed over.
        plans: what can be chosen instead.
        numbered: whether the marks carry the numbers of an answer's citations.
    """
    here = shown.citations[shown.here] if shown.citations else None
    opened = here.clause if here is not None and here.plan == plan.plan_id else ""
    own = [n for n, citation in enumerate(shown.citations) if citation.plan == plan.plan_id]
    marks = [_mark(shown, n, numbered=numbered and not shown.related) for n in own]
    clauses = [_clause(plan, n, marks) for n in range(len(plan.outline.clauses))]
    text = element("div", *clauses, element("p", both("reader.source"), class_="end"), class_="text", tabindex=0)
    pages = element("div", _contents(plan, opened), text, class_="pages")
    return element(
        "div",
        _bar(plan, plans),
        pages,
        class_="book",
        data_plan=plan.plan_id,
        data_at=place_in_text(here) if here is not None else None,
    )


def _mark(shown: Shown, index: int, *, numbered: bool) -> Style:
    citation = shown.citations[index]
    names = ["here" if index == shown.here else "also", *(["contrast"] if shown.related else [])]
    return Style(Span(citation.start, citation.end), " ".join(names), index + 1 if numbered else None)


def _bar(plan: Plan, plans: Mapping[str, Plan]) -> Markup:
    options = [
        element("option", other.info.title, value=plan_id, selected=plan_id == plan.plan_id)
        for plan_id, other in plans.items()
    ]
    choose = element("select", *options, class_="choose", aria_label=say("reader.choose").plain)
    toggle = element("button", both("reader.outline"), type="button", class_="toggle", data_toggle="contents")
    return element("div", element("div", choose, toggle, class_="row"), _facts(plan), class_="bar")


def _facts(plan: Plan) -> Markup:
    level = both(f"levels.{plan.info.level}") if plan.info.level else ""
    date = plan.info.date.isoformat() if plan.info.date else ""
    facts = [element("span", fact) for fact in (level, plan.info.issuer, date) if fact]
    return element("div", draft_badge(plan), *facts, class_="facts")


def _contents(plan: Plan, opened: str) -> Markup:
    """The headings, to click."""
    entries = [
        element(
            "a",
            _label(plan, clause),
            href=f"#clause-{n}",
            data_go=f"clause-{n}",
            title=_label(plan, clause),
            class_=f"level-{clause.level}" + (" opened" if clause.clause_id == opened else ""),
        )
        for n, clause in enumerate(plan.outline.clauses)
        if clause.level > 0
    ]
    return element("nav", *entries, class_="contents", aria_label=say("reader.outline").plain)


def _label(plan: Plan, clause: Clause) -> str:
    if clause.heading_span is None:
        return flatten(plan.text, [clause.span]).text[:START]
    number = BOOKMARK.sub("", plan.text[clause.span.start : clause.heading_span.start])
    return "".join(number.split()) + clause.heading


def _clause(plan: Plan, number: int, marks: Sequence[Style]) -> Markup:
    clause = plan.outline.clauses[number]
    duties = [Style(responsibility.span, "duty") for responsibility in clause.responsibilities]
    inside = [mark for mark in marks if mark.span.overlap(clause.span)]
    parts = [_paragraph(flat, clause, [*duties, *inside]) for flat in printed(plan)[number]]
    return element("section", *parts, class_=f"clause level-{clause.level}", id=f"clause-{number}")


def _paragraph(flat: Flat, clause: Clause, styles: Sequence[Style]) -> Markup:
    heading = clause.heading_span
    alone = heading is not None and flat.offsets[0] <= heading.start and heading.end > flat.offsets[-1]
    if heading is not None and not alone:
        styles = [Style(heading, "run-in"), *styles]
    name = f"h{min(clause.level + 2, 6)}" if alone else "p"
    return element(name, _styled(flat, styles))


def _styled(flat: Flat, styles: Sequence[Style]) -> Markup:
    """The words, each stretch in the classes of the spans that it lies in."""
    ranges = [(flat.position(style.span.start), flat.position(style.span.end), style) for style in styles]
    cuts = sorted({0, len(flat.text), *(at for start, end, _ in ranges for at in (start, end))})
    return together(
        _stretch(
            spaced(flat, start, end),
            [style for first, last, style in ranges if first <= start and end <= last],
            begins=flat.offsets[start],
        )
        for start, end in pairwise(cuts)
    )


def _stretch(words: str, styles: Sequence[Style], *, begins: int) -> Markup:
    marked = any(style.names.startswith(MARKS) for style in styles)
    number = next((style.number for style in styles if style.number and style.span.start == begins), None)
    names = " ".join(style.names for style in styles) or None
    return element("mark" if marked else "span", words, class_=names, data_number=number)


def spaced(flat: Flat, start: int, end: int) -> str:
    """``flat.text[start:end]``, with a space where the file has white space between words that are not Chinese."""
    out: list[str] = []
    for at in range(start, end):
        gap = at > 0 and flat.offsets[at] > flat.offsets[at - 1] + 1
        if gap and flat.text[at].isascii() and flat.text[at - 1].isascii():
            out.append(" ")
        out.append(flat.text[at])
    return "".join(out)


@lru_cache(maxsize=KEPT_PLANS)
def printed(plan: Plan) -> tuple[tuple[Flat, ...], ...]:
    """The paragraphs of each clause, in the order of the outline, without page furniture."""
    layout = lay_out(plan.text)
    return tuple(_paragraphs(plan, layout, clause) for clause in plan.outline.clauses)


def _paragraphs(plan: Plan, layout: Layout, clause: Clause) -> tuple[Flat, ...]:
    lines = tuple(line for line in layout.lines if clause.span.start <= line.flat.offsets[0] < clause.span.end)
    heading = flatten(plan.text, [clause.heading_span]) if clause.heading_span else None
    return tuple(paragraphs(layout, lines, heading=heading, preamble=clause.level == 0)) if lines else ()
