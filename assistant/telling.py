"""Which sentences are told to one who may ask for several things: as many as are needed, and few that are not.

Weights are learnt by ``assistant.training.telling`` from questions whose authors marked every sentence that answers.
Two chances are seen of each sentence: that it is needed, and that its clause bears on the question at all. Those most
likely to be needed are told, as long as most of what is told bears on it.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.select import READ_TOGETHER, Candidate

WEIGHTS = Path(__file__).parent / "data" / "telling.json"
MOST = 8  # sentences
LEAST = 0.05  # chance from which a sentence may be needed
SEEN = 40  # sentences that are looked at


class Concerned(NamedTuple):
    """Sentences that bind, forbid or encourage the one who asks, and others that name his trade."""

    reaching: Sequence[Candidate]
    naming: Sequence[Candidate]


class Chances(NamedTuple):
    """How probable it is that a sentence is needed, and that its clause bears on the question."""

    needed: float
    bears: float


@cache
def telling_weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of what is seen for each chance, learnt by ``assistant.training.telling``."""
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


def told(found: Sequence[Candidate], concerned: Concerned, *, longest: int, bearing: float) -> list[Candidate]:
    """The sentences to say, the first of ``found``, the best, among them.

    Args:
        found: the sentences, best first.
        concerned: those of them that concern the one who asks.
        longest: characters of all that is told; the best may be longer.
        bearing: the share of the sentences told that are to bear on the question.
    """
    found = found[:SEEN]
    chances = [_chances(signs) for signs in signs_of(found, concerned)]
    chosen, borne, length = [found[0]], chances[0].bears, len(found[0].text)
    others = sorted(range(1, len(found)), key=lambda n: (-chances[n].needed, n))
    for n in others:
        fits = length + len(found[n].text) <= longest and len(chosen) < MOST
        enough = borne + chances[n].bears >= bearing * (len(chosen) + 1)
        if chances[n].needed >= LEAST and fits and enough:
            chosen.append(found[n])
            borne, length = borne + chances[n].bears, length + len(found[n].text)
    return chosen


def signs_of(found: Sequence[Candidate], concerned: Concerned) -> list[dict[str, float]]:
    """What is seen of each sentence, beside the best one and the best of its own clause."""
    if not found:
        return []
    best, first = found[0], dict[str, float]()
    for candidate in found:
        first.setdefault(candidate.clause.clause_id, candidate.score)
    total = math.fsum(math.exp(candidate.score - best.score) for candidate in found)
    reach, trade = ({candidate.passage_id for candidate in some} for some in concerned)
    before = Counter[str]()
    seen: list[dict[str, float]] = []
    for rank, candidate in enumerate(found):
        clause = candidate.clause.clause_id
        behind = best.score - candidate.score
        seen.append(
            {
                "bias": 1.0,
                "behind": behind,
                "rank": math.log1p(rank),
                "share": math.log(math.exp(-behind) / total + 1e-6),
                "same_clause": float(candidate.clause is best.clause),
                "behind_in_clause": first[clause] - candidate.score,
                "clause_behind": best.score - first[clause],
                "before_in_clause": math.log1p(before[clause]),
                "reaches": float(candidate.passage_id in reach),
                "names_trade": float(candidate.passage_id in trade),
                "read_behind": candidate.features.get(READ_TOGETHER, 0.0) - best.features.get(READ_TOGETHER, 0.0),
                "meaning_behind": candidate.features["meaning"] - best.features["meaning"],
            }
        )
        before[clause] += 1
    return seen


def _chances(signs: Mapping[str, float]) -> Chances:
    weighed = (telling_weights()[name] for name in Chances._fields)
    logits = [math.fsum(weights[name] * value for name, value in signs.items()) for weights in weighed]
    return Chances(*(1 / (1 + math.exp(-logit)) for logit in logits))
