"""Learn which of several plans speak of a thing: ``python -m assistant.training.speaking --texts DIR``.

``speaking/*.jsonl`` name five documents each, and questions to all five with the documents that say what is asked,
written by people who had read them. Weights (logistic regression) tell those from the others; comparisons are asked of
some of the five as well, as a question that names plans does.
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
from rich.progress import track

from assistant.answers.compare import asked_of, by_plan, is_side_by_side, side_by_side
from assistant.answers.context import Context
from assistant.question import Question
from assistant.speaking import WEIGHTS, signs_of
from assistant.training.answerable import fit
from assistant.training.library import SEED, Shelf

FOLDER = Path(__file__).parent / "speaking"
SOME = (2, 3)  # plans that a comparison is asked of beside all five
TIMES = 2


class Row(NamedTuple):
    """What is seen of a plan, whether it says what is asked, and by which question of which library."""

    signs: dict[str, float]
    says: bool
    question: int
    library: int
    whole: bool  # asked of all five


class Labelled(NamedTuple):
    """A question to the documents of a library, and the numbers of those that say what is asked."""

    words: str
    kind: str
    says: frozenset[int]


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m assistant.training.speaking --texts DIR"
    )
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, default=FOLDER, help="labelled questions, five documents a file")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    rows = [*collect(given.texts, given.questions, model=given.model)]
    sys.stderr.write(f"{len(rows)} plans asked; all five right in {held_out(rows):.3f} of held-out questions\n")
    names, weights = list(rows[0].signs), _weights(rows)
    given.out.write_text(json.dumps(dict(zip(names, weights.round(3).tolist(), strict=True)), indent=1) + "\n", "utf-8")


def libraries(folder: Path = FOLDER) -> Iterator[tuple[list[str], list[Labelled]]]:
    """The documents of each file, and the questions to them."""
    for path in sorted(folder.glob("*.jsonl")):
        first, *others = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        yield first["documents"], [Labelled(row["question"], row["kind"], frozenset(row["says"])) for row in others]


def collect(texts: Path, folder: Path, *, model: str) -> Iterator[Row]:
    """What is seen of every plan of every library, for every question."""
    shelf, rng = Shelf(texts, model), random.Random(SEED)
    for n_library, (documents, questions) in enumerate(track([*libraries(folder)], description="libraries")):
        library = shelf.library(documents)
        for number, labelled in enumerate(questions):
            context = library.context(library.reader.read(labelled.words))
            if not is_side_by_side(context):
                context = context._replace(question=_of_all(context.question, labelled.kind))
            for chosen, signs in _asked(context, labelled, rng):
                whole = len(signs) == len(documents)
                for n, seen in zip(chosen, signs, strict=True):
                    if seen:
                        yield Row(seen, n in labelled.says, number, n_library, whole)


def _of_all(question: Question, kind: str) -> Question:
    return question._replace(kind=kind, plans=())  # pyright: ignore[reportArgumentType]  mention or compare


def _asked(
    context: Context, labelled: Labelled, rng: random.Random
) -> Iterator[tuple[Sequence[int], list[dict[str, float]]]]:
    """The plans that the question is asked of, and what is seen of each: of all, and of some if it compares."""
    asked, groups = asked_of(context), [*by_plan(context, side_by_side(context)[1]).values()]
    every = list(range(len(groups)))
    times = TIMES if labelled.kind == "compare" else 0
    for chosen in [every, *(sorted(rng.sample(every, rng.choice(SOME))) for _ in range(times))]:
        part = asked._replace(printing=[asked.printing[n] for n in chosen])
        found = [groups[n] for n in chosen]
        yield chosen, signs_of(part, found, lexicon=context.lexicon, aligner=context.retriever.aligner)


def _weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    return fit(_matrix(rows), np.array([row.says for row in rows], dtype=np.float64))


def _matrix(rows: Sequence[Row]) -> NDArray[np.float64]:
    return np.array([list(row.signs.values()) for row in rows])


def held_out(rows: Sequence[Row]) -> float:
    """How often all plans of a question are told right, by weights that have not seen its library."""
    right: dict[tuple[int, int], bool] = {}
    for library in sorted({row.library for row in rows}):
        weights = _weights([row for row in rows if row.library != library])
        asked = [row for row in rows if row.library == library and row.whole]
        for row, logit in zip(asked, (_matrix(asked) @ weights).tolist(), strict=True):
            at = (library, row.question)
            right[at] = right.get(at, True) and (logit > 0) == row.says
    return float(np.mean([*right.values()]))


if __name__ == "__main__":
    main()
