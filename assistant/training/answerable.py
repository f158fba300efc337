"""Learn when to refuse: ``python -m assistant.training.answerable --texts DIR --questions DIR``.

Every pair of ``index/training/lookalikes.py`` is two questions that look alike: the document answers one. Besides,
authored questions are asked of the document that they were written for, and what asks nothing of a plan (the weather,
cooking, commands: labelled in ``kinds/``) of any. ``judged/PLAN.tsv`` has questions written for each sentence of the
shipped plans: such as it answers, and such as it only seems to and nothing in the plan does; ``--without PLAN`` leaves
out those of a plan. The weights (logistic regression, strongly penalised: people ask otherwise than authors do) tell
answered from not answered; the bias is then set so that of the answered only the share ``REFUSED`` is refused.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize

from assistant.evidence import EVIDENCE, evidence_of
from assistant.training.kinds import STRAY, labelled_lines
from assistant.training.library import SEED, Library, Shelf
from assistant.training.ranker import Asked, asked_by_library
from corpus.plans import SHIPPED
from index.training.lookalikes import FOLDER as PAIRS
from index.training.lookalikes import look_alikes

JUDGED = Path(__file__).parent / "judged"
UNANSWERED = "x"  # the style of a question that the plan does not answer
REFUSED = 0.03  # of the questions that their document answers
OWN, OFF = 12, 12  # authored questions asked of each document, and those off the topic asked in each library
PENALTY = 1e-2


class Asking(NamedTuple):
    """A question, the document it is asked of, and whether the document answers."""

    words: str
    plan: str
    answered: bool


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m assistant.training.answerable --texts DIR --questions DIR"
    )
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, required=True, help="questions that the embedding model has not seen")
    parser.add_argument(
        "--pairs",
        type=Path,
        default=PAIRS,
        help="pairs of look-alike questions, one of them unanswerable; not of the documents that reading.txt names",
    )
    parser.add_argument("--plans", type=Path, default=SHIPPED, help="the plans that judged/*.tsv ask")
    parser.add_argument("--without", action="append", default=[], help="leave out what was asked of this plan")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=EVIDENCE)
    given = parser.parse_args()
    rows = collect(given.texts, given.questions, given.pairs, model=given.model)
    rows += collect_judged(given.plans, without=given.without, model=given.model)
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
    alike = list(_alike(pairs))
    off = [words for label, words in labelled_lines() if label in STRAY]
    rng = random.Random(SEED)
    rows: list[tuple[Asking, dict[str, float]]] = []
    documents = sorted({asking.plan for asking in alike})
    rng.shuffle(documents)
    for library, asked in asked_by_library(Shelf(texts, model), questions, documents):
        askings = [asking for asking in alike if asking.plan in library.plans]
        ids = sorted(library.plans)
        askings += [Asking(words, rng.choice(ids), answered=False) for words in rng.sample(off, OFF)]
        rows += _seen(library, [*askings, *_authored(asked, ids)])
    return rows


def collect_judged(
    folder: Path, *, without: Sequence[str] = (), model: str = ""
) -> list[tuple[Asking, dict[str, float]]]:
    """What is seen of every question of ``judged/``, asked of its plan, which lies in a library with the others."""
    askings = [asking for asking in judged() if asking.plan not in without]
    library = Shelf(folder, model).library(sorted({asking.plan for asking in askings}))
    return [*_seen(library, track(askings, description="plans"))]


def judged(folder: Path = JUDGED) -> Iterator[Asking]:
    """The questions of ``PLAN.tsv``, a line each: start and end of the sentence, style, question, what is missing."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            _, _, style, words, *_ = line.split("\t")
            yield Asking(words, path.stem, answered=style != UNANSWERED)


def _seen(library: Library, askings: Iterable[Asking]) -> Iterator[tuple[Asking, dict[str, float]]]:
    for asking in askings:
        question = library.reader.read(asking.words)
        context = library.context(question)
        (found,) = context.candidates([context.search([asking.plan])])
        if found:
            aligner = library.retriever.aligner
            yield asking, evidence_of(question, found, context.wanted, lexicon=library.lexicon, aligner=aligner)


def _alike(folder: Path) -> Iterator[Asking]:
    """The pairs: ``question`` is not answered by ``document``, its ``twin`` is."""
    for pair in look_alikes(folder, for_reading=False):
        yield Asking(pair.question, pair.document, answered=False)
        yield Asking(pair.twin, pair.document, answered=True)


def _authored(asked: Sequence[Asked], plans: Sequence[str]) -> Iterator[Asking]:
    """Some questions of each document, asked of it."""
    for plan in plans:
        own = [question.words for question in asked if question.plan == plan]
        random.Random(SEED).shuffle(own)
        yield from (Asking(words, plan, answered=True) for words in own[:OWN])


def fit(rows: NDArray[np.float64], answered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the logistic regression, shape ``(f,)``; the column that is always 1 gets the bias, unpenalised."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    constant = spread < 1e-9
    scaled = (rows - middle) / np.where(constant, 1.0, spread)
    scaled[:, constant] = 0.0

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = weights[0] + scaled @ weights[1:]
        probable = 1 / (1 + np.exp(-logits))
        cost = np.mean(np.logaddexp(0, logits) - answered * logits) + PENALTY * weights[1:] @ weights[1:]
        errors = (probable - answered) / len(answered)
        return float(cost), np.concatenate([[errors.sum()], scaled.T @ errors + 2 * PENALTY * weights[1:]])

    learnt = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = np.where(constant, 0.0, learnt[1:] / np.where(constant, 1.0, spread))
    weights[int(np.argmax(constant & (middle == 1)))] = learnt[0] - float(middle @ weights)
    return weights


if __name__ == "__main__":
    main()
