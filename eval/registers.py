"""How right the registers are: rows found against rows labelled by hand.

A found row meets a gold row where both lie on the same words and say the same ``key`` (the value and unit of a target).
It is right if their names agree, too, and every field of ``said``. Nothing is counted twice.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from corpus.models import Target
from corpus.normal import normalise

IGNORED = re.compile(r"[的\s“”\"]")


class Row(NamedTuple):
    """A row of a register: where it stands, what it is called, and what it says."""

    plan: str
    start: int
    end: int
    names: frozenset[str]
    key: tuple[str, ...]
    said: Mapping[str, str]
    words: str


class Wrong(NamedTuple):
    """A row that is not right: not found, not in the gold, or different in ``fields``."""

    how: Literal["missed", "extra", "different"]
    fields: tuple[str, ...]
    found: Row | None
    gold: Row | None


class Score(NamedTuple):
    """Counts of rows, and every row that is not right."""

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


def score(found: Sequence[Row], gold: Sequence[Row]) -> Score:
    """Pair rows, the best agreeing first, and count the right ones."""
    pairs = sorted(
        (
            (_agreement(row, label), -f, -g)
            for f, row in enumerate(found)
            for g, label in enumerate(gold)
            if _meet(row, label)
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


def _place(wrong: Wrong) -> tuple[str, int, int]:
    row = wrong.gold or wrong.found
    return (row.plan, row.start, row.end) if row else ("", 0, 0)


def _meet(row: Row, label: Row) -> bool:
    return row.plan == label.plan and row.key == label.key and row.start < label.end and label.start < row.end


def _agreement(row: Row, label: Row) -> tuple[int, int]:
    overlap = min(row.end, label.end) - max(row.start, label.start)
    return -len(_different(row, label)), overlap


def _different(row: Row, label: Row) -> tuple[str, ...]:
    named = () if row.names & label.names else ("name",)
    return (*named, *(field for field, value in label.said.items() if row.said.get(field) != value))


def target_row(target: Target) -> Row:
    """A target that the extractor found."""
    amount = target.amount
    names = {target.indicator, target.printed, target.scope + target.indicator, target.scope + target.printed}
    return Row(
        plan=target.plan,
        start=target.part.start,
        end=target.part.end,
        names=frozenset(map(comparable, names)),
        key=_value(amount.value if amount else None, amount.high if amount else None, amount.unit if amount else ""),
        said={
            "comparator": amount.comparator if amount else "",
            "year": str(target.year or ""),
            "period": target.period,
            "baseline": str(target.baseline or ""),
            "strength": target.strength,
        },
        words=f"{target.printed} {target.goal} {amount.printed if amount else ''}",
    )


def gold_target_row(label: Mapping[str, object]) -> Row:
    """A target as it was labelled."""
    scope = str(label["scope"] or "")
    accepted = label["indicator"]
    names = [str(name) for name in accepted] if isinstance(accepted, list) else [str(accepted)]
    value, high = (Decimal(str(label[field])) if label[field] is not None else None for field in ("value", "high"))
    return Row(
        plan=str(label["plan"]),
        start=int(str(label["start"])),
        end=int(str(label["end"])),
        names=frozenset(comparable(start + name) for name in names for start in ("", scope)),
        key=_value(value, high, str(label["unit"] or "")),
        said={
            "comparator": str(label["comparator"] or ""),
            "year": str(label["year"] or ""),
            "period": str(label["period"] or ""),
            "baseline": str(label["baseline"] or ""),
            "strength": str(label["strength"]),
        },
        words=f"{names} {label['goal']} {label['quote']}",
    )


def comparable(name: str) -> str:
    """A name without 的, quotation marks and white space, in one width."""
    return IGNORED.sub("", normalise(name))


def read_labels(path: Path) -> list[dict[str, object]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _value(value: Decimal | None, high: Decimal | None, unit: str) -> tuple[str, ...]:
    return (
        *(format(number.normalize(), "f") if number is not None else "" for number in (value, high)),
        comparable(unit),
    )


def by_field(wrong: Iterable[Wrong]) -> dict[str, int]:
    """How often each thing is wrong."""
    counts: dict[str, int] = {}
    for row in wrong:
        for what in row.fields or (row.how,):
            counts[what] = counts.get(what, 0) + 1
    return counts
