"""The commands on question sets: check, case."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import EvaluationError
from eval.commands.shared import PlansDir, app, one_line, settings_for

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library


@app.command(epilog="example: python -m eval check eval/sets/dev.jsonl")
def check(
    questions: Annotated[list[Path], typer.Argument(help="question sets (JSONL)")],
    plans: PlansDir = None,
) -> None:
    """Is a question set fit to score with? A line for each problem, exit code 1 if there is one."""
    with one_line():
        from corpus.plans import load_plans
        from eval.check import problems

        found = problems(questions, load_plans(settings_for(plans).plans_dir))
        for problem in found:
            typer.echo(str(problem))
        if found:
            raise EvaluationError(f"{len(found)} problems in {len({problem.file for problem in found})} files")
        typer.echo("no problems")


@app.command(epilog="example: python -m eval case --feedback feedback.jsonl --out eval/sets/feedback.jsonl")
def case(
    feedback: Annotated[Path, typer.Option(help="answers marked wrong (JSONL, see eval/sets/README.md)")],
    out: Annotated[Path, typer.Option("--out", help="the question set that the drafts are added to")],
) -> None:
    """Make a draft question of each answer that was marked wrong; complete it, then check and score with it."""
    with one_line():
        from eval.feedback import add_drafts

        n_new, n_known = add_drafts(feedback, out)
        known = f", {n_known} there already" if n_known else ""
        typer.echo(f"{n_new} drafts added{known}: {out}")
        typer.echo(f"next: complete them, `python -m eval check {out}` says what is missing", err=True)
