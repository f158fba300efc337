"""Where words stand in a plan, however it is cut.

Everything is measured on the *flat* text of a plan (no white space, no bookmarks) and on its paragraphs, found from the
line ends alone. Neither uses the project's parser: a change there must not move the measure.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from corpus.plans import Plan

BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
PAGE_NUMBER = re.compile(r"(?m)^\s*(?:[—–-]\s*)?\d{1,3}(?:\s*[—–-])?\s*$")  # alone on its line
NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．](?!\d))")
HEADING = re.compile(r"(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．])(.{4,40}?)(?:。|$)")
ENDS = "。！？：）〕"
WRAPPED = 60  # characters: where nine lines in ten are shorter, lines were cut at a fixed width
TITLE = 40  # characters: a shorter line that does not end in ，、； is a title
SHOWN = 400  # characters of a retrieved passage without offsets that are looked for


class Place(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a plan's flat text."""

    plan: str
    start: int
    end: int

    def overlap(self, other: "Place") -> int:
        """How many characters the two share."""
        return shared(self.start, self.end, other.start, other.end) if self.plan == other.plan else 0


ParagraphId = tuple[str, int]


def shared(start: int, end: int, other_start: int, other_end: int) -> int:
    """How many positions two ranges share."""
    return max(0, min(end, other_end) - max(start, other_start))


def flatten(text: str) -> str:
    """The text without bookmarks and white space."""
    return re.sub(r"\s+", "", BOOKMARK.sub("", text))


def plain(text: str) -> str:
    """Half-width, lower case, no white space, the place's name spelt right: how facts and names are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower().replace("许墅关", "浒墅关")


class FlatPlan:
    """A plan's flat text, its paragraphs, and the way from the file's offsets to it."""

    def __init__(self, plan: Plan) -> None:
        self.plan_id = plan.plan_id
        self.raw = plan.text
        self.text = flatten(plan.text)

    @cached_property
    def position(self) -> list[int]:
        """For each offset of the file, and its end, the flat characters before it."""
        dropped = bytearray(len(self.raw))
        for match in BOOKMARK.finditer(self.raw):
            dropped[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        positions, n = [0], 0
        for char, gone in zip(self.raw, dropped, strict=True):
            n += not gone and not char.isspace()
            positions.append(n)
        return positions

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Clause-sized ranges of the flat text, in order, that cover it."""
        return _paragraphs([line for line in map(flatten, BOOKMARK.sub("", self.raw).split("\n")) if line])

    @cached_property
    def headings(self) -> frozenset[str]:
        """The numbered headings, run in or on their own line, without their numbers, as ``plain``."""
        matches = (HEADING.match(flatten(line)) for line in BOOKMARK.sub("", self.raw).split("\n"))
        return frozenset(plain(match[1]) for match in matches if match)

    def find(self, quote: str) -> list[Place]:
        """Everywhere that the quote stands, in order."""
        wanted, places = flatten(quote), list[Place]()
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            places.append(Place(self.plan_id, at, at + len(wanted)))
            at = self.text.find(wanted, at + 1)
        return places

    def at(self, start: int, end: int) -> Place:
        """The flat place of ``raw[start:end]``."""
        return Place(self.plan_id, self.position[start], self.position[end])

    def has_range(self, start: int | None, end: int | None) -> bool:
        """Whether the offsets are given and name a part of the file."""
        return start is not None and end is not None and 0 <= start < end <= len(self.raw)


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    widths = sorted(map(len, lines))
    wide = widths[len(widths) * 9 // 10] if widths else 0
    ranges: list[tuple[int, int]] = []
    start = at = 0
    for n, line in enumerate(lines):
        at += len(line)
        if _ends_wrapped(lines, n, wide=wide) if wide < WRAPPED else _ends_whole(line):
            ranges.append((start, at))
            start = at
    return [*ranges, (start, at)] if start < at else ranges


def _ends_whole(line: str) -> bool:
    return line[-1] in ENDS or (len(line) < TITLE and line[-1] not in "，、；")


def _ends_wrapped(lines: list[str], n: int, *, wide: int) -> bool:
    """Whether a paragraph ends with line ``n`` of a text whose lines are cut at a fixed width."""
    line = lines[n]
    number = PAGE_NUMBER.match(line) is not None
    short_last = len(line) < 0.8 * wide and line[-1] in ENDS and not number
    title = len(line) < 0.6 * wide and NUMBERED.match(line) is not None and line[-1] not in "，、；"
    return NUMBERED.match(_after(lines, n)) is not None or short_last or title


def _after(lines: list[str], n: int) -> str:
    """The line behind line ``n``, or behind the page number that follows it; a numbered one at the end of the text."""
    after = lines[n + 1] if n + 1 < len(lines) else "一、"
    if PAGE_NUMBER.match(after):
        return lines[n + 2] if n + 2 < len(lines) else "一、"
    return after


class Shelf:
    """The flat texts of all plans."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = {plan_id: FlatPlan(plan) for plan_id, plan in plans.items()}

    def find(self, plan: str, quote: str) -> list[Place]:
        """Everywhere in a plan that the quote stands; nowhere in a plan that is not there."""
        return self.plans[plan].find(quote) if plan in self.plans else []

    def cited(self, plan: str, quote: str, start: int | None, end: int | None) -> list[Place]:
        """Where a citation stands: at its offsets if its quote is what stands there; without offsets, wherever found.

        A page number alone on its line may be left out of the quote. Offsets at which something else stands: nowhere.
        """
        flat = self.plans.get(plan)
        if flat is None or start is None or end is None or not flat.has_range(start, end):
            return self.find(plan, quote)
        there, wanted = flat.raw[start:end], flatten(quote)
        if wanted and wanted in (flatten(there), flatten(PAGE_NUMBER.sub("", there))):
            return [flat.at(start, end)]
        return []

    def retrieved(self, plan: str, text: str, start: int | None, end: int | None) -> list[Place]:
        """Where a retrieved passage stands, by its offsets if it has them."""
        flat = self.plans.get(plan)
        if flat is not None and start is not None and end is not None and flat.has_range(start, end):
            return [flat.at(start, end)]
        return self.find(plan, text[:SHOWN])

    def paragraphs(self, place: Place) -> set[ParagraphId]:
        """The paragraphs that a place is part of."""
        ranges = self.plans[place.plan].paragraphs
        return {(place.plan, n) for n, (start, end) in enumerate(ranges) if shared(start, end, place.start, place.end)}

    def all_paragraphs(self, places: list[Place]) -> set[ParagraphId]:
        """The paragraphs that any of the places is part of."""
        return set[ParagraphId]().union(*map(self.paragraphs, places))
