"""A sentence's segments between commas, and what is found in one."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from corpus.addressees import Named, load_register
from corpus.obligations.modality import modality
from corpus.sentences import enclosed

Strength = Literal["must", "must_not", "encouraged"]


class Phrase(NamedTuple):
    """An addressee in ``words[start:end]``; ``act`` is where the action begins."""

    start: int
    end: int
    act: int


class Duty(NamedTuple):
    """A duty in ``words[start:end]``; the addressee is ``words[who_start:who_end]``, the action begins at ``act``.

    ``grows`` if all that follows in the sentence belongs to it (企业要…，…，…).
    """

    start: int
    end: int
    who_start: int
    who_end: int
    act: int
    modality: Strength
    word: str
    grows: bool = False


class Segment(NamedTuple):
    """``words[start:end]`` of a sentence; ``named`` are the classes in it."""

    words: str
    start: int
    end: int
    named: tuple[Named, ...]

    @property
    def text(self) -> str:
        """The segment's own words."""
        return self.words[self.start : self.end]

    def leads(self, *, adverbs: bool) -> Iterator[int]:
        """Where the segment may begin: at its start, and behind each date, connective (and adverb) at its head."""
        pattern = modality().adverb if adverbs else modality().lead
        at = self.start
        yield at
        while (match := pattern.match(self.words, at, self.end)) and match.end() > at:
            at = match.end()
            yield at

    def head(self) -> int:
        """Behind the dates and connectives at the segment's head, without cutting a class's name."""
        first = self.named[0].start if self.named else self.end
        return max(at for at in self.leads(adverbs=False) if at <= first)


def segments(words: str) -> list[Segment]:
    """The parts of a sentence between commas, semicolons and stops outside brackets and quotation marks."""
    inside = enclosed(words)
    named = load_register().find(words)
    out: list[Segment] = []
    start = 0
    for at, char in enumerate(words):
        if modality().stop.match(char) and not inside[at]:
            out.append(_segment(words, start, at, named))
            start = at + 1
    out.append(_segment(words, start, len(words), named))
    return [segment for segment in out if segment.end > segment.start]


def _segment(words: str, start: int, end: int, named: list[Named]) -> Segment:
    return Segment(words, start, end, tuple(one for one in named if start <= one.start and one.end <= end))


def behind(segment: Segment, named: Named) -> int:
    """Behind the class's name and what belongs to it: a bracket, 建设过程."""
    rest = modality().bracket.match(segment.words, named.end, segment.end) or modality().whole.match(
        segment.words, named.end, segment.end
    )
    return rest.end() if rest else named.end
