"""Learn how to weigh what speaks for a sentence: ``python -m assistant.training.ranker --texts DIR --questions DIR``.

The texts are put into libraries of a few documents each; every authored question is asked of its library, and the
weights are those that make the sentence it was written for most probable among all candidates (softmax, L2): first
without what comes of reading a sentence together with the question, then, the best having been read, with it.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.select import READ, READ_TOGETHER, WEIGHTS, features_of, wanted_by
from assistant.training.library import Library, Shelf
from corpus.plans import Plan

PENALTY = 1e-4
FIXED = {"heading": 4.0, "same_figure": 2.0}  # hardly any authored question names a heading or states a figure


class List(NamedTuple):
    """The candidates of a question: their features, shape ``(n, f)``, which is right, and the way to read some."""

    rows: NDArray[np.float64]
    right: int
    read: Callable[[Sequence[int]], list[float]] = lambda _: []


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m assistant.training.ranker --texts DIR --questions DIR"
    )
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, required=True, help="questions that the embedding model has not seen")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    names, lists = collect(given.texts, given.questions, model=given.model)
    weights: dict[str, dict[str, float]] = {}
    for stage, items in (("first", lists), ("last", _after_reading(lists))):
        some = [item for n, item in enumerate(items) if n % 5]
        right = accuracy(fit(some), items[::5])
        sys.stderr.write(f"{len(items)} questions, {stage}: right sentence first in {right:.3f} of held-out\n")
        known = [*names, READ_TOGETHER][: items[0].rows.shape[1]]
        weights[stage] = dict(zip(known, np.round(fit(items), 3).tolist(), strict=True)) | FIXED
    given.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _after_reading(lists: Sequence[List]) -> list[List]:
    """The same with another feature: what came of reading the best at first sight, for the others the worst of it."""
    first = fit(lists)
    found: list[List] = []
    for item in lists:
        best = np.argsort(-(item.rows @ first), kind="stable")[:READ]
        logits = item.read(best.tolist())
        read = np.full(len(item.rows), min(logits))
        read[best] = logits
        found.append(item._replace(rows=np.column_stack([item.rows, read / 10])))
    return found


def collect(texts: Path, folder: Path, *, model: str) -> tuple[list[str], list[List]]:
    """Ask every question of the library that its document is in."""
    names: list[str] = []
    lists: list[List] = []
    for library, questions in asked_by_library(Shelf(texts, model), folder):
        for asked in questions:
            names, found = _candidates(asked, library)
            lists += found
    return names, lists


class Asked(NamedTuple):
    """An authored question, the sentence that it was written for, and its document."""

    words: str
    text: str
    plan: str


def asked_by_library(
    shelf: Shelf, folder: Path, names: Iterable[str] | None = None
) -> Iterator[tuple[Library, list[Asked]]]:
    """These documents, or all of them, in libraries, each with the authored questions on it."""
    asked = _questions(folder)
    for library in shelf.libraries(names):
        yield library, [*_of_library(library.plans, asked)]


def _questions(folder: Path) -> dict[str, list[str]]:
    """Questions by the sentence that they were written for."""
    asked: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            asked.setdefault(row["text"], []).append(row["question"])
    return asked


def _of_library(plans: Mapping[str, Plan], asked: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
    for plan in plans.values():
        for clause in plan.outline.clauses:
            for span in clause.sentences:
                text = re.sub(r"\s+", "", plan.text[span.start : span.end])
                for words in asked.get(text, []):
                    yield Asked(words, text, plan.plan_id)


def _candidates(asked: Asked, library: Library) -> tuple[list[str], list[List]]:
    question = library.reader.read(asked.words)
    hits = library.retriever.retrieve(question.query, asked=question.spoken, plans=[asked.plan], k=20)
    lexicon, wanted = library.lexicon, wanted_by(question, library.lexicon, library.retriever)
    names: list[str] = []
    rows: list[list[float]] = []
    ids: list[str] = []
    right = -1
    for rank, hit in enumerate(hits, start=1):
        for match in hit.sentences:
            features = features_of(question, wanted, hit, match, rank=rank, top=hits[0].score, lexicon=lexicon)
            names = list(features)
            if re.sub(r"\s+", "", match.passage.text) == asked.text:
                right = len(rows)
            rows.append(list(features.values()))
            ids.append(match.passage.passage_id)

    def read(some: Sequence[int]) -> list[float]:
        return library.retriever.read(question.spoken, [ids[n] for n in some])

    return names, [List(np.array(rows), right, read)] if right >= 0 else []


def fit(lists: Sequence[List]) -> NDArray[np.float64]:
    """Weights of the features, shape ``(f,)``."""
    rows = np.concatenate([item.rows for item in lists])
    starts = np.cumsum([0, *(len(item.rows) for item in lists[:-1])])
    sizes = np.diff([*starts, len(rows)])
    right = rows[starts + np.array([item.right for item in lists])].mean(axis=0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ weights
        shifted = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
        chances = np.exp(shifted)
        totals = np.add.reduceat(chances, starts)
        normal = np.log(totals) + np.maximum.reduceat(scores, starts)
        expected = (chances / np.repeat(totals, sizes)) @ rows / len(lists)
        cost = float(normal.mean() - right @ weights + PENALTY * weights @ weights)
        return cost, expected - right + 2 * PENALTY * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x


def accuracy(weights: NDArray[np.float64], lists: Sequence[List]) -> float:
    """How often the right sentence comes first."""
    return float(np.mean([int(np.argmax(item.rows @ weights)) == item.right for item in lists]))


if __name__ == "__main__":
    main()
