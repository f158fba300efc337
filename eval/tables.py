"""Tables for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from rich.table import Table

from eval.compare import Difference
from eval.intervals import Estimate
from eval.scores import title_of
from eval.summary import Summary
from eval.why import is_better

BY_GROUP = (
    "strict",
    "correct",
    "facts",
    "cite_recall",
    "cite_precision_clause",
    "success_1",
    "success_5",
    "departments",
    "false_refusal",
    "refusal_recall",
)
SURE = 0.05  # a smaller p is marked


def shown(measure: str, each: Estimate) -> str:
    """The value, in the measure's unit; a dash where it is undefined."""
    if each.value is None:
        return "–"
    return f"{each.value:.1f}" if measure.endswith("_ms") else f"{each.value:.3f}"


def interval(measure: str, each: Estimate) -> str:
    """The 95% interval and n, in brackets."""
    if each.low is None or each.high is None:
        return ""
    digits = 1 if measure.endswith("_ms") else 3
    return f"[{each.low:.{digits}f}, {each.high:.{digits}f}]"


class Layout(TypedDict):
    """How a column is set: names to the left and wrapped, figures to the right and whole."""

    justify: Literal["left", "right"]
    no_wrap: bool


def _layout(heading: str) -> Layout:
    return {"justify": "left", "no_wrap": False} if heading == "measure" else {"justify": "right", "no_wrap": True}


def measures_table(summaries: Sequence[Summary]) -> Table:
    """Every measure that applies; the first run with its interval, the others beside it."""
    first = summaries[0]
    table = Table(title=f"{first.n_questions} questions, {first.n_missing} without an answer")
    for heading in ("measure", first.name, "95% interval", "n", *(other.name for other in summaries[1:])):
        table.add_column(heading, **_layout(heading))
    for measure, each in first.measures.items():
        others = [other.measures.get(measure, Estimate()) for other in summaries[1:]]
        if each.n or any(other.n for other in others):
            cells = [shown(measure, other) for other in others]
            table.add_row(title_of(measure), shown(measure, each), interval(measure, each), str(each.n), *cells)
    return table


def groups_table(summary: Summary) -> Table:
    """The main measures by type and by style."""
    table = Table(title=f"{summary.name}, by type and style")
    table.add_column("group", no_wrap=True)
    table.add_column("n", justify="right")
    for measure in BY_GROUP:
        table.add_column(title_of(measure), justify="right")
    for name, row in summary.groups.items():
        table.add_row(name, str(row["strict"].n), *(shown(measure, row[measure]) for measure in BY_GROUP))
    return table


def differences_table(found: Sequence[Difference], *, names: tuple[str, str]) -> Table:
    """Two runs side by side, a change that chance hardly explains in colour."""
    table = Table(title="paired, question by question")
    for heading in ("measure", *names, "change", "95% interval", "n", "p"):
        table.add_column(heading, **_layout(heading))
    for each in found:
        change = f"{each.change.value or 0:+.3f}"
        if each.p < SURE:
            colour = "green" if is_better(each.measure, each.change.value or 0) else "red"
            change = f"[{colour}]{change}[/{colour}]"
        table.add_row(
            title_of(each.measure),
            f"{each.first:.3f}",
            f"{each.second:.3f}",
            change,
            interval(each.measure, each.change),
            str(each.change.n),
            f"{each.p:.4f}",
        )
    return table


def benchmark_table(name: str, scores: Mapping[str, Mapping[str, Estimate]]) -> Table:
    """The measures of a benchmark, a line a mode, with their intervals."""
    table = Table(title=name)
    table.add_column("mode", no_wrap=True)
    for measure in next(iter(scores.values())):
        table.add_column(measure, justify="right", no_wrap=True)
    for mode, row in scores.items():
        table.add_row(mode, *(f"{shown(measure, each)}\n{interval(measure, each)}" for measure, each in row.items()))
    return table
