"""Of what kind a gap is: the value is missing, or this plan is silent, or all are."""

import shutil
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.models import Answer
from assistant.settings import Settings
from corpus.plans import load_plans


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the five plans."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


def shown(answer: Answer) -> set[str]:
    """The plans whose sentences are shown for contrast."""
    assert answer.refused
    return {citation.plan for citation in answer.related}


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("姑苏2025年要建多少座加氢站？", "加氢站"),
        ("无锡的虚拟电厂2025年要有多少万千瓦？", "虚拟电厂"),
        ("太仓2030年光伏装机要到多少兆瓦？", "光伏"),
        ("无锡违规上两高项目，一次罚多少钱？", "高耗能"),
    ],
)
def test_a_plan_that_prints_the_thing_lacks_only_the_value(assistant: Assistant, question: str, printed: str) -> None:
    answer = assistant.ask(question)
    assert answer.reason == "value_not_given"
    assert shown(answer) == set(answer.plans)
    assert printed in answer.related[0].quote


@pytest.mark.parametrize(
    ("question", "where"),
    [("昆山高新区2025年要建多少个换电站？", "wuxi"), ("浒墅关的秸秆综合利用率要达到多少？", "taicang")],
)
def test_a_plan_that_does_not_is_silent_where_another_is_not(assistant: Assistant, question: str, where: str) -> None:
    answer = assistant.ask(question)
    assert answer.reason == "not_in_this_plan"
    assert where in shown(answer)
    assert not shown(answer) & set(answer.plans)


@pytest.mark.parametrize("question", ["太仓哪一年开工造核电站？", "姑苏的房产税怎么减免？"])
def test_what_no_plan_says_is_in_none(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.reason == "not_in_any_plan"
    assert "5份方案里都没有写到" in answer.text


def test_what_is_missing_is_called_a_figure_only_where_one_is_asked_for(assistant: Assistant) -> None:
    assert "没有给出所问的具体内容" in assistant.ask("浒墅关那个公众号叫什么名字？").text
    assert "没有给出所问的2025年数值" in assistant.ask("姑苏2025年要建多少座加氢站？").text


def test_only_the_plans_that_print_the_thing_are_said_to(assistant: Assistant) -> None:
    answer = assistant.ask("违规上两高项目要罚多少钱？")
    named = [plan for plan in assistant.plans.values() if plan.info.short in answer.text.split("方案")[0]]
    assert 0 < len(named) < len(assistant.plans)
    assert all("两高" in plan.text or "高耗能" in plan.text for plan in named)


def test_who_describes_himself_is_not_told_that_all_plans_are_silent(assistant: Assistant) -> None:
    answer = assistant.ask("我在浒墅关开电镀厂，哪些条款管得着我？")
    assert answer.refused
    assert answer.text.startswith("没有在浒墅关方案里找到专门针对这类企业的条款")
    assert answer.related


def test_a_single_plan_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    source = next(iter(load_plans()))
    shutil.copy(Settings().plans_dir / f"{source}.txt", tmp_path / "plans")
    alone = Assistant.open(Settings(plans_dir=tmp_path / "plans", data_dir=tmp_path / "data"))
    answer = alone.ask("哪一年开工造核电站？")
    assert answer.reason == "not_in_any_plan"
    assert answer.text.startswith(f"{alone.plans[source].info.short}方案里没有写到")


@pytest.mark.parametrize(
    ("question", "mild"),
    [("浒墅关是不是强制企业披露ESG？", "鼓励"), ("太仓新建大厂房的屋顶必须装光伏吗？", "鼓励")],
)
def test_what_is_only_encouraged_is_told_to_one_who_asks_whether_it_is_demanded(
    assistant: Assistant, question: str, mild: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert mild in answer.sentences[0].text


@pytest.mark.parametrize("question", ["昆山高新区的“飞地抱团”项目有哪些？", "无锡市2030年森林蓄积量的目标值是多少？"])
def test_what_is_named_and_not_printed_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).refused
