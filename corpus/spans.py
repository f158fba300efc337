"""Spans of a plan's text, and the flat text on which patterns are matched.

A span counts characters of the file as decoded, so ``text[start:end]`` is the quotation. Patterns are matched on the
*flat* text, from which white space, bookmarks and page furniture are left out; a flat text knows where each of its
characters stands in the file, so that every match leads back to a span, across line and page breaks.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
PAGE_NUMBER = re.compile(r"(?m)^\s*(?:[—–-]\s*)?\d{1,3}(?:\s*[—–-])?\s*$")


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of a plan's text."""

    start: int
    end: int

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: "Span") -> int:
        """How many characters the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Flat(NamedTuple):
    """Text without white space and furniture; ``offsets[i]`` is where character ``i`` stands in the file."""

    text: str
    offsets: list[int]

    def span(self, start: int, end: int) -> Span:
        """The span in the file of ``text[start:end]``; the range must not be empty."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def cut(self, start: int, end: int) -> "Flat":
        """The flat text of ``text[start:end]``."""
        return Flat(self.text[start:end], self.offsets[start:end])

    def position(self, offset: int) -> int:
        """The first flat position that stands at or behind ``offset`` in the file."""
        return bisect_left(self.offsets, offset)


def flatten(text: str, spans: Iterable[Span]) -> Flat:
    """The characters of ``spans``, in order, without white space."""
    kept = [(text[at], at) for start, end in spans for at in range(start, end) if not text[at].isspace()]
    return Flat("".join(char for char, _ in kept), [at for _, at in kept])


def quotation(text: str, span: Span) -> str:
    """``text[start:end]``, without page numbers that stand alone on their line."""
    return PAGE_NUMBER.sub("", text[span.start : span.end])
