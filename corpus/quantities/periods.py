"""Dates of goals in flat text: 到2025年, 2030年前, “十四五”期间, 每年; and the years compared with (比2020年)."""

import re
import tomllib
from functools import cache
from typing import NamedTuple

from corpus.quantities.grammar import PATTERNS
from corpus.quantities.numerals import DIGITS
from corpus.quantities.units import half_width


class Period(NamedTuple):
    """A date in ``words[start:end]``: the end of ``year``, or before it, or a ``period`` without a year."""

    start: int
    end: int
    year: int | None
    period: str
    before: bool


class Baseline(NamedTuple):
    """A year that a goal compares with, in ``words[start:end]``."""

    start: int
    end: int
    year: int


class _Grammar(NamedTuple):
    ranged: re.Pattern[str]
    by: re.Pattern[str]
    never: re.Pattern[str]
    plan: re.Pattern[str]
    each: re.Pattern[str]
    baselines: tuple[re.Pattern[str], ...]


@cache
def _grammar() -> _Grammar:
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    years = data["years"]
    year = f"(?:{years['year']})"
    return _Grammar(
        ranged=re.compile(years["range"].format(year=year)),
        by=re.compile(years["by"].format(year=year)),
        never=re.compile(years["never"]),
        plan=re.compile(years["plan"]),
        each=re.compile(years["each"]),
        baselines=tuple(re.compile(pattern.replace("{year}", year)) for pattern in data["baselines"]["patterns"]),
    )


def baselines_in(words: str) -> list[Baseline]:
    """The years that goals are compared with (比2020年, 以2022年为基数), in order."""
    text = half_width(words)
    found: list[Baseline] = []
    for pattern in _grammar().baselines:
        for match in pattern.finditer(text):
            if not any(known.start < match.end() and match.start() < known.end for known in found):
                found.append(Baseline(match.start(), match.end(), _year(match["year"])))
    return sorted(found)


def periods_in(words: str) -> list[Period]:
    """The dates in flat text, in order; a year compared with, of a document or since when is none."""
    text = half_width(words)
    taken: list[tuple[int, int]] = [(b.start, b.end) for b in baselines_in(words)]
    found: list[Period] = []
    for period in [*_ranges(text), *_plans(text), *_single(text)]:
        if not any(start < period.end and period.start < end for start, end in taken):
            found.append(period)
            taken.append((period.start, period.end))
    return sorted(found)


def _ranges(text: str) -> list[Period]:
    return [
        Period(match.start(), match.end(), _year(match["to"]), f"{_year(match['from'])}-{_year(match['to'])}", False)
        for match in _grammar().ranged.finditer(text)
    ]


def _plans(text: str) -> list[Period]:
    named = [Period(*match.span(), None, match["plan"], False) for match in _grammar().plan.finditer(text)]
    each = [Period(*match.span(), None, match["each"], False) for match in _grammar().each.finditer(text)]
    return named + each


def _single(text: str) -> list[Period]:
    return [
        Period(match.start(), match.end(), _year(match["year"]), "", bool(match["before"]))
        for match in _grammar().by.finditer(text)
        if not _grammar().never.match(text, match.end())
    ]


def _year(printed: str) -> int:
    """2025 or 二〇二五 as a number."""
    return int("".join(str(DIGITS.get(char, 0 if char in "Oo" else char)) for char in printed))
