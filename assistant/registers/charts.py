"""Charts of the registers, for the page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from assistant.registers.compare import Comparison
from assistant.registers.rows import ROLES, count, due, plan_name, said
from assistant.registers.words import heading, term
from corpus.bodies import DepartmentEntry
from corpus.models import Target
from corpus.plans import Plan

INK, SOFT, LINE = "#17212b", "#55616e", "#dfe4e8"
FONT = "system-ui, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
STRENGTHS = {"ensured": "#084539", "stated": "#0b5d50", "planned": "#4f9a8a", "striven": "#a9d3c9"}
ROLE_COLOURS = {"lead": "#9b2c1f", "responsible": "#1c4f8c", "assisting": "#5a3f8f", "inherited": "#a39a3a"}
MANY = 12  # tasks: with more, the axis is not marked one by one
ROW, FRAME = 34, 110  # pixels: a row, and what is around the rows
Measure = tuple[str, str]  # what may be compared: the direction of change, and the base unit


class Line(NamedTuple):
    """A row of the comparison: a target, or none where the plan is silent."""

    plan: str
    target: Target | None


def compare_chart(comparison: Comparison, plans: Mapping[str, Plan]) -> go.Figure:
    """A bar for each value, in one unit; what is said without a number, in another unit or not at all is written out.

    ``customdata`` of a bar is its plan, start and end, as the reader of the page opens it.
    """
    lines = _lines(comparison, plans)
    bars = [(y, line.target) for y, line in enumerate(lines) if line.target and line.target.amount]
    measure = _commonest([target for _, target in bars])
    bars = [(y, target) for y, target in bars if _measure(target) == measure]
    figure = go.Figure()
    unit, scale = _shown_unit([target for _, target in bars])
    for strength, colour in STRENGTHS.items():
        own = [(y, target) for y, target in bars if target.strength == strength]
        if own:
            figure.add_trace(_bars(own, scale, name=term("strength", strength), colour=colour))
    drawn = {y for y, _ in bars}
    for y, line in enumerate(lines):
        if y not in drawn and line.target:
            _write(figure, y, said(line.target), quote=line.target.quote)
        elif y not in drawn:
            _write(figure, y, term("answer", "not_stated"))
    figure.update_layout(title=_title(comparison), xaxis_title=unit, showlegend=bool(bars))
    figure.update_xaxes(visible=bool(bars))
    return _finished(figure, [_label(line) for line in lines])


def departments_chart(entries: Sequence[DepartmentEntry], plan: Plan) -> go.Figure:
    """The departments of a plan by their tasks, those with most on top, a stretch for each role."""
    ranked = sorted((e for e in entries if e.tasks), key=lambda e: (-len(e.tasks), -count(e, "lead")))
    figure = go.Figure()
    for role in ROLES:
        counts = [count(entry, role) for entry in ranked]
        if any(counts):
            figure.add_trace(_stretch(ranked, counts, role))
    if not ranked:
        _write(figure, 0, term("answer", "no_departments"))
    figure.update_layout(title=escape(plan_name(plan)), xaxis_title=_heading("tasks"), showlegend=bool(ranked))
    figure.update_xaxes(visible=bool(ranked), dtick=None if ranked and len(ranked[0].tasks) > MANY else 1)
    return _finished(figure, [escape(entry.department) for entry in ranked] or [""])


def _stretch(entries: Sequence[DepartmentEntry], counts: Sequence[int], role: str) -> go.Bar:
    return go.Bar(
        orientation="h",
        name=term("role", role),
        y=list(range(len(entries))),
        x=counts,
        text=[str(number or "") for number in counts],
        textposition="inside",
        textangle=0,
        hovertext=[f"{escape('、'.join(entry.printed))}<br>{term('role', role)} {n}" for entry, n in
                   zip(entries, counts, strict=True)],
        hoverinfo="text",
        marker_color=ROLE_COLOURS[role],
        width=0.7,
    )  # fmt: skip


def _heading(column: str) -> str:
    named = heading(column)
    return f"{named.chinese} {named.english}"


def _lines(comparison: Comparison, plans: Mapping[str, Plan]) -> list[Line]:
    """The same value of the same year twice in a plan is one line."""
    lines: list[Line] = []
    for row in comparison.rows:
        values = {(said(v), due(v), v.scope, v.strength): v for v in reversed(row.values)}
        ordered = sorted(values.values(), key=lambda v: (v.scope, v.year or 0, v.part))
        lines += [Line(plan_name(plans[row.plan]), target) for target in ordered or [None]]
    return lines


def _label(line: Line) -> str:
    parts = [line.plan, line.target.scope, due(line.target)] if line.target else [line.plan]
    return escape(" · ".join(filter(None, parts)))


def _measure(target: Target) -> Measure:
    amount = target.amount
    return (target.change, (amount.base_unit or amount.unit) if amount else "")


def _commonest(targets: Sequence[Target]) -> Measure | None:
    counted = Counter(map(_measure, targets)).most_common(1)
    return counted[0][0] if counted else None


def _shown_unit(targets: Sequence[Target]) -> tuple[str, Decimal]:
    """The unit that most of the targets print, and how many base units it is."""
    amounts = [target.amount for target in targets if target.amount]
    commonest = Counter(amount.unit for amount in amounts).most_common(1)
    unit = commonest[0][0] if commonest else ""
    own = [amount for amount in amounts if amount.unit == unit and amount.base_value is not None and amount.value]
    return unit, own[0].base_value / own[0].value if own and own[0].base_value is not None else Decimal(1)


def _bars(rows: Sequence[tuple[int, Target]], scale: Decimal, *, name: str, colour: str) -> go.Bar:
    amounts = [target.amount for _, target in rows if target.amount]
    return go.Bar(
        orientation="h",
        name=name,
        y=[y for y, _ in rows],
        x=[float((a.value if a.base_value is None else a.base_value) / scale) for a in amounts],
        text=[escape(said(target)) for _, target in rows],
        textposition="auto",
        hovertext=[_folded(target.quote) for _, target in rows],
        hoverinfo="text",
        customdata=[[target.plan, target.span.start, target.span.end] for _, target in rows],
        marker_color=colour,
        width=0.7,
    )


def _folded(quote: str, *, width: int = 36) -> str:
    """A quotation in lines, safe as HTML."""
    words = "".join(quote.split())
    return "<br>".join(escape(words[at : at + width]) for at in range(0, len(words), width))


def _write(figure: go.Figure, y: int, words: str, *, quote: str = "") -> None:
    """Words where a bar would begin."""
    figure.add_annotation(
        x=0,
        y=y,
        xref="paper",
        xanchor="left",
        xshift=6,
        text=escape(words),
        showarrow=False,
        font={"color": INK if quote else SOFT},
        hovertext=_folded(quote) or None,
    )


def _title(comparison: Comparison) -> str:
    scope = f"（{comparison.scope}）" if comparison.scope else ""
    return escape(comparison.indicator + scope)


def _finished(figure: go.Figure, labels: Sequence[str]) -> go.Figure:
    figure.update_layout(
        template="plotly_white",
        font={"family": FONT, "size": 13, "color": INK},
        barmode="stack",
        height=FRAME + ROW * max(len(labels), 1),
        margin={"l": 10, "r": 20, "t": 70, "b": 40},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
    )
    figure.update_xaxes(gridcolor=LINE, zeroline=True, zerolinecolor=LINE, rangemode="tozero")
    figure.update_yaxes(
        tickvals=list(range(len(labels))), ticktext=list(labels), range=[len(labels) - 0.5, -0.5], automargin=True
    )
    return figure
