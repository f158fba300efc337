"""Learn which kind of answer a question wants: ``python -m assistant.training.kinds``.

The labelled questions are ``assistant/training/kinds/*.tsv``: a label and a question on each line. The weights are
those of a multinomial logistic regression; one in five questions is first held out, to say how often it is right.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assistant.kinds import FILE
from assistant.question import reader_of
from corpus.concepts import load_lexicon
from corpus.plans import load_plans
from index.encoder import load_encoder

LABELLED = Path(__file__).parent / "kinds"
STRAY = ("off_topic", "instruction")  # the labels of what asks nothing of a plan
PENALTY = 5e-5
FEWEST = 2  # questions in which a sign must stand
SMALLEST = 0.1  # a sign whose every weight is smaller is left out
Signs = Mapping[str, float]


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: python -m assistant.training.kinds")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="a folder of labelled questions (.tsv)")
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    labels, rows = labelled(given.labelled)
    held_out, rest = rows[::5], [row for n, row in enumerate(rows) if n % 5]
    known, weights = fit(rest, len(labels))
    right = np.argmax(matrix([signs for signs, _ in held_out], known) @ weights, axis=1)
    share = float(np.mean(right == np.array([label for _, label in held_out])))
    sys.stderr.write(f"{len(rows)} questions; right of held-out ones: {share:.3f}\n")
    known, weights = fit(rows, len(labels))
    kept = {sign: np.round(weights[at], 2).tolist() for sign, at in sorted(known.items())
            if np.abs(weights[at]).max() >= SMALLEST}  # fmt: skip
    lines = ",\n".join(f"{json.dumps(sign, ensure_ascii=False)}: {json.dumps(row)}" for sign, row in kept.items())
    given.out.write_text(f'{{"labels": {json.dumps(labels)},\n"weights": {{\n{lines}\n}}}}\n', encoding="utf-8")


def labelled(folder: Path) -> tuple[list[str], list[tuple[Signs, int]]]:
    """The labels, and the signs and label of each question."""
    reader = reader_of(load_plans(), load_lexicon(), load_encoder())
    lines = labelled_lines(folder)
    labels = sorted({label for label, _ in lines})
    return labels, [(reader.signs(words), labels.index(label)) for label, words in lines]


def labelled_lines(folder: Path = LABELLED) -> list[tuple[str, str]]:
    """Every label and question of the folder's files."""
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(label, words) for label, _, words in (line.partition("\t") for line in lines)]


def fit(rows: Sequence[tuple[Signs, int]], n_labels: int) -> tuple[dict[str, int], NDArray[np.float64]]:
    """The signs that are known, and their weights, shape ``(signs, labels)``."""
    counts = Counter(sign for signs, _ in rows for sign in signs)
    known = {sign: at for at, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= FEWEST))}
    seen = matrix([signs for signs, _ in rows], known)
    right = np.eye(n_labels)[[label for _, label in rows]]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(len(known), n_labels)
        scores = np.asarray(seen @ weights)
        scores -= np.amax(scores, axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        cost = -float((right * logs).sum()) / len(rows) + PENALTY * float(flat @ flat)
        gradient = seen.T @ (np.exp(logs) - right) / len(rows) + 2 * PENALTY * weights
        return cost, np.asarray(gradient).ravel()

    start = np.zeros(len(known) * n_labels)
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return known, learnt.reshape(len(known), n_labels)


def matrix(rows: Sequence[Signs], known: Mapping[str, int]) -> csr_matrix:
    """The signs of each question, shape ``(questions, signs)``."""
    cells = [(n, known[sign], value) for n, signs in enumerate(rows) for sign, value in signs.items() if sign in known]
    at, column, value = zip(*cells, strict=True) if cells else ([], [], [])
    return csr_matrix((value, (at, column)), shape=(len(rows), len(known)))


if __name__ == "__main__":
    main()
