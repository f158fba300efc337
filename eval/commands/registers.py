"""The command on registers: how right targets, obligations and departments are, against labels made by hand."""

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.shared import AsJson, app, one_line

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library

HELD_OUT_ERRORS = "write the errors of held-out plans, too; whoever reads them must not tune on them afterwards"


@app.command(epilog="example: python -m eval registers --plan wuxi --plan taicang --out eval/runs/registers")
def registers(
    plan: Annotated[list[str] | None, typer.Option(help="only this plan's id; may be repeated")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="a folder for errors.md and summary.json")] = None,
    held_out_errors: Annotated[bool, typer.Option("--held-out-errors", help=HELD_OUT_ERRORS)] = False,
    as_json: AsJson = False,
) -> None:
    """Precision, recall and F1 of targets, obligations and departments on every labelled plan."""
    with one_line():
        from corpus.plans import load_plans
        from eval.register_report import ERRORS, print_registers, write_report
        from eval.register_scores import score_registers, summarise

        scored = score_registers(load_plans(), only=plan or ())
        summary = summarise(scored)
        if out is not None:
            write_report(out, scored, summary, with_held_out=held_out_errors)
        if as_json:
            typer.echo(summary.model_dump_json(indent=1))
            return
        print_registers(summary)
        if out is not None:
            typer.echo(f"every row that is not right: {out / ERRORS}")
