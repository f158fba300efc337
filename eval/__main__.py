"""The command line: ``python -m eval``."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corpus.errors import EvaluationError, PolicyError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.plans import Plan
    from eval.questions import Question
    from eval.summary import Summary

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library

app = typer.Typer(
    help="How right the answers are: answer a question set, score the answers, compare two runs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
SystemName = Literal["assistant", "bm25-clause", "bm25-sentence", "no-dense", "no-lexical", "no-lexicon"]
Mode = Literal["all", "hybrid", "lexical", "dense"]
Questions = Annotated[list[Path], typer.Option("--questions", help="a question set (JSONL); may be repeated")]
Out = Annotated[Path, typer.Option("--out", help="the run's folder")]
PlansDir = Annotated[Path | None, typer.Option("--plans", help="another folder of plans (.txt)")]
AsJson = Annotated[bool, typer.Option("--json", help="machine-readable output")]


@contextmanager
def _one_line() -> Generator[None]:
    """An error that a person may cause is one line on stderr and exit code 1."""
    try:
        yield
    except PolicyError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo("interrupted; the same command goes on from here", err=True)
        raise typer.Exit(130) from None


def _settings(plans: Path | None) -> "Settings":
    from assistant.settings import Settings

    return Settings() if plans is None else Settings(plans_dir=plans)


@app.command(epilog="example: python -m eval answer --questions eval/sets/dev.jsonl --out eval/runs/dev")
def answer(
    questions: Questions,
    out: Out,
    plans: PlansDir = None,
    system: Annotated[SystemName, typer.Option(help="the assistant, a baseline, or it without a part")] = "assistant",
    limit: Annotated[int | None, typer.Option(min=1, help="only the first so many questions")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="answer all again, whatever the folder holds")] = False,
) -> None:
    """Answer a question set; an interrupted run goes on where it stopped."""
    with _one_line():
        from corpus.plans import load_plans
        from eval import provenance
        from eval.check import load_questions

        settings = _settings(plans)
        library = load_plans(settings.plans_dir)
        asked = load_questions(questions, library)[:limit]
        run = provenance.describe_run(system, questions=questions, plans=library, settings=settings, limit=limit)
        _answer(asked, run, settings, library, out=out, fresh=fresh)


def _answer(
    asked: "Sequence[Question]",
    run: "Mapping[str, Any]",
    settings: "Settings",
    library: "Mapping[str, Plan]",
    *,
    out: Path,
    fresh: bool,
) -> None:
    from assistant.progress import progress_bar
    from eval.answers import FILE, read_answers
    from eval.run import PROBLEMS, answer_all, prepare, write_trec
    from eval.systems import open_system

    with progress_bar() as report:
        opened = open_system(run["system"], settings, library, progress=report)
        done = prepare(out, run, fresh=fresh)
        tally = answer_all(asked, opened, out=out, done=done, progress=lambda n, total: report("answering", n, total))
    write_trec(out, read_answers(out / FILE).values(), tag=run["system"])
    before = f", {tally.n_before} before" if tally.n_before else ""
    typer.echo(f"{tally.n_now} questions answered{before}: {out / FILE}")
    if tally.n_problems:
        typer.echo(f"note: {tally.n_problems} could not be answered, see {out / PROBLEMS}", err=True)


@app.command(epilog="example: python -m eval score --questions eval/sets/dev.jsonl --out eval/runs/dev")
def score(
    questions: Questions,
    out: Out,
    plans: PlansDir = None,
    beside: Annotated[list[Path] | None, typer.Option(help="a scored run for the same table; may be repeated")] = None,
    as_json: AsJson = False,
) -> None:
    """Score the answers of a run: summary.json, scores.jsonl and report.html, and a table here."""
    with _one_line():
        from corpus.plans import load_plans
        from eval import provenance
        from eval.check import load_questions
        from eval.report import write_report
        from eval.scoring import score_run
        from eval.summary import read_summary

        library = load_plans(_settings(plans).plans_dir)
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
    with _one_line():
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


@app.command(epilog="example: python -m eval check eval/sets/dev.jsonl")
def check(
    questions: Annotated[list[Path], typer.Argument(help="question sets (JSONL)")],
    plans: PlansDir = None,
) -> None:
    """Is a question set fit to score with? A line for each problem, exit code 1 if there is one."""
    with _one_line():
        from corpus.plans import load_plans
        from eval.check import problems

        found = problems(questions, load_plans(_settings(plans).plans_dir))
        for problem in found:
            typer.echo(str(problem))
        if found:
            raise EvaluationError(f"{len(found)} problems in {len({problem.file for problem in found})} files")
        typer.echo("no problems")


@app.command(epilog="example: python -m eval retrieval --beir scifact --out eval/runs/scifact --mode hybrid")
def retrieval(
    beir: Annotated[Path, typer.Option(help="a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv")],
    out: Out,
    mode: Annotated[Mode, typer.Option(help="one way to rank, or all")] = "all",
    split: Annotated[str, typer.Option(help="which qrels")] = "test",
) -> None:
    """Run any benchmark through the project's retriever; a TREC run file for each mode."""
    with _one_line():
        from rich.console import Console

        from assistant.progress import progress_bar
        from eval.beir import MODES
        from eval.benchmark import run_benchmark
        from eval.tables import benchmark_table

        with progress_bar() as report:
            scores = run_benchmark(
                beir,
                out,
                list(MODES) if mode == "all" else [mode],
                split=split,
                model=_settings(None).embedding_model,
                progress=report,
            )
        Console().print(benchmark_table(beir.name, scores))


@app.command(epilog="example: python -m eval gate --only dev")
def gate(
    expected: Annotated[Path, typer.Option(help="commands and the scores to reach")] = Path("eval/expected.toml"),
    only: Annotated[str | None, typer.Option(help="just the gate of this name")] = None,
) -> None:
    """Run the commands of eval/expected.toml and fail if a score falls below what it must reach."""
    with _one_line():
        from eval.gate import run_gates

        for line in run_gates(expected, only=only):
            typer.echo(line)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    app(args=list(arguments) if arguments is not None else None, prog_name="python -m eval")


if __name__ == "__main__":
    main()
