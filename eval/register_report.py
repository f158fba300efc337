"""The registers' figures for people: a table for the terminal, and every row that is not right as Markdown."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.intervals import Estimate
from eval.labels import REGISTERS
from eval.register_scores import SUMMARY, Line, Scored, Summary
from eval.registers import Row, Wrong

ERRORS = "errors.md"
HEADINGS = ("plan", "found", "labelled", "right", "precision", "recall", "F1")
ALONE = {"missed": "not found", "extra": "not labelled"}  # rows without a partner
MOST_NAMES = 3  # of those that a label accepts


def print_registers(summary: Summary) -> None:
    """Print a table for each register."""
    console = Console()
    for register in REGISTERS:
        lines = [line for line in summary.lines if line.name == register]
        if lines:
            console.print(registers_table(lines))


def registers_table(lines: Sequence[Line]) -> Table:
    """A line a plan, and several together in bold; each figure with its 95% interval below."""
    table = Table(title=f"{lines[0].name}, found against labelled by hand", box=SIMPLE_HEAD)
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "plan" else "right", no_wrap=True)
    for line in lines:
        counts = (str(n) for n in (line.n_found, line.n_gold, line.n_right))
        figures = (_figure(each) for each in (line.precision, line.recall, line.f1))
        table.add_row(_plans(line), *counts, *figures, style="bold" if len(line.plans) > 1 else "")
    if any(line.held_out for line in lines):
        table.caption = "held out: labelled after the rules were finished, and only counted"
    return table


def _plans(line: Line) -> str:
    name = line.plans[0] if len(line.plans) == 1 else f"these {len(line.plans)}"
    return f"{name}\nheld out" if line.held_out else name


def _figure(each: Estimate) -> str:
    if each.value is None or each.low is None or each.high is None:
        return "–"
    return f"{each.value:.3f}\n{each.low:.3f}–{each.high:.3f}"


def write_report(folder: Path, scored: Sequence[Scored], summary: Summary, *, with_held_out: bool) -> None:
    """Write ``summary.json`` and ``errors.md``; the errors of held-out plans only if they are asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SUMMARY).write_text(summary.model_dump_json(indent=1) + "\n", encoding="utf-8")
    listed = [one for one in scored if with_held_out or not one.labels.held_out]
    hidden = sorted({one.labels.plan for one in scored if one not in listed})
    (folder / ERRORS).write_text("\n".join(_lines(listed, hidden)) + "\n", encoding="utf-8")


def _lines(scored: Sequence[Scored], hidden: Sequence[str]) -> Iterator[str]:
    yield "# Rows that are not right"
    if hidden:
        yield f"\nNot listed, so that no rule is written with them: what is held out of {', '.join(hidden)}."
    for labels, score in scored:
        yield (
            f"\n## {labels.register}, {labels.plan}\n\n"
            f"{score.n_right} right; {score.n_found} found, {score.n_gold} labelled"
        )
        if score.wrong:
            yield "\n| what | at | the plan's words | labelled | found |\n|---|---|---|---|---|"
            yield from map(_line, score.wrong)


def _line(wrong: Wrong) -> str:
    row = wrong.gold or wrong.found
    if row is None:
        return ""
    what = ", ".join(wrong.fields) or ALONE.get(wrong.how, wrong.how)
    cells = (what, f"{row.start}–{row.end}", row.words, _told(wrong.gold, wrong), _told(wrong.found, wrong))
    return f"| {' | '.join(map(_cell, cells))} |"


def _told(row: Row | None, wrong: Wrong) -> str:
    """What a row says: the fields that differ, or all of it where it has no partner."""
    if row is None:
        return "–"
    said = {"name": " / ".join(row.names[:MOST_NAMES]), "value": " ".join(filter(None, row.key)), **row.said}
    return "; ".join(f"{field}: {said[field] or '–'}" for field in wrong.fields or said if wrong.fields or said[field])


def _cell(words: str) -> str:
    return "".join(words.splitlines()).replace("|", "\\|")
