"""Any retrieval benchmark in BEIR layout through the project's own retriever.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and ``qrels/SPLIT.tsv`` (query,
passage, grade, under a header).
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from corpus.concepts import Lexicon
from corpus.errors import EvaluationError
from corpus.sentences import sentence_ranges
from corpus.spans import Span
from eval import ranking
from eval.questions import numbered_lines
from index.embedding import Embedder
from index.lexical import LexicalIndex, document_tokens
from index.passages import Passage
from index.retriever import WEIGHTS, HybridRetriever, PassageIndex
from index.vectors import PlanVectorStore

Mode = Literal["hybrid", "lexical", "dense"]
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")
Progress = Callable[[str, int, int], None]
DEPTH = 100  # passages of a ranking
BATCH = 256
PLAN = "beir"


class Benchmark(NamedTuple):
    """Passages as (id, title, text), queries by id, and the grade of each judged passage by query id."""

    passages: list[tuple[str, str, str]]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


Run = dict[str, list[tuple[str, float]]]  # for each query id, passage ids with their scores, best first


def read_benchmark(folder: Path, *, split: str) -> Benchmark:
    """The benchmark in a folder; only the queries that are judged in the split.

    Raises:
        EvaluationError: a file is missing or not in the layout.
    """
    passages = [
        (str(row["_id"]), str(row.get("title") or ""), str(row["text"])) for row in _rows(folder / "corpus.jsonl")
    ]
    qrels = _qrels(folder / "qrels" / f"{split}.tsv")
    queries = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl") if str(row["_id"]) in qrels}
    missing = next((query_id for query_id in qrels if query_id not in queries), None)
    if missing is not None or not passages:
        what = f"judges {missing!r}, which queries.jsonl lacks" if passages else "has an empty corpus.jsonl"
        raise EvaluationError(f"the benchmark in {str(folder)!r} {what}")
    return Benchmark(passages, queries, qrels)


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    for number, line in numbered_lines(path):
        try:
            row = json.loads(line)
            _ = row["_id"], row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"{path.name}, line {number}: not an object with '_id' and 'text'") from error
        yield row


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        cells = line.split("\t")
        if number == 1 and len(cells) == 3 and not cells[-1].strip().isdigit():
            continue
        try:
            query_id, passage_id, grade = cells
            grades.setdefault(query_id, {})[passage_id] = int(grade)
        except ValueError as error:
            raise EvaluationError(f"{path.name}, line {number}: not query, passage, grade with tabs between") from error
    return grades


def index_benchmark(
    benchmark: Benchmark, *, embedder: Embedder, lexicon: Lexicon, progress: Progress
) -> tuple[PassageIndex, PassageIndex]:
    """The passages, and their sentences, as the assistant indexes clauses and theirs; ids are row numbers."""
    whole = [_passage(str(n), n, title, text, is_clause=True) for n, (_, title, text) in enumerate(benchmark.passages)]
    sentences = [
        _passage(f"{n}#{m}", n, title, text[start:end], is_clause=False)
        for n, (_, title, text) in enumerate(benchmark.passages)
        for m, (start, end) in enumerate(sentence_ranges(text), start=1)
    ]
    return tuple(  # pyright: ignore[reportReturnType]  two of them
        _index(kind, chosen, embedder=embedder, lexicon=lexicon, progress=progress)
        for kind, chosen in (("clauses", whole), ("sentences", sentences))
    )


def _passage(passage_id: str, row: int, title: str, text: str, *, is_clause: bool) -> Passage:
    return Passage(
        passage_id=passage_id,
        plan_id=PLAN,
        clause_id=str(row),
        span=Span(0, len(text)),
        text=text,
        context=title,
        plan_name="",
        is_clause=is_clause,
    )


def _index(
    kind: str, chosen: Sequence[Passage], *, embedder: Embedder, lexicon: Lexicon, progress: Progress
) -> PassageIndex:
    documents: list[list[str]] = []
    vectors = [embedder.embed([""])[:0]]
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        documents += [list(map(sys.intern, document_tokens(passage.indexed, lexicon))) for passage in batch]
        vectors.append(embedder.embed([passage.embedded for passage in batch]))
        progress(kind, min(start + BATCH, len(chosen)), len(chosen))
    store = PlanVectorStore.of(np.concatenate(vectors), [PLAN] * len(chosen))
    return PassageIndex(chosen, LexicalIndex.build(documents), store)


def retrieve_all(
    benchmark: Benchmark,
    indexes: tuple[PassageIndex, PassageIndex],
    mode: Mode,
    *,
    embedder: Embedder,
    lexicon: Lexicon,
    progress: Progress,
) -> Run:
    """The ranking of every query; a passage equal to the query's own id is left out, as BEIR does."""
    weights = {name: w if mode in ("hybrid", name.split()[0]) else 0.0 for name, w in WEIGHTS.items()}
    retriever = HybridRetriever(*indexes, embedder=embedder, lexicon=lexicon, weights=weights)
    run: Run = {}
    for n, (query_id, query) in enumerate(benchmark.queries.items(), start=1):
        hits = retriever.retrieve(query, k=DEPTH)
        named = [(benchmark.passages[int(hit.clause.clause_id)][0], hit.score) for hit in hits if hit.score > 0]
        run[query_id] = [(passage_id, score) for passage_id, score in named if passage_id != query_id]
        progress(f"{mode} queries", n, len(benchmark.queries))
    return run


def measure(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> dict[str, list[float]]:
    """The scores of every judged query; one without anything relevant is left out."""
    found: dict[str, list[float]] = {"nDCG@10": [], "recall@10": [], "recall@100": [], "MRR@10": []}
    for query_id, grades in qrels.items():
        names = [passage_id for passage_id, _ in run.get(query_id, [])]
        relevant = {passage_id: grade for passage_id, grade in grades.items() if grade > 0}
        if relevant:
            found["nDCG@10"].append(ranking.ndcg(names, relevant, k=10) or 0.0)
            found["recall@10"].append(ranking.recall(names, relevant, k=10) or 0.0)
            found["recall@100"].append(ranking.recall(names, relevant, k=100) or 0.0)
            found["MRR@10"].append(ranking.reciprocal_rank(names[:10], relevant))
    return found


def trec_lines(run: Run, *, tag: str) -> str:
    """The run as a TREC run file."""
    return "".join(
        f"{query_id} Q0 {passage_id} {rank} {score:.8f} {tag}\n"
        for query_id, hits in run.items()
        for rank, (passage_id, score) in enumerate(hits, start=1)
    )
