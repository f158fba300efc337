"""Whom plans bind: single sentences, the shipped plans read line by line, and the rows labelled by hand."""

import csv
import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addressees import FILE, load_register
from corpus.models import Obligation
from corpus.obligations.duties import duties_in
from corpus.obligations.obligations import bound_by, obligations_of
from corpus.obligations.segments import segments
from corpus.plans import Plan, describe

GOLD = Path(__file__).parent.parent / "eval" / "sets" / "registers"
LEAST_PRECISION, LEAST_RECALL = 0.93, 0.90


def said(words: str) -> list[tuple[str, str, str]]:
    """Addressee, modality and word of every duty in a sentence."""
    return [(words[duty.who_start : duty.who_end], duty.modality, duty.word) for duty in duties_in(words)]


def plan_of(text: str) -> Plan:
    """A document of one paragraph."""
    return Plan("made", describe(text, plan_id="made", digest="0" * 64), text)


@pytest.mark.parametrize(
    ("words", "duties"),
    [
        # a modality word in front of the class
        ("鼓励企业积极实施绿色采购和绿色办公，广泛使用绿色认证产品。", [("企业", "encouraged", "鼓励")]),
        ("鼓励引导市民绿色出行。", [("市民", "encouraged", "鼓励引导")]),
        ("引导银行等金融机构针对前沿技术攻关提供长期限资金。", [("银行等金融机构", "encouraged", "引导")]),
        ("推动重点行业企业建立绿色用能监测与评价体系。", [("重点行业企业", "encouraged", "推动")]),
        ("加快推动纯油出租车向纯电动化转型。", [("纯油出租车", "encouraged", "推动")]),
        ("要求商户提供合规的塑料购物袋。", [("商户", "must", "要求")]),
        ("督促行业企业自觉履行生态环保社会责任。", [("行业企业", "encouraged", "督促")]),
        ("引导建材产品向轻型化、集约化转型。", [("建材产品", "encouraged", "引导")]),
        ("推进灵活调节电源建设和高效燃煤机组灵活性改造。", [("高效燃煤机组", "encouraged", "推进")]),
        # behind it
        ("重点用能单位要梳理核算自身碳排放情况，推进节能降碳。", [("重点用能单位", "must", "要")]),
        ("燃煤自备电厂必须安装脱硫设施。", [("燃煤自备电厂", "must", "必须")]),
        ("全区所有宾馆、酒店等不再主动提供一次性塑料用品。", [("全区所有宾馆、酒店", "must_not", "不再")]),
        ("党政机关100%建成节约型机关。", [("党政机关", "must", "100%")]),
        ("市发展改革委要加强统筹协调。", [("市发展改革委", "must", "要")]),
        # what is forbidden or held back
        ("严禁改建扩建现有燃煤自备电厂。", [("现有燃煤自备电厂", "must_not", "严禁")]),
        ("禁止燃煤公用电厂转为企业燃煤自备电厂。", [("燃煤公用电厂", "must_not", "禁止")]),
        ("严格控制新上高耗能、高排放项目。", [("新上高耗能、高排放项目", "must_not", "严格控制")]),
        ("不符合标准的项目将不予审批。", [("不符合标准的项目", "must_not", "不予")]),
        ("依法依规淘汰落后低效设备。", [("落后低效设备", "must", "淘汰")]),
        # plain statements
        ("新增及更新的公交车采用新能源汽车比例达到100%。", [("新增及更新的公交车", "must", "")]),
        ("市属国有企业“一企一策”编制实施专项行动方案。", [("市属国有企业", "must", "")]),
        ("各有关部门、街道密切配合。", [("各有关部门、街道", "must", "")]),
        ("强化高耗能企业绿电消费责任，提升绿电消费水平。", [("高耗能企业", "must", "强化")]),
        ("压实企业节能主体责任。", [("企业", "must", "压实")]),
        # topics
        ("针对新进入园区的工业企业，将实施严格的审批制度。", [("新进入园区的工业企业", "must", "")]),
        ("钢铁行业方面，坚决严禁新增钢铁产能。", [("钢铁行业", "must_not", "严禁")]),
        (
            "对超过用能限额的既有公共建筑，鼓励采用合同能源管理。",
            [("超过用能限额的既有公共建筑", "encouraged", "鼓励")],
        ),
        (
            "使用财政性资金配备更新公务用车的，原则上全部使用电动汽车。",
            [("使用财政性资金配备更新公务用车", "must", "全部")],
        ),
        ("达峰条件较好的地区，要积极对标国际先进水平。", [("达峰条件较好的地区", "must", "要")]),
        # two strengths, two addressees
        (
            "推动党政机关带头使用新能源汽车，鼓励企业购买新能源汽车，新增公交车全部使用电动汽车。",
            [("党政机关", "encouraged", "推动"), ("企业", "encouraged", "鼓励"), ("新增公交车", "must", "全部")],
        ),
    ],
)
def test_who_is_bound_and_how(words: str, duties: list[tuple[str, str, str]]) -> None:
    assert said(words) == duties


