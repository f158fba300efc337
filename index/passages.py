"""What is indexed: every clause and every sentence of it, with the plan's name and the headings above it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from corpus.models import Clause
from corpus.plans import Plan
from corpus.spans import BOOKMARK, Span


class Passage(NamedTuple):
    """The unit that is indexed and ranked. ``context`` is the plan's name and the headings above the words."""

    passage_id: str
    plan_id: str
    clause_id: str
    span: Span
    text: str
    context: str
    plan_name: str
    is_clause: bool

    @property
    def indexed(self) -> str:
        """The words that are matched lexically."""
        return f"{self.plan_name} {self.context}\n{self.text}"

    @property
    def embedded(self) -> str:
        """The words that become a vector; a filter, not the vector, keeps plans apart."""
        return f"{self.context}\n{self.text}"


def passages(plans: Mapping[str, Plan]) -> list[Passage]:
    """All passages of all plans: a clause's own, then its sentences', in reading order."""
    return [
        passage for plan in plans.values() for clause in plan.outline.clauses for passage in _of_clause(plan, clause)
    ]


def _of_clause(plan: Plan, clause: Clause) -> Iterable[Passage]:
    headings = [above.heading for above in plan.parents(clause)] + [clause.heading]
    context = " ".join(dict.fromkeys(heading for heading in headings if heading))
    words = _words(plan, clause.span)
    yield Passage(
        clause.clause_id, plan.plan_id, clause.clause_id, clause.span, words, context, plan.info.short, is_clause=True
    )
    for number, span in enumerate(clause.sentences, start=1):
        if _is_heading_only(plan, clause, span):
            continue  # it is every passage's context
        yield Passage(
            f"{clause.clause_id}#{number}",
            plan.plan_id,
            clause.clause_id,
            span,
            _words(plan, span),
            context,
            plan.info.short,
            is_clause=False,
        )


def _is_heading_only(plan: Plan, clause: Clause, span: Span) -> bool:
    """Whether the sentence is the clause's heading and no measure by itself (1.公交车2025年底前全部使用新能源。)."""
    if clause.heading_span is None or span.end > clause.heading_span.end + 1:
        return False
    return len(clause.sentences) > 1 or plan.text[span.end - 1] not in "。；！;"


def _words(plan: Plan, span: Span) -> str:
    return " ".join(BOOKMARK.sub("", plan.quote(span)).split())
