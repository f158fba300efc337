"""The enterprise check on the five plans: what must come out for a profile, and that nothing is guessed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.check import Check, Finding, Profile, Range, check, read
from assistant.check.reach import Missing, Standing, Truth, all_of, any_of
from assistant.check.tables import Words, tables
from assistant.check.thresholds import compare
from corpus.addressees import load_register
from corpus.errors import CorpusError
from corpus.models import Obligation, Quantity
from corpus.obligations import obligations_of
from corpus.plans import Plan

ROOF = "鼓励新建屋顶面积3000平方米以上的工业建筑"
MALLS = "华贸中心、仁恒仓街、金地广场、龙湖胥江天街等优质商业综合体"
POWER = "年用电量500万千瓦时以上的既有工业建筑"


@pytest.fixture(scope="module")
def obligations(plans: Mapping[str, Plan]) -> Mapping[str, Sequence[Obligation]]:
    return {plan_id: obligations_of(plan) for plan_id, plan in plans.items()}


@pytest.fixture
def asked(plans: Mapping[str, Plan], obligations: Mapping[str, Sequence[Obligation]]) -> "Asked":
    return Asked(plans, obligations)


class Asked:
    """Checks a text, and finds what is said in a finding's sentence."""

    def __init__(self, plans: Mapping[str, Plan], obligations: Mapping[str, Sequence[Obligation]]) -> None:
        self.plans, self.obligations = plans, obligations

    def __call__(self, text: str) -> Check:
        """The check of a profile's words."""
        return check(read(text, self.plans).profile, self.plans, obligations=self.obligations)

    def one(self, text: str, words: str) -> Finding:
        """The finding whose own part holds the words."""
        found = [each for each in self(text).findings if words in self.part(each)]
        assert found, f"{words!r} is in no finding for {text!r}"
        return found[0]

    def part(self, finding: Finding) -> str:
        """The finding's own words in its sentence."""
        told = finding.obligation
        return "".join(self.plans[told.plan].text[told.part.start : told.part.end].split())


def missing(finding: Finding) -> list[str]:
    return [fact.words.zh for fact in finding.missing]


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("我厂在太仓，厂房是老的，一年用电六百多万度", POWER, "binds"),
        ("我们厂在太仓，老厂房，一年用电600万度左右", POWER, "binds"),
        ("太仓化工厂，年耗能一千二百吨标煤，老厂房", POWER, "binds"),
        ("太仓纺织厂，年用电300万度，年能耗800吨标煤，老厂房", POWER, "does_not_reach"),
        ("太仓新建厂房，屋顶3500平米", ROOF, "encouraged"),
        ("太仓新建厂房，屋顶2800平米", ROOF, "does_not_reach"),
        ("太仓要建3兆瓦光伏电站", "鼓励装机容量2兆瓦以上的光伏项目", "encouraged"),
        ("太仓要建1兆瓦光伏电站", "鼓励装机容量2兆瓦以上的光伏项目", "does_not_reach"),
        ("太仓造纸厂，属于用能大户", "鼓励重点用能企业", "encouraged"),
        ("我们厂有座烧煤的自备电厂，想趁技改把规模做大一点，太仓让不让？", "严禁改建扩建现有燃煤自备电厂", "forbidden"),
        ("我们是无锡一家钢厂", "严禁新增钢铁产能", "forbidden"),
        ("我们是无锡一家钢厂，准备扩建", "严格实施产能等量或减量置换", "binds"),
        ("我在姑苏开酒店", "不再主动提供一次性塑料用品", "forbidden"),
        ("我在姑苏开酒店", "绿色节能改造", "encouraged"),
        ("我们是姑苏区一家事业单位，用财政的钱换公车", "原则上全部使用纯电动汽车", "binds"),
        ("昆山高新区的重点用能单位，同时是上市公司", "重点用能单位要梳理核算自身碳排放情况", "binds"),
        ("昆山高新区的重点用能单位，同时是上市公司", "引导上市公司、进出口企业", "encouraged"),
        ("我们运营龙湖胥江天街，在姑苏，是商场", "龙湖胥江天街等优质商业综合体", "encouraged"),
        ("无锡商场，建筑面积3万平方米", "大型公共建筑全面执行三星级绿色建筑标准", "binds"),
        ("无锡商场，建筑面积1.5万平方米", "大型公共建筑全面执行三星级绿色建筑标准", "does_not_reach"),
        ("无锡的房地产开发商，新建住宅小区", "城镇新建居住建筑全面执行75%节能标准", "binds"),
        ("姑苏区一所小学，准备新建教学楼", "新建公共机构建筑屋顶光伏覆盖率", "binds"),
        ("浒墅关新入园的一家工业企业", "碳排放控制审批制度", "binds"),
        ("太仓燃煤公用电厂", "转为企业燃煤自备电厂", "forbidden"),
        ("太仓一所小学", "建成节约型机关", "does_not_reach"),
        ("太仓的大型数据中心，准备新建", "电能利用效率（PUE）降低至1.3以下", "binds"),
    ],
)
def test_what_the_plans_say_comes_out(asked: Asked, text: str, words: str, verdict: str) -> None:
    assert asked.one(text, words).verdict == verdict


