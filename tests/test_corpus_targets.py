"""The goals that plans set: numbers, dates, and measures that rise or fall."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Target
from corpus.plans import Plan, PlanInfo
from corpus.targets import targets_of
from corpus.targets.indicators import identify, key, split_measures, split_names
from corpus.targets.issued import first_year

FRAGMENTS = [
    *("到2025年，", "力争", "确保", "2030年前", "“十四五”期间，", "比2020年", "每年", "全市", "累计", "已", "从10%"),
    *(
        "非化石能源消费比重",
        "水路、铁路货运周转量",
        "新建建筑",
        "充电桩",
        "碳达峰",
        "经济体系",
        "（PUE）",
        "“源网荷储”",
        "《实施方案》",
    ),
    *("达到", "分别增长", "下降", "建成", "持续提升", "初步形成", "完成省下达目标任务", "执行", "占", "控制在"),
    *("11%", "42%和50%以上", "5座", "1.3以下", "12..5%", "3家", "20分钟", "两万平方米", "100%", "\n", "\n\n3\n\n"),
    *("，", "。", "；", "、", "和", "的", "左右"),
]


def plan_of(words: str, *, title: str = "某市碳达峰实施方案") -> Plan:
    """A plan of one clause."""
    info = PlanInfo(title=title, short="某市", names=("某市",), sha256="0" * 64)
    return Plan("made", info, f"{title}\n一、主要目标\n{words}\n")


def read(words: str) -> list[Target]:
    """The targets of a plan of one clause, none of them garbled or unread."""
    found, warnings = targets_of(plan_of(words))
    assert warnings == []
    return found


def brief(words: str) -> list[tuple[str, str]]:
    """Indicator and amount (or what is said instead) of every target."""
    return [(t.indicator, t.amount.printed if t.amount else t.goal) for t in read(words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("到2025年，林木覆盖率达到27.8%。", [("林木覆盖率", "27.8%")]),
        ("到2025年，城市建成区绿化覆盖率提高到40%以上。", [("建成区绿化覆盖率", "40%以上")]),
        (
            "战略性新兴产业、高新技术产业产值占规上工业的比重分别达到42%和50%以上。",
            [("战略性新兴产业产值占规上工业产值比重", "42%"), ("高新技术产业产值占规上工业产值比重", "50%以上")],
        ),
        (
            "到2025年，营运货车、营运货船、港口生产、社会车辆等能耗强度比2020年分别下降2.8%、2.7%、3%、3.2%。",
            [
                ("营运货车能耗强度", "2.8%"),
                ("营运货船能耗强度", "2.7%"),
                ("港口生产能耗强度", "3%"),
                ("社会车辆能耗强度", "3.2%"),
            ],
        ),
        (
            "到2025年，单位GDP能源消耗、用水量比2020年分别降低13.5%、16%左右。",
            [("单位GDP能源消耗", "13.5%"), ("万元地区生产总值用水量", "16%左右")],
        ),
        (
            "到2025年，现代服务业总量规模突破1000亿元，占地区生产总值比重达50%以上。",
            [("现代服务业总量规模", "突破1000亿元"), ("现代服务业占地区生产总值比重", "50%以上")],
        ),
        (
            "生活垃圾分类收集覆盖率、无害化处理率达到100%、资源化利用率达到80%。",
            [("生活垃圾分类收集覆盖率", "100%"), ("生活垃圾无害化处理率", "100%"), ("生活垃圾资源化利用率", "80%")],
        ),
        ("建成充电桩20万个、公共换电站60座。", [("充电桩", "20万个"), ("公共换电站", "60座")]),
        ("到2025年，建成5座以上氢气站。", [("氢气站", "5座以上")]),
        ("完成10万平方米的超低能耗建筑建设。", [("超低能耗建筑建设", "10万平方米")]),
        ("到2025年，新增停车泊位不少于1万个。", [("停车泊位", "不少于1万个")]),
        (
            "新增营业收入超100亿元企业3家、累计达5家。",
            [("营业收入超100亿元企业", "3家"), ("营业收入超100亿元企业", "5家")],
        ),
        ("建设10家产业创新中心和5个平台。", [("产业创新中心", "10家"), ("平台", "5个")]),
        ("绿色建材占比达到80%，年均增幅达到25%以上。", [("绿色建材占比", "80%"), ("绿色建材占比年均增幅", "25%以上")]),
        ("集装箱多式联运量年均增长10%以上。", [("集装箱多式联运量年均增速", "10%以上")]),
        ("城镇新建建筑100%执行绿色建筑标准。", [("绿色建筑标准执行比例", "100%")]),
        ("保障市政污泥100%无害化利用处置。", [("无害化利用处置率", "100%")]),
        ("建成区50%以上的面积达到海绵城市目标要求。", [("建成区达到海绵城市目标要求的面积比例", "50%以上")]),
        ("80%以上的县级及以上党政机关达到创建要求。", [("县级及以上党政机关达到创建要求比例", "80%以上")]),
        ("通航服务20分钟覆盖全市。", [("通航服务覆盖时间", "20分钟")]),
        ("力争西塘河、平江河2条河道创省级示范样板河湖。", [("省级示范样板河湖", "2条")]),
        ("列入政府采购目录的绿色产品占到80%以上。", [("列入政府采购目录的绿色产品占比", "80%以上")]),
        ("煤炭占能源消费比重从37%下降到31%。", [("煤炭消费比重", "31%")]),
        ("新建大型及以上数据中心电能利用效率（PUE）降低至1.3以下。", [("数据中心电能利用效率", "1.3以下")]),
        ("各类有机废弃物综合利用（肥料化、饲料化）率达到95%以上。", [("有机废弃物综合利用率", "95%以上")]),
        ("无锡（江阴）港清洁能源消费占比达到75%。", [("无锡（江阴）港清洁能源消费占比", "75%")]),
        ("新建220千伏变电站3座、110千伏变电站12座。", [("220千伏变电站", "3座"), ("110千伏变电站", "12座")]),
    ],
)
def test_goals_with_numbers(words: str, found: list[tuple[str, str]]) -> None:
    assert brief(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("确保2030年前二氧化碳排放量达到峰值。", [("二氧化碳排放量", "达到峰值")]),
        ("力争“十四五”期间油品消费达到峰值。", [("油品消费", "达到峰值")]),
        ("到2025年，绿色低碳循环发展的经济体系初步形成。", [("绿色低碳循环发展的经济体系", "初步形成")]),
        ("到2025年，建成国家生态园林城市。", [("国家生态园林城市", "建成")]),
        ("到2025年，大型公共建筑全面执行三星级绿色建筑标准。", [("三星级绿色建筑标准", "全面执行")]),
        ("到2025年，省考断面水质稳定达到Ⅲ类。", [("省考断面水质", "稳定达到Ⅲ类")]),
        ("煤炭消费比重持续下降。", [("煤炭消费比重", "持续下降")]),
        ("持续提高电能占终端能源消费的比重。", [("电能占终端能源消费比重", "提高")]),
        ("引导企业提升绿色能源使用比例。", [("绿色能源使用比例", "提升")]),
        ("构建新能源占比逐渐提高的新型电力系统。", [("新能源占比", "逐渐提高")]),
        ("确保湿地面积不减少。", [("湿地面积", "不减少")]),
        ("合理控制能源消费总量。", [("能源消费总量", "合理控制")]),
        ("森林面积和蓄积量持续增加。", [("森林面积", "持续增加"), ("森林蓄积量", "持续增加")]),
        ("实现生产流程的优化和能源消耗的降低。", [("能源消耗", "降低")]),
        (
            "到2025年，优势更加凸显、绿色产业比重显著提升。",
            [("优势", "更加凸显"), ("绿色产业比重", "显著提升")],
        ),
        ("单位地区生产总值二氧化碳排放完成省下达目标任务。", [("单位地区生产总值二氧化碳排放", "完成省下达目标任务")]),
        ("每年组织实施一批科研项目。", [("一批科研项目", "组织实施")]),
    ],
)
def test_goals_in_words(words: str, found: list[tuple[str, str]]) -> None:
    assert brief(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "加快构建“465”现代产业集群，实施三改联动。",
        "鼓励新建屋顶面积3000平方米以上的工业建筑同步设计光伏。",
        "鼓励淘汰使用20年以上的内河航运船舶。",
        "近年来，园区先期谋划部署重点支撑项目26个。",
        "全市已建成充电桩5000个。",
        "全面执行75%节能标准。",
        "重点从六个方面开展建设任务，推动三个转变。",
        "为实现碳达峰奠定坚实基础。",
        "推动能源结构优化，加快发展光伏产业。",
        "提高各级领导干部组织推进绿色低碳发展的能力和水平。",
        "根据《2030年前碳达峰行动方案》（国发〔2021〕23号）制定本方案。",
        "全生命周期内不增加二氧化碳排放。",
        "对获奖企业给予50万元奖励。",
    ],
)
def test_what_is_no_goal(words: str) -> None:
    assert read(words) == []


def test_a_date_holds_until_the_next_one_and_not_beyond_the_sentence() -> None:
    found = read("到2025年，A装机达到1万千瓦，B装机达到2万千瓦；到2030年，达到3万千瓦。C装机达到4万千瓦。")
    assert [t.year for t in found] == [2025, 2025, 2030, None]
    assert [t.printed for t in found] == ["A装机", "B装机", "B装机", "C装机"]


def test_years_named_together_are_given_out() -> None:
    found = read("2022-2025年，绿色建筑占比分别达到80%、90%、95%、100%。")
    assert [(t.year, t.period) for t in found] == [(year, "2022-2025") for year in (2022, 2023, 2024, 2025)]


def test_a_baseline_holds_for_what_stands_behind_it() -> None:
    found = read("到2025年，集装箱多式联运量力争达到9.8万标箱、比2020年翻一番。")
    assert [(t.baseline, t.strength) for t in found] == [(None, "striven"), (2020, "striven")]


def test_a_baseline_on_its_own_holds_for_the_rest() -> None:
    found = read("与2020年相比，能耗强度下降14%，水耗下降15%。")
    assert [t.baseline for t in found] == [2020, 2020]


@pytest.mark.parametrize(
    ("words", "strengths"),
    [
        ("到2025年，力争成品油消费达到峰值，天然气供应能力达到2亿立方米。", ["striven", "striven"]),
        ("到2025年，力争成功创建示范城市，出行分担率达到32%。", ["striven", "stated"]),
        ("力争到2025年，光伏装机达到1万千瓦，风电装机达到2万千瓦。", ["striven", "striven"]),
        ("到2025年，光伏装机力争达到1万千瓦，风电装机达到2万千瓦。", ["striven", "stated"]),
        ("积极争创国家技术创新中心。到2025年，积极争创示范市。", ["striven"]),
        ("确保绿色产品占比达到80%。", ["ensured"]),
        ("计划到2025年建成充电桩3个。", ["planned"]),
    ],
)
def test_how_firmly_it_is_said(words: str, strengths: list[str]) -> None:
    assert [t.strength for t in read(words)] == strengths


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("能耗比2020年下降14%。", "down"),
        ("货运量增长13%。", "up"),
        ("比重提高至11%。", "level"),
        ("能耗下降到14万吨。", "level"),
        ("新增充电桩5个。", "level"),
    ],
)
def test_changes_and_levels(words: str, change: str) -> None:
    (found,) = read(words)
    assert found.change == change


def test_what_is_said_of_the_last_number_of_a_list_holds_for_each() -> None:
    found = read("水路、铁路货运周转量较2020年分别增长13%和30%左右。")
    assert [t.amount and t.amount.comparator for t in found] == ["about", "about"]


def test_near_misses_have_names_of_their_own() -> None:
    pairs = [
        ("林木覆盖率", "建成区绿化覆盖率"),
        ("森林覆盖率", "林木覆盖率"),
        ("新能源和清洁能源公交车辆占比", "新增和更新公共汽电车中新能源和清洁能源公交车辆比例"),
        ("装配式建筑占新建建筑的比例", "装配化装修建筑占同期新开工成品住房面积比"),
        ("星级绿色建筑占比", "高星级绿色建筑占比"),
        ("煤炭消费比重", "煤炭消费总量"),
        ("单位GDP碳排放", "单位工业增加值二氧化碳排放"),
        ("碳排放强度", "产品碳排放强度"),
        ("碳排放强度", "二氧化碳排放总量"),
        ("非化石能源消费占一次能源消费总量", "可再生能源消费占一次能源消费总量"),
    ]
    for one, other in pairs:
        assert identify(one).name != identify(other).name


@pytest.mark.parametrize(
    "names",
    [
        ("非化石能源消费比重", "非化石能源消费占一次能源消费总量", "非化石能源占能源消费总量的比重"),
        (
            "碳排放强度",
            "二氧化碳排放强度",
            "单位GDP碳排放",
            "单位地区生产总值二氧化碳排放",
            "单位地区生产总值二氧化碳排放强度",
            "单位地区生产总值二氧化碳排放量",
        ),
        ("单位工业增加值碳排放", "单位工业增加值二氧化碳排放强度"),
    ],
)
def test_one_indicator_under_many_names(names: tuple[str, ...]) -> None:
    assert len({identify(name).name for name in names}) == 1


def test_aliases_have_one_name_and_keep_their_scope() -> None:
    assert identify("规模以上单位工业增加值能耗") == ("单位工业增加值能耗", "规模以上")
    assert identify("某种没有见过的指标") == ("某种没有见过的指标", "")


def test_lists_of_names() -> None:
    assert [n.name for n in split_names("水路、铁路货运周转量", 0, count=2)] == ["水路货运周转量", "铁路货运周转量"]
    assert [n.name for n in split_names("煤炭、天然气消费比重", 3, count=2)] == ["煤炭消费比重", "天然气消费比重"]
    assert [n.start for n in split_names("煤炭、天然气消费比重", 3, count=2)] == [3, 6]
    assert [n.name for n in split_names("溶剂型涂料、溶剂型油墨使用比例", 0, count=2)][1] == "溶剂型油墨使用比例"
    assert [n.name for n in split_names("新能源和清洁能源公交车辆占比", 0, count=1)] == ["新能源和清洁能源公交车辆占比"]
    assert [n.name for n in split_measures("能源利用效率和效益", 0)] == ["能源利用效率"]


def test_key_ignores_small_words() -> None:
    assert key("电能占终端能源消费的比重") == key("电能占终端能源消费比重")


def test_garbled_numbers_are_warned_of_with_their_place() -> None:
    found, warnings = targets_of(plan_of("到2025年，覆盖率达到12..5%。"))
    assert [t for t in found if t.amount] == []
    assert warnings[0] == "一、: cannot read '12..5'"


def test_a_dated_number_that_is_no_goal_is_warned_of() -> None:
    _, warnings = targets_of(plan_of("到2025年，某某2公里（某段）断流状况。"))
    assert warnings == ["一、: no goal read from the number in '某某2公里（某段）断流状况。'"]


def test_headings_and_background_set_no_targets() -> None:
    text = "某市规划\n一、发展基础\n覆盖率达到50%。\n二、主要目标\n（一）提升能源利用效率\n覆盖率达到60%。\n"
    info = PlanInfo(title="某市规划", short="某市", names=("某市",), sha256="0" * 64)
    found, _ = targets_of(Plan("made", info, text))
    assert [t.amount and t.amount.value for t in found] == [Decimal(60)]


@pytest.mark.parametrize(
    ("title", "words", "year"),
    [
        ("某市“十四五”规划", "", 2021),
        ("行动计划（2022-2025年）", "", 2022),
        ("实施方案", "根据国发〔2021〕23号、苏发〔2022〕2号，", 2022),
        ("实施方案", "2024年7月12日", 2024),
        ("实施方案", "“十三五”以来，“十四五”期间", 2021),
        ("实施方案", "到2025年，", None),
    ],
)
def test_when_a_plan_begins(title: str, words: str, year: int | None) -> None:
    assert first_year(plan_of(words, title=title)) == year


def test_years_before_the_plan_are_facts() -> None:
    words = "2020年，覆盖率达到50%。“十三五”期间，覆盖率达到55%。到2025年，覆盖率达到60%。"
    found, _ = targets_of(plan_of(words, title="某市“十四五”规划"))
    assert [t.year for t in found] == [2025]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14))
def test_quotes_and_parts_lie_where_they_say(fragments: list[str]) -> None:
    plan = plan_of("".join(fragments))
    found, _ = targets_of(plan)
    for target in found:
        assert plan.quote(target.span) == target.quote
        assert target.span.contains(target.part)
        assert target.part.start < target.part.end
        assert target.printed
        assert (target.amount is not None) == (target.kind == "quantified")
    assert [t.span for t in found] == sorted(t.span for t in found)


def test_every_shipped_target_is_in_its_clause_and_quoted(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        found, warnings = targets_of(plan)
        assert warnings == []
        for target in found:
            clause = plan.by_id[target.clause]
            assert clause.span.contains(target.span)
            assert target.span.contains(target.part)
            assert plan.quote(target.span) == target.quote


@pytest.mark.parametrize(
    ("plan", "count", "first"),
    [
        ("taicang", 67, "产业结构、能源结构和交通运输结构调整"),
        ("wuxi", 120, "绿色低碳转型发展经济体系"),
        ("kunshan", 37, "昆山高新区绿色低碳发展工作体系"),
        ("xushuguan", 22, "绿色低碳循环型产业体系"),
    ],
)
def test_shipped_counts(plans: Mapping[str, Plan], plan: str, count: int, first: str) -> None:
    found, _ = targets_of(plans[plan])
    assert len(found) == count
    assert next(t.printed for t in found if t.year or t.period) == first


def test_the_departments_are_those_of_the_bracket(plans: Mapping[str, Plan]) -> None:
    found, _ = targets_of(plans["wuxi"])
    (solar,) = [t for t in found if t.indicator == "光伏发电装机容量" and t.year == 2025]
    assert solar.departments.lead == ("市发展改革委",)
    assert solar.amount is not None
    assert (solar.amount.base_value, solar.amount.base_unit) == (Decimal(2530000), "千瓦")
    assert (solar.strength, solar.amount.comparator) == ("striven", "at_least")