@pytest.mark.parametrize(
    "words",
    [
        "推动能源结构优化，加快发展光伏产业。",  # the government's own tasks
        "推进绿色基础设施建设。",
        "鼓励发展建筑“光储直柔”综合技术。",
        "支持新能源就近并网消纳。",
        "支持园区建设。",
        "坚决遏制奢侈浪费和不合理消费，杜绝大拆大建。",
        "全区全面禁止煤炭消费。",
        "到2025年，全市绿色低碳领域高新技术企业超过1000家。",  # a goal
        "推动政府投资模式创新。",
        "推动建筑材料循环利用。",
        "鼓励政策和支持力度不断加大。",
        "强化企业环境主体责任意识。",
        "落实政府对企业的监管责任。",
        "推进电源建设和电网改造。",
        "",
    ],
)
def test_tasks_goals_and_things_bind_nobody(words: str) -> None:
    assert said(words) == []


PIECES = [
    "鼓励",
    "严禁",
    "推动",
    "企业",
    "新建",
    "建筑",
    "应",
    "要",
    "的",
    "、",
    "，",
    "等",
    "（",
    "）",
    "“",
    "100%",
    "在",
    "对",
    "安装",
    "3吨以上",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_words_are_read_and_every_duty_lies_in_them(words: str) -> None:
    for duty in duties_in(words):
        assert 0 <= duty.start <= duty.act < duty.end <= len(words)
        assert duty.start <= duty.who_start < duty.who_end <= duty.end


def test_three_strengths_in_one_paragraph_are_three_entries() -> None:
    plan = plan_of(
        "某市方案\n一、光伏\n鼓励新建屋顶面积3000平方米以上的工业建筑，同步设计和建设光伏发电设施。"
        "年能耗1000吨标煤（当量值）以上或年用电量500万千瓦时以上的既有工业建筑，在符合安全条件前提下安装光伏。"
        "以国有资本为主投资的既有标准厂房，具备条件的应100%安装光伏。\n"
    )
    first, second, third = obligations_of(plan)
    assert [o.modality for o in (first, second, third)] == ["encouraged", "must", "must"]
    assert [o.addressee for o in (first, second)] == ["新建工业建筑", "既有工业建筑"]
    assert (second.any_of, second.condition) == (
        True,
        "年能耗1000吨标煤（当量值）以上或年用电量500万千瓦时以上，在符合安全条件前提下",
    )
    assert [(q.comparator, q.value, q.unit) for q in second.thresholds] == [
        ("at_least", Decimal(1000), "吨标煤"),
        ("at_least", Decimal(500), "万千瓦时"),
    ]
    assert "具备条件的" in third.qualifiers


def test_a_figure_of_the_action_is_no_threshold() -> None:
    (only,) = obligations_of(
        plan_of("某市方案\n一、储能\n鼓励装机2兆瓦以上的光伏项目，按不低于装机容量8%的比例配储。\n")
    )
    assert (only.addressee, [q.printed for q in only.thresholds]) == ("光伏项目", ["2兆瓦以上"])


@pytest.mark.parametrize(
    ("words", "addressee", "action"),
    [
        ("禁止新建燃煤锅炉。", "燃煤锅炉", "新建燃煤锅炉"),
        ("严禁改建扩建现有燃煤自备电厂。", "现有燃煤自备电厂", "改建扩建现有燃煤自备电厂"),
        ("严禁在禁燃区域新建燃煤项目。", "燃煤项目", "在禁燃区域新建燃煤项目"),
        ("禁止新建企业使用燃煤锅炉。", "企业", "新建企业使用燃煤锅炉"),
        ("严控高碳项目投资。", "高碳项目", "高碳项目投资"),
        ("严格限制对高耗能项目的贷款。", "高耗能项目", "对高耗能项目的贷款"),
        ("钢铁行业方面，严禁新增产能。", "钢铁行业", "新增产能"),
        ("禁止燃煤公用电厂转为企业燃煤自备电厂。", "燃煤公用电厂", "转为企业燃煤自备电厂"),  # it is told not to
        ("在物流园区推广节能设备。", "物流园区", "节能设备"),  # 推广 is the word
        ("依法淘汰老旧车辆。", "老旧车辆", "老旧车辆"),  # 淘汰 is the word
    ],
)
def test_word_and_action_say_what_is_forbidden(words: str, addressee: str, action: str) -> None:
    (only,) = obligations_of(plan_of(f"某市方案\n一、能源\n{words}\n"))
    assert (only.addressee, only.action) == (addressee, action)
    assert words.endswith(f"{action}。")


@pytest.mark.parametrize(
    ("who", "addressee", "condition"),
    [
        ("使用20年以上的内河航运船舶", "内河航运船舶", "使用20年以上"),
        ("新增或更新的3吨及以下叉车", "新增或更新的叉车", "3吨及以下"),
        ("年综合能耗5000吨标准煤及以上的重点用能单位", "重点用能单位", "年综合能耗5000吨标准煤及以上"),
        ("单体建筑面积超过2万平方米的新建公共建筑", "新建公共建筑", "单体建筑面积超过2万平方米"),
        ("省级以上园区", "省级以上园区", ""),
    ],
)
def test_thresholds_are_taken_out_of_the_addressee(who: str, addressee: str, condition: str) -> None:
    bound = bound_by(who)
    assert (bound.addressee, bound.condition) == (addressee, condition)


def test_the_deadline_at_the_head_holds_for_the_sentence() -> None:
    text = "某市方案\n一、建筑\n到2025年，新建民用建筑全面执行二星级标准，既有建筑应安装能耗监测。应停产。\n"
    assert [o.year for o in obligations_of(plan_of(text))] == [2025, 2025]


def test_every_part_is_in_its_sentence_and_every_sentence_in_the_plan(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for obligation in obligations_of(plan):
            assert obligation.span.contains(obligation.part)
            assert plan.quote(obligation.span) == obligation.quote
            assert plan.by_id[obligation.clause].span.contains(obligation.span)


def test_departments_are_those_of_the_sentence(plans: Mapping[str, Plan]) -> None:
    found = next(o for o in obligations_of(plans["wuxi"]) if o.addressee == "超过用能限额的既有公共建筑")
    assert found.departments.lead == ("市住房城乡建设局",)


def test_how_many_bind_in_the_shipped_plans(plans: Mapping[str, Plan]) -> None:
    counts = {name: Counter(o.modality for o in obligations_of(plan)) for name, plan in plans.items()}
    assert counts["kunshan"]["must_not"] == 2
    assert counts["xushuguan"]["must_not"] == 4
    assert all(count["encouraged"] > count["must"] > 0 for count in counts.values())


def test_headings_are_no_obligations(plans: Mapping[str, Plan]) -> None:
    quotes = [re.sub(r"\s", "", o.quote) for o in obligations_of(plans["kunshan"])]
    assert "（三）引导企业履行社会责任" not in quotes


def test_the_plans_of_kunshan_and_xushuguan_name_the_expected_addressees(plans: Mapping[str, Plan]) -> None:
    kunshan = {o.addressee for o in obligations_of(plans["kunshan"])}
    assert {"国企", "社会资本", "污水处理厂", "重点用能单位", "上市公司、进出口企业、碳交易重点企业"} <= kunshan
    xushuguan = {o.addressee for o in obligations_of(plans["xushuguan"])}
    assert {"出口企业", "拟建、在建项目", "商业银行", "领导干部", "政府投资工程", "高碳项目"} <= xushuguan


@pytest.mark.parametrize("name", ["wuxi", "taicang"])
def test_the_rows_labelled_by_hand(plans: Mapping[str, Plan], name: str) -> None:
    lines = (GOLD / f"{name}_obligations.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    found = obligations_of(plans[name])
    right = sum(any(_agree(obligation, row) for obligation in found) for row in gold)
    assert right / len(gold) >= LEAST_RECALL
    assert right / len(found) >= LEAST_PRECISION


def _agree(found: Obligation, row: Mapping[str, object]) -> bool:
    start, end = int(str(row["start"])), int(str(row["end"]))
    overlap = min(found.part.end, end) - max(found.part.start, start)
    accepted = row["addressee"]
    assert isinstance(accepted, list)
    return (
        2 * overlap >= min(found.part.end - found.part.start, end - start)
        and found.modality == row["modality"]
        and found.addressee.replace("的", "") in [str(name).replace("的", "") for name in accepted]
    )


def test_the_register_of_addressees_is_sound() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    register = load_register()
    terms = Counter(term for kind in register.kinds.values() for term in {kind.name, *kind.aliases})
    english = Counter(term for kind in register.kinds.values() for term in kind.english)
    assert len(rows) == len(register.kinds) >= 250
    assert not [term for term, count in (terms + english).items() if count > 1]
    assert all(parent in register.kinds for kind in register.kinds.values() for parent in kind.parents)
    groups = {"enterprise", "building", "project", "institution", "vehicle", "government", "person", "place"}
    assert {kind.group for kind in register.kinds.values()} == groups


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("我们是造纸厂，要做什么？", "造纸企业"),
        ("我是开酒店的", "宾馆酒店"),
        ("what must a paper mill do", "造纸企业"),
        ("Are exporters encouraged to buy green power?", "进出口企业"),
        ("上市公司要披露碳排放吗", "上市公司"),
    ],
)
def test_kinds_that_a_question_means(question: str, kind: str) -> None:
    assert kind in load_register().meant(question)


@pytest.mark.parametrize(
    ("printed", "kinds"),
    [
        ("钢铁、水泥、平板玻璃等行业", ("钢铁企业", "水泥企业", "玻璃企业", "行业")),
        ("国有企业和医院", ("国有企业", "医院")),
        ("一种没有的东西", ()),
        # what stands in front of a list belongs to its first item, too
        ("能源消耗占比高的电力、造纸等重点行业", ("电力企业", "造纸企业", "重点行业")),
        ("新建、扩建钢铁、水泥等高耗能高排放项目", ("钢铁项目", "建材项目", "两高项目")),
        ("新增或更新的公交车", ("公交车",)),
        ("新建和既有公共建筑", ("新建公共建筑", "既有公共建筑")),
        ("新建", ()),
        # the list's own ending completes its items
        ("高能耗、高碳排放建设项目", ("两高项目", "项目")),
        ("交通、能源等基础设施", ("市政工程",)),
        ("建筑、交通等行业", ("建筑企业", "交通运输企业", "行业")),
        ("居住、公共建筑", ("居住建筑", "公共建筑")),
        ("银行、保险等金融机构", ("银行", "保险机构", "金融机构")),
        ("钢铁、水泥", ("钢铁企业", "水泥企业")),
        ("元启动力、纳通能源等新能源企业", ("新能源企业",)),  # names of firms
        # a name with a bracket or a conjunction inside
        ("纳入碳市场管理的重点企（事）业单位", ("重点排放单位",)),
        ("纳入碳市场管理的重点企(事)业单位", ("重点排放单位",)),
        ("新建大型及以上数据中心", ("新建数据中心",)),
        ("3吨及以下叉车", ("叉车",)),
        ("各相关部门和单位", ("政府部门",)),
        ("普通高等学校", ("高等学校",)),
    ],
)
def test_kinds_of_a_printed_addressee(printed: str, kinds: tuple[str, ...]) -> None:
    assert load_register().kinds_in(printed) == kinds


def test_what_is_said_of_a_list_is_said_of_its_items() -> None:
    items = load_register().items_in("能源消耗占比高的电力、造纸等行业")
    assert [(item.front, item.words) for item in items] == [
        ("能源消耗占比高的", "电力行业"),
        ("能源消耗占比高的", "造纸行业"),
        ("能源消耗占比高的", "行业"),
    ]
    assert load_register().items_in("光子芯片等企业")[-1].front == "光子芯片等"


@given(st.lists(st.sampled_from([*PIECES, "水泥", "造纸", "项目", "及以上"]), max_size=10).map("".join))
def test_any_list_is_read_and_its_kinds_are_known(words: str) -> None:
    register = load_register()
    assert set(register.kinds_in(words)) <= register.kinds.keys()


@pytest.mark.parametrize(
    ("broad", "narrow"),
    [
        ("建筑", "高能耗建筑"),
        ("公共机构", "党政机关"),
        ("煤电企业", "燃煤公用电厂"),
        ("自备电厂", "燃煤自备电厂"),
        ("锅炉", "燃煤锅炉"),
        ("学校", "小学"),
    ],
)
def test_what_binds_the_broad_kind_binds_the_narrow_one_only(broad: str, narrow: str) -> None:
    register = load_register()
    assert register.find(narrow)[0].kind == narrow
    assert register.bind([broad], narrow)
    assert not register.bind([narrow], broad)


def test_paper_is_none_of_the_six_energy_intensive_industries() -> None:
    six = {"钢铁企业", "有色金属企业", "建材企业", "石化企业", "化工企业", "电力企业"}
    assert all(load_register().bind(["高耗能企业"], kind) for kind in six)
    assert not load_register().bind(["高耗能企业"], "造纸企业")


def test_what_binds_enterprises_binds_paper_mills_and_not_the_other_way() -> None:
    register = load_register()
    assert register.bind(["企业"], "造纸企业")
    assert register.bind(["工业企业"], "造纸企业")
    assert not register.bind(["造纸企业"], "企业")
    assert not register.bind(["钢铁企业"], "造纸企业")


def test_a_number_at_the_head_of_a_line_is_not_cut_in_two() -> None:
    (segment,) = segments("3.1年用水量十万立方米以上的印染企业应当安装计量装置")
    assert segment.head() == 0
