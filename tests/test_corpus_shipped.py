"""The five plans that ship, counted by hand: clauses, tasks, sentences, brackets."""

from collections.abc import Mapping

import pytest

from corpus.models import Clause, Departments
from corpus.plans import Plan
from corpus.spans import BOOKMARK, Span

PLANS = ["taicang", "gusu", "wuxi", "kunshan", "xushuguan"]


def clause_with(plan: Plan, heading: str) -> Clause:
    """The one clause of ``plan`` with this heading."""
    (found,) = [clause for clause in plan.outline.clauses if clause.heading == heading]
    return found


def bracket_of(plan: Plan, heading: str) -> Departments:
    """The departments of the one bracket of that clause."""
    (responsibility,) = clause_with(plan, heading).responsibilities
    return responsibility.departments


def test_the_plans_come_in_the_order_of_the_manifest(plans: Mapping[str, Plan]) -> None:
    assert list(plans) == PLANS


@pytest.mark.parametrize(
    ("plan_id", "count"), [("taicang", 62), ("gusu", 52), ("wuxi", 46), ("kunshan", 54), ("xushuguan", 59)]
)
def test_clauses(plans: Mapping[str, Plan], plan_id: str, count: int) -> None:
    assert len(plans[plan_id].outline.clauses) == count
    assert plans[plan_id].outline.warnings == ()


@pytest.mark.parametrize(
    ("plan_id", "first", "tenth", "last"),
    [
        ("taicang", ("", ""), ("三、", "开展重点领域达峰行动"), ("五、（三）", "加强宣传引导")),
        ("gusu", ("", ""), ("重点任务", "重点任务"), ("组织实施·（4）", "严格监督考核")),
        ("wuxi", ("", ""), ("二、（二）2", "严控化石能源消费"), ("四、", "组织实施")),
        (
            "kunshan",
            ("", ""),
            ("二、（一）·构建绿色低碳的现代能源体系", "构建绿色低碳的现代能源体系"),
            ("六、（五）", "积极宣传推广"),
        ),
        (
            "xushuguan",
            ("", ""),
            ("三、（二）·大力推进工业上楼工程", "大力推进工业上楼工程"),
            ("八、（五）", "加强宣传推广"),
        ),
    ],
)
def test_first_tenth_and_last_clause(
    plans: Mapping[str, Plan], plan_id: str, first: tuple[str, str], tenth: tuple[str, str], last: tuple[str, str]
) -> None:
    clauses = plans[plan_id].outline.clauses
    assert [(clauses[n].path, clauses[n].heading) for n in (0, 9, -1)] == [first, tenth, last]


@pytest.mark.parametrize(
    ("plan_id", "ends"),
    [
        ("taicang", "负责）"),
        ("gusu", "目标与经济发展统筹兼顾。"),
        ("wuxi", "负责）"),
        ("kunshan", "成为全社会共识。"),
        ("xushuguan", "营造良好舆论氛围。"),
    ],
)
def test_the_last_clause_reaches_the_end_of_the_file(plans: Mapping[str, Plan], plan_id: str, ends: str) -> None:
    plan = plans[plan_id]
    last = plan.outline.clauses[-1]
    assert last.text.endswith(ends)
    assert last.span.end == len(plan.text.rstrip())


@pytest.mark.parametrize(
    ("plan_id", "count"), [("taicang", 40), ("gusu", 28), ("wuxi", 33), ("kunshan", 0), ("xushuguan", 0)]
)
def test_brackets(plans: Mapping[str, Plan], plan_id: str, count: int) -> None:
    assert sum(len(clause.responsibilities) for clause in plans[plan_id].outline.clauses) == count


@pytest.mark.parametrize(
    ("plan_id", "part", "count"), [("taicang", "taicang/3.", 33), ("gusu", "gusu/3.", 24), ("wuxi", "wuxi/2.", 28)]
)
def test_numbered_tasks(plans: Mapping[str, Plan], plan_id: str, part: str, count: int) -> None:
    numbered = [clause for clause in plans[plan_id].outline.clauses if clause.kind == "arabic"]
    assert sum(clause.clause_id.startswith(part) for clause in numbered) == count


def test_gusu_prints_one_for_both_numbered_clauses_of_its_first_part(plans: Mapping[str, Plan]) -> None:
    numbered = [clause for clause in plans["gusu"].outline.clauses if clause.kind == "arabic"]
    assert len(numbered) == 26
    assert [(clause.path, clause.heading) for clause in numbered[:2]] == [
        ("总体要求·1", "指导思想"),
        ("总体要求·1", "基本原则"),
    ]


