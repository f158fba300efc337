"""The charts of the registers: what is drawn, and what is written where nothing can be drawn."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from assistant.registers import Filters, Registers
from assistant.registers.charts import compare_chart, departments_chart
from assistant.registers.compare import Comparison, InPlan
from corpus.models import Quantity
from corpus.plans import Plan


@pytest.fixture(scope="module")
def registers(plans: Mapping[str, Plan]) -> Registers:
    """The registers of the plans that ship; nothing is like anything."""
    return Registers(plans, likeness=lambda name, others: [0.0 for _ in others])


def written(figure: Any) -> list[str]:
    """The words that stand where a bar would be."""
    return [str(annotation.text) for annotation in figure.layout.annotations]


def drawn(figure: Any) -> list[float]:
    """The lengths of the bars."""
    return [value for trace in figure.data for value in trace.x]


def test_values_are_drawn_and_silence_is_written(registers: Registers) -> None:
    figure: Any = compare_chart(registers.compare("林木覆盖率"), registers.plans)
    assert sorted(drawn(figure)) == [18.93, 27.8]
    assert written(figure).count("未写明 not stated") == 3
    assert "持续提升" in written(figure)
    labels = figure.layout.yaxis.ticktext
    assert labels[0] == "太仓 · 2025年"
    assert {label.split(" · ")[0] for label in labels} == {"太仓", "姑苏（征求意见稿）", "无锡", "昆山高新区", "浒墅关"}
    assert figure.layout.xaxis.title.text == "%"


def test_a_bar_knows_where_its_words_stand(registers: Registers) -> None:
    figure: Any = compare_chart(registers.compare("林木覆盖率"), registers.plans)
    for trace in figure.data:
        for plan, start, end in trace.customdata:
            assert "林木覆盖率" in registers.plans[plan].text[start:end]


def power(value: str, unit: str, base: str) -> Quantity:
    """An installed power."""
    return Quantity(printed=f"{value}{unit}", comparator="equal", value=Decimal(value), unit=unit, quantity="power",
                    base_value=Decimal(base), base_unit="千瓦")  # fmt: skip


def test_units_are_made_one_and_what_is_no_power_is_written(registers: Registers) -> None:
    known = registers.targets(Filters(("wuxi",)))[0]
    share = Quantity(printed="5%", comparator="equal", value=Decimal(5), unit="%", base_value=Decimal(5), base_unit="%")
    amounts = [power("253", "万千瓦", "2530000"), power("500", "兆瓦", "500000"), power("1", "万千瓦", "10000"), share]
    values = tuple(
        known.model_copy(update={"amount": amount, "year": 2025 + n, "period": "", "change": "level"})
        for n, amount in enumerate(amounts)
    )
    comparison = Comparison("x", "装机", "屋顶<b>", (InPlan("wuxi", values, ()),))
    figure: Any = compare_chart(comparison, registers.plans)
    assert figure.layout.xaxis.title.text == "万千瓦"
    assert drawn(figure) == [253, 50, 1]
    assert written(figure) == ["5%"]
    assert figure.layout.title.text == "装机（屋顶&lt;b&gt;）"


def test_nothing_but_silence_has_no_axis(registers: Registers) -> None:
    figure: Any = compare_chart(registers.compare("没有的指标"), registers.plans)
    assert written(figure) == ["未写明 not stated"] * 5
    assert not figure.layout.xaxis.visible


def test_departments_by_their_tasks(registers: Registers) -> None:
    entries = registers.departments(Filters(("wuxi",)))
    figure: Any = departments_chart(entries, registers.plans["wuxi"])
    assert sum(drawn(figure)) == sum(len(entry.tasks) for entry in entries)
    assert [trace.name.split()[0] for trace in figure.data] == ["牵头", "负责", "沿用"]
    totals = [sum(column) for column in zip(*(trace.x for trace in figure.data), strict=True)]
    assert totals == sorted(totals, reverse=True)
    assert "发展和改革委员会" in figure.layout.yaxis.ticktext[:5]


def test_a_plan_that_names_no_department_says_so(registers: Registers) -> None:
    figure: Any = departments_chart(registers.departments(Filters(("kunshan",))), registers.plans["kunshan"])
    assert not figure.data
    assert written(figure)[0].startswith("方案没有为任务列出责任部门")
