"""Learn when to refuse: ``python -m assistant.training.answerable --texts DIR --questions DIR``.

Every pair of ``index/training/unanswerable`` is two questions that look alike: the document answers one. Besides,
authored questions are asked of the document that they were written for and of another one of its library. The weights
(logistic regression) tell answered from not answered; the bias is then set so that of the answered only the share
``REFUSED`` is refused.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.evidence import EVIDENCE, evidence_of
from assistant.select import candidates, wanted_by
from assistant.training.ranker import SEED, Asked, asked_by_library
from corpus.concepts import load_lexicon
from corpus.plans import load_plans
from index.embedding import load_embedder
from index.training.pairs import QUESTIONS

PAIRS = QUESTIONS.parent / "unanswerable"
REFUSED = 0.03  # of the questions that their document answers
OWN, STRANGE = 12, 6  # authored questions asked of each document: its own, and those of its neighbours
PENALTY = 1e-4


class Asking(NamedTuple):
    """A question, the document it is asked of, and whether the document answers."""

    words: str
    plan: str
    answered: bool


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, required=True, help="questions that the embedding model has not seen")
    parser.add_argument("--pairs", type=Path, default=PAIRS, help="questions that look alike, one of them unanswerable")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=EVIDENCE)
    given = parser.parse_args()
    rows = collect(given.texts, given.questions, given.pairs, model=given.model)
    names = list(rows[0][1])
    seen = np.array([list(evidence.values()) for _, evidence in rows])
    answered = np.array([asking.answered for asking, _ in rows], dtype=np.float64)
    weights = fit(seen, answered)
    weights[names.index("bias")] -= float(np.quantile(seen[answered == 1] @ weights, REFUSED))
    refused = float(np.mean(seen[answered == 0] @ weights < 0))
    sys.stderr.write(f"{len(rows)} askings; {refused:.3f} of those that are not answered are refused\n")
    saved = dict(zip(names, np.round(weights, 3).tolist(), strict=True))
    given.out.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


def collect(texts: Path, questions: Path, pairs: Path, *, model: str) -> list[tuple[Asking, dict[str, float]]]:
    """What is seen of every asking."""
    plans, lexicon = load_plans(texts), load_lexicon()
    alike = list(_alike(pairs))
    rows: list[tuple[Asking, dict[str, float]]] = []
    libraries = asked_by_library(plans, questions, embedder=load_embedder(model), lexicon=lexicon)
    for library in libraries:
        askings = [asking for asking in alike if asking.plan in library.plans]
        for asking in [*askings, *_authored(library.asked, sorted(library.plans))]:
            question = library.reader.read(asking.words)
            hits = library.retriever.retrieve(question.query, plans=[asking.plan], k=20)
            found = candidates(question, hits, library.plans, lexicon=lexicon, retriever=library.retriever)
            if found:
                wanted = wanted_by(question, lexicon, library.retriever)
                aligner = library.retriever.aligner
                rows.append((asking, evidence_of(question, found, wanted, lexicon=lexicon, aligner=aligner)))
    return rows


def _alike(folder: Path) -> Iterator[Asking]:
    """The pairs: ``question`` is not answered by ``document``, its ``twin`` is."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Asking(row["question"], row["document"], answered=False)
            yield Asking(row["twin"], row["document"], answered=True)


def _authored(asked: Sequence[Asked], plans: Sequence[str]) -> Iterator[Asking]:
    """Some questions of each document, asked of it and of the next one of the library."""
    for number, plan in enumerate(plans):
        own = [question.words for question in asked if question.plan == plan]
        random.Random(SEED).shuffle(own)
        yield from (Asking(words, plan, answered=True) for words in own[:OWN])
        other = plans[(number + 1) % len(plans)]
        if other != plan:
            yield from (Asking(words, other, answered=False) for words in own[OWN : OWN + STRANGE])


def fit(rows: NDArray[np.float64], answered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the logistic regression, shape ``(f,)``; what varies widely is punished no more than what does not."""
    spread = np.maximum(rows.std(axis=0), 1e-6)
    spread[rows.std(axis=0) == 0] = 1.0
    scaled = rows / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = scaled @ weights
        probable = 1 / (1 + np.exp(-logits))
        cost = np.mean(np.logaddexp(0, logits) - answered * logits)
        gradient = scaled.T @ (probable - answered) / len(answered)
        return float(cost + PENALTY * weights @ weights), gradient + 2 * PENALTY * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x / spread


if __name__ == "__main__":
    main()
