"""What a question takes from the questions before: what is kept, replaced, pointed at and cleared."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.conversation import opening_of
from assistant.models import Question, Turn
from assistant.question import Reader
from corpus.concepts import load_lexicon
from corpus.departments import load_directory
from corpus.english import load_translator
from corpus.errors import QuestionError
from corpus.places import load_gazetteer
from corpus.plans import Plan, load_plans

PLANS: Mapping[str, Plan] = load_plans()
READER = Reader(
    PLANS, directory=load_directory(), gazetteer=load_gazetteer(), translator=load_translator(load_lexicon())
)
SOLAR = "太仓2025年光伏装机要到多少？"
SOLAR_SAID = "到2025年底，力争光伏装机并网容量超500兆瓦。"
STORAGE_SAID = "鼓励装机容量2兆瓦以上的光伏项目，按照不低于装机容量8%的比例配建储能系统。"
TWO_SAID = f"{STORAGE_SAID}[1]\n{SOLAR_SAID}[2]"
ENERGY = "无锡2025年规上工业单位增加值能耗降多少？"
FULL = (SOLAR, ENERGY, "姑苏绿色建筑由谁牵头？", "哪些方案提到氢能？", "比较太仓和无锡的林木覆盖率")
OTHERS = ("太仓市发改委有哪些任务？", "Who leads green building in Wuxi?", "算了，不问这个", "那南京呢？")
SHORT = ("那无锡呢？", "谁牵头？", "2030年呢？", "营运货船呢", "第二条具体怎么说的", "还有别的部门吗", "具体点", "它呢")
CORRECTED = (
    "不是太仓，我问的是姑苏",
    "弄错城市了，我说的是太仓",
    "What about Gusu?",
    "And by 2030?",
    "No, I meant Wuxi",
)
QUESTIONS = st.sampled_from((*FULL, *OTHERS, *SHORT, *CORRECTED))
SAID = st.sampled_from([SOLAR_SAID, TWO_SAID, "…", "1. 甲[1]\n2. 乙[2]", "没有写到。", "太仓：" + SOLAR_SAID + "[3]"])


def said(*pairs: tuple[str, str]) -> list[Turn]:
    """A conversation of these questions and answers."""
    return [
        turn
        for question, answer in pairs
        for turn in (Turn(role="user", content=question), Turn(role="assistant", content=answer))
    ]


HISTORIES = st.lists(st.tuples(QUESTIONS, SAID), min_size=1, max_size=5).map(lambda pairs: said(*pairs))


def facts(question: Question) -> tuple[object, ...]:
    """What the state holds of a question."""
    return (question.kind, question.plans, question.topic, question.years, question.departments, question.indicator)


@pytest.mark.parametrize(
    ("words", "move", "rest"),
    [
        ("那无锡呢?", "", "那无锡呢"),
        ("算了,不问这个", "end", ""),
        ("算了不问这个了。浒墅关的重卡", "end", "浒墅关的重卡"),
        ("行,先放放。浒墅关的重卡", "end", "浒墅关的重卡"),
        ("这个先放下。太仓的农膜", "end", "太仓的农膜"),
        ("换个话头,姑苏的垃圾", "end", "姑苏的垃圾"),
        ("另一个问题:太仓的PUE", "end", "太仓的PUE"),
        ("Forget it. Who leads it", "end", "Who leads it"),
        ("let's change the subject: forests", "end", "forests"),
        ("换个地方问,姑苏的绿地", "", "姑苏的绿地"),
        ("never mind, Wuxi", "", "Wuxi"),
        ("弄错城市了,我说的是太仓", "correction", "太仓"),
        ("我看岔了,要的是姑苏那份", "correction", "姑苏那份"),
        ("不对,我问的是无锡那边的", "correction", "无锡那边的"),
        ("说错了,应该是太仓", "correction", "太仓"),
        ("No, I meant Gusu", "correction", "Gusu"),
        ("sorry, wrong city, I meant Gusu", "correction", "Gusu"),
        ("不问世事的企业要做什么", "", "不问世事的企业要做什么"),
        ("是不是必须装光伏", "", "是不是必须装光伏"),
    ],
)
def test_how_a_follow_up_begins(words: str, move: str, rest: str) -> None:
    opening = opening_of(words)
    assert (opening.move, opening.rest) == (move, rest)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [("不是太仓,我问的是姑苏", "太仓"), ("不是太仓,是姑苏", "太仓"), ("not Taicang, Gusu", "Taicang")],
)
def test_what_a_correction_takes_back(words: str, wrong: str) -> None:
    assert opening_of(words).wrong.strip() == wrong


@pytest.mark.parametrize(
    ("text", "plans", "years", "kind", "item"),
    [
        ("营运货船呢", ("wuxi",), ("2025",), "value", "营运货船"),
        ("太仓呢", ("taicang",), ("2025",), "value", ""),
        ("2030年呢？", ("wuxi",), ("2030",), "value", ""),
        ("谁牵头？", ("wuxi",), ("2025",), "responsibility", ""),
        ("还有别的部门吗", ("wuxi",), ("2025",), "responsibility", ""),
        ("What about ships?", ("wuxi",), ("2025",), "value", "船舶 运输"),
        ("Who leads it?", ("wuxi",), ("2025",), "responsibility", ""),
    ],
)
def test_what_is_kept_and_what_is_replaced(
    text: str, plans: tuple[str, ...], years: tuple[str, ...], kind: str, item: str
) -> None:
    read = READER.read(text, said((ENERGY, "…")))
    assert (read.plans, read.years, read.kind, read.item) == (plans, years, kind, item)


def test_a_thing_that_the_lexicon_does_not_know_is_searched_for_beside_the_old_one() -> None:
    query = READER.read("营运货船呢", said((ENERGY, "…"))).query
    assert "营运货船" in query
    assert "能耗" in query


def test_a_known_thing_takes_the_place_of_the_old_one() -> None:
    read = READER.read("那绿色建筑呢？", said((SOLAR, SOLAR_SAID)))
    assert (read.query, read.plans) == ("绿色建筑", ("taicang",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第一条具体怎么说的", STORAGE_SAID),
        ("第二条具体怎么说的", SOLAR_SAID),
        ("[2]谁牵头？", SOLAR_SAID),
        ("最后一条谁负责", SOLAR_SAID),
        ("Tell me more about the second one", SOLAR_SAID),
    ],
)
def test_a_question_may_number_a_citation(text: str, words: str) -> None:
    read = READER.read(text, said((SOLAR, TWO_SAID)))
    assert read.pointed is not None
    assert words[-12:] in PLANS["taicang"].text[read.pointed.start : read.pointed.end]


@pytest.mark.parametrize("text", ["第三条具体怎么说的", "[9]呢", "the fifth one please"])
def test_a_citation_that_is_not_there(text: str) -> None:
    read = READER.read(text, said((SOLAR, TWO_SAID)))
    assert read.pointed is None
    assert read.beyond


def test_who_is_asked_of_what_was_cited() -> None:
    read = READER.read("这摊事谁挑头？", said((SOLAR, SOLAR_SAID)))
    assert read.pointed is not None
    assert read.pointed.clause == "taicang/3.2.1"


def test_what_was_cited_of_another_plan_is_not_pointed_at() -> None:
    read = READER.read("那无锡谁牵头？", said((SOLAR, SOLAR_SAID)))
    assert (read.plans, read.pointed, read.near) == (("wuxi",), None, ())


def test_a_long_conversation_is_remembered() -> None:
    turns = said((SOLAR, "…"), *[("谁牵头？", "…"), ("多少？", "…")] * 6)
    read = READER.read("那无锡呢？", turns)
    assert (read.plans, read.topic, read.years) == (("wuxi",), "光伏装机", ("2025",))


@settings(max_examples=60, deadline=None)
@given(history=HISTORIES, text=QUESTIONS)
def test_the_state_survives_rebuilding(history: Sequence[Turn], text: str) -> None:
    again = [Turn.model_validate_json(turn.model_dump_json()) for turn in history]
    read = READER.read(text, history)
    assert READER.read(text, again) == read
    if read.query and not read.unknown_places and not read.beyond:
        turns = [*history, Turn(role="user", content=text)]
        assert facts(READER.read("那呢？", turns)) == facts(read)


@settings(max_examples=40, deadline=None)
@given(history=HISTORIES, opening=st.sampled_from(["算了，不问这个。", "换个话题，", "另一个问题：", "Forget it. "]))
def test_a_switch_clears(history: Sequence[Turn], opening: str) -> None:
    assert READER.read(f"{opening}{SOLAR}", history) == READER.read(SOLAR)._replace(text=READER.read(SOLAR).text[:-1])


@settings(max_examples=40, deadline=None)
@given(history=HISTORIES)
def test_after_a_switch_there_is_nothing_to_carry(history: Sequence[Turn]) -> None:
    read = READER.read("谁牵头？", [*history, Turn(role="user", content="算了，不问这个")])
    assert (read.plans, read.years, read.topic, read.carried) == ((), (), "", ())


ANY = st.one_of(st.text(max_size=60), st.lists(QUESTIONS, max_size=3).map("，".join), SAID)
TURNS = st.lists(st.builds(Turn, role=st.sampled_from(["user", "assistant"]), content=ANY), max_size=6)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY, history=TURNS)
@example(text="[99]", history=said((SOLAR, TWO_SAID)))
@example(text="再过十年呢", history=said(("2069年", "…")))
@example(text="不是,我问的是", history=said((SOLAR, SOLAR_SAID)))
def test_any_conversation_is_read(text: str, history: Sequence[Turn]) -> None:
    try:
        read = READER.read(text, history)
    except QuestionError:
        return
    assert set(read.plans) <= PLANS.keys()
    assert all(cited.plan in PLANS for cited in read.near)
    if read.pointed is not None:
        assert read.pointed.clause in PLANS[read.pointed.plan].by_id
