"""Numbering: which lines begin a clause, and at which level.

A line may look numbered without being a heading (``1.1 万吨/日``, 一、二、三产业). So a marker counts only where a
paragraph may begin and where its number continues a list, begins one, or follows the last of its kind in the document.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PATTERNS = Path(__file__).parent / "lexicon" / "outline.toml"
NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九十")}
GAP = 3  # a strong marker may skip two numbers (a heading lost in conversion); the reader is warned
BARE, RUN_IN = "bare", "run_in"  # headings without a number: marked by a bookmark, or ended by the first 。


@dataclass(frozen=True)
class Kind:
    """A way of numbering. ``rank`` orders kinds from chapters down to bullets; for ``above`` see the patterns' file."""

    name: str
    pattern: re.Pattern[str]
    strong: bool
    rank: int
    above: str = ""


@dataclass(frozen=True)
class Marker:
    """A number as printed at the start of a line; ``length`` counts its characters in the flat line."""

    kind: Kind
    number: tuple[int, ...]
    printed: str

    @property
    def length(self) -> int:
        """Characters of the flat line that the marker takes."""
        return len(self.printed)


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of markers in ``lexicon/outline.toml``, as the file orders them."""
    rows = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))["marker"]
    return tuple(
        Kind(row["kind"], re.compile(row["pattern"]), row["strong"], row["rank"], row.get("above", "")) for row in rows
    )


def kind_named(name: str) -> Kind:
    """The kind of an unnumbered heading: bare headings stand above all numbers, run-in titles below."""
    return Kind(name, re.compile(""), name == BARE, -1 if name == BARE else 99)


def read_marker(words: str, *, every: bool = False) -> Marker | None:
    """The marker that ``words`` begin with, if any; ``every`` counts those, too, that say little by themselves."""
    for kind in kinds():
        match = kind.pattern.match(words) if every or not kind.above else None
        if match:
            return Marker(kind, _number(match[1]), match[0])
    return None


def stands_above(marker: Marker, below: Marker | None) -> bool:
    """Whether ``below`` goes on with ``marker``: 1.1 behind 1."""
    return below is not None and below.kind.name == marker.kind.above and below.number == (*marker.number, 1)


def _number(printed: str | None) -> tuple[int, ...]:
    if printed is None:
        return (0,)
    if "①" <= printed <= "⑳":
        return (ord(printed) - ord("①") + 1,)
    return tuple(_value(part) for part in re.split(r"[.．-]", printed))


def _value(digits: str) -> int:
    """Value of ``12``, ``１２``, 十二 or 二十一."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return NUMERALS.get(digits[-1], 0) if len(digits) == 1 else 0
    return 10 * (NUMERALS[tens[-1]] if tens and tens[-1] in NUMERALS else 1) + (NUMERALS[ones] if ones else 0)


@dataclass
class Level:
    """An open clause: its kind and the last number seen."""

    kind: Kind
    number: tuple[int, ...]


@dataclass
class Numbering:
    """The open levels, outermost first, and the last number of each kind in the document."""

    levels: list[Level] = field(default_factory=list)
    last: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def fits(self, marker: Marker) -> bool:
        """Whether the number is one that may come here."""
        kind, number = marker.kind, marker.number
        if kind.name in ("box", "attachment") or number[-1] == 1:
            return True
        before = [level.number for level in self.levels if level.kind.name == kind.name]
        before += [self.last[kind.name]] if kind.name in self.last else []
        return any(_follows(number, previous, kind.strong) for previous in before)

    def exactly(self, marker: Marker) -> bool:
        """Whether the number is just the next one, or the first."""
        before = [level.number for level in self.levels if level.kind.name == marker.kind.name]
        before += [self.last[marker.kind.name]] if marker.kind.name in self.last else []
        return marker.number[-1] == 1 or any(
            n[:-1] == marker.number[:-1] and marker.number[-1] == n[-1] + 1 for n in before
        )

    def open(self, kind: Kind, number: tuple[int, ...]) -> int:
        """Close what the new clause ends, open it, and return its depth from 0."""
        del self.levels[self._depth(kind, number) :]
        self.levels.append(Level(kind, number))
        self.last[kind.name] = number
        return len(self.levels) - 1

    def _depth(self, kind: Kind, number: tuple[int, ...]) -> int:
        same = [n for n, level in enumerate(self.levels) if level.kind.name == kind.name]
        following = [n for n in same if _next(number, self.levels[n].number)]
        box = next((n for n, level in enumerate(self.levels) if level.kind.name == "box"), None)
        if box is not None and kind.name != "box" and not following and kind.rank > 3:
            inside = [n for n in same if n > box]
            return inside[-1] if inside else self._below(kind, box + 1)
        if kind.name == "box":
            return same[0] if same else len(self.levels)
        if following:
            return following[-1]
        return same[-1] if same else self._below(kind, 0)

    def _below(self, kind: Kind, floor: int) -> int:
        """The depth below every open level that outranks ``kind``."""
        outranked = [n for n, level in enumerate(self.levels) if n >= floor and level.kind.rank > kind.rank]
        return outranked[0] if outranked else len(self.levels)


def _next(number: tuple[int, ...], previous: tuple[int, ...]) -> bool:
    return number[:-1] == previous[:-1] and number[-1] == previous[-1] + 1


def _follows(number: tuple[int, ...], previous: tuple[int, ...], strong: bool) -> bool:
    if number[:-1] != previous[:-1]:
        return strong
    step = number[-1] - previous[-1]
    return 0 <= step <= GAP if strong else step in (1, 2)
