"""Each definition by a case made by hand; and whatever spoils an answer lowers the measure that is meant to see it."""

import pytest

from corpus.models import Departments
from corpus.plans import Plan, PlanInfo
from eval.answers import AnswerRow, CitationRow, RetrievedRow
from eval.case import Case, said, stands_on
from eval.judge import judge
from eval.locate import Place, Shelf
from eval.questions import Question
from eval.retrieved import ranked
from eval.scores import MEASURES, Scores, measures
from eval.why import reasons

DEMO = """示范市碳达峰实施方案
一、主要目标
到2025年，林木覆盖率达到24%，非化石能源消费比重达到13%。
二、重点任务
1.推广绿色建材。新建建筑全面执行绿色标准，装配式建筑占比达到50%以上。（市住建局牵头，市发改委、市工信局按职责分工负责）
2.完善绿色出行。城市绿色出行比例达到70%以上。（市交通局牵头，市公安局按职责分工负责）
3.发展绿色金融。鼓励银行发放绿色贷款。（市金融办牵头，市发改委按职责分工负责）
"""
OTHER = """邻市碳达峰实施方案
一、主要目标
到2025年，林木覆盖率达到27.8%。
"""
BUILDING = "装配式建筑占比达到50%以上。"
TRAVEL = "城市绿色出行比例达到70%以上。"
ROLES = Departments(lead=("市住建局",), responsible=("市发改委", "市工信局"))


def plan(plan_id: str, text: str) -> Plan:
    return Plan(plan_id, PlanInfo(title=plan_id, short=plan_id, names=(plan_id,), sha256="0" * 64), text)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf({"demo": plan("demo", DEMO), "other": plan("other", OTHER)})


def question(**changes: object) -> Question:
    row: dict[str, object] = {
        "id": "q1",
        "question": "装配式建筑要占多少，谁负责？",
        "plan": ["demo"],
        "type": "responsibility",
        "style": "formal",
        "facts": [["50%", "五成"], ["市住建局"]],
        "evidence": [{"plan": "demo", "quote": BUILDING}],
        "departments": {"lead": ["市住建局"], "responsible": ["市工信局", "市发改委"]},
        "answerable": True,
    }
    return Question.model_validate(row | changes)


def cite(quote: str, *, of: str = "demo", departments: Departments = ROLES) -> CitationRow:
    start = (DEMO if of == "demo" else OTHER).find(quote)
    return CitationRow(plan=of, quote=quote, start=start, end=start + len(quote), departments=departments)


def answer(**changes: object) -> AnswerRow:
    right = AnswerRow(
        id="q1",
        answer="装配式建筑占比达到50%以上，由市住建局牵头。[1]",
        refused=False,
        citations=(cite(BUILDING),),
        retrieved=(RetrievedRow(plan="demo", text=BUILDING),),
        latency_ms=3.0,
    )
    return right.model_copy(update=changes)


def lowered(shelf: Shelf, spoilt: AnswerRow | None, *, asked: Question | None = None) -> set[str]:
    """The measures that a spoilt answer lowers, or raises where lower is better."""
    asked = asked or question()
    before, after = judge(asked, answer(), shelf), judge(asked, spoilt, shelf)
    return {name for name in MEASURES if (getattr(before, name) or 0) != (getattr(after, name) or 0)}


def test_a_right_answer_is_right_in_everything_that_applies(shelf: Shelf) -> None:
    scores = judge(question(), answer(), shelf)
    lower = {"false_refusal", "misattributed", "fabricated"}
    values = {name: getattr(scores, name) for name in MEASURES if getattr(scores, name) is not None}
    assert {name: value for name, value in values.items() if value != (0 if name in lower else 1)} == {}
    assert scores.refusal_recall is scores.set_f1 is scores.kept is None
    assert reasons(Case(question(), answer(), shelf), scores) == []


def test_deleting_an_answer_makes_it_wrong(shelf: Shelf) -> None:
    assert {"strict", "correct", "facts", "cite_hit", "recall_5", "false_refusal"} <= lowered(shelf, None)
    scores = judge(question(), None, shelf)
    assert scores.missing
    assert scores.latency_ms is None
    assert reasons(Case(question(), None, shelf), scores) == ["no answer was given"]


def test_a_missing_refusal_is_no_refusal(shelf: Shelf) -> None:
    scores = judge(question(answerable=False, evidence=[], facts=[]), None, shelf)
    assert (scores.strict, scores.refusal_recall, scores.false_refusal) == (0, 0, None)


