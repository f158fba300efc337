"""Several rankings to one."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

RRF_K = 60  # Cormack, Clarke & Buettcher, SIGIR 2009, doi:10.1145/1571941.1572114


Ranking = Sequence[str]  # ids, best first


class Scored(NamedTuple):
    """What is ranked, and how well; only the order within one ranking means anything."""

    name: str
    score: float


def reciprocal_rank_fusion(
    rankings: Sequence[Ranking], *, k: int, weights: Sequence[float] | None = None
) -> list[Scored]:
    """Score an id by the weighted sum of ``1 / (60 + rank)``, ranks from 1; keep the best ``k``.

    Ties fall back to the id and ``fsum`` rounds once, so the order of ``rankings`` (with their weights) never
    changes the result.
    """
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, name in enumerate(ranking, start=1):
            shares[name].append(weight / (RRF_K + rank))
    fused = [Scored(name, math.fsum(share)) for name, share in shares.items()]
    return sorted(fused, key=lambda one: (-one.score, one.name))[:k]
