from collections.abc import Mapping

import pytest

from corpus.bodies import bodies_in_prose, bodies_named, canonical, register_of
from corpus.plans import Plan, describe

# read in the plans, sentence by sentence: clause, name, what is said of it
PROSE = {
    "taicang": [
        ("5.1", "市委市政府", "负责"),
        ("5.1", "市发改委", "做好"),
        ("5.2", "各相关部门和单位", "要"),
        ("5.3", "各相关部门和单位", "要"),
    ],
    "gusu": [
        ("3.1.3", "市级单位", "配合"),
        ("5.1", "姑苏区碳达峰碳中和工作领导小组", "成立"),
        ("5.1", "各有关部门", "密切配合"),
        ("5.1", "街道", "密切配合"),
        ("5.2", "各有关部门", "压实责任"),
        ("5.2", "街道", "压实责任"),
        ("5.4", "区委", "报告"),
        ("5.4", "区政府", "报告"),
        ("5.4", "区碳达峰碳中和工作领导小组", "报告"),
    ],
    "wuxi": [
        ("2.8", "各级政府", "主体责任"),
        ("2.8.1", "各市（县）区人民政府", "要"),
        ("3.3", "各市（县）区", "要"),
        ("3.4", "省级主管部门", "协助"),
        ("4", "市各相关部门和单位", "要"),
        ("4", "市发展改革委", "要"),
        ("4", "各市（县）区", "要"),
    ],
    "kunshan": [
        ("6.1", "昆山高新区推进低碳发展工作领导小组", "成立"),
        ("6.1", "高新区管委会", "担任组长"),
        ("6.1", "相关部门", "组成"),
        ("6.1", "办公室", "下设"),
        ("6.4", "各领导小组", "进一步"),
        ("6.5", "“双碳”试点宣教中心", "成立"),
    ],
    "xushuguan": [
        ("7.1", "政府相关部门", "主导"),
        ("8.1", "园区碳达峰碳中和试点建设领导小组", "成立"),
        ("8.1", "有关部门", "参与"),
        ("8.1", "建设办公室", "下设"),
        ("8.1", "经济发展局", "设在"),
        ("8.1", "园区管委会", "负总责"),
        ("8.1", "相关职能部门", "协调配合"),
        ("8.4", "园区管委会", "主体责任"),
        ("8.4", "碳达峰碳中和试点建设领导小组及其办公室", "对"),
    ],
}


@pytest.mark.parametrize("name", PROSE)
def test_bodies_in_the_prose_of_the_shipped_plans(plans: Mapping[str, Plan], name: str) -> None:
    found = [(body.clause.split("/")[1], body.printed, body.role) for body in bodies_in_prose(plans[name])]
    assert found == PROSE[name]


def test_a_mention_is_quoted_from_the_plan(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for body in bodies_in_prose(plan):
            assert plan.quote(body.span) == body.quote
            assert body.printed in "".join(body.quote.split())


def prose(sentence: str) -> list[tuple[str, str]]:
    """Names and roles in a document of one sentence."""
    text = f"某市方案\n一、组织\n{sentence}\n"
    plan = Plan("made", describe(text, plan_id="made", digest="0" * 64), text)
    return [(body.printed, body.role) for body in bodies_in_prose(plan)]


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("领导小组办公室设在市发展改革委。", [("市发展改革委", "设在")]),
        ("该项工作由市住房城乡建设局牵头，有关单位参加。", [("市住房城乡建设局", "牵头")]),
        ("各镇（区）人民政府要压实责任。", [("各镇（区）人民政府", "要")]),
        ("由张三牵头。", []),  # no body that anything recognises
        ("企业要节能。", []),  # a class of enterprises is no body
        ("新建建筑应安装光伏。", []),
    ],
)
def test_only_bodies_that_are_recognised(sentence: str, bodies: list[tuple[str, str]]) -> None:
    assert prose(sentence) == bodies


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("区委、区政府和区碳达峰碳中和工作领导小组", ["区委", "区政府", "区碳达峰碳中和工作领导小组"]),
        ("高新区管委会分管领导", ["高新区管委会"]),
        ("市各相关部门和单位", ["市各相关部门和单位"]),
        ("绿色低碳技术", []),
    ],
)
def test_names_in_a_list(words: str, names: list[str]) -> None:
    assert bodies_named(words) == names


def test_a_group_of_bodies_is_a_body_of_its_own() -> None:
    assert canonical("各市（县）区人民政府") == "各市（县）区人民政府"
    assert canonical("市发改委") == "发展和改革委员会"


def test_one_entry_for_a_body_under_all_its_names(plans: Mapping[str, Plan]) -> None:
    entry = next(entry for entry in register_of(plans["wuxi"]) if entry.department == "发展和改革委员会")
    assert entry.printed == ("市发展改革委", "市发展和改革委")
    assert [mention.role for mention in entry.mentions] == ["要"]
    leads = [task for task in entry.tasks if task.role == "lead"]
    assert [task.clause for task in leads if task.joint] == ["wuxi/2.5.2"]
    assert len(leads) == 7


def test_bodies_carried_over_are_inherited(plans: Mapping[str, Plan]) -> None:
    entry = next(entry for entry in register_of(plans["taicang"]) if entry.department == "各区镇")
    assert {task.role for task in entry.tasks} == {"inherited"}
    assert len(entry.tasks) == 40


def test_every_task_is_quoted_from_the_plan(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for entry in register_of(plan):
            for task in entry.tasks:
                assert plan.quote(task.span) == task.quote
                assert task.role == "inherited" or task.printed in "".join(task.quote.split())


def test_plans_without_brackets_have_bodies_in_prose_only(plans: Mapping[str, Plan]) -> None:
    for name in ("kunshan", "xushuguan"):
        assert all(not entry.tasks and entry.mentions for entry in register_of(plans[name]))