def test_changing_a_digit_loses_the_fact_and_its_support(shelf: Shelf) -> None:
    changed = answer(answer="装配式建筑占比达到58%以上，由市住建局牵头。[1]")
    assert lowered(shelf, changed) == {"strict", "correct", "facts", "numbers_supported"}


def test_changing_a_digit_of_a_quote_makes_it_fabricated(shelf: Shelf) -> None:
    forged = cite(BUILDING).model_copy(update={"quote": BUILDING.replace("50", "58")})
    assert {"strict", "correct", "quotes_valid", "fabricated"} <= lowered(shelf, answer(citations=(forged,)))
    assert "misattributed" not in lowered(shelf, answer(citations=(forged,)))


def test_a_quote_of_elsewhere_is_misattributed_not_fabricated(shelf: Shelf) -> None:
    moved = cite(BUILDING).model_copy(update={"start": 0, "end": len(BUILDING)})
    changed = lowered(shelf, answer(citations=(moved,)))
    assert {"quotes_valid", "misattributed", "strict"} <= changed
    assert "fabricated" not in changed
    assert "misattributed" in lowered(shelf, answer(citations=(cite(BUILDING).model_copy(update={"plan": "other"}),)))


def test_swapping_departments_is_seen(shelf: Shelf) -> None:
    swapped = Departments(lead=("市发改委",), responsible=("市住建局", "市工信局"))
    spoilt = answer(citations=(cite(BUILDING, departments=swapped),))
    assert lowered(shelf, spoilt) == {"strict", "correct", "departments", "departments_on_hit"}
    why = reasons(Case(question(), spoilt, shelf), judge(question(), spoilt, shelf))
    cited, printed = "lead 市发改委, responsible 市住建局、市工信局", "lead 市住建局, responsible 市工信局、市发改委"
    assert why == [f"departments: {cited}; the plan prints {printed}"]


def test_departments_decide_only_where_they_were_asked(shelf: Shelf) -> None:
    asked = question(type="target")
    spoilt = answer(citations=(cite(BUILDING, departments=Departments()),))
    assert lowered(shelf, spoilt, asked=asked) == {"departments", "departments_on_hit"}
    none_named = question(type="target", departments={"lead": [], "responsible": []})
    assert judge(none_named, spoilt, shelf).departments == 1
    assert judge(none_named, answer(), shelf).departments == 0


def test_citing_the_neighbouring_clause_is_seen(shelf: Shelf) -> None:
    changed = lowered(shelf, answer(citations=(cite(TRAVEL),)))
    assert {"strict", "correct", "cite_hit", "cite_recall", "cite_precision", "char_recall", "clause_first"} <= changed
    assert "quotes_valid" not in changed


def test_a_citation_too_many_lowers_precision_then_strict(shelf: Shelf) -> None:
    one_more = answer(citations=(cite(BUILDING), cite(TRAVEL)))
    assert judge(question(), one_more, shelf).cite_precision == 0.5
    assert judge(question(), one_more, shelf).strict == 1
    scores = judge(question(), answer(citations=(cite(BUILDING), cite(TRAVEL), cite("鼓励银行发放绿色贷款。"))), shelf)
    assert (scores.correct, scores.strict) == (1, 0)


def test_refusing_everything_is_seen(shelf: Shelf) -> None:
    refusal = AnswerRow(id="q1", answer="方案没有提到。", refused=True, reason="not_in_any_plan")
    assert {"strict", "correct", "false_refusal", "cite_recall"} <= lowered(shelf, refusal)
    assert judge(question(), refusal, shelf).refusal_precision == 0
    nothing = question(answerable=False, evidence=[], facts=[], reason="value_not_given")
    scores = judge(nothing, refusal, shelf)
    assert (scores.strict, scores.refusal_recall, scores.refusal_precision, scores.refusal_reason) == (1, 1, 1, 0)


