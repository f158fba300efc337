"""The commands on runs: answer, score, compare, table, gate."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.shared import DEV, AsJson, Fresh, Limit, Out, PlansDir, Questions, app, one_line, settings_for
from eval.lineup import SystemName, named

if TYPE_CHECKING:
    from eval.summary import Summary

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library


@app.command(epilog="example: python -m eval answer --questions eval/sets/dev.jsonl --out eval/runs/dev")
def answer(
    questions: Questions,
    out: Out,
    plans: PlansDir = None,
    system: Annotated[SystemName, typer.Option(help="the assistant, it without a part, or a baseline")] = "assistant",
    limit: Limit = None,
    fresh: Fresh = False,
) -> None:
    """Answer a question set; an interrupted run goes on where it stopped."""
    with one_line():
        from assistant.progress import progress_bar
        from corpus.plans import load_plans
        from eval import provenance
        from eval.answers import FILE
        from eval.check import load_questions
        from eval.run import PROBLEMS, answer_run

        settings = settings_for(plans)
        library = load_plans(settings.plans_dir)
        asked = load_questions(questions, library)[:limit]
        run = provenance.describe_run(system, questions=questions, plans=library, settings=settings, limit=limit)
        with progress_bar() as report:
            tally = answer_run(run, asked, settings, library, out=out, fresh=fresh, progress=report)
        before = f", {tally.n_before} before" if tally.n_before else ""
        typer.echo(f"{tally.n_now} questions answered{before}: {out / FILE}")
        _note_problems(tally.n_problems, str(out / PROBLEMS))


def _note_problems(n: int, where: str) -> None:
    if n:
        typer.echo(f"note: {n} could not be answered, see {where}", err=True)


@app.command(epilog="example: python -m eval score --questions eval/sets/dev.jsonl --out eval/runs/dev")
def score(
    questions: Questions,
    out: Out,
    plans: PlansDir = None,
    beside: Annotated[list[Path] | None, typer.Option(help="a scored run for the same table; may be repeated")] = None,
    as_json: AsJson = False,
) -> None:
    """Score the answers of a run: summary.json, scores.jsonl and report.html, and a table here."""
    with one_line():
        from corpus.plans import load_plans
        from eval import provenance
        from eval.check import load_questions
        from eval.report import write_report
        from eval.scoring import score_run
        from eval.summary import read_summary

        library = load_plans(settings_for(plans).plans_dir)
        others = [read_summary(folder) for folder in beside or ()]
        limit = provenance.read_settings(out).get("limit")
        summary, judged = score_run(load_questions(questions, library)[:limit], out, library)
        write_report(out, summary, judged, beside=others)
        if as_json:
            typer.echo(summary.model_dump_json(indent=1))
        else:
            _print_summary(summary, others, out)


def _print_summary(summary: "Summary", others: "Sequence[Summary]", out: Path) -> None:
    from rich.console import Console

    from eval.tables import groups_table, measures_table

    console = Console()
    console.print(groups_table(summary))
    console.print(measures_table([summary, *others]))
    typer.echo(f"every wrong answer: {out / 'report.html'}")


@app.command(epilog="example: python -m eval compare eval/runs/before eval/runs/after")
def compare(
    first: Annotated[Path, typer.Argument(help="a scored run")],
    second: Annotated[Path, typer.Argument(help="another over the same questions")],
    as_json: AsJson = False,
) -> None:
    """Compare two runs question by question, with a permutation test."""
    with one_line():
        from eval.compare import Comparison, compare_runs

        found: Comparison = compare_runs(first, second)
        if as_json:
            typer.echo(found.model_dump_json(indent=1))
            return
        from rich.console import Console

        from eval.tables import differences_table

        Console().print(differences_table(found.differences, names=(first.name, second.name)))
        typer.echo(f"right now, not before ({len(found.gained)}): {' '.join(found.gained) or '–'}")
        typer.echo(f"right before, not now ({len(found.lost)}): {' '.join(found.lost) or '–'}")


@app.command(epilog="example: python -m eval table --questions eval/sets/dev.jsonl --system assistant")
def table(
    questions: Questions = DEV,
    out: Out = Path("eval/runs/table"),
    plans: PlansDir = None,
    system: Annotated[list[str] | None, typer.Option(help="only this one; may be repeated")] = None,
    limit: Limit = None,
    fresh: Fresh = False,
    as_json: AsJson = False,
) -> None:
    """Answer and score with the assistant, it without each part, and every baseline; one table of them all."""
    with one_line():
        from assistant.progress import progress_bar
        from corpus.plans import load_plans
        from eval import provenance
        from eval.check import load_questions
        from eval.report import write_report
        from eval.side_by_side import answer_all_systems, score_all_systems, table_json

        names = named(system)
        settings = settings_for(plans)
        library = load_plans(settings.plans_dir)
        asked = load_questions(questions, library)[:limit]
        run = provenance.describe_run(names[0], questions=questions, plans=library, settings=settings, limit=limit)
        runs = [run | {"system": name} for name in names]
        with progress_bar() as report:
            n = answer_all_systems(runs, asked, settings, library, out=out, fresh=fresh, progress=report)
        scored, judged = score_all_systems(names, asked, library, out=out)
        write_report(out / names[0], scored[0].summary, judged, beside=[each.summary for each in scored[1:]])
        _note_problems(n, str(out / "*" / "problems.log"))
        if as_json:
            typer.echo(table_json(scored))
            return
        from eval.tables import print_systems

        print_systems(scored)
        typer.echo(f"every measure: {out / 'table.json'}; every wrong answer: {out / names[0] / 'report.html'}")


@app.command(epilog="example: python -m eval gate --only dev")
def gate(
    expected: Annotated[Path, typer.Option(help="commands and the scores to reach")] = Path("eval/expected.toml"),
    only: Annotated[str | None, typer.Option(help="just the gate of this name")] = None,
) -> None:
    """Run the commands of eval/expected.toml and fail if a score falls below what it must reach."""
    with one_line():
        from eval.gate import run_gates

        for line in run_gates(expected, only=only):
            typer.echo(line)
