"""Tables for the terminal."""

import sys
from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.bench import Speed
from eval.compare import Difference
from eval.intervals import Estimate
from eval.scores import title_of
from eval.side_by_side import Scored
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
    "refusal_right",
)
HEADINGS = {
    "strict": "strict",
    "correct": "correct",
    "facts": "facts",
    "cite_recall": "cite\nrecall",
    "cite_precision_clause": "cite\nprecision",
    "char_f1": "char\nF1",
    "success_1": "success\n@1",
    "success_5": "success\n@5",
    "departments": "depart-\nments",
    "false_refusal": "false\nrefusals",
    "refusal_recall": "refusal\nrecall",
    "refusal_right": "right\nreason",
    "latency_p50_ms": "p50\nms",
    "latency_p95_ms": "p95\nms",
}  # the columns of the table of systems
NAMES, COLUMN = 28, 11  # characters that a system with its p, and a measure, take in it
FILE_WIDTH = 190  # characters of a line that is not on a terminal
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


def print_systems(scored: Sequence[Scored]) -> None:
    """Print the table of systems, cut into as many as the terminal's width asks for."""
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    fit = max(1, (console.width - NAMES) // COLUMN)
    used = [name for name in HEADINGS if any(each.summary.measures[name].n for each in scored)]
    for start in range(0, len(used), fit):
        console.print(systems_table(scored, used[start : start + fit]))


def systems_table(scored: Sequence[Scored], measures: Sequence[str]) -> Table:
    """A line a system: values with their intervals below; p of the paired test against the first in ``strict``.

    n, under a heading, is the number of questions to which the measure applies in the first.
    """
    first = scored[0].summary
    title = f"{first.n_questions} questions, 95% intervals, p: strict against {first.name}"
    table = Table(title=title, box=SIMPLE_HEAD)
    table.add_column("system", no_wrap=True)
    table.add_column("p", justify="right", no_wrap=True)
    for measure in measures:
        heading = f"{HEADINGS[measure]}\nn={first.measures[measure].n}"
        table.add_column(heading, justify="right", no_wrap=True, vertical="top")
    for summary, p in scored:
        rows = (summary.measures[measure] for measure in measures)
        cells = [f"{shown(name, each)}\n{_short(name, each)}" for name, each in zip(measures, rows, strict=True)]
        table.add_row(summary.name, "" if p is None else f"{p:.4f}", *cells)
    return table


def _short(measure: str, each: Estimate) -> str:
    """The interval in few characters: .75–.89."""
    if each.low is None or each.high is None:
        return ""
    ends = (
        f"{end:.0f}" if measure.endswith("_ms") else f"{end:.2f}".removeprefix("0") for end in (each.low, each.high)
    )
    return "–".join(ends)


def speed_table(measured: Speed) -> Table:
    """A line a system: how long it takes to build, to answer from a cold start, and to answer warm."""
    cores = measured.hardware.get("cores")
    table = Table(title=f"{measured.n_passages} passages, {measured.n_questions} questions, {cores} cores")
    headings = (
        "system",
        "index build (s)",
        f"cold answer (s, {measured.n_cold} runs)",
        "warm p50 (ms)",
        "warm p95 (ms)",
    )
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "system" else "right")
    for each in measured.systems:
        table.add_row(
            each.name, f"{each.build_s:.2f}", f"{each.cold_s:.2f}", f"{each.warm_p50_ms:.1f}", f"{each.warm_p95_ms:.1f}"
        )
    table.caption = f"plans read and parsed before any build: {measured.parse_s:.2f} s"
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