def test_a_refusal_is_held_against_the_reason_where_the_gold_states_one(shelf: Shelf) -> None:
    nothing = question(answerable=False, evidence=[], facts=[], reason="value_not_given")
    right = AnswerRow(id="q1", answer="方案没有给出数值。", refused=True, reason="value_not_given")
    other = right.model_copy(update={"reason": "off_topic"})
    answers = (right, other, answer(), None)
    found = [judge(nothing, each, shelf) for each in answers]
    assert [(each.refusal_reason, each.refusal_right, each.reason) for each in found] == [
        (1, 1, "value_not_given"),
        (0, 0, "value_not_given"),
        (None, 0, "value_not_given"),
        (None, 0, "value_not_given"),
    ]
    case = Case(nothing, other, shelf)
    assert (found[1].strict, reasons(case, found[1])) == (
        1,
        ["refused for another reason: off_topic, not value_not_given"],
    )
    assert reasons(Case(nothing, right, shelf), found[0]) == []
    silent = judge(question(answerable=False, evidence=[], facts=[]), right, shelf)
    assert (silent.refusal_reason, silent.refusal_right) == (None, None)


def test_answering_what_the_plans_do_not_say_is_seen(shelf: Shelf) -> None:
    scores = judge(question(answerable=False, evidence=[], facts=[]), answer(), shelf)
    assert (scores.strict, scores.refusal_recall, scores.refusal_precision) == (0, 0, None)


def test_a_refusal_may_be_right_where_the_value_is_open(shelf: Shelf) -> None:
    asked = question(refusal_ok=True)
    bare = AnswerRow(id="q1", answer="方案没有给出数值。", refused=True)
    shows = bare.model_copy(update={"related": (cite(BUILDING),)})
    assert judge(asked, bare, shelf).strict == 0
    assert judge(asked, shows, shelf).strict == 1
    assert judge(asked, shows, shelf).false_refusal == 0
    assert judge(asked, shows, shelf).refusal_precision == 1


def test_a_long_answer_is_correct_but_not_strict(shelf: Shelf) -> None:
    scores = judge(question(), answer(answer=answer().answer + "好" * 500), shelf)
    assert (scores.correct, scores.strict) == (1, 0)
    assert judge(question(type="list"), answer(answer=answer().answer + "好" * 500), shelf).strict == 1


def test_what_must_not_be_said(shelf: Shelf) -> None:
    asked = question(must_not=["市住建局牵头"])
    assert (judge(asked, answer(), shelf).clean, judge(asked, answer(), shelf).strict) == (0, 0)


def test_a_comparison_needs_every_plan(shelf: Shelf) -> None:
    evidence = [{"plan": "demo", "quote": "林木覆盖率达到24%"}, {"plan": "other", "quote": "林木覆盖率达到27.8%"}]
    asked = question(type="compare", facts=[["24%"], ["27.8%"]], evidence=evidence)
    half = answer(answer="示范市24%，邻市27.8%。", citations=(cite("林木覆盖率达到24%"),))
    whole = half.model_copy(update={"citations": (*half.citations, cite("林木覆盖率达到27.8%", of="other"))})
    assert (judge(asked, half, shelf).set_recall, judge(asked, half, shelf).strict) == (0.5, 0)
    assert (judge(asked, whole, shelf).set_recall, judge(asked, whole, shelf).strict) == (1, 1)
    assert judge(asked, half, shelf).cite_recall == 0.5


def test_plans_that_mention_something(shelf: Shelf) -> None:
    asked = question(type="mention", facts=[], plans_expected=["demo"])
    both = answer(citations=(cite(BUILDING), cite("林木覆盖率达到27.8%", of="other")))
    assert judge(asked, answer(), shelf).set_f1 == 1
    assert judge(asked, both, shelf).set_f1 == pytest.approx(2 / 3)
    assert judge(asked, both, shelf).correct == 0


def test_a_portfolio_with_tasks_of_others_is_not_right(shelf: Shelf) -> None:
    asked = question(type="portfolio", facts=[], clauses_expected=["推广绿色建材", "发展绿色金融"])
    own = answer(answer="推广绿色建材；发展绿色金融")
    more = answer(answer="推广绿色建材；发展绿色金融；完善绿色出行")
    less = answer(answer="推广绿色建材")
    assert (judge(asked, own, shelf).set_precision, judge(asked, own, shelf).strict) == (1, 1)
    assert (judge(asked, more, shelf).set_precision, judge(asked, more, shelf).correct) == (pytest.approx(2 / 3), 0)
    assert (judge(asked, less, shelf).set_recall, judge(asked, less, shelf).correct) == (0.5, 0)