@pytest.mark.parametrize(
    ("text", "words", "facts"),
    [
        ("太仓一家造纸厂，年用电600万千瓦时", POWER, ["工业建筑是既有的"]),
        ("太仓一家造纸厂，屋顶5000平方米", ROOF, ["工业建筑是新建的"]),
        ("太仓一家造纸厂，老厂房", POWER, ["年综合能耗达到≥1000吨标煤或年用电量达到≥500万千瓦时"]),
        ("太仓一家造纸厂，老厂房，用电不到500万度", POWER, ["年综合能耗达到≥1000吨标煤"]),
        ("太仓一家造纸厂", "鼓励重点用能企业", ["是重点用能单位"]),
        ("无锡一家国有钢厂", "市属国有企业", ["由市里管（市属）"]),
        ("太仓数据中心，新建", "电能利用效率（PUE）降低至1.3以下", ["规模为大型以上"]),
        (
            "姑苏一家商场",
            "龙湖胥江天街等优质商业综合体",
            ["属于“华贸中心、仁恒仓街、金地广场、龙湖胥江天街等优质商业综合体”"],
        ),
    ],
)
def test_a_fact_that_is_not_given_is_named(asked: Asked, text: str, words: str, facts: list[str]) -> None:
    finding = asked.one(text, words)
    assert finding.verdict == "would_bind"
    assert missing(finding) == facts


def test_thresholds_are_sums_in_words(asked: Asked) -> None:
    over = asked.one("太仓造纸厂，老厂房，年用电600万千瓦时", POWER).because[-1]
    assert over.zh == "年用电量 600万千瓦时 ≥ 500万千瓦时 → 达到门槛"
    assert over.en == "electricity use a year: 6,000,000 kWh ≥ 5,000,000 kWh → threshold met"
    vague = asked.one("太仓造纸厂，老厂房，年用电六百多万度", POWER).because[-1]
    assert vague.zh == "年用电量 >600万千瓦时（六百多万度） ≥ 500万千瓦时 → 达到门槛"
    under = asked.one("太仓新建厂房，屋顶2800平米", ROOF)
    assert under.because[-1].zh == "屋顶面积 2800平方米 < 3000平方米 → 未达到门槛"
    assert under.near


def test_near_the_threshold_nothing_is_decided(asked: Asked) -> None:
    finding = asked.one("太仓造纸厂，老厂房，年用电500万度左右，年能耗800吨标煤", POWER)
    assert finding.verdict == "would_bind"
    assert missing(finding) == ["年用电量达到≥500万千瓦时"]


def test_another_trade_is_not_reached(asked: Asked) -> None:
    assert asked.one("我在无锡开酒店", "严禁新增钢铁产能").verdict == "does_not_reach"
    assert asked.one("无锡钢厂", "鼓励金融机构").verdict == "does_not_reach"
    assert asked.one("无锡钢厂", "各市（县）区人民政府要").verdict == "does_not_reach"


def test_what_is_denied_does_not_reach(asked: Asked) -> None:
    assert asked.one("太仓造纸厂，没有自备电厂", "燃煤自备电厂必须安装").verdict == "does_not_reach"
    assert asked.one("昆山电子厂，不做出口", "支持外贸企业").verdict == "does_not_reach"
    assert asked.one("无锡民营纺织厂", "推动国有企业率先实行绿色采购").verdict == "does_not_reach"


def test_an_unknown_trade_hangs_on_the_trade(asked: Asked) -> None:
    finding = asked.one("我们是无锡一家企业", "严禁新增钢铁产能")
    assert (finding.verdict, missing(finding)) == ("would_bind", ["属于“钢铁行业”"])


def test_what_names_the_kind_comes_before_what_is_general(asked: Asked) -> None:
    checked = asked("太仓一家造纸厂")
    for verdict in ("binds", "encouraged", "would_bind"):
        general = [each.general for each in checked.of("taicang", verdict)]
        assert general == sorted(general)
    assert {each.obligation.addressee for each in checked.of("taicang", "encouraged") if each.general} >= {"企业"}


def test_no_place_means_every_plan_in_order(asked: Asked, plans: Mapping[str, Plan]) -> None:
    checked = asked("我们是一家造纸厂")
    assert checked.plans == tuple(plans)
    found = [each.obligation.plan for each in checked.findings]
    assert found == sorted(found, key=list(plans).index)


def test_sentences_that_only_mention_the_trade_are_shown(asked: Asked) -> None:
    quotes = ["".join(each.quote.split()) for each in asked("太仓造纸厂").mentions]
    assert any("黑液高效蒸发" in quote for quote in quotes)
    assert not any(quote.startswith("3.推动造纸行业碳达峰") for quote in quotes)
    assert not any("预评估和后评估" in quote for quote in quotes)


