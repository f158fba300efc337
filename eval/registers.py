"""How right a register is: rows that were found against rows labelled by hand.

A found row meets a labelled one where both lie on the same words of a plan and say the same ``key`` (the value and unit
of a target). It is right if the two share a name and agree in every field of ``said``. Nothing is counted twice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from corpus.normal import normalise

IGNORED = re.compile(r"[的\s“”\"]")


class Row(NamedTuple):
    """A row of a register: where it stands, what it may be called (first what is shown), and what it says."""

    plan: str
    start: int
    end: int
    names: tuple[str, ...]
    key: tuple[str, ...]
    said: Mapping[str, str]
    words: str


class Wrong(NamedTuple):
    """A row that is not right: not found, not among the labels, or different in ``fields``."""

    how: Literal["missed", "extra", "different"]
    fields: tuple[str, ...]
    found: Row | None
    gold: Row | None


class Score(NamedTuple):
    """Counts of rows, and every row that is not right, in the order of the plan."""

    n_found: int
    n_gold: int
    n_right: int
    wrong: tuple[Wrong, ...]

    @property
    def precision(self) -> float:
        """The share of found rows that are right; NaN where nothing was found."""
        return self.n_right / self.n_found if self.n_found else float("nan")

    @property
    def recall(self) -> float:
        """The share of gold rows that were found right; NaN without gold rows."""
        return self.n_right / self.n_gold if self.n_gold else float("nan")


def score(found: Sequence[Row], gold: Sequence[Row], *, overlap: float = 0.0) -> Score:
    """Pair rows, the best agreeing first, and count the right ones.

    Args:
        found: the rows of the extractor.
        gold: the rows of the labels.
        overlap: the share of the shorter of two rows that must lie on the other; at least a character must.
    """
    pairs = sorted(
        (
            (_agreement(row, label), -f, -g)
            for f, row in enumerate(found)
            for g, label in enumerate(gold)
            if _meet(row, label, overlap)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for _, f, g in pairs:
        if -f not in partner and -g not in partner.values():
            partner[-f] = -g
    wrong = [
        Wrong("different", fields, found[f], gold[g])
        for f, g in sorted(partner.items())
        if (fields := _different(found[f], gold[g]))
    ]
    right = len(partner) - len(wrong)
    wrong += [Wrong("extra", (), row, None) for f, row in enumerate(found) if f not in partner]
    wrong += [Wrong("missed", (), None, row) for g, row in enumerate(gold) if g not in partner.values()]
    return Score(len(found), len(gold), right, tuple(sorted(wrong, key=_place)))


def pooled(scores: Iterable[Score]) -> Score:
    """Several plans counted as one."""
    each = list(scores)
    return Score(
        sum(one.n_found for one in each),
        sum(one.n_gold for one in each),
        sum(one.n_right for one in each),
        tuple(chain.from_iterable(one.wrong for one in each)),
    )


def by_field(wrong: Iterable[Wrong]) -> dict[str, int]:
    """How often each thing is wrong."""
    counts: dict[str, int] = {}
    for row in wrong:
        for what in row.fields or (row.how,):
            counts[what] = counts.get(what, 0) + 1
    return counts


def comparable(name: str) -> str:
    """A name without 的, quotation marks and white space, in one width."""
    return IGNORED.sub("", normalise(name))


def _place(wrong: Wrong) -> tuple[str, int, int]:
    row = wrong.gold or wrong.found
    return (row.plan, row.start, row.end) if row else ("", 0, 0)


def _meet(row: Row, label: Row, overlap: float) -> bool:
    shared = _shared(row, label)
    shorter = min(row.end - row.start, label.end - label.start)
    return row.plan == label.plan and row.key == label.key and shared > 0 and shared >= overlap * shorter


def _shared(row: Row, label: Row) -> int:
    """Characters that both lie on."""
    return min(row.end, label.end) - max(row.start, label.start)


def _agreement(row: Row, label: Row) -> tuple[int, int]:
    return -len(_different(row, label)), _shared(row, label)


def _different(row: Row, label: Row) -> tuple[str, ...]:
    named = () if set(row.names) & set(label.names) else ("name",)
    return (*named, *(field for field, value in label.said.items() if row.said.get(field) != value))
