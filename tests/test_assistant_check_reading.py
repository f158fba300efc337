"""Profiles from free text: each fact with the words that gave it, and what is not understood."""

import contextlib
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.check import Profile, Range, Reading, read
from assistant.check.given import Given, add
from assistant.check.numbers import amounts_in
from corpus.errors import CorpusError, QuestionError
from corpus.plans import Plan


def ends(amount: Range | None) -> tuple[Decimal | None, Decimal | None] | None:
    return (amount.low, amount.high) if amount else None


def test_the_example_of_the_issue(plans: Mapping[str, Plan]) -> None:
    reading = read("我们是太仓一家造纸厂，年用电600万千瓦时，屋顶5000平方米", plans)
    profile = reading.profile
    assert profile.plans == ("taicang",)
    assert profile.kinds == ("造纸企业",)
    assert ends(profile.electricity_kwh) == (6_000_000, 6_000_000)
    assert ends(profile.roof_m2) == (5000, 5000)
    assert profile.status is None
    assert {(heard.fact, heard.words) for heard in reading.heard} == {
        ("plans", "太仓"),
        ("kinds", "造纸厂"),
        ("electricity_kwh", "年用电600万千瓦时"),
        ("roof_m2", "屋顶5000平方米"),
    }
    assert reading.unread == ()


def test_english(plans: Mapping[str, Plan]) -> None:
    text = "We run a listed paper mill in Taicang using over 6 million kWh a year, with a 5,000 m2 roof; no boilers"
    profile = read(text, plans).profile
    assert (profile.plans, profile.listed, profile.without) == (("taicang",), True, ("锅炉",))
    assert "造纸企业" in profile.kinds
    assert ends(profile.electricity_kwh) == (6_000_000, None)
    assert ends(profile.roof_m2) == (5000, 5000)


@pytest.mark.parametrize(
    ("text", "fact", "low", "high"),
    [
        ("年用电六百多万度", "electricity_kwh", 6_000_000, None),
        ("一年用电600多万度", "electricity_kwh", 6_000_000, None),
        ("用电约600万kWh", "electricity_kwh", 5_400_000, 6_600_000),
        ("年用电不到500万度", "electricity_kwh", None, 5_000_000),
        ("年用电500-600万千瓦时", "electricity_kwh", 5_000_000, 6_000_000),
        ("年用电６００万千瓦时", "electricity_kwh", 6_000_000, 6_000_000),
        ("年用电6000000度", "electricity_kwh", 6_000_000, 6_000_000),
        ("年用电 600 万 千瓦时", "electricity_kwh", 6_000_000, 6_000_000),
        ("我們年用電量600萬度", "electricity_kwh", 6_000_000, 6_000_000),
        ("年综合能耗1,200吨标煤", "annual_energy_tce", 1200, 1200),
        ("年耗标煤900吨", "annual_energy_tce", 900, 900),
        ("年耗能1.2万吨标准煤", "annual_energy_tce", 12_000, 12_000),
        ("屋顶五千平米", "roof_m2", 5000, 5000),
        ("5000平方米的屋顶", "roof_m2", 5000, 5000),
        ("建筑面积两万平方米", "floor_m2", 20_000, 20_000),
        ("装了3兆瓦光伏", "pv_kw", 3000, 3000),
        ("屋顶光伏800千瓦", "pv_kw", 800, 800),
        ("a 2.5 MW solar array", "pv_kw", 2500, 2500),
        ("about 1,000 tonnes of coal equivalent", "annual_energy_tce", 900, 1100),
    ],
)
def test_amounts(plans: Mapping[str, Plan], text: str, fact: str, low: int | None, high: int | None) -> None:
    assert ends(read(text, plans).profile.amount(fact)) == (low, high)


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("造纸厂，年用电600万", "600万", "没有单位"),
        ("造纸厂，几百万度电", "几百万", "没有说出数"),
        ("造纸厂，每月用电50万度", "每月用电50万度", "按月"),
        ("造纸厂，5000平方米", "5000平方米", "没有说是什么"),
        ("造纸厂，占地5000平方米", "占地5000平方米", "没有说是什么"),
        ("造纸厂，储能2兆瓦", "储能2兆瓦", "没有说是什么"),
        ("造纸厂，员工500人", "员工500人", "用不到"),
        ("造纸厂，年用电500万度，年用电600万度", "年用电600万度", "只用前一个"),
        ("造纸厂，年发电量300万度", "年发电量300万度", "没有说是什么"),
        ("我们是太仓一家宠物殡葬馆", "宠物殡葬馆", "没有认出行业"),
        ("我们是太仓一家宠物用品公司", "宠物用品公司", "没有认出行业"),
        ("We run a pet cemetery in Taicang", "pet cemetery", "没有认出行业"),
    ],
)
def test_what_is_not_understood_is_said(plans: Mapping[str, Plan], text: str, words: str, why: str) -> None:
    reading = read(text, plans)
    assert any(words in each.words and why in each.why.zh for each in reading.unread), reading.unread


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我们是无锡一家钢厂", {"钢铁企业"}),
        ("我在姑苏开酒店", {"宾馆酒店"}),
        ("昆山的水泥公司", {"水泥企业"}),
        ("汽车零部件厂", {"汽车零部件企业"}),
        ("一所小学", {"小学"}),
        ("养猪场", {"养殖场"}),
        ("燃气自备电厂的造纸厂", {"造纸企业", "自备电厂"}),
        ("我们给钢厂供货，是物流公司", {"物流企业"}),
        ("浒墅关新入园的一家工业企业", {"工业企业", "新建项目"}),
    ],
)
def test_trades(plans: Mapping[str, Plan], text: str, kinds: set[str]) -> None:
    assert set(read(text, plans).profile.kinds) == kinds


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("造纸厂，国企", "state_owned", True),
        ("造纸厂，不是国企", "state_owned", False),
        ("造纸厂", "state_owned", None),
        ("已经上市", "listed", True),
        ("没有上市", "listed", False),
        ("准备上市融资", "listed", None),
        ("做外贸", "exporter", True),
        ("不做出口", "exporter", False),
        ("耗能大户", "key_energy_user", True),
        ("未列入重点用能单位", "key_energy_user", False),
        ("无锡国企", "state_owned", True),
        ("规上企业", "above_scale", True),
    ],
)
def test_facts_are_so_or_not_so_or_unknown(plans: Mapping[str, Plan], text: str, fact: str, value: bool | None) -> None:
    assert read(text, plans).profile.flag(fact) is value


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("老厂房", "existing"),
        ("既有建筑", "existing"),
        ("准备新建厂房", "new"),
        ("造纸厂", None),
        ("老厂房，想扩建", "existing"),
    ],
)
def test_new_or_existing(plans: Mapping[str, Plan], text: str, status: str | None) -> None:
    assert read(text, plans).profile.status == status


