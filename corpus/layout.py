"""The physical page: lines, page furniture and the width at which a document is wrapped.

Text layers of PDFs print page numbers and running heads between the lines of a sentence and break lines at a fixed
width. Here each line gets its place in the file, its indentation, its width and whether it is furniture, that is no
words of the document.
"""

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from corpus.spans import BOOKMARK, Flat, Span, flatten

LINE = re.compile(r"[^\n\f]*[\n\f]?")
NUMBER_LINE = re.compile(r"[-—–―－─·•.\s]*(?:第?\d{1,4}页?(?:共\d+页|/\d+)?|[ivxIVXⅠ-Ⅻⅰ-ⅻ]{1,5})[-—–―－─·•.\s]*")
MARK = r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
GLUED = re.compile(
    rf"[。）)](?:[ \u3000]{{2,}}(?={MARK})|(?={MARK}[^。；\n]{{2,40}}\n))"  # two headings' lines in one
    r"|(?m:^)\d{1,3}(?=[（(][一二三四五六七八九十]{1,3}[）)])"  # a page number before a heading
)
DASH_LINE = re.compile(r"[-—–―－─·•\s]{1,4}")
LEADER = re.compile(r"(?:[.．·…‥⋯・]\s*){4,}\d*$")
CONTENTS = re.compile(r"目录|目次|[CＣ]ONTENTS")
NUMBERED = re.compile(r"第[一二三四五六七八九十]+[章节条]|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
HEADING_BOOKMARK = "[bookmark: _Toc"
WRAPPED_BELOW = 120  # nine lines in ten are narrower (60 Chinese characters): the text is wrapped at a fixed width
NARROWEST = 36  # columns: no page is printed narrower, a document of shorter lines is short
CROWDED = 0.3  # as many lines of nearly the same width: wrapped, however wide
HEADS_FROM = 3  # a line that opens or closes this many pages is a running head


@dataclass(frozen=True)
class Line:
    """One physical line. ``flat`` holds its words; ``width`` counts a Chinese character as 2."""

    span: Span
    flat: Flat
    indent: int
    width: int
    page: int
    bookmarked: bool
    glued: bool  # a numbered heading may begin here, although the line before goes on without a break

    @property
    def text(self) -> str:
        """The line's words without white space."""
        return self.flat.text


@dataclass(frozen=True)
class Layout:
    """The lines that hold words, in order, and how wide the document's lines are."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    wide: int
    wrapped: bool  # lines are cut at a fixed width, so that a line is no paragraph
    indented: bool  # a paragraph's first line is set in


def display_width(text: str) -> int:
    """Columns that ``text`` takes in print: 2 for a full-width character, 1 for another."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lay_out(text: str) -> Layout:
    """Split ``text`` into lines and set page numbers, running heads and the table of contents apart."""
    lines = [line for line in _lines(text) if line.text]
    furniture = _page_numbers(lines) | _running_heads(lines) | _contents(lines)
    kept = tuple(line for number, line in enumerate(lines) if number not in furniture)
    widths = sorted(line.width for line in kept)
    wide = max(widths[len(widths) * 9 // 10] if widths else 0, NARROWEST)
    full = [line for line in kept if line.width > wide * 0.8]
    set_in = sum(line.indent >= 2 for line in full)
    crowd = sum(0.9 * wide <= width <= 1.1 * wide for width in widths)
    return Layout(
        lines=kept,
        furniture=tuple(lines[number] for number in sorted(furniture)),
        wide=wide,
        wrapped=wide < WRAPPED_BELOW or crowd > CROWDED * len(widths),
        indented=0.02 * len(full) < set_in < 0.6 * len(full),
    )


def _lines(text: str) -> list[Line]:
    out: list[Line] = []
    page = 0
    for match in LINE.finditer(text):
        cuts = [match.start(), *(glue.end() for glue in GLUED.finditer(text, *match.span())), match.end()]
        for number, (start, end) in enumerate(itertools.pairwise(cuts)):
            if start < end:
                out.append(_line(text, start, end, page=page, glued=number > 0))
        page += match[0].endswith("\f")
    return out


def _line(text: str, start: int, end: int, *, page: int, glued: bool) -> Line:
    raw = text[start:end].lstrip("\ufeff")
    indent = display_width(raw[: len(raw) - len(raw.lstrip())].strip("\n\f\r"))
    flat = _words(text, start, end)
    line_end = text.find("\n", start)
    whole = _words(text, text.rfind("\n", 0, start) + 1, len(text) if line_end < 0 else line_end) if glued else flat
    return Line(Span(start, end), flat, indent, display_width(whole.text), page, HEADING_BOOKMARK in raw, glued)


def _words(text: str, start: int, end: int) -> Flat:
    """The line's characters without white space, bookmarks and a byte order mark."""
    spans, at = [], start
    for mark in BOOKMARK.finditer(text, start, end):
        spans.append(Span(at, mark.start()))
        at = mark.end()
    spans.append(Span(at, end))
    flat = flatten(text, spans)
    return flat.cut(1, len(flat.text)) if flat.text.startswith("\ufeff") else flat


def _page_numbers(lines: list[Line]) -> set[int]:
    paged = len(lines) > 0 and lines[-1].page > 0
    numbers = {
        n
        for n, line in enumerate(lines)
        if _is_page_number(line) and (not paged or not line.text.isdigit() or _near_edge(lines, n))
    }
    dashes = {n for n, line in enumerate(lines) if DASH_LINE.fullmatch(PRIVATE.sub("—", line.text))}
    return numbers | {n for n in dashes if {n - 1, n + 1} & numbers or _edge(lines, n)}


def _is_page_number(line: Line) -> bool:
    words = unicodedata.normalize("NFKC", PRIVATE.sub("", line.text))
    return bool(NUMBER_LINE.fullmatch(words)) and any(char.isalnum() for char in words)


def _edge(lines: list[Line], number: int) -> bool:
    """Whether the line opens or closes a page."""
    here = lines[number].page
    before = lines[number - 1].page if number else -1
    after = lines[number + 1].page if number + 1 < len(lines) else here + 1
    return before != here or after != here


def _near_edge(lines: list[Line], number: int) -> bool:
    return any(_edge(lines, n) for n in range(max(0, number - 1), min(len(lines), number + 2)))


def _running_heads(lines: list[Line]) -> set[int]:
    """Short lines without punctuation that open or close at least three pages, but not the very first: the title."""
    edges = [n for n in range(len(lines)) if _edge(lines, n) and not _is_page_number(lines[n])]
    shapes = Counter(re.sub(r"\d+", "0", lines[n].text) for n in edges)
    return {
        n
        for n in edges
        if n > 0
        and shapes[re.sub(r"\d+", "0", lines[n].text)] >= HEADS_FROM
        and not re.search("[。；，、：]$", lines[n].text)
        and not NUMBERED.match(lines[n].text)
    }


def _contents(lines: list[Line]) -> set[int]:
    """The lines of a table of contents: with leaders anywhere, or behind 目录 until its first entry comes again."""
    leaders = {n for n, line in enumerate(lines) if LEADER.search(line.text)}
    found = set(leaders)
    for n in leaders:  # an entry that is wrapped: its first line has no leader
        if n - 2 in leaders and n - 1 not in leaders:
            found.add(n - 1)
    for n, line in enumerate(lines[: len(lines) // 3]):
        if CONTENTS.fullmatch(line.text):
            found.update(range(n, _contents_end(lines, n)))
    return found


def _contents_end(lines: list[Line], start: int) -> int:
    """Where the contents list that begins at ``start`` ends: behind the last entry before its first one comes again."""
    first = next((_entry(line) for line in lines[start + 1 : start + 4] if len(_entry(line)) > 2), None)
    again = next((n for n in range(start + 5, len(lines)) if first is not None and _entry(lines[n]) == first), start)
    headings = [line.text for line in lines[again:]]
    for n in range(again - 1, start, -1):
        entry = _entry(lines[n])
        if len(entry) > 2 and any(heading.startswith(entry) for heading in headings):
            return n + 1
    return start + 1


def _entry(line: Line) -> str:
    """A contents entry without its leader and page number."""
    return re.sub(r"[.．·…‥⋯・\s]*[-—]?\d*[-—]?$", "", line.text)