@pytest.mark.parametrize(("plan_id", "count"), [("kunshan", 17), ("xushuguan", 17)])
def test_every_sentence_that_a_page_break_cuts_is_whole_again(
    plans: Mapping[str, Plan], plan_id: str, count: int
) -> None:
    plan = plans[plan_id]
    sentences = [span for clause in plan.outline.clauses for span in clause.sentences]
    assert sum("\n" in plan.text[span.start : span.end] for span in sentences) == count


def test_a_word_is_whole_across_the_page_break(plans: Mapping[str, Plan]) -> None:
    plan = plans["kunshan"]
    broken = plan.text.index("统筹衔接能耗强\n\n度和碳排放强度")
    (sentence,) = [
        span for clause in plan.outline.clauses for span in clause.sentences if span.start <= broken < span.end
    ]
    assert plan.text[sentence.start :].startswith("加强能耗和二氧化碳排放控制目标分析预警")
    assert plan.text[: sentence.end].endswith("确保按期实现“双碳”目标。")


def test_a_heading_stays_whole_where_the_page_ends_in_its_paragraph(plans: Mapping[str, Plan]) -> None:
    headings = [clause.heading for clause in plans["kunshan"].outline.clauses]
    assert headings[headings.index("城乡建设低碳转型") :][:5] == [
        "城乡建设低碳转型",
        "提升绿色建筑发展质量",
        "优化城乡布局",
        "推进绿色基础设施建设",
        "强化低碳运营管理",  # its second line begins on the next page: 升绿色低碳治理体系和治理能力。
    ]
    assert headings[headings.index("推动产业绿色提质升级") :][1:4] == [
        "优化低碳产业补链强链",
        "工业领域数字化智能化低碳化融合",
        "实施重点行业绿色化改造",
    ]


@pytest.mark.parametrize("plan_id", PLANS)
def test_the_title_is_no_part_of_the_first_sentence(plans: Mapping[str, Plan], plan_id: str) -> None:
    plan = plans[plan_id]
    title = plan.outline.clauses[0].sentences[0]
    assert "\n" not in plan.text[title.start : title.end]
    assert not plan.text[title.start : title.end].endswith("。")


@pytest.mark.parametrize("plan_id", PLANS)
def test_every_character_belongs_to_one_clause_or_is_a_bookmark_or_white_space(
    plans: Mapping[str, Plan], plan_id: str
) -> None:
    plan = plans[plan_id]
    end, between = 0, ""
    for clause in plan.outline.clauses:
        assert clause.span.start >= end
        between += plan.text[end : clause.span.start]
        end = clause.span.end
    between += plan.text[end:]
    assert BOOKMARK.sub("", between).strip() == ""


@pytest.mark.parametrize("plan_id", PLANS)
def test_spans_are_the_words_that_they_quote(plans: Mapping[str, Plan], plan_id: str) -> None:
    plan = plans[plan_id]
    for clause in plan.outline.clauses:
        assert plan.text[clause.span.start : clause.span.end] == clause.text
        for span in clause.sentences:
            quote = plan.text[span.start : span.end]
            assert clause.span.contains(span)
            assert quote == quote.strip() != ""
        for responsibility in clause.responsibilities:
            span = responsibility.span
            assert plan.text[span.start : span.end] == responsibility.quote
            assert clause.span.contains(responsibility.covers)
            assert responsibility.quote[0] + responsibility.quote[-1] in ("（）", "〔〕")


def test_the_second_task_of_wuxi_without_a_bracket_takes_no_neighbours(plans: Mapping[str, Plan]) -> None:
    clause = clause_with(plans["wuxi"], "积极打造新能源产业集群")
    assert clause.path == "二、（二）3"
    assert clause.responsibilities == ()
    assert all(not clause.departments_at(span) for span in clause.sentences)


def test_the_districts_of_wuxi_are_named_once_and_carried_over_to_all_brackets_behind(
    plans: Mapping[str, Plan],
) -> None:
    brackets = [r for clause in plans["wuxi"].outline.clauses for r in clause.responsibilities]
    districts = ("各市（县）区人民政府", "无锡经开区管委会")
    assert brackets[0].departments.responsible[-2:] == districts
    assert brackets[0].departments.inherited == ()
    assert {r.departments.inherited for r in brackets[1:]} == {districts}


def test_the_towns_of_taicang_are_carried_over_from_the_first_bracket(plans: Mapping[str, Plan]) -> None:
    brackets = [r for clause in plans["taicang"].outline.clauses for r in clause.responsibilities]
    assert {r.departments.inherited for r in brackets} == {("各区镇",)}
    assert brackets[0].departments.responsible == ("市发改委", "市工信局", "太仓生态环境局", "市数据局")