@pytest.mark.parametrize(
    ("text", "found", "elsewhere"),
    [
        ("江苏太仓的纸厂", ("taicang",), ()),
        ("许墅关的纸厂", ("xushuguan",), ()),
        ("太仓和无锡都有厂", ("taicang", "wuxi"), ()),
        ("江阴的印染厂", (), ("江阴",)),
        ("一家印染厂", (), ()),
    ],
)
def test_places(plans: Mapping[str, Plan], text: str, found: tuple[str, ...], elsewhere: tuple[str, ...]) -> None:
    reading = read(text, plans)
    assert (reading.profile.plans, reading.elsewhere) == (found, elsewhere)


@pytest.mark.parametrize("text", ["", "   ", "？！", "厂" * 5000])
def test_nothing_to_read(plans: Mapping[str, Plan], text: str) -> None:
    with pytest.raises(QuestionError):
        read(text, plans)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(QuestionError):
        assert isinstance(read(text, {}), Reading)


@given(st.integers(1, 99_999))
def test_any_number_is_taken_exactly(number: int) -> None:
    assert ends(amounts_in(f"年用电{number}万千瓦时").fields["electricity_kwh"]) == (number * 10_000,) * 2  # pyright: ignore[reportArgumentType]


def test_options_go_before_the_text(plans: Mapping[str, Plan]) -> None:
    text = read("太仓造纸厂，屋顶5000平方米", plans)
    options = Given(
        plans=("wuxi",), amounts={"roof_m2": 100.5}, so=("listed", "key-energy-user"), not_so=("国有企业", "燃煤锅炉")
    )
    reading = add(text, options, plans)
    profile = reading.profile
    assert (profile.plans, profile.kinds, profile.without) == (("wuxi",), ("造纸企业",), ("燃煤锅炉",))
    assert ends(profile.roof_m2) == (Decimal("100.5"), Decimal("100.5"))
    assert (profile.listed, profile.key_energy_user, profile.state_owned) == (True, True, False)
    assert [heard.value for heard in reading.heard if heard.fact == "roof_m2"] == ["100.5"]


def test_options_alone(plans: Mapping[str, Plan]) -> None:
    reading = add(None, Given(industries=("造纸", "殡葬"), status="new"), plans)
    assert (reading.profile.kinds, reading.profile.status) == (("造纸企业",), "new")
    assert [each.words for each in reading.unread] == ["殡葬"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Given(), "nothing is said"),
        (Given(amounts={"roof_m2": -1.0}), "not negative"),
        (Given(amounts={"roof_m2": float("nan")}), "not negative"),
        (Given(so=("handsome",)), "'handsome' is no fact"),
    ],
)
def test_options_that_cannot_be(plans: Mapping[str, Plan], options: Given, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        add(None, options, plans)
    with pytest.raises(CorpusError, match="no plan 'nowhere'"):
        add(None, Given(plans=("nowhere",), industries=("造纸",)), plans)


def test_a_profile_may_be_given_as_numbers() -> None:
    profile = Profile.model_validate({"roof_m2": 5000, "electricity_kwh": "6000000.5"})
    assert ends(profile.roof_m2) == (5000, 5000)
    assert ends(profile.electricity_kwh) == (Decimal("6000000.5"),) * 2
    assert Profile.model_validate_json(profile.model_dump_json()) == profile
    with pytest.raises(ValidationError, match="'飞碟企业' is no kind"):
        Profile(kinds=("飞碟企业",))
