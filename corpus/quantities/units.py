"""Units of ``lexicon/units.csv``: every way to print one, what it measures, and its size in a base unit."""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parents[1] / "lexicon" / "units.csv"
KEPT = "，；：（）！？"  # punctuation stays full-width: it ends a number
WIDE = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in KEPT})


class Unit(NamedTuple):
    """What a unit measures, and how many of ``base`` it is."""

    name: str
    quantity: str
    factor: Decimal
    base: str


def half_width(words: str) -> str:
    """Full-width figures, letters and signs made half-width, position by position; punctuation stays."""
    return words.translate(WIDE)


@cache
def units() -> dict[str, Unit]:
    """Every printed form of every unit."""
    table: dict[str, Unit] = {}
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            unit = Unit(row["unit"], row["quantity"], Decimal(row["factor"]), row["base"])
            for name in (row["unit"], *row["aliases"].split("|")):
                if name:
                    table.setdefault(half_width(name), unit)
    return table


@cache
def _longest() -> int:
    return max(map(len, units()))


def unit_at(words: str, at: int) -> str:
    """The longest unit that is printed at ``at`` in half-width ``words``; empty where none is.

    A unit in Latin letters ends where its letters end: no ``m`` is read out of ``mm``.
    """
    for end in range(min(len(words), at + _longest()), at, -1):
        name = words[at:end]
        if name in units() and not (name[-1].isascii() and name[-1].isalpha() and _latin(words[end : end + 1])):
            return name
    return ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
