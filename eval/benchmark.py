"""A benchmark from its folder to its scores, each mode of the retriever by itself."""

import json
from collections.abc import Sequence
from pathlib import Path

from corpus.concepts import load_lexicon
from corpus.errors import EvaluationError
from eval.beir import Mode, Progress, index_benchmark, measure, read_benchmark, retrieve_all, trec_lines
from eval.intervals import Estimate, estimate
from index.embedding import load_embedder


def run_benchmark(
    folder: Path, out: Path, modes: Sequence[Mode], *, split: str, model: str, progress: Progress
) -> dict[str, dict[str, Estimate]]:
    """Index, retrieve and score; writes ``run-MODE.trec`` and ``retrieval.json`` into ``out``.

    Raises:
        EvaluationError: the folder is not in BEIR layout, or ``out`` cannot be written.
    """
    benchmark = read_benchmark(folder, split=split)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"cannot write to {str(out)!r}: {error.strerror or error}") from error
    embedder, lexicon = load_embedder(model), load_lexicon()
    indexes = index_benchmark(benchmark, embedder=embedder, lexicon=lexicon, progress=progress)
    scores: dict[str, dict[str, Estimate]] = {}
    for mode in modes:
        run = retrieve_all(benchmark, indexes, mode, embedder=embedder, lexicon=lexicon, progress=progress)
        (out / f"run-{mode}.trec").write_text(trec_lines(run, tag=mode), encoding="utf-8")
        scores[mode] = {name: estimate(values) for name, values in measure(run, benchmark.qrels).items()}
    shown = {mode: {name: each.model_dump() for name, each in row.items()} for mode, row in scores.items()}
    (out / "retrieval.json").write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return scores
