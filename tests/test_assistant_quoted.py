"""What a turn of the assistant cited, read again from its text."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import Cited, Turn
from assistant.quoted import Quotations
from corpus.plans import Plan, load_plans
from corpus.spans import Span

PLANS: Mapping[str, Plan] = load_plans()
QUOTATIONS = Quotations(PLANS)
SENTENCES = [
    (plan_id, clause.clause_id, Span(*span))
    for plan_id, plan in PLANS.items()
    for clause in plan.outline.clauses
    for span in clause.sentences
    if span[1] - span[0] > 20
]


def cited(text: str, *plans: str) -> Sequence[Cited]:
    """What is found in a turn with this text."""
    return QUOTATIONS.cited(Turn(role="assistant", content=text), plans)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(["{}", "{}[1]", "方案：{}[1]", "据方案，{}"]))
def test_a_sentence_that_is_quoted_is_found(sentence: tuple[str, str, Span], frame: str) -> None:
    plan_id, clause, span = sentence
    plan = PLANS[plan_id]
    words = "".join(plan.quote(span).split())
    found = cited(frame.format(words), plan_id)
    twins = [c for c in plan.outline.clauses if words in "".join(c.text.split())]
    assert len(twins) > 1 or clause in {one.clause for one in found}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("力争光伏装机并网容量超500兆瓦", ["taicang/3.2.1"]),
        ("太仓提出深入开展电力需求侧管理，探索虚拟电厂建设（加快构建新型电力系统）。", ["taicang/3.2.3"]),
        ("“推动绿色建筑高质量发展”由市住建局牵头，市发改委等部门按职责分工负责。[1][2]", ["taicang/3.4.2"] * 2),
        ("依规依法实行通报批评。", []),
        ("没有写到。", []),
        ("", []),
        ("到2025年", []),
    ],
)
def test_what_is_found_in_a_turn(text: str, clauses: list[str]) -> None:
    assert [one.clause for one in cited(text, "taicang")] == clauses


def test_marks_give_the_order() -> None:
    text = "到2025年，林木覆盖率达18.93%。[2]\n到2025年底，力争光伏装机并网容量超500兆瓦。[1]"
    assert [one.clause for one in cited(text, "taicang")] == ["taicang/3.2.1", "taicang/3.4.1"]


def test_what_the_turn_says_it_cites_is_taken_as_far_as_it_is_there() -> None:
    plan_id, clause, span = SENTENCES[10]
    there = Cited(plan=plan_id, clause=clause, start=span.start, end=span.end)
    gone = [there.model_copy(update=change) for change in ({"plan": "nowhere"}, {"clause": "x"}, {"end": 10**9})]
    turn = Turn(role="assistant", content="…", cited=(gone[0], there, *gone[1:]))
    assert QUOTATIONS.cited(turn, ()) == (there,)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for one in cited(text):
        assert PLANS[one.plan].by_id[one.clause].span.contains(Span(one.start, one.end))
