"""The registers of a library: what passes the filters, and one indicator across plans."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.registers import EVERYTHING, Filters, Registers
from assistant.registers.compare import compare, resolve
from assistant.registers.filters import is_due, last_year
from assistant.registers.industry import Industry
from assistant.registers.registers import shipped_likeness
from corpus.errors import CorpusError
from corpus.models import Target
from corpus.plans import Plan, describe

CITY = """甲市碳达峰实施方案
一、主要目标
到2025年，林木覆盖率达到18.93%，非化石能源消费比重达到13%。“十四五”期间，煤炭消费比重持续下降。
二、重点任务
（一）绿色建筑
到2030年，城市建成区绿化覆盖率力争达到40%以上。新建公共建筑应当执行绿色建筑标准。（市住建局牵头，市发改委按职责分工负责）
（二）工业节能
鼓励造纸企业使用绿色电力。禁止新建燃煤锅炉。（市工信局牵头，市生态环境局按职责分工负责）
"""
TOWN = """乙县碳达峰实施方案（征求意见稿）
一、主要目标
到2025年，城市建成区绿化覆盖率达到30%。
"""


def plan_of(plan_id: str, text: str) -> Plan:
    """A plan without a manifest."""
    return Plan(plan_id, describe(text, plan_id=plan_id, digest="0" * 64), text)


def shared_pairs(name: str, others: Sequence[str]) -> list[float]:
    """A likeness that one can compute by hand: the share of pairs of characters that two names have in common."""

    def pairs(words: str) -> set[str]:
        return {words[at : at + 2] for at in range(len(words) - 1)}

    return [len(pairs(name) & pairs(other)) / len(pairs(name) | pairs(other)) for other in others]


@pytest.fixture(scope="module")
def made() -> Registers:
    """A city that states the forest cover, and a town that does not."""
    return Registers({"city": plan_of("city", CITY), "town": plan_of("town", TOWN)}, likeness=shared_pairs)


@pytest.fixture(scope="module")
def registers(plans: Mapping[str, Plan]) -> Registers:
    """The registers of the plans that ship."""
    return Registers(plans, likeness=shared_pairs)


def indicators(targets: Sequence[Target]) -> set[str]:
    """What they measure."""
    return {target.indicator for target in targets}


def test_without_filters_everything_is_there_in_order_of_plans_and_of_reading(registers: Registers) -> None:
    order = list(registers.plans)
    for entries in (registers.targets(), registers.obligations()):
        places = [(order.index(entry.plan), entry.span.start) for entry in entries]
        assert places == sorted(places)
        assert {entry.plan for entry in entries} == set(order)


def test_every_entry_is_bound_to_the_words_of_its_plan(registers: Registers) -> None:
    for entry in (*registers.targets(), *registers.obligations()):
        plan = registers.plans[entry.plan]
        assert plan.quote(entry.span) == entry.quote
        assert plan.by_id[entry.clause].span.contains(entry.span)


def test_a_register_is_read_once(made: Registers) -> None:
    assert all(one is other for one, other in zip(made.targets(), made.targets(), strict=True))


@pytest.mark.parametrize("name", ["targets", "obligations", "departments", "warnings"])
def test_a_plan_that_is_not_there(made: Registers, name: str) -> None:
    argument = ("nowhere",) if name == "warnings" else Filters(("nowhere",))
    with pytest.raises(CorpusError, match="no plan 'nowhere' in the library: choose from city, town"):
        getattr(made, name)(argument)


def test_filters_by_plan_and_year(made: Registers) -> None:
    assert indicators(made.targets(Filters(("town",)))) == {"建成区绿化覆盖率"}
    assert indicators(made.targets(Filters(year=2030))) == {"建成区绿化覆盖率"}
    assert indicators(made.targets(Filters(("city",), year=2025))) == {
        "林木覆盖率",
        "非化石能源消费比重",
        "煤炭消费比重",
    }


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("十四五", 2025),
        ("十五五", 2030),
        ("十三五", 2020),
        ("十五", 2005),
        ("每年", None),
        ("2021-2025", None),
        ("", None),
    ],
)
def test_a_five_year_plan_ends_in_its_last_year(period: str, year: int | None) -> None:
    assert last_year(period) == year


def test_a_printed_year_goes_before_the_period(made: Registers) -> None:
    target = made.targets()[0].model_copy(update={"year": 2023, "period": "十四五"})
    assert is_due(target, 2023)
    assert not is_due(target, 2025)


@pytest.mark.parametrize(
    "asked", ["市住建局", "住建局", "住房和城乡建设局", "housing bureau", "管建筑的", " 市住建局 "]
)
def test_a_department_by_any_of_its_names(made: Registers, asked: str) -> None:
    assert [entry.department for entry in made.departments(Filters(department=asked))] == ["住房和城乡建设局"]
    assert indicators(made.targets(Filters(department=asked))) == {"建成区绿化覆盖率"}
    assert {entry.addressee for entry in made.obligations(Filters(department=asked))} == {"新建公共建筑"}


def test_a_department_that_no_plan_names(made: Registers) -> None:
    asked = Filters(department="市教育局")
    assert made.targets(asked) == made.obligations(asked) == made.departments(asked) == []
    assert made.bodies_meant("市教育局") == frozenset()
    assert made.nearest_body("城乡建设处") == "住房和城乡建设局"


def test_modality(made: Registers) -> None:
    modalities = {
        modality: [entry.addressee for entry in made.obligations(Filters(modality=modality))]
        for modality in ("must", "must_not", "encouraged")
    }
    assert "造纸企业" in modalities["encouraged"]
    assert "新建公共建筑" in modalities["must"]
    assert len(modalities["must_not"]) == 1
    assert sum(map(len, modalities.values())) == len(made.obligations())


@pytest.mark.parametrize("asked", ["造纸", "造纸企业", "造纸行业", "paper mill", "企业", "工业企业"])
def test_an_industry_by_kind_and_by_what_it_is_a_kind_of(made: Registers, asked: str) -> None:
    assert "造纸企业" in {entry.addressee for entry in made.obligations(Filters(industry=asked))}


def test_what_binds_enterprises_binds_an_industry_and_not_the_other_way() -> None:
    paper = Industry("造纸企业")
    assert paper.binds(["企业"])
    assert paper.binds(["造纸企业"])
    assert not paper.binds(["钢铁企业"])
    assert not paper.binds(["公共建筑"])


def test_an_industry_as_a_topic(made: Registers) -> None:
    assert indicators(made.targets(Filters(industry="绿色建筑"))) == {"建成区绿化覆盖率"}  # the heading speaks of it
    found = made.departments(Filters(industry="工业"))
    assert {task.clause for entry in found for task in entry.tasks} == {"city/2.2"}


def test_an_industry_that_means_nothing(made: Registers) -> None:
    assert not Industry("哈哈").known
    assert Industry("建筑").known
    assert made.targets(Filters(industry="哈哈")) == []


def test_an_indicator_and_not_its_near_miss(made: Registers) -> None:
    assert indicators(made.targets(Filters(indicator="林木覆盖率"))) == {"林木覆盖率"}
    assert indicators(made.targets(Filters(indicator="城市建成区绿化覆盖率"))) == {"建成区绿化覆盖率"}
    assert indicators(made.targets(Filters(indicator="覆盖率"))) == {
        "林木覆盖率",
        "建成区绿化覆盖率",
    }  # a part of names
    assert made.targets(Filters(indicator="没有的指标")) == []


@pytest.mark.parametrize("asked", ["林木覆盖率", "林木覆盖", "林木覆蓋率", "forest coverage rate", " 林木覆盖率 "])
def test_an_indicator_in_other_words(made: Registers, asked: str) -> None:
    assert resolve(asked, made.targets()).name == "林木覆盖率"


def test_a_plan_that_is_silent_is_a_value(made: Registers) -> None:
    city, town = made.compare("林木覆盖率").rows
    assert (city.plan, city.stated, [str(value.amount.value) for value in city.values if value.amount]) == (
        "city", True, ["18.93"],
    )  # fmt: skip
    assert (town.plan, town.stated, town.values) == ("town", False, ())


def test_near_misses_stand_apart(registers: Registers) -> None:
    comparison = registers.compare("建成区绿化覆盖率", Filters(("taicang", "kunshan")))
    for row in comparison.rows:
        assert all(value.indicator == "建成区绿化覆盖率" for value in row.values)
        assert all(miss.target.indicator != "建成区绿化覆盖率" for miss in row.near)
    assert not comparison.rows[1].stated


def test_another_scope_is_a_near_miss_where_a_scope_is_asked_for(made: Registers) -> None:
    known = made.targets()[0].model_copy(update={"indicator": "屋顶光伏覆盖率"})
    offices, plants = (known.model_copy(update={"scope": scope}) for scope in ("新建公共机构建筑", "新建厂房"))
    targets = {"city": [offices, plants]}
    asked = compare("新建公共机构建筑屋顶光伏覆盖率", targets, ["city"], likeness=shared_pairs)
    assert (asked.indicator, asked.scope) == ("屋顶光伏覆盖率", "新建公共机构建筑")
    assert asked.rows[0].values == (offices,)
    assert [(miss.target, miss.likeness) for miss in asked.rows[0].near] == [(plants, 1.0)]
    assert compare("屋顶光伏覆盖率", targets, ["city"], likeness=shared_pairs).rows[0].values == (offices, plants)


def test_the_nearest_misses_first_and_no_more_than_three(made: Registers) -> None:
    known = made.targets()[0]
    names = ("甲乙丙丁戊己庚率", "甲乙丙丁率", "甲乙丙丁戊率", "甲乙丙丁戊己率")
    targets = {"city": [known.model_copy(update={"indicator": name}) for name in names]}
    asked = compare("甲乙丙丁戊己庚辛率", targets, ["city"], likeness=shared_pairs)
    assert [miss.target.indicator for miss in asked.rows[0].near] == [names[0], names[3], names[2]]
    assert not asked.rows[0].stated


def test_a_comparison_keeps_to_the_filters(made: Registers) -> None:
    assert [row.plan for row in made.compare("林木覆盖率", Filters(("town",))).rows] == ["town"]
    assert not made.compare("林木覆盖率", Filters(year=2030)).rows[0].stated


def test_the_forest_cover_of_the_shipped_plans(registers: Registers) -> None:
    said = {
        row.plan: {value.amount.printed for value in row.values if value.amount}
        for row in registers.compare("林木覆盖率").rows
    }
    assert said == {"taicang": {"18.93%"}, "gusu": set(), "wuxi": {"27.8%"}, "kunshan": set(), "xushuguan": set()}


def test_the_shipped_model_knows_what_is_near() -> None:
    near, far = shipped_likeness("林木覆盖率", ["建成区绿化覆盖率", "营运货车能耗强度"])
    assert near > 0.44 > far
    assert shipped_likeness("林木覆盖率", ["林木覆盖率"])[0] == pytest.approx(1)


def test_a_library_without_targets() -> None:
    empty = Registers(
        {"made": plan_of("made", "甲市方案\n一、总则\n本方案自印发之日起施行。\n")}, likeness=shared_pairs
    )
    assert empty.targets() == empty.departments() == []
    assert [row.stated for row in empty.compare("林木覆盖率").rows] == [False]


def test_no_filters_are_the_default(made: Registers) -> None:
    assert made.targets() == made.targets(EVERYTHING)


def test_offices_are_meant_by_their_body_where_it_is_not_named_itself(registers: Registers) -> None:
    assert registers.bodies_meant("港口委") == {"港口委发展局", "港口委科信办", "港口委港政局"}
    assert registers.bodies_meant("港口委港政局") == {"港口委港政局"}


def test_a_topic_in_english_is_the_same_topic(registers: Registers) -> None:
    chinese = registers.targets(Filters(industry="交通"))
    assert chinese
    assert {target.span for target in chinese} <= {
        target.span for target in registers.targets(Filters(industry="transport"))
    }


def test_an_indicator_asked_for_with_its_direction(registers: Registers) -> None:
    assert resolve("单位GDP能耗下降", registers.targets()).name == "单位地区生产总值能耗"


def test_an_indicator_whose_name_holds_the_words_is_near(made: Registers) -> None:
    (city, town) = made.compare("绿化").rows
    assert [miss.target.indicator for miss in (*city.near, *town.near)] == ["建成区绿化覆盖率"] * 2
    assert not city.stated
