"""Several plans side by side: who is responsible, which figures, what is only encouraged."""

import pytest

from assistant.assistant import Assistant
from assistant.models import Answer
from assistant.settings import Settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the five plans."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


def said_of(answer: Answer, plan: str) -> str:
    """What is said of a plan, by the name that the lines begin with."""
    return " ".join(sentence.text for sentence in answer.sentences if sentence.text.startswith(plan))


def test_departments_are_named_for_each_plan_that_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("太仓和无锡推广光伏分别由谁牵头？")
    assert not answer.refused
    assert "由市发改委牵头" in said_of(answer, "太仓：")
    assert "由市发展改革委牵头" in said_of(answer, "无锡：")
    assert {citation.plan for citation in answer.citations} == {"taicang", "wuxi"}


def test_a_plan_that_names_no_department_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("绿色出行由谁负责，五个方案都说说")
    for plan in ("太仓：", "姑苏：", "无锡："):
        assert "负责" in said_of(answer, plan)
    for plan in ("昆山高新区", "浒墅关"):
        assert "没有为各项任务列出责任部门" in said_of(answer, plan)


def test_departments_are_compared_in_english(assistant: Assistant) -> None:
    answer = assistant.ask("Who leads on green buildings in Wuxi and Gusu?")
    assert "is led by 市住房城乡建设局" in said_of(answer, "Wuxi")
    assert "names no lead department" in said_of(answer, "Gusu")


def test_within_one_plan_its_departments_are_named(assistant: Assistant) -> None:
    answer = assistant.ask("五份方案推广光伏分别由谁牵头？", plans=["wuxi"])
    assert "由市发展改革委牵头" in answer.sentences[-1].text
    assert {citation.plan for citation in answer.citations} == {"wuxi"}


def test_what_no_plan_says_has_nobody_responsible(assistant: Assistant) -> None:
    assert assistant.ask("太仓和无锡的月球基地由谁负责？").refused


def test_a_comparison_of_figures_says_the_figure(assistant: Assistant) -> None:
    answer = assistant.ask("共享停车位，姑苏和太仓谁报了数目？")
    assert "1500个" in said_of(answer, "姑苏：")


def test_plans_that_set_a_share_are_told_from_those_that_only_speak_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("哪些方案给装配式建筑定了比例，哪些没定？")
    assert "50%" in said_of(answer, "姑苏：")
    assert "50%" in said_of(answer, "无锡：")
    assert "没有写到" in said_of(answer, "浒墅关：")


def test_a_plan_mentions_what_it_prints_by_name(assistant: Assistant) -> None:
    answer = assistant.ask("哪些方案提到一带一路，哪些没提？")
    assert {citation.plan for citation in answer.citations} == {"gusu", "wuxi", "kunshan", "xushuguan"}
    assert all("一带一路" in citation.quote for citation in answer.citations)


def test_a_figure_without_a_year_is_said_to_have_none(assistant: Assistant) -> None:
    question = "无锡2030年充电桩要建多少个？"
    assert "没有写明" in assistant.ask(question).sentences[-1].text
    assert "没有写明" not in assistant.ask(question.replace("2030年", "")).sentences[-1].text