def test_characters_are_counted_one_by_one(shelf: Shelf) -> None:
    whole = "新建建筑全面执行绿色标准，" + BUILDING
    scores = judge(question(), answer(citations=(cite(whole),)), shelf)
    assert scores.char_recall == 1
    assert scores.char_precision == pytest.approx(len(BUILDING) / len(whole))
    part = judge(question(), answer(citations=(cite("占比达到50%"),)), shelf)
    assert (part.char_precision, part.char_recall) == (1, pytest.approx(len("占比达到50%") / len(BUILDING)))
    none = judge(question(), answer(citations=()), shelf)
    assert (none.char_precision, none.char_recall, none.char_f1, none.cite_precision) == (None, 0, 0, 0)


def test_a_conversation_is_kept_or_dropped(shelf: Shelf) -> None:
    history = [{"role": "user", "content": "邻市的林木覆盖率？"}, {"role": "assistant", "content": "27.8%"}]
    follow, switch = question(history=history, turn="ellipsis"), question(history=history, turn="switch")
    stuck = answer(citations=(cite("林木覆盖率达到27.8%", of="other"),))
    assert (judge(follow, answer(), shelf).kept, judge(follow, stuck, shelf).kept) == (1, 0)
    assert (judge(switch, answer(), shelf).dropped, judge(switch, stuck, shelf).dropped) == (1, 0)
    assert judge(question(), answer(), shelf).kept is None


@pytest.mark.parametrize(
    ("fact", "words", "expected"),
    [
        ("5%", "达到25%", False),
        ("25%", "达到２５％。", True),
        ("24", "2024年", False),
        ("24", "24.5", False),
        ("24", "24。5", True),
        ("5%", "0.5%", False),
        ("许墅关", "浒墅关经开区", True),
        ("PUE", "pue不高于1.3", True),
        ("1.3", "PUE 1.3 以下", True),
        ("1.3", "1.35", False),
    ],
)
def test_a_figure_is_never_part_of_a_longer_one(fact: str, words: str, expected: bool) -> None:
    assert said(fact, words.lower().replace("２５％", "25%").replace(" ", "")) is expected


@pytest.mark.parametrize(
    ("cited", "gold", "expected"),
    [
        ((0, 10), (5, 15), True),
        ((0, 10), (6, 15), False),
        ((0, 12), (6, 40), True),
        ((0, 10), (5, 40), False),
        ((0, 40), (28, 90), True),
        ((0, 40), (29, 90), False),
        ((0, 1000), (0, 20), True),
        ((0, 1001), (0, 20), False),
    ],
)
def test_when_a_citation_stands_on_gold(cited: tuple[int, int], gold: tuple[int, int], expected: bool) -> None:
    assert stands_on(Place("demo", *cited), Place("demo", *gold)) is expected
    assert not stands_on(Place("demo", *cited), Place("other", *gold))


def test_a_ranking_counts_each_gold_clause_once(shelf: Shelf) -> None:
    evidence = [
        {"plan": "demo", "quote": BUILDING},
        {"plan": "demo", "quote": "新建建筑全面执行绿色标准"},
        {"plan": "demo", "quote": TRAVEL},
    ]
    asked = question(evidence=evidence)
    hits = [RetrievedRow(plan="demo", text=text) for text in ("鼓励银行", BUILDING, "新建建筑全面执行绿色标准", TRAVEL)]
    names, gold = ranked(Case(asked, answer(retrieved=tuple(hits)), shelf))
    assert len(gold) == 2
    assert [name in gold for name in names] == [False, True, False, True]
    scores = judge(asked, answer(retrieved=tuple(hits)), shelf)
    assert (scores.success_1, scores.success_5, scores.recall_1, scores.recall_5) == (0, 1, 0, 1)
    assert scores.reciprocal_rank == 0.5


def test_an_alternative_stands_for_the_evidence(shelf: Shelf) -> None:
    asked = question(evidence_alt=[{"plan": "demo", "quote": TRAVEL}])
    hits = (RetrievedRow(plan="demo", text=TRAVEL), RetrievedRow(plan="demo", text=BUILDING))
    names, gold = ranked(Case(asked, answer(retrieved=hits), shelf))
    assert [name in gold for name in names] == [True, False]
    assert judge(asked, answer(citations=(cite(TRAVEL),)), shelf).cite_hit == 1


def test_every_measure_is_described() -> None:
    assert set(measures()) == {*MEASURES, "latency_p50_ms", "latency_p95_ms"}
    assert set(MEASURES) < set(Scores.model_fields)
