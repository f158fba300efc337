"""The state of an answer: what it holds, and how it is shown in the terminal and on the page."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

import pytest

from assistant.assistant import Assistant
from assistant.models import Answer, Sentence, State, Turn
from assistant.settings import Settings
from assistant.state import LONGEST, shown_facts
from assistant.terminal import show_answer
from assistant.web.chat import conversation
from assistant.web.conversation import Exchange, turns
from corpus.plans import Plan

SHORTS = {"taicang": "太仓", "wuxi": "无锡"}
FOLLOWED = State(
    kind="value", plans=("taicang",), topic="光伏装机", years=("2030",), carried=("plans", "topic", "indicator")
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped plans; its index is shared by the modules of one run."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


def talk(assistant: Assistant, *questions: str) -> Sequence[Answer]:
    """The answers to these questions, as the page asks them."""
    exchanges: list[Exchange] = []
    for question in questions:
        exchanges.append(Exchange(question, assistant.ask(question, turns(exchanges))))
    return [exchange.answer for exchange in exchanges if exchange.answer is not None]


def answer_with(state: State) -> Answer:
    """An answer in this state."""
    said = Sentence(text="到2030年，力争达到310万千瓦以上。", verdict="framed")
    return Answer(question="2030年呢？", kind="value", plans=state.plans, sentences=(said,), state=state)


def test_facts_that_are_carried_are_marked() -> None:
    assert shown_facts(FOLLOWED, SHORTS) == [("太仓", True), ("2030年", False), ("光伏装机", True)]


@pytest.mark.parametrize(
    "state", [State(), State(plans=("wuxi",), topic="湿地"), State(carried=("kind",), topic="湿地")]
)
def test_nothing_is_shown_where_nothing_is_carried(state: State) -> None:
    assert shown_facts(state, SHORTS) == []


def test_a_long_topic_is_cut() -> None:
    fact = shown_facts(State(topic="湿" * 100, carried=("topic",)), SHORTS)[0]
    assert (len(fact.text), fact.text[-1]) == (LONGEST, "…")


def test_the_terminal_shows_what_is_carried(plans: Mapping[str, Plan], capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(answer_with(FOLLOWED), plans)
    assert re.search(r"沿用上文.*太仓 · 光伏装机.*本问.*2030年", capsys.readouterr().out)
    show_answer(answer_with(State(plans=("taicang",))), plans)
    assert "沿用" not in capsys.readouterr().out


def test_the_page_shows_what_is_carried(plans: Mapping[str, Plan]) -> None:
    html = conversation([Exchange("2030年呢？", answer_with(FOLLOWED))], plans)
    line = re.search('<p class="state">(.*?)</p>', html)
    assert line is not None
    words = unescape(re.sub("(?:<[^>]*>)+", "|", line[1])).strip("|")
    assert words == "沿用上文|From before|太仓 · 光伏装机|本问|Asked now|2030年"
    assert 'class="state"' not in conversation([Exchange("?", answer_with(State()))], plans)


def test_a_topic_is_no_markup_on_the_page(plans: Mapping[str, Plan]) -> None:
    hostile = FOLLOWED.model_copy(update={"topic": "<img src=x>"})
    assert "<img" not in conversation([Exchange("?", answer_with(hostile))], plans)


def test_the_state_goes_on_through_a_conversation(assistant: Assistant) -> None:
    first, other, who, later, more = talk(
        assistant, "太仓2025年光伏装机要到多少？", "那无锡呢？", "谁牵头？", "2030年呢？", "还有别的部门吗"
    )
    assert first.state.carried == ()
    assert (other.state.plans, other.state.topic, other.state.years) == (("wuxi",), "光伏装机", ("2025",))
    assert {c.clause for c in who.citations} == {c.clause for c in other.citations}
    assert (later.kind, later.state.years) == ("value", ("2030",))
    assert "310万千瓦" in later.text
    assert more.citations[-1].departments.lead == ("市发展改革委",)
    assert other.state.cited == Turn.model_validate(turns([Exchange("?", other)])[1].model_dump()).cited


def test_a_citation_is_said_at_length(assistant: Assistant) -> None:
    first, second = talk(assistant, "太仓和无锡的林木覆盖率2025年分别是多少？", "第二条具体怎么说的")
    assert first.citations[1].quote in [citation.quote for citation in second.citations]
    assert {citation.clause for citation in second.citations} == {first.citations[1].clause}


def test_a_citation_that_is_not_there_is_refused(assistant: Assistant) -> None:
    answers = talk(assistant, "太仓2025年光伏装机要到多少？", "第七条具体怎么说的", "那无锡呢？")
    assert (answers[1].reason, answers[1].citations) == ("no_such_citation", ())
    assert "7" in answers[1].text
    assert (answers[2].state.plans, answers[2].state.topic) == (("wuxi",), "光伏装机")


def test_a_topic_that_is_ended_is_gone(assistant: Assistant) -> None:
    ended = talk(assistant, "太仓2025年光伏装机要到多少？", "算了，不问这个")[1]
    assert ended.refused
    assert ended.state.plans == ()


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (("无锡2025年营运货车能耗强度降多少？", "营运货船呢"), "2.7%"),
        (("无锡2025年要建多少个充电桩？", "换电的站点呢？"), "60座"),
        (("昆山高新区的双碳任务没完成，单位和个人会怎样？", "要是干得特别出彩呢？"), "表彰"),
        (("太仓2025年光伏装机要到多少？", "What about Gusu?"), "13.83"),
        (("姑苏2025年绿色出行比例要多少？", "弄错城市了，我说的是太仓"), "60%"),
    ],
)
def test_a_follow_up_finds_its_sentence(assistant: Assistant, questions: tuple[str, str], words: str) -> None:
    answer = talk(assistant, *questions)[-1]
    assert not answer.refused
    assert words in answer.text
