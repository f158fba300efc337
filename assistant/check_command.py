"""The command ``check``; ``register`` adds it to the command line."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.options import AsJson, InPlans, PlansDir

if TYPE_CHECKING:
    from assistant.check.given import Given
    from assistant.settings import Settings

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library

EXAMPLE = 'example: python -m assistant check "我们是太仓一家造纸厂，年用电600万千瓦时" --html sheet.html'
Text = Annotated[str, typer.Argument(help="who you are, in Chinese or English: trade, place, energy use, roof …")]
Names = Annotated[list[str] | None, typer.Option("--industry", help="造纸, hotel, 数据中心 (may be repeated)")]
So = Annotated[
    list[str] | None,
    typer.Option("--is", help="a fact that holds: listed, 重点用能单位 … (may be repeated)"),
]
NotSo = Annotated[list[str] | None, typer.Option("--is-not", help="a fact that does not hold (may be repeated)")]
State = Annotated[Literal["new", "existing"] | None, typer.Option("--status", help="of your building or plant")]
Energy = Annotated[float | None, typer.Option("--energy-tce", help="energy use a year, tonnes of coal equivalent")]
Electricity = Annotated[float | None, typer.Option("--electricity-kwh", help="electricity use a year")]
Roof = Annotated[float | None, typer.Option("--roof-m2", help="roof area")]
Floor = Annotated[float | None, typer.Option("--floor-m2", help="floor area")]
Solar = Annotated[float | None, typer.Option("--pv-kw", help="photovoltaic capacity")]
Workbook = Annotated[Path | None, typer.Option("--xlsx", help="write a workbook")]
Page = Annotated[Path | None, typer.Option("--html", help="write a sheet to print: one HTML file, A4")]


class Output:
    """Where a check goes."""

    def __init__(self, *, as_json: bool, xlsx: Path | None, html: Path | None) -> None:
        self.as_json, self.xlsx, self.html = as_json, xlsx, html


def register(
    app: typer.Typer,
    *,
    guard: Callable[[], AbstractContextManager[None]],
    settings: Callable[[Path | None], "Settings"],
) -> None:
    """Add the command to ``app``.

    Args:
        app: the command line.
        guard: makes one line of an error that a person may cause.
        settings: the settings for another folder of plans, or for the library's own.
    """

    @app.command(epilog=EXAMPLE)
    def check(  # pyright: ignore[reportUnusedFunction]  typer holds it
        text: Text = "",
        industry: Names = None,
        plan: InPlans = None,
        is_: So = None,
        is_not: NotSo = None,
        status: State = None,
        energy_tce: Energy = None,
        electricity_kwh: Electricity = None,
        roof_m2: Roof = None,
        floor_m2: Floor = None,
        pv_kw: Solar = None,
        xlsx: Workbook = None,
        html: Page = None,
        plans: PlansDir = None,
        as_json: AsJson = False,
    ) -> None:
        """What the plans bind an enterprise to, forbid it and encourage it to do, and what they would."""
        with guard():
            from assistant.check.given import Given

            given = Given(
                plans=tuple(plan or ()),
                industries=tuple(industry or ()),
                status=status,
                amounts={
                    "annual_energy_tce": energy_tce,
                    "electricity_kwh": electricity_kwh,
                    "roof_m2": roof_m2,
                    "floor_m2": floor_m2,
                    "pv_kw": pv_kw,
                },
                so=tuple(is_ or ()),
                not_so=tuple(is_not or ()),
            )
            run(text, given, settings(plans).plans_dir, Output(as_json=as_json, xlsx=xlsx, html=html))


def run(text: str, given: "Given", folder: Path, output: Output) -> None:
    """Check a profile and put out the findings.

    Raises:
        PolicyError: the plans, the profile or a file to write are not as they should be.
    """
    from assistant.check.given import add
    from assistant.check.judge import check
    from assistant.check.reading import read
    from corpus.plans import load_plans

    plans = load_plans(folder)
    reading = add(read(text, plans) if text.strip() else None, given, plans)
    covered = plans if reading.profile.plans or not reading.elsewhere else {}
    checked = check(reading.profile, covered)
    if output.xlsx:
        from assistant.check.sheets import write_workbook

        write_workbook(output.xlsx, checked, reading, plans)
    if output.html:
        from assistant.check.printed import write_page

        write_page(output.html, checked, reading, plans)
    for path in filter(None, (output.xlsx, output.html)):
        typer.echo(f"written: {path}", err=True)
    if output.as_json:
        from assistant.check.records import check_record

        typer.echo(check_record(checked, reading))
    elif not (output.xlsx or output.html):
        from assistant.check.terminal import show_check

        show_check(checked, reading, plans)
