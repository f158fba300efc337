"""Where clauses begin and what they are called."""

import itertools
import re
from dataclasses import dataclass

from corpus.layout import Layout, Line
from corpus.markers import BARE, RUN_IN, Kind, Marker, Numbering, kind_named, read_marker, stands_above
from corpus.responsibility import opens_responsibility
from corpus.sentences import enclosed, is_stop
from corpus.spans import Flat

TITLE_MOST = 40  # characters of a run-in title
LINE_MOST = 60  # characters of a title on a line of its own
RUN_IN_MOST = 30  # characters of a run-in title without a number
COLON_MOST = 16  # characters of a title that a colon ends
FULL = 0.84  # of the document's width: a shorter line ends its paragraph
ENDS = "。！？；：”’）〕】》)]!?;:»"
DATED = re.compile(r"(?:力争)?(?:[到至](?:20|２０)\d\d年|(?:20|２０)\d\d年[，,前])")
FIGURES = re.compile(r"[\d.,，%％‰/／—–\-+]+")
NO_TITLE = re.compile(r"[，、；,;（(—]$")
ASIDE = {"box", "attachment"}  # stand outside the numbering
DIVISIONS = {"part", "chapter", "section", "article"}
ITEMS = {"arabic_paren", "half_paren", "circled", "ordinal"}  # a sentence alone is an item of these, no title


@dataclass(frozen=True)
class Start:
    """A clause begins at line ``line``; ``title`` is its heading without the number, as flat text."""

    line: int
    depth: int
    kind: Kind
    printed: str
    title: Flat | None


def find_starts(layout: Layout) -> tuple[list[Start], list[str]]:
    """Every clause of the document in order, and a warning for each numbered line that is none."""
    numbering, starts, warnings = Numbering(), [], []
    every = _goes_on_below(layout)
    title_end = -1  # the last line that belongs to a title
    for n, line in enumerate(layout.lines):
        marker = None if n <= title_end else read_marker(line.text, every=every and stands_alone(layout, line))
        if marker is None and line.bookmarked and n > title_end:
            kind = kind_named(BARE)
            starts.append(Start(n, numbering.open(kind, (0,)), kind, "", line.flat))
            title_end = n
        if marker is None:
            continue
        reason = _objection(layout, n, marker, numbering, after_title=n == title_end + 1 and bool(starts))
        if reason:
            if reason != CONTINUES:
                warnings.append(f"{line.text[:30]!r}: {reason}")
            continue
        if not numbering.exactly(marker) and marker.kind.name not in ("box", "attachment"):
            warnings.append(f"{line.text[:30]!r}: the number before it is missing or printed twice")
        title, title_end = _title(layout, n, marker)
        starts.append(Start(n, numbering.open(marker.kind, marker.number), marker.kind, marker.printed, title))
    return _with_run_ins(layout, starts), warnings


def _goes_on_below(layout: Layout) -> bool:
    """Whether a number that says little by itself stands right above its first part: 1 总体要求, then 1.1."""
    markers = [read_marker(line.text, every=True) for line in layout.lines]
    return any(
        marker.kind.above and stands_above(marker, below) for marker, below in itertools.pairwise(markers) if marker
    )


CONTINUES = "continues the sentence before it"


def _objection(layout: Layout, n: int, marker: Marker, numbering: Numbering, *, after_title: bool) -> str | None:
    """Why the numbered line is no clause of its own, or None if it is one."""
    rest = layout.lines[n].text[marker.length :]
    if layout.lines[n].glued and not (marker.kind.strong and marker.number[-1] > 1 and numbering.exactly(marker)):
        return CONTINUES
    if n + 1 < len(layout.lines) and FIGURES.fullmatch(layout.lines[n + 1].text):
        return "followed by figures alone, a cell of a table; read as text"
    ended = after_title or n == 0 or ends_paragraph(layout, layout.lines[n - 1])
    if not ended and not (marker.kind.strong and numbering.exactly(marker) and _ends_anyhow(layout, n - 1)):
        return CONTINUES
    if _only_mentioned(marker, rest):
        return CONTINUES
    if marker.kind.name in ASIDE:
        return None
    if not numbering.fits(marker):
        return f"its number {marker.printed!r} does not continue any list; read as text"
    if not rest and (n + 1 >= len(layout.lines) or layout.lines[n + 1].width < 4):
        return "a number without words; read as text"
    return None


def _only_mentioned(marker: Marker, rest: str) -> bool:
    """Whether the line only names a clause (第三条的规定, 专栏2所列, 附件：A under a letter) or holds a whole list."""
    if marker.kind.name == "ordinal":
        return bool(re.search("[。；][二三四五六七八九十]是", rest))
    if marker.kind.name == "attachment" and rest and marker.printed[-1] in "：:":
        return True
    if marker.kind.name in ASIDE:
        return len(rest) > LINE_MOST or bool(re.match("[）)》”的所中和与]", rest))
    return marker.kind.name in DIVISIONS and bool(re.match("[（(，、。；的规所至和与]", rest))


def ends_paragraph(layout: Layout, line: Line) -> bool:
    """Whether a paragraph may end with this line."""
    return line.text[-1] in ENDS or is_stop(line.text, len(line.text) - 1) or stands_alone(layout, line)


