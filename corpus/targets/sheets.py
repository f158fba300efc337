"""A sentence laid out for reading its goals: parts, dates, baselines, strengths and quantities, by position."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from corpus.quantities import Measured, quantities_in
from corpus.quantities.periods import Period, baselines_in, periods_in
from corpus.sentences import closing, enclosed
from corpus.targets.grammar import BLANK, Strength, grammar

TITLES = re.compile("《[^《》]*》")
STOPS = "，；。,;！？：:ꎬꎮ"  # the last two are what some fonts leave of ， and 。
EACH = frozenset({"每年"})  # holds for its own part only
ROUND = "（(〔【["
NAME = re.compile("[\u4e00-\u9fff]+")
SHORT = 3  # characters of a place in brackets


class Frame(NamedTuple):
    """When a goal is due, what it is compared with, and how firmly it is said."""

    year: int | None = None
    period: str = ""
    before: bool = False
    baseline: int | None = None
    strength: Strength = "stated"
    years: tuple[int, ...] = ()  # where several are named: 2022-2025年, 2025年、2030年分别

    @property
    def dated(self) -> bool:
        """Whether a year or a period is given."""
        return self.year is not None or bool(self.period)


class Part(NamedTuple):
    """A piece of a sentence between commas, ``words[start:end]``, and the frame of its goals."""

    start: int
    end: int
    frame: Frame


class Sheet(NamedTuple):
    """A sentence; ``masked`` has its length, with dates, baselines, 力争 and brackets blanked out."""

    words: str
    masked: str
    parts: tuple[Part, ...]
    quantities: tuple[Measured, ...]

    def text(self, start: int, end: int) -> str:
        """What stands there, without what is blanked out."""
        return self.masked[start:end].replace(BLANK, "")


def lay_out_sentence(words: str) -> Sheet:
    """The sheet of flat words."""
    titles = [match.span() for match in TITLES.finditer(words)]
    brackets = _brackets(words)
    named = [*titles, *brackets]
    dates = [date for date in periods_in(words) if not _inside(date.start, named)]
    baselines = [(b.start, b.end, b.year) for b in baselines_in(words) if not _inside(b.start, named)]
    strengths = [match for match in grammar().strength.finditer(words) if not _inside(match.start(), named)]
    measured = [m for m in quantities_in(words) if not _inside(m.start, named)]
    quantities = [m for m in measured if not _is_start(words, m)]
    starts = [(m.start - 1, m.end) for m in measured if _is_start(words, m)]
    masked = _masked(
        words, [*((d.start, d.end) for d in dates), *((b[0], b[1]) for b in baselines), *brackets, *starts]
    )
    masked = _masked(masked, [match.span() for match in strengths if len(match[0]) > 1])  # 争创 stays whole
    parts: list[Part] = []
    carried, last = Frame(), Frame()
    for start, end in _pieces(
        words, [*((d.start, d.end) for d in dates), *((b[0], b[1]) for b in baselines)], quantities
    ):
        within = [date for date in dates if start <= date.start < end]
        carried = _by(carried, [date for date in within if date.period not in EACH])
        before = last if start and words[start - 1] not in STOPS else carried  # cut off at no comma: 力争 still holds
        said = next((match for match in strengths if start <= match.start() < end), None)
        own = carried._replace(
            baseline=next((year for begin, _, year in baselines if start <= begin < end), carried.baseline),
            strength=_firmness(said) if said else before.strength,
            period=next((date.period for date in within if date.period in EACH), carried.period),
        )
        if not masked[start:end].strip(BLANK + STOPS):
            carried = own  # 力争到2025年， and 与2020年相比， hold for what follows
        elif said and _heads(masked, start, said):
            carried = carried._replace(strength=own.strength)
        parts.append(Part(start, end, own))
        last = own
    return Sheet(words, masked, tuple(parts), tuple(quantities))


def _heads(masked: str, start: int, said: re.Match[str]) -> bool:
    """Whether 力争 stands in front of a whole statement (力争煤炭消费达到峰值), not of a verb, so that it goes on."""
    behind = masked[said.end() :].lstrip(BLANK)
    verb = grammar().verb_first.match(behind) or grammar().action.match(behind)
    return not masked[start : said.start()].strip(BLANK) and verb is None


def _by(frame: Frame, dates: list[Period]) -> Frame:
    """The frame from a new date on; what was said with the date before is over."""
    if not dates:
        return frame
    years = tuple(date.year for date in dates if date.year is not None)
    period = next((date.period for date in dates if date.period), "")
    ranged = re.fullmatch(r"(\d{4})-(\d{4})", period)
    named = tuple(range(int(ranged[1]), int(ranged[2]) + 1)) if ranged else years
    return Frame(years[0] if years else None, period, any(date.before for date in dates), years=named)


def _firmness(match: re.Match[str]) -> Strength:
    names: tuple[Strength, ...] = ("striven", "ensured", "planned")
    return next(name for name in names if match[name])


def _pieces(words: str, marks: list[tuple[int, int]], quantities: list[Measured]) -> list[tuple[int, int]]:
    """Ranges between commas outside brackets and quotation marks, and where a date or baseline follows a number."""
    inside = enclosed(words)
    cuts = {at + 1 for at, char in enumerate(words) if char in STOPS and not inside[at]}
    for start, _ in marks:
        begin = max((cut for cut in cuts if cut <= start), default=0)
        if any(begin <= m.start and m.end <= start for m in quantities):
            cuts.add(start)
    bounds = sorted({0, *cuts, len(words)})
    return [(start, end) for start, end in pairwise(bounds)]


def _brackets(words: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        end = closing(words, at) if words[at] in ROUND else None
        if end is not None and not _is_in_name(words, at, end):
            found.append((at, end + 1))
        at = at + 1 if end is None else end + 1
    return found


def _is_in_name(words: str, start: int, end: int) -> bool:
    """Whether a short bracket stands inside a name: 无锡（江阴）港."""
    inner, behind = words[start + 1 : end], words[end + 1 : end + 2]
    return len(inner) <= SHORT and NAME.fullmatch(inner) is not None and NAME.match(behind) is not None


def _is_start(words: str, measured: Measured) -> bool:
    """Whether a number is what a change starts from (从37%下降到31%)."""
    return words[measured.start - 1 : measured.start] in ("从", "由")


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _masked(words: str, spans: Iterable[tuple[int, int]]) -> str:
    chars = list(words)
    for start, end in spans:
        chars[start:end] = BLANK * (end - start)
    return "".join(chars)
