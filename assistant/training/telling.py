"""Learn which sentences to tell: ``python -m assistant.training.telling --texts DIR``.

``telling/*.jsonl`` are questions that one sentence does not answer, most of them by people who describe themselves.
Their authors marked the sentences that are needed, and all others that belong to a full answer. Two logistic
regressions tell needed sentences, and clauses that bear on the question, from the rest.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.answers.context import Context
from assistant.answers.profile import concerned
from assistant.select import Candidate
from assistant.telling import SEEN, WEIGHTS, signs_of
from assistant.training.answerable import fit
from assistant.training.library import Shelf

FOLDER = Path(__file__).parent / "telling"


class Marked(NamedTuple):
    """A question to a document, the sentences (or parts of them) that are needed, and others that belong to it."""

    document: str
    words: str
    needed: tuple[str, ...]
    also: tuple[str, ...]


class Row(NamedTuple):
    """What is seen of a sentence, whether it is needed, and whether its clause bears on the question."""

    signs: dict[str, float]
    needed: bool
    bears: bool


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m assistant.training.telling --texts DIR"
    )
    parser.add_argument("--texts", type=Path, required=True, help="the texts that the questions were written for")
    parser.add_argument("--questions", type=Path, default=FOLDER, help="questions with the sentences that answer")
    parser.add_argument("--model", default="", help="the embedding model to learn with")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    rows = [*collect(given.texts, given.questions, model=given.model)]
    names = list(rows[0].signs)
    seen = np.array([list(row.signs.values()) for row in rows])
    learnt: dict[str, dict[str, float]] = {}
    for name, right in (("needed", [row.needed for row in rows]), ("bears", [row.bears for row in rows])):
        weights = fit(seen, np.array(right, dtype=np.float64))
        learnt[name] = dict(zip(names, weights.round(3).tolist(), strict=True))
        sys.stderr.write(f"{name}: {sum(right)} of {len(rows)} sentences\n")
    given.out.write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")


def marked(folder: Path = FOLDER) -> Iterator[Marked]:
    """The questions of the folder's files."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield Marked(row["document"], row["question"], tuple(row["needed"]), tuple(row["also"]))


def collect(texts: Path, folder: Path, *, model: str) -> Iterator[Row]:
    """What is seen of the sentences found for every question."""
    questions = [*marked(folder)]
    for library in Shelf(texts, model).libraries(sorted({question.document for question in questions})):
        for question in (question for question in questions if question.document in library.plans):
            asked = library.reader.read(question.words)._replace(plans=(question.document,))
            context = library.context(asked)
            yield from rows_of(context, context.found[1], question)


def rows_of(context: Context, found: Sequence[Candidate], question: Marked) -> Iterator[Row]:
    """The sentences that are looked at, with what the author marked."""
    belongs = {c.clause.clause_id for c in found if _is_any(c.text, (*question.needed, *question.also))}
    looked_at = found[:SEEN]
    for candidate, signs in zip(looked_at, signs_of(looked_at, concerned(context, looked_at)), strict=True):
        yield Row(signs, _is_any(candidate.text, question.needed), candidate.clause.clause_id in belongs)


def _is_any(text: str, quotes: Sequence[str]) -> bool:
    """Whether a sentence is, or holds, one of the quotes, or lies in one; white space does not count."""
    words = "".join(text.split())
    return any(quote in words or words in quote for quote in ("".join(quote.split()) for quote in quotes))


if __name__ == "__main__":
    main()
