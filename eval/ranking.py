"""Measures of one ranking as ir-measures defines them."""

import math
from collections.abc import Collection, Mapping, Sequence


def success(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """1 if any of the first ``k`` is relevant, else 0."""
    return float(any(passage in relevant for passage in ranking[:k]))


def recall(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float | None:
    """The share of the relevant that is among the first ``k``; None if nothing is relevant."""
    return sum(passage in relevant for passage in ranking[:k]) / len(relevant) if relevant else None


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant one, 0 if there is none."""
    return next((1 / rank for rank, passage in enumerate(ranking, start=1) if passage in relevant), 0.0)


def ndcg(ranking: Sequence[str], grades: Mapping[str, float], *, k: int) -> float | None:
    """Gain grade / log2(rank + 1) among the first ``k``, over the best there could be; None if nothing is relevant.

    ``grades`` holds what is relevant, each with a grade above 0.

    Järvelin & Kekäläinen, TOIS 2002, doi:10.1145/582415.582418.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(passage, 0) for passage in ranking[:k]]) / best if grades else None


def _gain(grades: Sequence[float]) -> float:
    return math.fsum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
