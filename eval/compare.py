"""Two runs over the same questions, question by question."""

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import EvaluationError
from corpus.models import Record
from eval.intervals import Estimate, estimate, permutation_p
from eval.scores import MEASURES, Scores
from eval.summary import read_scores


class Difference(Record):
    """How one measure differs, over the questions to which it applies in both runs."""

    measure: str
    first: float
    second: float
    change: Estimate
    p: float


class Comparison(Record):
    """The differences in every measure that applies, and the questions that only one run answers strictly right."""

    differences: tuple[Difference, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def compare_runs(first: Path, second: Path) -> Comparison:
    """The second run against the first.

    Raises:
        EvaluationError: a run is not scored, or they are not over the same questions.
    """
    before, after = read_scores(first), read_scores(second)
    if before.keys() != after.keys():
        other = sorted(before.keys() ^ after.keys())
        raise EvaluationError(
            f"{str(first)!r} and {str(second)!r} are not scored over the same questions: {len(other)} are in one "
            f"alone, such as {other[0]!r}; score both with the same --questions"
        )
    return compare_scores(before, after)


def compare_scores(before: Mapping[str, Scores], after: Mapping[str, Scores]) -> Comparison:
    """The same for scores by question id."""
    found = (_difference(measure, before, after) for measure in MEASURES)
    return Comparison(
        differences=tuple(each for each in found if each is not None),
        gained=tuple(key for key in before if after[key].strict and not before[key].strict),
        lost=tuple(key for key in before if before[key].strict and not after[key].strict),
    )


def _difference(measure: str, before: Mapping[str, Scores], after: Mapping[str, Scores]) -> Difference | None:
    pairs = [(getattr(before[key], measure), getattr(after[key], measure)) for key in before]
    both = [(float(a), float(b)) for a, b in pairs if a is not None and b is not None]
    p = permutation_p([b - a for a, b in both])
    if p is None:
        return None
    first, second = (sum(values) / len(both) for values in zip(*both, strict=True))
    return Difference(measure=measure, first=first, second=second, change=estimate([b - a for a, b in both]), p=p)
