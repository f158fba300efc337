"""Measures of one ranking with binary relevance, as ir-measures defines them."""

import math
from collections.abc import Collection, Sequence


def success(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float:
    """1 if any of the first ``k`` is relevant, else 0."""
    return float(any(passage in relevant for passage in ranking[:k]))


def recall(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float | None:
    """The share of the relevant that is among the first ``k``; None if nothing is relevant."""
    return sum(passage in relevant for passage in ranking[:k]) / len(relevant) if relevant else None


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant one, 0 if there is none."""
    return next((1 / rank for rank, passage in enumerate(ranking, start=1) if passage in relevant), 0.0)


def ndcg(ranking: Sequence[str], relevant: Collection[str], *, k: int) -> float | None:
    """Gain 1 / log2(rank + 1) of the relevant among the first ``k``, over the best there could be; None without any.

    Järvelin & Kekäläinen, TOIS 2002, doi:10.1145/582415.582418.
    """
    best = math.fsum(map(_discount, range(1, min(k, len(relevant)) + 1)))
    gained = math.fsum(_discount(rank) for rank, passage in enumerate(ranking[:k], start=1) if passage in relevant)
    return gained / best if relevant else None


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
