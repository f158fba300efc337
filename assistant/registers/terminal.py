"""The registers as tables in the terminal."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from assistant.registers.rows import ROLES, Cell, Row
from assistant.registers.tables import Table
from assistant.registers.words import chinese, heading, term

WIDE = 160  # characters of a line that goes to a file or another program
STYLES = {"plan": "cyan", "path": "cyan", "said": "bold", "indicator": "bold", "words": "bold", "department": "bold"}


class _Column(NamedTuple):
    """A column of the terminal, and its share of the width."""

    name: str
    share: int


SHOWN: Mapping[str, tuple[_Column, ...]] = {
    name: tuple(_Column(*column) for column in columns)
    for name, columns in {
        "targets": [("plan", 6), ("path", 7), ("indicator", 15), ("scope", 8), ("said", 11), ("due", 6),
                    ("strength", 5), ("departments", 20), ("place", 7)],
        "obligations": [("plan", 6), ("path", 7), ("addressee", 14), ("modality", 7), ("words", 24),
                        ("condition", 12), ("due", 6), ("departments", 18), ("place", 7)],
        "departments": [("plan", 6), ("department", 16), ("names", 20), ("tasks", 4), ("n_lead", 4),
                        ("n_responsible", 6), ("n_assisting", 4), ("n_inherited", 4), ("mentions", 5)],
        "tasks": [("department", 14), ("plan", 6), ("path", 8), ("heading", 22), ("role", 10), ("printed", 14),
                  ("place", 8)],
        "comparison": [("plan", 6), ("answer", 7), ("said", 12), ("due", 6), ("strength", 5), ("scope", 8),
                       ("quote", 32), ("path", 7), ("place", 7)],
        "near_misses": [("plan", 6), ("indicator", 16), ("said", 12), ("due", 6), ("scope", 8), ("quote", 30),
                        ("path", 7), ("place", 7)],
    }.items()
}  # fmt: skip


def show(tables: Sequence[Table]) -> None:
    """Print the tables; an empty one is said to be."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    for table in tables:
        if table.name == "near_misses" and table.rows:
            console.print(escape(term("answer", "near_misses")), style="yellow")
        if table.rows:
            console.print(_grid(table), soft_wrap=False)
        elif table is tables[0]:
            console.print(escape(term("answer", "nothing")), style="yellow")


def _grid(table: Table) -> Grid:
    grid = Grid(
        box=SIMPLE_HEAD, expand=True, caption=f"{len(table.rows)} 条 entries", caption_justify="right", pad_edge=False
    )
    columns = [column for column in SHOWN[table.name] if any(_cell(row, column.name) for row in table.rows)]
    for column in columns:
        named = heading(column.name)
        grid.add_column(
            f"{named.chinese}\n[dim]{escape(named.english)}[/dim]",
            ratio=column.share,
            min_width=max(len(named.english), 2 * len(named.chinese)),
            overflow="fold",
            style=STYLES.get(column.name),
        )
    for row in table.rows:
        cells = (escape(_cell(row, column.name)) for column in columns)
        grid.add_row(*cells, style=None if "start" in row or "tasks" in row else "yellow")
    return grid


def _cell(row: Row, column: str) -> str:
    """The cell as text; two columns are several cells of the row together."""
    if column == "departments":
        return "\n".join(f"{chinese('role', role)}：{row[role]}" for role in ROLES if row.get(role))
    if column == "place":
        return f"{row['start']}–{row['end']}" if "start" in row else ""
    return _printed(row.get(column))


def _printed(cell: Cell) -> str:
    return "" if cell is None else str(cell)
