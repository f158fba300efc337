"""An answer in the making: what is said, and the words of the plans that bear it."""

from assistant.models import Citation, Sentence, Verdict
from corpus.models import Clause
from corpus.plans import Plan
from corpus.spans import BOOKMARK, Span


def cite(plan: Plan, clause: Clause, span: Span) -> Citation:
    """The citation of ``span``, with the departments of the bracket that governs it."""
    return Citation(
        plan=plan.plan_id,
        clause=clause.clause_id,
        path=clause.path,
        heading=clause.heading,
        quote=plan.quote(span),
        start=span.start,
        end=span.end,
        departments=clause.departments_at(span),
    )


def words(citation: Citation) -> str:
    """The quotation as it is read: on one line, without bookmarks."""
    lines = BOOKMARK.sub("", citation.quote).split()
    joined = ""
    for line in lines:
        joined += (" " if joined and joined[-1].isascii() and line[0].isascii() else "") + line
    return joined


class Draft:
    """Sentences and their citations, numbered from 1 in the order of first use; ``related`` is shown for contrast."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self.citations: list[Citation] = []
        self.related: list[Citation] = []

    def mark(self, citation: Citation) -> int:
        """The number of ``citation``, which is added if it is new."""
        if citation not in self.citations:
            self.citations.append(citation)
        return self.citations.index(citation) + 1

    def quote(self, citation: Citation, *, before: str = "") -> None:
        """Say the quotation itself."""
        self._say(before + words(citation), (self.mark(citation),), "exact")

    def say(self, text: str, *citations: Citation) -> None:
        """Say ``text``, borne by ``citations``."""
        self._say(text, tuple(dict.fromkeys(self.mark(citation) for citation in citations)), "framed")

    def _say(self, text: str, marks: tuple[int, ...], verdict: Verdict) -> None:
        self.sentences.append(Sentence(text=text, marks=marks, verdict=verdict))
