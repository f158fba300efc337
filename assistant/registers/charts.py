"""Charts of the registers, for the page."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

import plotly.graph_objects as go

from assistant.registers.compare import Comparison
from assistant.registers.rows import due, plan_name, said
from assistant.registers.words import chinese, term
from corpus.models import Target

INK, SOFT, LINE = "#17212b", "#55616e", "#dfe4e8"
FONT = "system-ui, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
STRENGTHS = {"ensured": "#084539", "stated": "#0b5d50", "planned": "#4f9a8a", "striven": "#a9d3c9"}
ROW, FRAME = 34, 110  # pixels: a row, and what is around the rows
Measure = tuple[str, str]  # what may be compared: the direction of change, and the base unit


class Line(NamedTuple):
    """A row of the comparison: a target, or none where the plan is silent."""

    plan: str
    target: Target | None


def compare_chart(comparison: Comparison) -> go.Figure:
    """A bar for each value, in one unit; what is said without a number, in another unit or not at all is written out.

    ``customdata`` of a bar is its plan, start and end, as the reader of the page opens it.
    """
    lines = _lines(comparison)
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
        if y not in drawn:
            _write(figure, y, line.target)
    figure.update_layout(title=_title(comparison), xaxis_title=unit, showlegend=bool(bars))
    return _finished(figure, [_label(line) for line in lines])


def _lines(comparison: Comparison) -> list[Line]:
    """The same value of the same year twice in a plan is one line."""
    lines: list[Line] = []
    for row in comparison.rows:
        values = {(said(v), due(v), v.scope, v.strength): v for v in reversed(row.values)}
        ordered = sorted(values.values(), key=lambda v: (v.scope, v.year or 0, v.part))
        lines += [Line(plan_name(row.plan), target) for target in ordered or [None]]
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
    """The unit that the first target prints, and how many base units it is."""
    for target in targets:
        amount = target.amount
        if amount and amount.base_value is not None and amount.value:
            return amount.unit, amount.base_value / amount.value
    return (targets[0].amount.unit, Decimal(1)) if targets and targets[0].amount else ("", Decimal(1))


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


def _write(figure: go.Figure, y: int, target: Target | None) -> None:
    words = escape(said(target)) if target else term("answer", "not_stated")
    figure.add_annotation(
        x=0, y=y, xref="paper", xanchor="left", xshift=6, text=words, showarrow=False,
        font={"color": INK if target else SOFT}, hovertext=_folded(target.quote) if target else None,
    )  # fmt: skip


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
