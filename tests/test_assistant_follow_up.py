"""Questions that lean on the ones before, and those that do not."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.models import Turn
from assistant.question import Reader, reader_of
from corpus.concepts import Lexicon
from corpus.plans import Plan
from index.encoder import load_encoder

FOREST = "太仓2025年林木覆盖率是多少？"
WHO = "太仓绿色建筑由谁牵头？"
LEADS = "Who leads green building in Taicang?"


@pytest.fixture(scope="module")
def reader(plans: Mapping[str, Plan], lexicon: Lexicon) -> Reader:
    """A reader of questions about the shipped plans."""
    return reader_of(plans, lexicon, load_encoder())


def said(*questions: str) -> Sequence[Turn]:
    """A conversation of these questions, each answered."""
    return [
        turn for text in questions for turn in (Turn(role="user", content=text), Turn(role="assistant", content="…"))
    ]


@pytest.mark.parametrize(
    ("before", "text", "named", "topic", "kind"),
    [
        (FOREST, "那无锡呢？", ("wuxi",), "林木覆盖率", "value"),
        (FOREST, "无锡呢", ("wuxi",), "林木覆盖率", "value"),
        (FOREST, "What about Wuxi?", ("wuxi",), "林木覆盖率", "value"),
        (FOREST, "2030年呢？", ("taicang",), "林木覆盖率", "value"),
        (FOREST, "谁牵头？", ("taicang",), "林木覆盖率", "responsibility"),
        (FOREST, "搞错了，我问的是无锡", ("wuxi",), "林木覆盖率", "value"),
        (FOREST, "不是太仓，我问的是姑苏", ("gusu",), "林木覆盖率", None),
        (WHO, "那姑苏呢？", ("gusu",), "绿色建筑", "responsibility"),
        (LEADS, "What about Gusu?", ("gusu",), "绿色建筑", "responsibility"),
        (LEADS, "and Wuxi?", ("wuxi",), "绿色建筑", "responsibility"),
    ],
)
def test_a_follow_up_is_completed(
    reader: Reader, before: str, text: str, named: tuple[str, ...], topic: str, kind: str | None
) -> None:
    read = reader.read(text, said(before))
    assert read.plans == named
    assert topic in read.query
    assert kind in (None, read.kind)
    assert read.carried


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("那无锡呢？", ("2025",)),
        ("谁牵头？", ("2025",)),
        ("2030年呢？", ("2030",)),
        ("再过五年呢？", ("2030",)),
        ("再过10年呢？", ("2035",)),
    ],
)
def test_the_year_is_carried_or_replaced(reader: Reader, text: str, years: tuple[str, ...]) -> None:
    assert reader.read(text, said(FOREST)).years == years


def test_who_is_responsible_is_asked_of_several_plans_and_of_one(reader: Reader) -> None:
    both = "太仓和无锡推广光伏分别由谁牵头？"
    one = reader.read("那姑苏呢？", said(both))
    assert (one.kind, one.roles) == ("responsibility", False)
    two = reader.read("那姑苏和无锡呢？", said(WHO))
    assert (two.kind, two.roles) == ("compare", True)
    figure = reader.read("2025年光伏装机呢？", said(both))  # another thing is asked, and not who
    assert (figure.kind, figure.roles, figure.amount) == ("compare", False, "power")


def test_a_chain_of_follow_ups(reader: Reader) -> None:
    read = reader.read("谁牵头？", said(FOREST, "那无锡呢？"))
    assert (read.plans, read.kind) == (("wuxi",), "responsibility")
    assert "林木覆盖率" in read.query


def test_a_new_topic_keeps_the_place_only(reader: Reader) -> None:
    read = reader.read("怎么推广新能源汽车？", said(FOREST))
    assert (read.plans, read.kind, read.years) == (("taicang",), "measure", ())
    assert "林木" not in read.query


@pytest.mark.parametrize("text", ["姑苏区怎么推广新能源汽车？", "算了，换个话题，姑苏区怎么推广新能源汽车？"])
def test_a_new_question_leans_on_nothing(reader: Reader, text: str) -> None:
    read = reader.read(text, said(FOREST))
    assert (read.plans, read.years, read.carried) == (("gusu",), (), ())
    assert "新能源汽车" in read.query
    assert "林木" not in read.query


def test_ending_a_topic_takes_no_word_of_the_next(reader: Reader) -> None:
    read = reader.read("算了，无锡绿色建筑由谁牵头？", said(FOREST))
    assert "绿色建筑" in read.query


def test_a_correction_keeps_the_kind(reader: Reader) -> None:
    assert reader.read("不是太仓，我问的是姑苏", said(FOREST)).kind == "value"


def test_a_place_without_a_plan_takes_no_plan_from_before(reader: Reader) -> None:
    read = reader.read("那南京呢？", said(FOREST))
    assert (read.plans, read.unknown_places) == ((), ("南京",))


@pytest.mark.parametrize("before", ["😀", "", "<p>", "林" * 30_000])
def test_what_cannot_be_read_before_is_passed_over(reader: Reader, before: str) -> None:
    assert reader.read(FOREST, said(before)) == reader.read(FOREST)


def test_the_words_of_the_assistant_are_no_question(reader: Reader) -> None:
    history = [Turn(role="user", content=FOREST), Turn(role="assistant", content="无锡2030年湿地保护率")]
    read = reader.read("谁牵头？", history)
    assert read.plans == ("taicang",)
    assert "湿地" not in read.query


def test_the_same_conversation_is_read_the_same(reader: Reader) -> None:
    history = said(FOREST, "那无锡呢？", "2030年呢？")
    assert reader.read("谁牵头？", history) == reader.read("谁牵头？", history)