def test_every_finding_quotes_its_plan(asked: Asked, plans: Mapping[str, Plan]) -> None:
    checked = asked("太仓造纸厂，老厂房，年用电600万千瓦时")
    for finding in checked.findings:
        told = finding.obligation
        assert plans[told.plan].quote(told.span) == told.quote
        assert plans[told.plan].by_id[told.clause].path == finding.path
    for mention in checked.mentions:
        assert plans[mention.plan].quote(mention.span) == mention.quote


def test_only_would_bind_lacks_facts(asked: Asked) -> None:
    for text in ("太仓造纸厂，年用电600万千瓦时", "姑苏事业单位", "一家物流公司，有120辆货车", "殡葬馆"):
        for finding in asked(text).findings:
            assert bool(finding.missing) == (finding.verdict == "would_bind")


def test_a_plan_that_is_not_there_is_said(plans: Mapping[str, Plan]) -> None:
    with pytest.raises(CorpusError, match="no plan 'jiangyin'"):
        check(Profile(plans=("jiangyin",)), plans)


def test_what_one_has_makes_one_nothing_else() -> None:
    plant = Standing(Profile(kinds=("工业企业", "燃煤自备电厂")))
    assert plant.is_kind("燃煤自备电厂").holds is True
    assert plant.is_kind("电力企业").holds is not True
    office = Standing(Profile(kinds=("企业", "公务用车")))
    assert office.is_kind("公共机构").holds is False


def test_new_and_existing_buildings() -> None:
    mill = Profile(kinds=("造纸企业",))
    assert Standing(mill).is_kind("新建工业建筑").holds is None
    assert Standing(mill.but({"status": "new"})).is_kind("新建工业建筑").holds is True
    assert Standing(mill.but({"status": "existing"})).is_kind("新建工业建筑").holds is False
    assert Standing(mill.but({"status": "existing"})).is_kind("既有工业建筑").holds is True
    assert Standing(mill.but({"status": "new"})).is_kind("新建公共建筑").holds is False


def test_the_tables_name_kinds_that_exist() -> None:
    known, rows = load_register().kinds.keys(), tables()
    named = {kind for _, kinds in rows.names for kind in kinds}
    for table in (rows.is_also, rows.excludes, rows.may_have):
        named |= table.keys() | {kind for kinds in table.values() for kind in kinds}
    named |= rows.may_be.keys() | {kind for row in rows.may_be.values() for kind in row.of}
    named |= {kind for kinds in rows.given.values() for kind in kinds} | rows.narrowed.general | rows.narrowed.heads
    named |= {kind for fact in rows.facts.values() for kind in (fact.kind, *fact.never, *fact.implies) if kind}
    named |= rows.stems.keys()
    named |= {kind for phrase in rows.phrases for kind in (phrase.kind, *phrase.within) if kind}
    assert named - known == set()


def test_every_fact_is_a_field_of_the_profile() -> None:
    fields = Profile.model_fields.keys()
    assert tables().facts.keys() <= fields
    assert {row.fact for row in tables().amounts} | tables().given.keys() <= fields


def threshold(comparator: str, value: int) -> Quantity:
    return Quantity.model_validate(
        {"printed": "", "comparator": comparator, "value": value, "unit": "千瓦时", "base_value": value}
    )


@pytest.mark.parametrize(
    ("comparator", "said", "holds"),
    [
        ("at_least", ("equal", 500), True),
        ("more_than", ("equal", 500), False),
        ("at_most", ("equal", 500), True),
        ("less_than", ("equal", 500), False),
        ("at_least", ("less_than", 500), False),
        ("at_least", ("at_most", 500), None),
        ("more_than", ("more_than", 500), True),
        ("at_least", ("about", 500), None),
        ("at_least", ("about", 560), True),
        ("about", ("equal", 500), None),
    ],
)
def test_comparing(comparator: str, said: tuple[str, int], holds: bool | None) -> None:
    given_amount = Range.of(said[0], Decimal(said[1]))  # pyright: ignore[reportArgumentType]
    assert compare(threshold(comparator, 500), given_amount) is holds


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_meets_what_less_meets(limit: int, value: int, more: int) -> None:
    wanted = threshold("at_least", limit)
    if compare(wanted, Range.model_validate(value)):
        assert compare(wanted, Range.model_validate(value + more))


TRUTHS = st.sampled_from(
    [
        Truth(True, (Words(zh="是", en="yes"),)),
        Truth(False, (Words(zh="否", en="no"),)),
        *(Truth(None, (), (Missing(fact=name, form="flag", words=Words(zh=name, en=name)),)) for name in "ab"),
    ]
)


@given(st.lists(TRUTHS, min_size=1))
def test_truths_together(some: list[Truth]) -> None:
    every, best = all_of(some), any_of(some)
    values = [truth.holds for truth in some]
    assert every.holds == (False if False in values else None if None in values else True)
    assert best.holds == (True if True in values else None if None in values else False)
    assert bool(every.missing) == (every.holds is None)
    assert all_of(some[::-1]).holds == every.holds
