"""Learn when to refuse: ``python -m assistant.training.answerable --texts DIR --questions DIR``.

Every authored question is asked of the document that it was written for and of another one of its library. The weights
(logistic regression) tell the two apart; the bias is then set so that of the questions asked of their own document only
the share ``REFUSED`` is refused. Some questions are answered by the other document too, so the two kinds overlap.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.select import EVIDENCE, candidates, evidence_of, wanted_by
from assistant.training.ranker import Asked, questions_by_library
from corpus.concepts import load_lexicon
from corpus.plans import load_plans
from index.embedding import load_embedder

REFUSED = 0.005  # of the questions that their document answers; the questions of strangers match less well
PENALTY = 1e-3


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, required=True, help="questions that the embedding model has not seen")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=EVIDENCE)
    given = parser.parse_args()
    asked = questions_by_library(
        load_plans(given.texts), given.questions, embedder=load_embedder(given.model), lexicon=load_lexicon()
    )
    rows = [row for question in asked for row in _evidence(question)]
    names = list(rows[0][0])
    seen = np.array([list(evidence.values()) for evidence, _ in rows])
    own = np.array([answered for _, answered in rows], dtype=np.float64)
    weights = fit(seen, own)
    weights[names.index("bias")] -= float(np.quantile(seen[own == 1] @ weights, REFUSED))
    refused = float(np.mean(seen[own == 0] @ weights < 0))
    sys.stderr.write(f"{len(rows)} askings; {refused:.3f} of those of another document are refused\n")
    saved = dict(zip(names, np.round(weights, 3).tolist(), strict=True))
    given.out.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


def _evidence(asked: Asked) -> Iterator[tuple[dict[str, float], bool]]:
    """What is seen when the question is asked of its own document, and of the next one of the library."""
    ids = list(asked.library)
    other = ids[(ids.index(asked.plan) + 1) % len(ids)]
    for plan in dict.fromkeys((asked.plan, other)):
        hits = asked.retriever.retrieve(asked.question.query, plans=[plan], k=20)
        found = candidates(asked.question, hits, asked.library, lexicon=asked.lexicon, retriever=asked.retriever)
        if found:
            wanted = wanted_by(asked.question, asked.lexicon, asked.retriever)
            yield evidence_of(found, wanted), plan == asked.plan


def fit(rows: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the logistic regression, shape ``(f,)``."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = rows @ weights
        probable = 1 / (1 + np.exp(-logits))
        cost = np.mean(np.logaddexp(0, logits) - own * logits)
        return float(cost + PENALTY * weights @ weights), rows.T @ (probable - own) / len(own) + 2 * PENALTY * weights

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x


if __name__ == "__main__":
    main()