def stands_alone(layout: Layout, line: Line) -> bool:
    """Whether the line is short and does not stop in the middle of a list: a heading, a title, a date."""
    return line.width < (FULL * layout.wide if layout.wrapped else 60) and line.text[-1] not in "，、,（("


def breaks_off(line: Line) -> bool:
    """Whether the line has a full stop inside and none at its end: a page ends in the middle of a sentence."""
    return "。" in line.text and line.text[-1] not in ENDS


def _ends_anyhow(layout: Layout, n: int) -> bool:
    """Whether the line may end a paragraph although it is full and has no full stop: it does not stop in mid-phrase."""
    return layout.lines[n].text[-1] not in "，、,（(和与及的《“〔"


def _title(layout: Layout, n: int, marker: Marker) -> tuple[Flat | None, int]:
    """The title behind ``marker``, and the last line that belongs to it (``n - 1`` if there is none)."""
    words, offsets, last = "", list[int](), n
    for last in range(n, min(n + 4, len(layout.lines))):
        line = layout.lines[last]
        if last > n and (line.bookmarked or read_marker(line.text, every=not words) is not None):
            last -= 1
            break
        skip = marker.length if last == n else 0
        words += line.text[skip:]
        offsets += line.flat.offsets[skip:]
        end = _title_end(words, marker.kind.name, followed=_followed(layout, last))
        if end is not None:
            title = Flat(words[:end], offsets[:end])
            return (title, last if end == len(words) else n - 1) if end else (None, n - 1)
        if words and _breaks(layout, last):
            break
        if len(words) > LINE_MOST:
            return None, n - 1
    words = re.sub("[:：]$", "", words)
    if not words or len(words) > LINE_MOST or NO_TITLE.search(words) or DATED.match(words):
        return None, n - 1
    return Flat(words, offsets[: len(words)]), last


def _title_end(words: str, kind: str, *, followed: bool) -> int | None:
    """Where a run-in title ends: at the first full stop, a colon or a bracket of departments.

    0 if there is no title, None if it is still open at the end of ``words``.
    """
    inside = enclosed(words)
    for at, char in enumerate(words):
        if opens_responsibility(words, at):
            return at if at <= LINE_MOST else 0
        if inside[at]:
            continue
        if is_stop(words, at):
            alone = at + 1 == len(words) and not followed and kind in ITEMS
            return at if at <= TITLE_MOST and not alone and kind != "article" and not DATED.match(words) else 0
        if char in "；;":
            return 0
        if char in "：:" and at + 1 < len(words):
            return at if at <= COLON_MOST and "，" not in words[:at] and kind != "article" else 0
    return None


def _followed(layout: Layout, n: int) -> bool:
    """Whether the next line goes on with the paragraph of line ``n``."""
    return n + 1 < len(layout.lines) and not _breaks(layout, n)


def _breaks(layout: Layout, n: int) -> bool:
    """Whether the line is the last of its paragraph, judged by its width and the next line's indentation and number."""
    if n + 1 == len(layout.lines) or not layout.wrapped:
        return True
    line, after = layout.lines[n], layout.lines[n + 1]
    if line.width < FULL * layout.wide and line.text[-1] not in "，、":
        return True
    return (layout.indented and after.indent >= line.indent + 2) or read_marker(after.text) is not None


def _with_run_ins(layout: Layout, starts: list[Start]) -> list[Start]:
    """Add the unnumbered run-in titles: two or more paragraphs of one clause that each begin with a short sentence."""
    if not starts or (layout.wrapped and not layout.indented):
        return starts
    out: list[Start] = []
    ends = [start.line for start in starts[1:]] + [len(layout.lines)]
    for start, end in zip(starts, ends, strict=True):
        out.append(start)
        first = start.line + 1
        title_end = start.title.offsets[-1] if start.title else -1
        behind = [n for n in range(first, end) if layout.lines[n].span.start > title_end]
        firsts = [n for n in behind if _begins_paragraph(layout, n)]
        found = [(n, title) for n in firsts if (title := _run_in_title(layout, n, end)) is not None]
        if len(found) >= 2 and len(found) >= len(firsts) - 1:
            kind = kind_named(RUN_IN)
            out += [Start(n, start.depth + 1, kind, "", title) for n, title in found]
    return out


def _begins_paragraph(layout: Layout, n: int) -> bool:
    before, line = layout.lines[n - 1], layout.lines[n]
    begins = line.indent > before.indent if layout.wrapped else not breaks_off(before)
    return begins and ends_paragraph(layout, before)


def _run_in_title(layout: Layout, n: int, end: int) -> Flat | None:
    """The short first sentence of the paragraph, if words follow it and it has no figures."""
    words = "".join(line.text for line in layout.lines[n : min(end, n + 3)])
    inside = enclosed(words)
    stop = next((at for at, char in enumerate(words) if char in "。：" and not inside[at]), None)
    if stop is None or not 4 <= stop <= RUN_IN_MOST or words[stop] != "。" or len(words) < stop + 20:
        return None
    if re.search(r"\d|[；;]|^[（(“—]", words[:stop]) or stop > len(layout.lines[n].text):
        return None
    return layout.lines[n].flat.cut(0, stop)


def section_lines(layout: Layout, starts: list[Start]) -> list[tuple[Line, ...]]:
    """The lines of each clause, the text before the first one first."""
    bounds = [0, *(start.line for start in starts), len(layout.lines)]
    return [layout.lines[a:b] for a, b in itertools.pairwise(bounds)]
