"""Tables as a workbook: a sheet for each, and one with the full text of every clause, to which entries link."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from assistant.registers.files import replace
from assistant.registers.rows import Cell, Row, place
from assistant.registers.tables import WHERE, Table
from assistant.registers.words import heading, term
from corpus.plans import Plan

LONGEST = 32_767  # characters of a cell, Excel's own limit
LINKED = "path"
SOURCE = (*WHERE, "start", "end", "text")
HEAD = PatternFill("solid", fgColor="084539")
BELOW = Border(bottom=Side(style="thin", color="DFE4E8"))
TOP = Alignment(vertical="top", wrap_text=True)
Lines = Mapping[tuple[str, str], int]  # the line of a clause in the sheet of sources, by plan and clause


def write_xlsx(path: Path, tables: Sequence[Table], plans: Mapping[str, Plan]) -> None:
    """The tables as a workbook; the printed number of a clause leads to its full text on the last sheet.

    Raises:
        PolicyError: the file cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    source, lines = source_of(tables, plans)
    for table in tables:
        _add(book, table, lines)
    if source.rows:
        _add(book, source, {})
    replace(path, book.save)


def source_of(tables: Sequence[Table], plans: Mapping[str, Plan]) -> tuple[Table, Lines]:
    """The clauses that the tables cite, in the order of the plans, and the line of each, from 2."""
    cited = {(str(row["plan_id"]), str(row["clause"])) for table in tables for row in table.rows if row.get("clause")}
    rows: list[Row] = []
    lines: dict[tuple[str, str], int] = {}
    for plan_id, plan in plans.items():
        for clause in plan.outline.clauses:
            if (plan_id, clause.clause_id) in cited:
                cells = place(plan, clause.clause_id, clause.span)
                rows.append({**cells, "text": cells["quote"]})
                lines[plan_id, clause.clause_id] = len(rows) + 1
    return Table("source", SOURCE, tuple(rows)), lines


def _add(book: Workbook, table: Table, lines: Lines) -> None:
    sheet: Any = book.create_sheet(term("sheets", table.name))
    for number, column in enumerate(table.columns, start=1):
        named = heading(column)
        cell = sheet.cell(1, number, f"{named.chinese}\n{named.english}")
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = named.width
    for line, row in enumerate(table.rows, start=2):
        for number, column in enumerate(table.columns, start=1):
            _fill(sheet.cell(line, number), row.get(column))
        at = lines.get((str(row.get("plan_id")), str(row.get("clause"))))
        if at is not None and LINKED in table.columns:
            _link(sheet.cell(line, table.columns.index(LINKED) + 1), at)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "C2" if "plan" in table.columns else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _fill(cell: Any, value: Cell) -> None:
    """A number as a number; text as text, even where it begins like a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s" if cell.value else "n"
    else:
        cell.value = float(value) if isinstance(value, Decimal) else value
    cell.alignment, cell.border = TOP, BELOW


def _link(cell: Any, line: int) -> None:
    """From a clause's number to its full text."""
    where = f"'{term('sheets', 'source')}'!A{line}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=where, tooltip=heading("text").chinese)
    cell.value = cell.value or "↗"
    cell.font = Font(color="0B5D50", underline="single")
