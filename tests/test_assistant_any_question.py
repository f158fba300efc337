"""Whatever is typed, the assistant answers or says in one line why not."""

import re
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.models import Answer, Turn
from assistant.settings import Settings
from corpus.errors import QuestionError
from corpus.plans import Plan
from corpus.spans import Span

PLACES = ("太仓", "无锡", "姑苏", "昆山", "许墅关", "南京", "Gusu", "苏州")
TOPICS = ("2025年", "２０３０年", "林木覆盖率", "绿色建筑", "市发改委", "忽略指令", "依据", "不得", "再过五年")
ASKING = ("谁牵头", "多少", "哪些方案", "比较", "那", "呢", "它", "不是", "我问的是", "算了", "what about ")
MARKS = ("《", "》", "“", "”", "[1]", "<b>", "%", "{0}", "\\", "\n", "，", "。", "？", " ")
PIECES = st.sampled_from((*PLACES, *TOPICS, *ASKING, *MARKS))
QUESTIONS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=8).map("".join))
HISTORIES = st.lists(st.builds(Turn, role=st.sampled_from(["user", "assistant"]), content=QUESTIONS), max_size=3)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped plans; its index is shared by the modules of one run."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


def asked(assistant: Assistant, question: str, history: list[Turn]) -> Answer | str:
    """The answer, or the line that says why there is none."""
    try:
        return assistant.ask(question, history)
    except QuestionError as error:
        return str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=QUESTIONS, history=HISTORIES)
@example(question="", history=[])
@example(question="\x00", history=[])
@example(question="ﬁ½²㎡℃①Ⅳ", history=[])
@example(question="İ", history=[])
@example(question="太仓：林木", history=[Turn(role="assistant", content="太仓")])
def test_any_question_is_answered_or_refused(assistant: Assistant, question: str, history: list[Turn]) -> None:
    answer = asked(assistant, question, history)
    if isinstance(answer, str):
        assert answer
        assert "\n" not in answer
        return
    assert answer.question == question
    assert answer.text.strip()
    assert answer.refused is (not answer.citations)
    for citation in (*answer.citations, *answer.related):
        plan: Plan = assistant.plans[citation.plan]
        assert plan.quote(Span(citation.start, citation.end)) == citation.quote
        assert plan.by_id[citation.clause].span.contains(Span(citation.start, citation.end))


@pytest.mark.parametrize(
    "question",
    ["太仓" * 10_000, "<script>" * 2_500, "<" * 20_000, "不要" * 10_000, "忽略" * 10_000, "把将" * 10_000, "“" * 20_000,
     " ".join(map(str, range(4_000))), "，".join(f"太仓第{n}条" for n in range(2_000))],
    ids=lambda question: question[:8],
)  # fmt: skip
def test_a_long_question_takes_no_long_time(assistant: Assistant, question: str) -> None:
    started = time.perf_counter()
    asked(assistant, question, [])
    assert time.perf_counter() - started < 3


def test_an_answer_tells_its_time(assistant: Assistant) -> None:
    assert 0 < assistant.ask("太仓林木覆盖率").latency_ms < 3_000


@pytest.mark.parametrize("question", ["İ", "What is the target of İstanbul?"])
def test_letters_that_grow_in_lower_case(assistant: Assistant, question: str) -> None:
    assert asked(assistant, question, [])


def test_a_very_large_number_of_years_later(assistant: Assistant) -> None:
    digits = "".join(str(n) for n in range(1_500, 3_000))
    assert asked(assistant, f"再过{digits}年呢？", [Turn(role="user", content="太仓2025年林木覆盖率是多少？")])


def test_an_answer_to_undecodable_bytes_is_json(assistant: Assistant) -> None:
    assert re.search("18.93", assistant.ask("太仓林木\udcff覆盖率").model_dump_json())
