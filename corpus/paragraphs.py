"""Lines to paragraphs: a sentence that a line or page breaks is whole again, a table's cells stay apart."""

import re

from corpus.headings import FULL, stands_alone
from corpus.layout import Layout, Line
from corpus.spans import Flat
from corpus.titles import TITLE

DATE = re.compile(r"\d\s*[日月号][）)]?$")
CELLS = 3  # so many short lines in a row without punctuation are cells of a table


def paragraphs(layout: Layout, lines: tuple[Line, ...], *, heading: Flat | None, preamble: bool) -> list[Flat]:
    """The clause's paragraphs; a heading on lines of its own is one, and in the preamble so are a title and a date."""
    cells = _cells(layout, lines)
    out: list[list[Line]] = []
    title_end = heading.offsets[-1] if heading is not None and heading.offsets else -1
    for n, line in enumerate(lines):
        new = n == 0 or cells[n] or cells[n - 1] or _begins(layout, lines, n) or _closes_title(lines[n - 1], title_end)
        new = new or (preamble and _is_title(layout, lines[n - 1]))
        if new and not (title_end >= line.span.start and n):
            out.append([line])
        else:
            out[-1].append(line)
    return [_join(group) for group in out]


def _is_title(layout: Layout, line: Line) -> bool:
    """Whether the line, in the text before the first heading, is a title, a date or a document's number."""
    return stands_alone(layout, line) and bool(TITLE.search(line.text) or DATE.search(line.text))


def _join(lines: list[Line]) -> Flat:
    return Flat("".join(line.text for line in lines), [at for line in lines for at in line.flat.offsets])


def _closes_title(line: Line, title_end: int) -> bool:
    """Whether the heading ends with this line."""
    return bool(line.flat.offsets) and line.flat.offsets[-1] == title_end


def _begins(layout: Layout, lines: tuple[Line, ...], n: int) -> bool:
    """Whether a paragraph begins with line ``n``."""
    before, line = lines[n - 1], lines[n]
    short, closed = before.width < FULL * layout.wide, before.text[-1] in "）〕】)”"
    ended = before.text[-1] in "。！？：；.!?:;" or (closed and short)
    if not layout.wrapped:
        return ended or closed
    return ended and (short or (layout.indented and line.indent >= before.indent + 2))


def _cells(layout: Layout, lines: tuple[Line, ...]) -> list[bool]:
    """For each line, whether it is one of at least three short lines without punctuation."""
    short = [layout.wrapped and line.width < 0.6 * layout.wide and line.text[-1] not in "。；，、：" for line in lines]
    out = [False] * len(lines)
    run = 0
    for n, flag in enumerate([*short, False]):
        if flag:
            run += 1
            continue
        if run >= CELLS:
            out[n - run : n] = [True] * run
        run = 0
    return out
