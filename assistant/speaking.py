"""Which of several plans speak of what is asked, and which only of something near.

One plan alone is judged by its best sentence (``assistant.evidence``). Beside each other they say more: a plan whose
best sentence matches far worse than that of another does not speak of the thing, however well it matches. Weights are
learnt by ``assistant.training.speaking`` from questions to five documents at a time, whose authors read all five.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.evidence import evidence_of, evidence_weights
from assistant.question import Question
from assistant.select import READ_TOGETHER, Candidate, Wanted, printed
from corpus.concepts import Lexicon
from index.alignment import Aligner

WEIGHTS = Path(__file__).parent / "data" / "speaking.json"
SURE = 5.0  # what the judge's logit is divided by
Groups = Sequence[Sequence[Candidate]]


class Asked(NamedTuple):
    """What is asked of several plans: the concept that it is about, if there is one, and which of them print that."""

    question: Question
    wanted: Wanted
    key: str | None
    printing: Sequence[bool]


@cache
def speaking_weights() -> dict[str, float]:
    """The weights of what is seen, learnt by ``assistant.training.speaking``."""
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))


class Spoken(NamedTuple):
    """Of a plan, two logits: that it speaks of the thing, seen beside the others, and that it answers, seen alone."""

    speaks: float
    answers: float


def spoken_by(asked: Asked, groups: Groups, *, lexicon: Lexicon, aligner: Aligner) -> list[Spoken]:
    """For each plan, whether it rather speaks of what is asked (above 0) than not; minus infinity without a sentence.

    Args:
        asked: the question.
        groups: the sentences of each plan, best first.
        lexicon: the concepts.
        aligner: compares words.
    """
    weights, seen = speaking_weights(), signs_of(asked, groups, lexicon=lexicon, aligner=aligner)
    return [
        Spoken(math.fsum(weights[name] * value for name, value in signs.items()), signs["sure"] * SURE)
        if signs
        else Spoken(-math.inf, -math.inf)
        for signs in seen
    ]


def signs_of(asked: Asked, groups: Groups, *, lexicon: Lexicon, aligner: Aligner) -> list[dict[str, float]]:
    """What is seen of each plan, by itself and beside the others; nothing of one without a sentence."""
    question, key = asked.question, asked.key
    there = [n for n, group in enumerate(groups) if group]
    alone = [evidence_of(question, groups[n], asked.wanted, lexicon=lexicon, aligner=aligner) for n in there]
    weights = evidence_weights()
    sure = [math.fsum(weights[name] * value for name, value in signs.items()) for signs in alone]
    scores = [groups[n][0].score for n in there]
    read = [max(c.features.get(READ_TOGETHER, 0.0) for c in groups[n]) for n in there]
    meaning = [groups[n][0].features["meaning"] for n in there]
    prints = [float(key is not None and key in printed(groups[n][0].text, lexicon)) for n in there]
    near = [float(key is not None and any(key in printed(c.text, lexicon) for c in groups[n])) for n in there]
    named = key is not None and any(name in question.text for name in lexicon.concepts[key].printed)
    found: list[dict[str, float]] = [{} for _ in groups]
    for at, n in enumerate(there):
        lower = [score for score in scores if score < scores[at]]
        others = [value for other, value in enumerate(prints) if other != at]
        found[n] = alone[at] | {
            "sure": sure[at] / SURE,
            "sure_behind": (sure[at] - max(sure)) / SURE,
            "sure_best": max(sure) / SURE,
            "score_behind": (scores[at] - max(scores)) / 10,
            "score_ahead": (scores[at] - max(lower, default=scores[at] - 3)) / 10,
            "score_second": (scores[at] - sorted(scores)[-2:][0]) / 10,
            "score_mean": (scores[at] - math.fsum(scores) / len(scores)) / 10,
            "place": sum(score > scores[at] for score in scores) / 4,
            "is_best": float(scores[at] == max(scores)),
            "read_behind": read[at] - max(read),
            "read_top": max(read),
            "meaning_apart": meaning[at] - max(meaning),
            "has_key": float(key is not None),
            "key_named": float(named),
            "prints_key": prints[at],
            "prints_key_named": prints[at] * named,
            "prints_key_near": near[at],
            "plan_prints_key": float(asked.printing[n]),
            "others_print_key": math.fsum(others) / max(1, len(others)),
            "is_mention": float(question.kind == "mention"),
            "plans": len(there) / 5,
        }
    return found
