from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.departments import Directory, load_directory, printed_names, stem, tasks_of
from corpus.plans import Plan


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory()


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("市发改委", "发展和改革委员会"),
        ("市发展改革委", "发展和改革委员会"),
        ("市发展和改革委", "发展和改革委员会"),
        ("区发改局", "发展和改革委员会"),
        ("市工信局", "工业和信息化局"),
        ("市工业和信息化局", "工业和信息化局"),
        ("太仓生态环境局", "生态环境局"),
        ("资规姑苏分局", "自然资源和规划局"),
        ("市委组织部", "组织部"),
    ],
)
def test_one_body_under_its_many_names(directory: Directory, printed: str, body: str) -> None:
    assert directory.canonical(printed) == body


@pytest.mark.parametrize("office", ["港口委发展局", "港口委港政局", "港口委科信办"])
def test_an_office_inside_another_body_is_a_body_of_its_own(directory: Directory, office: str) -> None:
    assert directory.canonical(office) == office


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("发改委和工信局谁牵头？", ["发展和改革委员会", "工业和信息化局"]),
        ("who leads, the Development and Reform Commission?", ["发展和改革委员会"]),
        ("what is near Gusu", []),  # NEA is the energy bureau
        ("is the NEA in charge", ["能源局"]),
        ("今天天气怎么样", []),
        ("", []),
    ],
)
def test_bodies_that_a_question_names(directory: Directory, question: str, bodies: list[str]) -> None:
    assert directory.mentioned(question) == bodies


def test_the_tasks_of_a_body(plans: Mapping[str, Plan], directory: Directory) -> None:
    found = tasks_of(plans["gusu"], "自然资源和规划局", directory)
    assert [(task.clause.clause_id, task.role, task.printed) for task in found] == [
        ("gusu/3.7.1", "responsible", "资规姑苏分局"),
        ("gusu/4.1", "responsible", "资规姑苏分局"),
        ("gusu/4.3", "responsible", "资规姑苏分局"),
    ]


def test_the_tasks_of_a_body_with_offices_count_the_offices(plans: Mapping[str, Plan], directory: Directory) -> None:
    assert [task.printed for task in tasks_of(plans["taicang"], "港口委港政局", directory)] == ["港口委港政局"] * 2


def test_bodies_that_are_only_carried_over_are_no_tasks(plans: Mapping[str, Plan], directory: Directory) -> None:
    assert tasks_of(plans["taicang"], "各区镇", directory) == []


def test_printed_names_come_once_in_the_order_of_the_plan(plans: Mapping[str, Plan]) -> None:
    names = printed_names(plans["taicang"])
    assert names[:5] == ["市发改委", "市工信局", "太仓生态环境局", "市数据局", "市供电公司"]
    assert len(names) == len(set(names))
    assert printed_names(plans["kunshan"]) == []


@pytest.mark.parametrize(
    ("question", "nearest"),
    [("管住房城乡建设的部门", "住房和城乡建设局"), ("生态环境归谁管", "生态环境局"), ("今天天气", None)],
)
def test_the_body_whose_names_are_nearest(directory: Directory, question: str, nearest: str | None) -> None:
    assert directory.nearest(question, ["住房和城乡建设局", "生态环境局", "公安局"]) == nearest


def test_no_bodies_no_nearest(directory: Directory) -> None:
    assert directory.nearest("生态环境归谁管", []) is None


def labelled_brackets() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Plan, leads and responsible bodies of each bracket, cut out of the raw texts and read against them one by one."""
    labels = Path(__file__).parents[1] / "eval" / "sets" / "registers" / "departments.tsv"
    rows = labels.read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split("\t") for row in rows]
    return [(plan, tuple(filter(None, lead.split("|"))), tuple(named.split("|"))) for plan, _, _, lead, named in cells]


@pytest.mark.parametrize("name", ["taicang", "gusu", "wuxi", "kunshan", "xushuguan"])
def test_every_department_of_every_bracket_in_its_role(plans: Mapping[str, Plan], name: str) -> None:
    found = [
        (name, responsibility.departments.lead, responsibility.departments.responsible)
        for clause in plans[name].outline.clauses
        for responsibility in clause.responsibilities
    ]
    assert found == [row for row in labelled_brackets() if row[0] == name]


def test_every_name_of_the_plans_folds_into_one_body_a_plan(plans: Mapping[str, Plan], directory: Directory) -> None:
    bodies = {name: {directory.canonical(printed) for printed in printed_names(plan)} for name, plan in plans.items()}
    assert {name: len(found) for name, found in bodies.items()} == {
        "taicang": 31,
        "gusu": 19,
        "wuxi": 36,
        "kunshan": 0,
        "xushuguan": 0,
    }


@pytest.mark.parametrize(
    ("printed", "for_what"),
    [
        ("区古保委", "古保"),
        ("市公安局", "公安"),
        ("市委金融办", "委金融"),
        ("名城建设集团", ""),
        ("市机关管理局", "机关"),
    ],
)
def test_what_a_body_is_for_by_its_name(printed: str, for_what: str) -> None:
    assert stem(printed) == for_what
