"""The commands ``targets``, ``departments`` and ``obligations``: what is printed, said on stderr and written."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from assistant.registers.files import write_csv
from assistant.registers.filters import Filters
from assistant.registers.industry import Industry
from assistant.registers.records import Record, comparison_record, department_record, entry_record
from assistant.registers.registers import Registers
from assistant.registers.tables import (
    Table,
    comparison_tables,
    departments_table,
    obligations_table,
    targets_table,
    tasks_table,
    warnings_table,
)
from corpus.errors import PolicyError
from corpus.plans import Plan

# ruff: noqa: PLC0415  openpyxl and rich only where a workbook is written or a table printed


class Output(NamedTuple):
    """Where a register goes; to the terminal as tables where nothing else is asked for."""

    as_json: bool = False
    csv: Path | None = None
    xlsx: Path | None = None


class _Found(NamedTuple):
    """A register as asked for: tables of a workbook, those that are printed, the one for CSV, and the JSON record."""

    tables: tuple[Table, ...]
    printed: tuple[Table, ...]
    flat: Table
    record: Record


def list_targets(registers: Registers, filters: Filters, output: Output) -> None:
    """The targets that pass the filters."""
    found, plans = registers.targets(filters), registers.plans
    table = targets_table(found, plans)
    record = {"targets": [entry_record(target, plans) for target in found]}
    _deliver(registers, filters, _Found((table,), (table,), table, record), output)


def compare_targets(registers: Registers, indicator: str, filters: Filters, output: Output) -> None:
    """One indicator in every plan, and its near-misses apart."""
    comparison, plans = registers.compare(indicator, filters), registers.plans
    tables = comparison_tables(comparison, plans)
    if not any(row.stated for row in comparison.rows):
        _note(f"no plan states {indicator!r}")
    _deliver(registers, filters, _Found(tables, tables, tables[0], comparison_record(comparison, plans)), output)


def list_obligations(registers: Registers, filters: Filters, output: Output) -> None:
    """The obligations that pass the filters."""
    found, plans = registers.obligations(filters), registers.plans
    table = obligations_table(found, plans)
    record = {"obligations": [entry_record(obligation, plans) for obligation in found]}
    _deliver(registers, filters, _Found((table,), (table,), table, record), output)


def list_departments(registers: Registers, filters: Filters, output: Output) -> None:
    """The departments; their tasks one by one where one of them, or an industry, is asked for."""
    found, plans = registers.departments(filters), registers.plans
    tables = departments_table(found, plans), tasks_table(found, plans)
    printed = tables if filters.department or filters.industry else tables[:1]
    record = {"departments": [department_record(entry, plans) for entry in found]}
    _deliver(registers, filters, _Found(tables, printed, tables[1], record), output)


def _deliver(registers: Registers, filters: Filters, found: _Found, output: Output) -> None:
    warnings = registers.warnings(filters.plans)
    for line in (*_unknown(registers, filters), *(f"warning: {warning}" for warning in warnings)):
        typer.echo(line, err=True)
    _write(found, warnings, registers.plans, output)
    if output.as_json:
        typer.echo(json.dumps(found.record | {"warnings": warnings}, ensure_ascii=False, indent=1))
    elif output.csv is None and output.xlsx is None:
        from assistant.registers.terminal import show

        show(found.printed)


def _unknown(registers: Registers, filters: Filters) -> list[str]:
    """What is asked for by a name that means nothing here."""
    notes: list[str] = []
    if filters.department and not registers.bodies_meant(filters.department):
        nearest = registers.nearest_body(filters.department)
        meant = f"; did you mean {nearest!r}?" if nearest else ""
        notes.append(f"note: no plan names the department {filters.department!r}{meant}")
    if filters.industry and not Industry(filters.industry).known:
        notes.append(f"note: the lexicon does not know {filters.industry!r}; only the word itself was looked for")
    return notes


def _note(words: str) -> None:
    typer.echo(f"note: {words}", err=True)


def _write(found: _Found, warnings: Sequence[str], plans: Mapping[str, Plan], output: Output) -> None:
    if output.csv is not None and output.xlsx is not None and output.csv.absolute() == output.xlsx.absolute():
        raise PolicyError(f"--csv and --xlsx name the same file {str(output.csv)!r}: give two")
    if output.csv is not None:
        write_csv(output.csv, found.flat)
        typer.echo(f"wrote {output.csv}: {len(found.flat.rows)} rows", err=True)
    if output.xlsx is not None:
        from assistant.registers.sheets import write_xlsx

        write_xlsx(output.xlsx, (*found.tables, *([warnings_table(warnings)] if warnings else [])), plans)
        typer.echo(f"wrote {output.xlsx}: {sum(len(table.rows) for table in found.tables)} rows", err=True)
