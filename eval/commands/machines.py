"""The commands on retrieval and speed: retrieval, bench."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from eval.commands.shared import DEV, AsJson, Limit, Out, PlansDir, Questions, app, one_line, settings_for

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library

Mode = Literal["all", "hybrid", "lexical", "dense"]


@app.command(epilog="example: python -m eval retrieval --beir scifact --out eval/runs/scifact --mode hybrid")
def retrieval(
    beir: Annotated[Path, typer.Option(help="a folder in BEIR layout: corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv")],
    out: Out,
    mode: Annotated[Mode, typer.Option(help="one way to rank, or all")] = "all",
    split: Annotated[str, typer.Option(help="which qrels")] = "test",
) -> None:
    """Run any benchmark through the project's retriever; a TREC run file for each mode."""
    with one_line():
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
                model=settings_for(None).embedding_model,
                progress=report,
            )
        Console().print(benchmark_table(beir.name, scores))


@app.command(epilog="example: python -m eval bench --json")
def bench(
    questions: Questions = DEV,
    plans: PlansDir = None,
    limit: Limit = None,
    cold_runs: Annotated[int, typer.Option(min=1, help="fresh processes to time for each")] = 3,
    as_json: AsJson = False,
) -> None:
    """How fast it is, side by side with plain bm25s and plain faiss over the same passages."""
    with one_line():
        from assistant.progress import progress_bar
        from corpus.plans import load_plans
        from eval.bench import measure_speed
        from eval.check import load_questions

        settings = settings_for(plans)
        asked = load_questions(questions, load_plans(settings.plans_dir))[:limit]
        with progress_bar() as report:
            measured = measure_speed(asked, settings, n_cold=cold_runs, progress=report)
        if as_json:
            typer.echo(measured.model_dump_json(indent=1))
            return
        from rich.console import Console

        from eval.tables import speed_table

        Console().print(speed_table(measured))
