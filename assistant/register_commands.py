"""The commands ``targets``, ``departments`` and ``obligations``; ``register`` adds them to the command line."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.options import (
    AsJson,
    ByDepartment,
    ByIndicator,
    ByIndustry,
    ByModality,
    ByYear,
    Compared,
    CsvFile,
    InPlans,
    PlansDir,
    XlsxFile,
)

if TYPE_CHECKING:
    from assistant.settings import Settings

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library
Guard = Callable[[], AbstractContextManager[None]]
SettingsOf = Callable[[Path | None], "Settings"]


def register(app: typer.Typer, *, guard: Guard, settings: SettingsOf) -> None:
    """Add the commands to ``app``.

    Args:
        app: the command line.
        guard: makes one line of an error that a person may cause.
        settings: the settings for another folder of plans, or for the library's own.
    """
    for add in (_add_targets, _add_departments, _add_obligations):
        add(app, guard, settings)


def _add_targets(app: typer.Typer, guard: Guard, settings: SettingsOf) -> None:
    @app.command(epilog="example: python -m assistant targets --compare 林木覆盖率")
    def targets(  # pyright: ignore[reportUnusedFunction]  typer holds it
        plan: InPlans = None,
        department: ByDepartment = "",
        industry: ByIndustry = "",
        year: ByYear = None,
        indicator: ByIndicator = "",
        compare: Compared = "",
        csv: CsvFile = None,
        xlsx: XlsxFile = None,
        plans: PlansDir = None,
        as_json: AsJson = False,
    ) -> None:
        """Every quantified or dated goal; or one indicator across the plans."""
        with guard():
            from assistant.registers import Filters, Registers
            from assistant.registers.commands import Output, compare_targets, list_targets

            filters = Filters(tuple(plan or ()), department, industry, year=year, indicator=indicator)
            registers, output = Registers.open(settings(plans).plans_dir), Output(as_json, csv, xlsx)
            if compare.strip():
                compare_targets(registers, compare, filters, output)
            else:
                list_targets(registers, filters, output)


def _add_departments(app: typer.Typer, guard: Guard, settings: SettingsOf) -> None:
    @app.command(epilog="example: python -m assistant departments --department 市发改委 --plan wuxi")
    def departments(  # pyright: ignore[reportUnusedFunction]  typer holds it
        plan: InPlans = None,
        department: ByDepartment = "",
        industry: ByIndustry = "",
        csv: CsvFile = None,
        xlsx: XlsxFile = None,
        plans: PlansDir = None,
        as_json: AsJson = False,
    ) -> None:
        """Every department, and its tasks: what it leads, is responsible for, assists in or inherits."""
        with guard():
            from assistant.registers import Filters, Registers
            from assistant.registers.commands import Output, list_departments

            filters = Filters(tuple(plan or ()), department, industry)
            list_departments(Registers.open(settings(plans).plans_dir), filters, Output(as_json, csv, xlsx))


def _add_obligations(app: typer.Typer, guard: Guard, settings: SettingsOf) -> None:
    @app.command(epilog="example: python -m assistant obligations --industry 造纸 --modality must --xlsx duties.xlsx")
    def obligations(  # pyright: ignore[reportUnusedFunction]  typer holds it
        plan: InPlans = None,
        department: ByDepartment = "",
        industry: ByIndustry = "",
        modality: ByModality = None,
        year: ByYear = None,
        csv: CsvFile = None,
        xlsx: XlsxFile = None,
        plans: PlansDir = None,
        as_json: AsJson = False,
    ) -> None:
        """What the plans demand of whom: what must be, must not be, and is encouraged."""
        with guard():
            from assistant.registers import Filters, Registers
            from assistant.registers.commands import Output, list_obligations

            filters = Filters(tuple(plan or ()), department, industry, modality, year)
            list_obligations(Registers.open(settings(plans).plans_dir), filters, Output(as_json, csv, xlsx))
