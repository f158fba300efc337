"""Several rankings to one."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

RRF_K = 60  # Cormack, Clarke & Buettcher, SIGIR 2009, doi:10.1145/1571941.1572114


class Scored(NamedTuple):
    """A passage and how well it matches; only the order within one ranking means anything."""

    passage_id: str
    score: float


Ranking = list[Scored]


def reciprocal_rank_fusion(rankings: Sequence[Ranking], *, k: int, weights: Sequence[float] | None = None) -> Ranking:
    """Score a passage by the weighted sum of ``1 / (60 + rank)``, ranks from 1; keep the best ``k``.

    Ties fall back to ``passage_id`` and ``fsum`` rounds once, so the order of ``rankings`` (with their weights) never
    changes the result.
    """
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, hit in enumerate(ranking, start=1):
            shares[hit.passage_id].append(weight / (RRF_K + rank))
    fused = [Scored(passage_id, math.fsum(share)) for passage_id, share in shares.items()]
    return sorted(fused, key=lambda hit: (-hit.score, hit.passage_id))[:k]
