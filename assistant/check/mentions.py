"""Sentences that name one's trade and demand nothing of it: shown beside the findings, so that nothing is missed."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from assistant.check.reach import Standing
from assistant.check.tables import tables
from corpus.addressees import load_register
from corpus.models import Clause, Departments, Record
from corpus.plans import Plan
from corpus.spans import Span, flatten

BROAD = frozenset(
    {"工业企业", "服务业企业", "商贸企业", "公共建筑", "民用建筑", "工业建筑", "屋顶", "停车场", "公共机构"}
)


class Mention(Record):
    """A sentence about a kind that one is."""

    plan: str
    clause: str
    path: str
    heading: str
    span: Span
    quote: str = Field(description="the sentence; `text[start:end]`")
    kind: str
    departments: Departments


def mentions(plan: Plan, standing: Standing, known: Iterable[Span]) -> list[Mention]:
    """The sentences of a plan that name one's trade, or stand under a heading that does, but for ``known`` ones."""
    asked = _asked(standing)
    shown = set(known)
    return [
        mention
        for clause in plan.outline.clauses
        for mention in _of_clause(plan, clause, asked)
        if mention.span not in shown
    ]


def names_trade(words: str, heading: str, standing: Standing) -> bool:
    """Whether a sentence, or the heading over it, names a trade that one is and that is not a broad one."""
    asked = _asked(standing) - BROAD
    return bool(asked) and bool(_named(words, asked) or _named(heading, asked))


def _asked(standing: Standing) -> set[str]:
    """The kinds one is, but for those that say little; of an industry that is not said, what is said."""
    loose = tables().may_be.keys() - set(standing.stated)
    own = standing.origin.keys() - tables().narrowed.general - loose
    return (own - BROAD) or (own & set(standing.stated))


def _of_clause(plan: Plan, clause: Clause, asked: set[str]) -> Iterator[Mention]:
    headed = _named(clause.heading, asked)
    for sentence in clause.sentences:
        words = flatten(plan.text, [sentence]).text
        kind = _named(words, asked) or headed
        in_heading = clause.heading_span is not None and 2 * clause.heading_span.overlap(sentence) > len(words)
        in_bracket = any(responsibility.span.contains(sentence) for responsibility in clause.responsibilities)
        if kind and not in_heading and not in_bracket:
            yield Mention(
                plan=plan.plan_id,
                clause=clause.clause_id,
                path=clause.path,
                heading=clause.heading,
                span=sentence,
                quote=plan.quote(sentence),
                kind=kind,
                departments=clause.departments_at(sentence),
            )


def _named(words: str, asked: set[str]) -> str:
    """The first asked kind that is named; a broad one only by its own name: 工业企业, not 工业领域."""
    for named in load_register().find(words):
        if named.kind in asked and (named.kind not in BROAD or words[named.start : named.end] == named.kind):
            return named.kind
    stems = ((kind, tables().stems[kind]) for kind in asked & tables().stems.keys())
    return next((kind for kind, stem in sorted(stems, key=lambda pair: pair[0]) if stem.search(words)), "")
