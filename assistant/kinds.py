"""Which kind of answer a question wants, from its wording alone.

A linear classifier over short runs of characters (of words, in English), the encoder's vector of the question, and the
patterns of ``data/question.toml``, learnt by ``assistant.training.kinds`` from labelled questions: people ask who is in
charge in more ways than patterns hold.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.patterns import patterns

FILE = Path(__file__).parent / "data" / "kinds.json"
LONGEST = 4  # characters of a run
WORDS = 3  # words of a run, in English
STRONG = 3.0  # how much more a pattern says than a run of characters
SCALE = 3.0
MEANT = 3.0  # how much the numbers of the encoder's vector say
FLAGS = ("profile", "addressee", "injection")


class Learnt(NamedTuple):
    """The weights, a row for each sign and a column for each label."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float64]


@cache
def learnt() -> Learnt:
    """The weights, read once."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    rows = {sign: n for n, sign in enumerate(data["weights"])}
    return Learnt(tuple(data["labels"]), rows, np.array([*data["weights"].values()]))


def chances(signs: Mapping[str, float]) -> dict[str, float]:
    """How probable each label is, for the signs of a question."""
    labels, rows, weights = learnt()
    known = [sign for sign in signs if sign in rows]
    scores = np.array([signs[sign] for sign in known]) @ weights[[rows[sign] for sign in known]]
    powers = np.exp(scores - scores.max())
    return dict(zip(labels, (powers / powers.sum()).tolist(), strict=True))


def signs_of(
    words: str, rest: str, *, n_plans: int, department: bool, meaning: Sequence[float] = ()
) -> dict[str, float]:
    """What the classifier sees of a question.

    Args:
        words: the cleaned question.
        rest: the same without the names of places.
        n_plans: how many plans it names.
        department: whether it names one.
        meaning: the encoder's vector of the question, if there is one.
    """
    runs = {*_runs(re.sub(r"\s+", " ", rest.lower()))}
    marks = {f"#plans{min(2, n_plans)}"}
    marks |= {f"#{name}" for name in FLAGS if patterns().named[name].search(words)}
    marks |= {"#department"} if department else set()
    marks |= {"#year"} if patterns().named["year"].search(words) else set()
    for kind in patterns().kinds:
        if not kind.sure and kind.asked(words):
            marks.add(f"~{kind.name} {kind.needs}".strip())
    scale = SCALE / math.sqrt(len(runs) + len(marks))
    meant = {f"@{n}": MEANT * value for n, value in enumerate(meaning)}
    return dict.fromkeys(runs, scale) | dict.fromkeys(marks, scale * STRONG) | meant


def _runs(text: str) -> list[str]:
    if re.search(r"[\u4e00-\u9fff]", text):
        framed = f"^{text}$"
        return [framed[at : at + n] for n in range(1, LONGEST + 1) for at in range(len(framed) - n + 1)]
    words = ["^", *re.findall(r"[a-z0-9']+|\?", text), "$"]
    return ["_".join(words[at : at + n]) + "_" for n in range(1, WORDS + 1) for at in range(len(words) - n + 1)]
