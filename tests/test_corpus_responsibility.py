"""Who is responsible, as other cities print it: labels, lines, several brackets in one clause."""

from collections.abc import Callable

import pytest

from corpus.models import Clause, Departments, Outline
from corpus.outline import parse_outline
from corpus.responsibility import names, parse

Document = Callable[[str], tuple[str, Outline]]


def at(outline: Outline, path: str) -> Clause:
    """The one clause with this path."""
    (found,) = [clause for clause in outline.clauses if clause.path == path]
    return found


def said(words: str) -> Departments | None:
    """What the words between brackets say, where a role must be given."""
    found = parse(words, bare=False)
    return found.departments if found else None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("市发改委、市工信局", ["市发改委", "市工信局"]),
        ("市发改委，市工信局；市住建局", ["市发改委", "市工信局", "市住建局"]),
        ("市发改委、市工信局等部门", ["市发改委", "市工信局"]),
        ("市发改委、市属国有企业等部门和单位", ["市发改委", "市属国有企业"]),
        ("区城管委、姑苏生态环境局、", ["区城管委", "姑苏生态环境局"]),
        ("各市（县）区人民政府、无锡经开区管委会", ["各市（县）区人民政府", "无锡经开区管委会"]),
        ("省发展改革委，各市、县（市、区）人民政府", ["省发展改革委", "各市、县（市、区）人民政府"]),
        ("市委党校（行政学院）、市委组织部", ["市委党校（行政学院）", "市委组织部"]),
        ("市发展和改革委、市工业和信息化局", ["市发展和改革委", "市工业和信息化局"]),
        ("市发改委和市工信局", ["市发改委", "市工信局"]),
        ("由市财政局、会同市税务局", ["市财政局", "市税务局"]),
        ("", []),
    ],
)
def test_names_are_taken_as_printed(words: str, found: list[str]) -> None:
    assert names(words) == found


@pytest.mark.parametrize(
    ("words", "departments"),
    [
        ("市发改委负责", Departments(responsible=("市发改委",))),
        ("区经科局、区发改局按职责分工", Departments(responsible=("区经科局", "区发改局"))),
        (
            "市商务局、市住建局牵头，市发改委等部门按职责分工负责",
            Departments(lead=("市商务局", "市住建局"), responsible=("市发改委",)),
        ),
        (
            "市工业和信息化局牵头，市科技局配合",
            Departments(lead=("市工业和信息化局",), assisting=("市科技局",)),
        ),
        (
            "牵头单位：市能源局；责任单位：市住房城乡建设局；配合单位：市财政局",
            Departments(lead=("市能源局",), responsible=("市住房城乡建设局",), assisting=("市财政局",)),
        ),
        (
            "责任单位：市发展改革委；完成时限：2025年",
            Departments(responsible=("市发展改革委",)),
        ),
    ],
)
def test_roles(words: str, departments: Departments) -> None:
    assert said(words) == departments


@pytest.mark.parametrize(
    "words",
    [
        "当量值",
        "近",
        "PUE",
        "征求意见稿",
        "作坊",
        "秸秆、污泥",
        "苏府〔2024〕34号",
        "以下简称负责人",
        "市发改委、市工信局",
    ],
)
def test_no_responsibility(words: str) -> None:
    assert said(words) is None


def test_a_list_of_departments_alone_counts_where_it_ends_a_sentence() -> None:
    found = parse("市发改委、市工信局", bare=True)
    assert found is not None
    assert found.departments == Departments(responsible=("市发改委", "市工信局"))
    assert parse("秸秆、污泥", bare=True) is None


def test_a_rule_for_all_that_follows_is_carried() -> None:
    found = parse("市发改委按职责分工负责，各区镇落实。以下所有任务均需各区镇落实，不再列出", bare=False)
    assert found is not None
    assert found.carried == ("各区镇",)
    assert found.departments == Departments(responsible=("市发改委",), inherited=("各区镇",))


def test_a_second_rule_takes_the_place_of_the_first() -> None:
    rules = [f"（市发改委负责，各{who}落实。以下任务均需各{who}落实，不再列出）" for who in ("区镇", "街道")]
    brackets = [*rules, "（市能源局负责）"]
    text = "一、重点任务\n" + "".join(f"{n}.推广绿电。加快建设。{words}\n" for n, words in enumerate(brackets, start=1))
    inherited = [
        r.departments.inherited for c in parse_outline(text, plan_id="made").clauses for r in c.responsibilities
    ]
    assert inherited == [("各区镇",), ("各街道",), ("各街道",)]


def test_labels_in_brackets(document: Document) -> None:
    _, outline = document("labels")
    assert [r.departments for r in at(outline, "一、（一）").responsibilities] == [
        Departments(responsible=("市发展改革委", "市生态环境局"), assisting=("市市场监管局",))
    ]
    assert [r.departments for r in at(outline, "一、（二）").responsibilities] == [
        Departments(lead=("市能源局",), responsible=("市住房城乡建设局", "国网湖州湾供电公司", "各县〔区〕人民政府"))
    ]


