"""Text to clause tree."""

import re

from corpus.headings import Start, find_starts, section_lines
from corpus.layout import Layout, Line, lay_out
from corpus.models import Clause, Outline
from corpus.paragraphs import paragraphs
from corpus.responsibility import responsibilities
from corpus.sentences import sentence_ranges
from corpus.spans import BOOKMARK, Flat, Span
from corpus.titles import document_title

DIGITS = re.compile(r"\d\d")
TRAILING = re.compile(r"[.．，：:·]+$")


def parse_outline(text: str, *, plan_id: str) -> Outline:
    """The clause tree of ``text``.

    Own texts follow each other without a gap, so every character belongs to one clause or is a bookmark or white space
    between two. Page furniture lies in a clause's text and in none of its sentences' ends.

    Args:
        text: a whole document.
        plan_id: the first part of every ``clause_id``.
    """
    layout = lay_out(text)
    starts, warnings = find_starts(layout)
    bounds = [0, *(layout.lines[start.line].span.start for start in starts), len(text)]
    clauses: list[Clause] = []
    carried: tuple[str, ...] = ()
    places = _Places(plan_id)
    for start, lines, begin, end in zip(
        [None, *starts], section_lines(layout, starts), bounds, bounds[1:], strict=False
    ):
        span = _trim(text, begin, end)
        if start is None and span.start == span.end:
            continue
        clause, carried = _clause(text, layout, start, lines, span, places, carried)
        clauses.append(clause)
    return Outline(title=document_title(layout, starts), clauses=tuple(clauses), warnings=tuple(warnings))


class _Places:
    """Ids, paths and parents of clauses as they come."""

    def __init__(self, plan_id: str) -> None:
        self.plan_id = plan_id
        self.counts: list[int] = []
        self.printed: list[tuple[str, bool]] = []

    def enter(self, start: Start) -> tuple[str, str, str | None]:
        """The id, path and parent of the clause that ``start`` opens."""
        depth = start.depth
        count = self.counts[depth] + 1 if depth < len(self.counts) else 1
        self.counts = [*self.counts[:depth], *[1] * (depth - len(self.counts[:depth])), count]
        numbered = bool(start.printed)
        own = re.sub("[.．：:]+$", "", start.printed) if numbered else (start.title.text if start.title else "")
        above = self.printed[:depth]
        if start.kind.name.startswith("decimal"):  # 1.2 prints the numbers above it once more
            above = [("", True) if re.fullmatch(r"[\d.．、]+", part) else (part, known) for part, known in above]
        self.printed = [*above, (own, numbered)]
        return self._id(self.counts), self._path(), self._id(self.counts[:-1]) if depth else None

    def _id(self, counts: list[int]) -> str:
        return f"{self.plan_id}/{'.'.join(map(str, counts))}"

    def _path(self) -> str:
        """The numbers as printed; a heading without a number, and a figure behind a figure (专栏2·1), stand off."""
        path, before = "", True
        for part, numbered in self.printed:
            apart = not (numbered and before) or DIGITS.fullmatch(path[-1:] + part[:1])
            path += f"·{part}" if path and part and apart else part
            before = numbered
        return TRAILING.sub("", path)


def _clause(
    text: str,
    layout: Layout,
    start: Start | None,
    lines: tuple[Line, ...],
    span: Span,
    places: _Places,
    carried: tuple[str, ...],
) -> tuple[Clause, tuple[str, ...]]:
    flat = Flat("".join(line.text for line in lines), [at for line in lines for at in line.flat.offsets])
    heading = start.title.span(0, len(start.title.text)) if start and start.title else None
    clause_id, path, parent = places.enter(start) if start else (f"{places.plan_id}/0", "", None)
    found, carried = responsibilities(
        text, flat, span, heading=heading, lines=_line_starts(lines, start), carried=carried
    )
    clause = Clause(
        clause_id=clause_id,
        path=path,
        heading=start.title.text if start and start.title else "",
        heading_span=heading,
        level=start.depth + 1 if start else 0,
        kind=start.kind.name if start else "preamble",
        parent=parent,
        span=span,
        text=text[span.start : span.end],
        sentences=tuple(_sentences(layout, lines, start, [responsibility.span for responsibility in found])),
        responsibilities=tuple(found),
    )
    return clause, carried


def _line_starts(lines: tuple[Line, ...], start: Start | None) -> list[int]:
    """Where lines begin in the clause's flat text."""
    out, at = [], 0
    for line in lines:
        out.append(at)
        at += len(line.text)
    return [len(start.printed), *out[1:]] if start and out else out


def _sentences(layout: Layout, lines: tuple[Line, ...], start: Start | None, brackets: list[Span]) -> list[Span]:
    """The sentences of a clause, its heading among them, brackets of departments left out."""
    out: list[Span] = []
    for paragraph in paragraphs(layout, lines, heading=start.title if start else None, preamble=start is None):
        for words in _without(paragraph, brackets):
            for begin, end in sentence_ranges(words.text):
                if re.search(r"\w", words.text[begin:end]):
                    out.append(words.span(begin, end))
    return out


def _without(flat: Flat, holes: list[Span]) -> list[Flat]:
    """The pieces of ``flat`` between the spans ``holes``."""
    pieces, begin = [], 0
    for hole in holes:
        start, end = flat.position(hole.start), flat.position(hole.end)
        if start < end:
            pieces.append(flat.cut(begin, start))
            begin = end
    return [piece for piece in [*pieces, flat.cut(begin, len(flat.text))] if piece.text.strip("。；，、")]


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space and bookmarks at its ends."""
    while start < end:
        mark = BOOKMARK.match(text, start)
        if mark:
            start = mark.end()
        elif text[start].isspace() or text[start] == "\ufeff":
            start += 1
        else:
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
