"""Answers in the making: what a citation holds, and how citations are numbered."""

from collections.abc import Callable

import pytest

from assistant.draft import Draft, cite, words
from assistant.models import Citation
from corpus.models import Clause, Outline
from corpus.plans import Plan, describe

Document = Callable[[str], tuple[str, Outline]]


@pytest.fixture(params=["boxes", "labels", "lines", "wrapped", "decimals"])
def plan(request: pytest.FixtureRequest, document: Document) -> Plan:
    """A document of our own making, as a plan."""
    text, _ = document(request.param)
    return Plan("made", describe(text, plan_id="made", digest="0" * 64), text)


def citations_of(plan: Plan, clause: Clause) -> list[Citation]:
    """A citation of every sentence of a clause."""
    return [cite(plan, clause, span) for span in clause.sentences]


def test_a_citation_has_the_departments_of_its_own_bracket(plan: Plan) -> None:
    for clause in plan.outline.clauses:
        for bracket in clause.responsibilities:
            assert cite(plan, clause, bracket.span).departments == bracket.departments
            covered = [span for span in clause.sentences if bracket.covers.contains(span)]
            assert {cite(plan, clause, span).departments for span in covered} <= {bracket.departments}


def test_a_citation_outside_every_bracket_has_no_departments(plan: Plan) -> None:
    for clause in plan.outline.clauses:
        for citation in citations_of(plan, clause):
            spans = [span for r in clause.responsibilities for span in (r.span, r.covers)]
            touched = any(citation.start < span.end and span.start < citation.end for span in spans)
            assert bool(citation.departments) <= touched


def test_brackets_of_one_clause_are_told_apart(document: Document) -> None:
    text = (
        "测试市实施方案\n一、重点任务\n推广绿色建筑。（市住建局牵头）推广新能源汽车。（市交运局牵头，市发改委配合）\n"
        "开展宣传教育。\n"
    )
    plan = Plan("made", describe(text, plan_id="made", digest="0" * 64), text)
    named = {
        words(citation): citation.departments.lead
        for clause in plan.outline.clauses
        for citation in citations_of(plan, clause)
    }
    assert {text: lead for text, lead in named.items() if "推广" in text or "宣传" in text} == {
        "推广绿色建筑。": ("市住建局",),
        "推广新能源汽车。": ("市交运局",),
        "开展宣传教育。": (),
    }


def test_citations_are_numbered_as_they_are_first_used(plan: Plan) -> None:
    citations = [c for clause in plan.outline.clauses for c in citations_of(plan, clause)][:3]
    draft = Draft()
    draft.quote(citations[1], before="甲：")
    draft.say("两处都有。", citations[0], citations[1], citations[0])
    draft.say("没有出处。")
    assert [sentence.marks for sentence in draft.sentences] == [(1,), (2, 1), ()]
    assert draft.citations == [citations[1], citations[0]]
    assert draft.sentences[0].text == "甲：" + words(citations[1])
    assert [sentence.verdict for sentence in draft.sentences] == ["exact", "framed", "framed"]


@pytest.mark.parametrize(
    ("quote", "read"),
    [
        ("能耗强\n\n度下降", "能耗强度下降"),
        ("低碳\n\n  12  \n发展", "低碳12发展"),
        ("Net\nZero", "Net Zero"),
        ("采用CCUS\n技术", "采用CCUS技术"),
        ("1. [bookmark: _Toc1]基本原则", "1.基本原则"),
    ],
)
def test_a_quotation_is_read_on_one_line(plan: Plan, quote: str, read: str) -> None:
    clause = next(clause for clause in plan.outline.clauses if clause.sentences)
    citation = cite(plan, clause, clause.sentences[0]).model_copy(update={"quote": quote})
    assert words(citation) == read
