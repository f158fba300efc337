"""The gate: what the cited words do not bear is caught."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import cite
from assistant.models import Citation, Sentence
from assistant.verify import stands, supported
from corpus.departments import printed_names
from corpus.plans import Plan
from corpus.spans import Span

FOREST = "到2025年，林木覆盖率达18.93%。"
LEADS = (
    "“推行绿色规划建设方式”由市资源规划局、市住建局牵头，太仓生态环境局、市城管局、市水务局、市农业农村局"
    "按职责分工负责。"
)


@pytest.fixture(scope="module")
def forest(plans: Mapping[str, Plan]) -> Citation:
    """太仓's sentence on forests."""
    plan = plans["taicang"]
    start = plan.text.index(FOREST)
    span = Span(start, start + len(FOREST))
    return cite(plan, next(c for c in plan.outline.clauses if c.span.contains(span)), span)


def altered(citation: Citation, **changes: object) -> Citation:
    """The citation, tampered with."""
    return citation.model_copy(update=changes)


def framed(text: str, *marks: int) -> Sentence:
    """A sentence in the assistant's own words."""
    return Sentence(text=text, marks=marks, verdict="framed")


def test_a_true_citation_stands(forest: Citation, plans: Mapping[str, Plan]) -> None:
    assert stands(forest, plans)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": FOREST.replace("18.93", "19.93")},
        {"quote": FOREST.replace("达", "力争达")},
        {"quote": FOREST[:-1]},
        {"quote": ""},
        {"plan": "wuxi"},
        {"plan": "nowhere"},
        {"start": 0},
        {"end": 10**9},
    ],
)
def test_an_altered_quotation_does_not_stand(
    forest: Citation, plans: Mapping[str, Plan], changes: dict[str, object]
) -> None:
    assert not stands(altered(forest, **changes), plans)


@given(shift=st.integers(-50, 50).filter(bool))
def test_a_shifted_quotation_does_not_stand(forest: Citation, plans: Mapping[str, Plan], shift: int) -> None:
    assert not stands(altered(forest, start=forest.start + shift, end=forest.end + shift), plans)


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        (FOREST, True),
        ("太仓：" + FOREST, True),
        ("到２０２５年，林木覆盖率达１８．９３％。", True),  # the same words in full width
        (FOREST.replace("18.93", "18.39"), False),
        (FOREST.replace("2025", "2030"), False),
        ("林木覆盖率达18.93%。", False),
    ],
)
def test_a_quoting_sentence_holds_the_whole_quotation(forest: Citation, text: str, borne: bool) -> None:
    assert supported(Sentence(text=text, marks=(1,), verdict="exact"), [forest]) is borne


@pytest.mark.parametrize("more", ["2030年达99%。", "由海事局牵头。"])
def test_a_quoting_sentence_says_nothing_beside_the_quotation(
    forest: Citation, plans: Mapping[str, Plan], more: str
) -> None:
    said = Sentence(text=FOREST + more, marks=(1,), verdict="exact")
    assert not supported(said, [forest], bodies=printed_names(plans["taicang"]))


def test_a_quoting_sentence_must_cite(forest: Citation) -> None:
    assert not supported(Sentence(text=FOREST, verdict="exact"), [forest])


@pytest.mark.parametrize(
    ("text", "borne"),
    [
        ("林木覆盖率的目标是18.93%。", True),
        ("林木覆盖率到2025年是18.93%。", True),
        ("没有数字的一句话。", True),
        ("林木覆盖率的目标是18.94%。", False),
        ("林木覆盖率的目标是1893%。", False),
        ("林木覆盖率的目标是8.93%。", False),
        ("林木覆盖率到2030年是18.93%。", False),
        ("林木覆盖率的目标是１８．９４％。", False),
    ],
)
def test_every_number_stands_in_the_cited_words(forest: Citation, text: str, borne: bool) -> None:
    assert supported(framed(text, 1), [forest]) is borne


def test_a_number_of_a_citation_that_is_not_cited_does_not_count(forest: Citation) -> None:
    other = altered(forest, quote="湿地保护率达64.5%。")
    assert not supported(framed("湿地保护率达64.5%。", 1), [forest, other])
    assert supported(framed("湿地保护率达64.5%。", 2), [forest, other])
    assert not supported(framed("湿地保护率达64.5%。"), [forest, other])


@given(number=st.from_regex(r"[1-9]\d{0,2}(\.\d{1,2})?", fullmatch=True))
def test_no_other_number_is_borne(forest: Citation, number: str) -> None:
    said = f"林木覆盖率达{number}%。"
    assert supported(framed(said, 1), [forest]) is (number in {"18.93", "1"})  # 1 stands in the clause's number


def test_counts_may_be_allowed(forest: Citation) -> None:
    assert not supported(framed("共5项。", 1), [forest])
    assert supported(framed("共5项。", 1), [forest], allowed=["5"])


def test_the_departments_of_the_governing_bracket_may_be_named(forest: Citation, plans: Mapping[str, Plan]) -> None:
    bodies = printed_names(plans["taicang"])
    assert supported(framed(LEADS, 1), [forest], bodies=bodies)


@pytest.mark.parametrize("body", ["市发改委", "市工信局", "海事局", "港口委港政局"])
def test_a_foreign_department_is_caught(forest: Citation, plans: Mapping[str, Plan], body: str) -> None:
    bodies = printed_names(plans["taicang"])
    assert body in bodies
    assert not supported(framed(LEADS.replace("市住建局", body), 1), [forest], bodies=bodies)