def test_each_bracket_of_a_clause_governs_its_own_sentences(document: Document) -> None:
    text, outline = document("labels")
    clause = at(outline, "一、（三）")
    governed = [(text[s.start : s.end], clause.departments_at(s)) for s in clause.sentences]
    energy = Departments(responsible=("市发展改革委",))
    assert governed == [
        ("（三）提升储能水平。", energy),
        ("新建抽水蓄能电站1座。", energy),
        ("支持用户侧储能应用。", Departments(lead=("市工业和信息化局",), assisting=("市科技局",))),
        ("开展虚拟电厂试点。", Departments(responsible=("国网湖州湾供电公司",))),
    ]
    assert [clause.departments_at(r.span) for r in clause.responsibilities] == [
        r.departments for r in clause.responsibilities
    ]


def test_a_clause_without_a_bracket_takes_none(document: Document) -> None:
    _, outline = document("labels")
    for path in ("二、（三）", "三、（二）"):
        clause = at(outline, path)
        assert clause.responsibilities == ()
        assert not clause.departments_at(clause.span)


def test_thresholds_in_brackets_are_no_departments(document: Document) -> None:
    _, outline = document("labels")
    clause = at(outline, "二、（一）")
    assert clause.heading == "实施重点用能单位（年综合能源消费量1万吨标准煤以上）节能改造"
    (bracket,) = clause.responsibilities
    assert bracket.departments == Departments(responsible=("市工业和信息化局", "市发展改革委"))


@pytest.mark.parametrize(
    ("path", "departments"),
    [
        ("二、（二）", Departments(responsible=("市委组织部", "市委党校（行政学院）"))),
        ("三、（一）", Departments(responsible=("市政府办公室", "市统计局"))),
    ],
)
def test_a_bracket_behind_a_clause_of_one_sentence_governs_it(
    document: Document, path: str, departments: Departments
) -> None:
    _, outline = document("labels")
    clause = at(outline, path)
    (sentence,) = clause.sentences
    assert clause.departments_at(sentence) == departments


def test_a_bracket_behind_the_heading_governs_the_heading_and_what_follows() -> None:
    text = "一、重点任务\n（一）推广光伏。（责任单位：市能源局）整县推进屋顶光伏。新增装机10万千瓦。\n"
    clause = parse_outline(text, plan_id="made").clauses[-1]
    assert [clause.departments_at(span) for span in clause.sentences] == [Departments(responsible=("市能源局",))] * 3


def test_a_bracket_behind_the_heading_leaves_the_rest_to_the_bracket_behind_the_rest() -> None:
    text = "一、重点任务\n（一）推广光伏。（市能源局牵头）整县推进屋顶光伏。（市住建局负责）\n"
    clause = parse_outline(text, plan_id="made").clauses[-1]
    assert [clause.departments_at(span) for span in clause.sentences] == [
        Departments(lead=("市能源局",)),
        Departments(responsible=("市住建局",)),
    ]


@pytest.mark.parametrize(
    ("path", "quote", "departments"),
    [
        (
            "一、1",
            "责任单位：市机关事务管理局、市财政局",
            Departments(responsible=("市机关事务管理局", "市财政局")),
        ),
        (
            "一、2",
            "牵头单位：市交通运输局\n配合单位：市城市管理局、市国资委，市公交集团",
            Departments(lead=("市交通运输局",), assisting=("市城市管理局", "市国资委", "市公交集团")),
        ),
        (
            "二、3",
            "牵头单位：市住房和城乡建设局\n"
            "责任单位：市自然资源和规划局、市消防救援支队、国网南浦供电公司，各县（市、区）人民政府",
            Departments(
                lead=("市住房和城乡建设局",),
                responsible=(
                    "市自然资源和规划局",
                    "市消防救援支队",
                    "国网南浦供电公司",
                    "各县（市、区）人民政府",
                ),
            ),
        ),
        (
            "三、5",
            "责任单位：市发展改革委、市公安局，\n各县（市、区）人民政府",
            Departments(responsible=("市发展改革委", "市公安局", "各县（市、区）人民政府")),
        ),
    ],
)
def test_lines_that_name_departments(document: Document, path: str, quote: str, departments: Departments) -> None:
    _, outline = document("lines")
    clause = at(outline, path)
    (line,) = clause.responsibilities
    assert (line.quote, line.departments) == (quote, departments)
    assert clause.departments_at(clause.sentences[0]) == departments


def test_a_deadline_behind_the_departments_is_a_sentence(document: Document) -> None:
    text, outline = document("lines")
    last = at(outline, "二、3").sentences[-1]
    assert text[last.start : last.end] == "完成时限：2024年12月底前"


def test_a_measure_without_a_line_names_nobody(document: Document) -> None:
    _, outline = document("lines")
    assert at(outline, "二、4").responsibilities == ()