def test_no_district_is_carried_over_in_gusu(plans: Mapping[str, Plan]) -> None:
    brackets = [r for clause in plans["gusu"].outline.clauses for r in clause.responsibilities]
    assert {(r.departments.lead, r.departments.assisting, r.departments.inherited) for r in brackets} == {((), (), ())}


@pytest.mark.parametrize(
    ("plan_id", "heading", "lead"),
    [
        ("taicang", "合理控制油气消费增长", ("市商务局", "市住建局")),
        ("taicang", "推动煤电行业碳达峰", ("市发改委",)),
        ("taicang", "严格保护修复生态空间", ("市资源规划局", "太仓生态环境局")),
        ("wuxi", "全面提升节能管理水平", ("市工业和信息化局", "市发展改革委")),
        ("taicang", "全面提升节能管理水平", ("市发改委", "市工信局")),
        ("gusu", "全面提升节能管理水平", ()),
    ],
)
def test_leads_alone_joint_and_none(
    plans: Mapping[str, Plan], plan_id: str, heading: str, lead: tuple[str, ...]
) -> None:
    assert bracket_of(plans[plan_id], heading).lead == lead


@pytest.mark.parametrize(
    ("plan_id", "heading", "responsible"),
    [
        ("gusu", "加强绿色低碳技术攻关和应用推广", ("区经科局",)),  # （区经科局负责）
        ("gusu", "强化绿色技术创新能力", ("区经科局", "区发改局")),  # without 负责
        ("gusu", "健全完善城乡有机废弃物处理利用体系", ("区城管委", "区住建委", "姑苏生态环境局")),  # a stray 、
        ("gusu", "构筑城市绿色生态空间", ("资规姑苏分局", "姑苏生态环境局", "区住建委")),
        ("gusu", "加快构建新型电力系统", ("区发改局", "区经科局", "区住建委", "苏州供电公司市中供服中心")),
        ("wuxi", "因地制宜有序达峰", ("市各相关部门和单位",)),
        ("wuxi", "强化能源安全保障", ("国网无锡供电公司",)),
        (
            "wuxi",
            "大力发展绿色低碳产业",
            (
                "市发展改革委",
                "市工业和信息化局",
                "市科技局",
                "市生态环境局",
                "各市（县）区人民政府",
                "无锡经开区管委会",
            ),
        ),
    ],
)
def test_responsible(plans: Mapping[str, Plan], plan_id: str, heading: str, responsible: tuple[str, ...]) -> None:
    assert bracket_of(plans[plan_id], heading).responsible == responsible


def test_three_offices_of_the_port_committee_are_three_bodies(plans: Mapping[str, Plan]) -> None:
    found = {
        name: clause.path
        for clause in plans["taicang"].outline.clauses
        for r in clause.responsibilities
        for name in r.departments.responsible
        if name.startswith("港口委")
    }
    assert found == {"港口委发展局": "三、（五）1", "港口委港政局": "三、（五）2", "港口委科信办": "三、（五）3"}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("大力发展可再生能源", "（当量值）"),
        ("抓好节能减碳示范工程", "（近）"),
        ("推动重点领域能效提升", "（PUE）"),
    ],
)
def test_other_brackets_of_a_clause_are_no_responsibilities(
    plans: Mapping[str, Plan], heading: str, words: str
) -> None:
    clause = clause_with(plans["taicang"], heading)
    assert words in clause.text
    (responsibility,) = clause.responsibilities
    assert responsibility.quote.endswith("按职责分工负责）")
    assert clause.text.endswith(responsibility.quote)


def test_a_bracket_governs_all_sentences_of_its_clause_and_itself(plans: Mapping[str, Plan]) -> None:
    clause = clause_with(plans["taicang"], "推动造纸行业碳达峰")
    (responsibility,) = clause.responsibilities
    assert responsibility.covers == Span(clause.span.start, responsibility.span.start)
    assert [clause.departments_at(span) for span in (*clause.sentences, responsibility.span)] == [
        responsibility.departments
    ] * 7


def test_the_same_heading_stands_in_three_plans(plans: Mapping[str, Plan]) -> None:
    found = [
        clause.clause_id
        for plan in plans.values()
        for clause in plan.outline.clauses
        if clause.heading == "全面提升节能管理水平"
    ]
    assert found == ["taicang/3.3.1", "gusu/3.1.3", "wuxi/2.5.2"]


def test_only_gusu_is_a_draft(plans: Mapping[str, Plan]) -> None:
    assert [plan_id for plan_id, plan in plans.items() if plan.info.status == "draft"] == ["gusu"]


def test_parents_lead_up_to_the_part(plans: Mapping[str, Plan]) -> None:
    plan = plans["taicang"]
    above = plan.parents(plan.by_id["taicang/3.1.2"])
    assert [clause.heading for clause in above] == ["开展重点领域达峰行动", "产业绿色提质行动"]
