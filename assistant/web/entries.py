"""Entries of the registers on the page: the words they were read from, who is responsible, and where a click leads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.draft import cite
from assistant.web.chat import draft_badge
from assistant.web.conversation import NOTHING, Shown
from assistant.web.forms import file_button
from assistant.web.markup import Markup, element
from assistant.web.reader import spaced
from assistant.web.texts import say
from corpus.models import Clause, Departments
from corpus.plans import Plan
from corpus.spans import PAGE_NUMBER, Span, flatten

if TYPE_CHECKING:
    import plotly.graph_objects as go

EDGE, LEGEND = 14, 44  # pixels above a chart without and with a legend


def pointer(plan_id: str, span: Span) -> dict[str, str | int]:
    """The attributes by which a click on an element opens the plan at ``span``."""
    place = f"{plan_id}:{span.start}-{span.end}"
    return {"data_plan": plan_id, "data_start": span.start, "data_end": span.end, "data_at": place}


def located(plan: Plan, start: int, end: int) -> Shown:
    """The words at ``start`` to ``end`` as the reader opens at them; nothing if there are none or they are no range."""
    span = Span(start, end)
    clause = max(plan.outline.clauses, key=lambda clause: clause.span.overlap(span), default=None)
    if not 0 <= start < end <= len(plan.text) or clause is None or not clause.span.overlap(span):
        return NOTHING
    return Shown((cite(plan, clause, span),), 0, related=False)


def quotation(plan: Plan, span: Span, part: Span | None = None) -> Markup:
    """The words at ``span`` on one line, those at ``part`` standing out."""
    flat = flatten(plan.text, _without_page_numbers(plan.text, span))
    end = len(flat.text)
    if part is None:
        return element("blockquote", spaced(flat, 0, end))
    first, last = flat.position(part.start), flat.position(part.end)
    words = (spaced(flat, 0, first), element("b", spaced(flat, first, last)), spaced(flat, last, end))
    return element("blockquote", *words)


def _without_page_numbers(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in PAGE_NUMBER.finditer(text, span.start, span.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, span.end)


def where(plan: Plan, clause: Clause) -> Markup:
    """Plan, path and heading, as the button that opens the plan there."""
    path = clause.path.removesuffix(clause.heading).rstrip("·") if clause.heading else clause.path
    place = " ".join(part for part in (path, clause.heading) if part)
    named = (element("b", plan.info.short), draft_badge(plan), element("span", place))
    return element("button", *named, type="button", class_="where", title=say("panes.open").plain)


def in_charge(departments: Departments) -> Markup:
    """Who is responsible, on one line; nothing without anybody."""
    named = [
        element("span", element("b", say(f"roles.{role}").zh), "、".join(names), class_=f"role-{role}")
        for role, names in departments
        if names
    ]
    return element("p", *named, class_="in-charge") if named else Markup()


def place_of(plans: Mapping[str, Plan], sent: Mapping[str, object]) -> tuple[Plan, Shown] | None:
    """The plan and the words that a click or an address of the page names; None if there is no such plan."""
    plan = plans.get(str(sent.get("plan")))
    if plan is None:
        return None
    start, end = (str(sent.get(name) or "") for name in ("start", "end"))
    return plan, located(plan, int(start), int(end)) if start.isdecimal() and end.isdecimal() else NOTHING


def toolbar(*parts: Markup) -> Markup:
    """What is shown, and the buttons for its files."""
    files = (file_button("xlsx", "panes.xlsx"), file_button("csv", "panes.csv"))
    return element("div", *parts, element("span", *files, class_="files"), class_="toolbar")


def drawing(figure: "go.Figure", *, names: Sequence[str] = ()) -> Markup:
    """A chart for the browser to draw; a click on row ``n`` of it chooses the department ``names[n]``."""
    legend = len(list(figure.select_traces())) > 1
    top = LEGEND if legend else EDGE
    height = figure.layout.height - figure.layout.margin.t + top
    figure.update_layout(title=None, height=height, showlegend=legend, legend_traceorder="normal", margin_t=top)
    figure.update_xaxes(title_font_size=13)
    rows = json.dumps(names, ensure_ascii=False) if names else None
    return element("div", class_="chart", style=f"height: {height}px", data_figure=figure.to_json(), data_rows=rows)
