"""Found rows are paired with labelled rows; what is compared of targets, obligations and departments."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Departments, Obligation
from corpus.plans import Plan, describe
from corpus.quantities import quantities_in
from corpus.spans import Span
from eval.labels import FOLDER, BracketLabel, ObligationLabel, RegisterName, TargetLabel
from eval.register_rows import (
    OVERLAP,
    found_rows,
    gold_department_rows,
    gold_obligation_row,
    gold_rows,
    gold_target_row,
    obligation_row,
)
from eval.registers import Row, by_field, comparable, pooled, score

TARGET: dict[str, Any] = {
    "plan": "made",
    "start": 0,
    "end": 10,
    "quote": "公交占比达到92%",
    "indicator": ["公交占比", "公交车辆的占比"],
    "scope": "市区",
    "kind": "quantified",
    "goal": "",
    "change": "level",
    "comparator": "equal",
    "value": "92",
    "high": None,
    "unit": "%",
    "year": 2025,
    "period": "",
    "before": False,
    "baseline": None,
    "strength": "stated",
}
OBLIGATION: dict[str, Any] = {
    "plan": "made",
    "start": 0,
    "end": 22,
    "quote": "两万平方米及以上的公共建筑应安装光伏，其他鼓励",
    "addressee": ["大型公共建筑", "公共 建筑"],
    "modality": "must",
    "word": "应",
    "qualifier": [],
    "thresholds": [{"quantity": "建筑面积", "comparator": "at_least", "value": "2", "unit": "万平方米"}],
    "any_of": False,
    "year": None,
    "period": "",
}


def row(
    start: int = 0, end: int = 10, *, name: str = "a", key: str = "1", year: str = "2025", plan: str = "made"
) -> Row:
    """A row that says one thing."""
    return Row(plan, start, end, (name,), (key,), {"year": year}, name)


def target(**changes: object) -> Row:
    return gold_target_row(TargetLabel.model_validate({**TARGET, **changes}))


def labelled(**changes: object) -> Row:
    return gold_obligation_row(ObligationLabel.model_validate({**OBLIGATION, **changes}))


def bound(who: str = "公共建筑", *, modality: str = "must", limits: str = "20000平方米以上") -> Row:
    """An obligation as an extractor finds it in a plan made of the label's quote."""
    plan = Plan("made", describe(OBLIGATION["quote"], plan_id="made", digest="0" * 64), OBLIGATION["quote"])
    found = Obligation.model_validate(
        {
            "plan": "made",
            "clause": "made/1",
            "span": Span(0, 22),
            "quote": OBLIGATION["quote"],
            "part": Span(0, 18),
            "addressee": who,
            "addressees": (),
            "modality": modality,
            "word": "应",
            "action": "安装光伏",
            "thresholds": tuple(measured.quantity for measured in quantities_in(limits)),
            "departments": Departments(),
        }
    )
    return obligation_row(found, plan)


def test_a_row_is_right_if_all_agrees() -> None:
    found = score([row()], [row(5, 12)])
    assert (found.n_found, found.n_gold, found.n_right, found.wrong) == (1, 1, 1, ())
    assert (found.precision, found.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("found", "how", "fields"),
    [
        (row(name="b"), ["different"], ("name",)),
        (row(year="2030"), ["different"], ("year",)),
        (row(name="b", year="2030"), ["different"], ("name", "year")),
        (row(key="2"), ["extra", "missed"], ()),
        (row(10, 20), ["missed", "extra"], ()),
        (row(plan="other"), ["missed", "extra"], ()),
    ],
)
def test_what_is_wrong_with_a_row(found: Row, how: list[str], fields: tuple[str, ...]) -> None:
    result = score([found], [row()])
    assert result.n_right == 0
    assert [wrong.how for wrong in result.wrong] == how
    assert result.wrong[0].fields == fields


@pytest.mark.parametrize(("start", "end", "right"), [(5, 30, 1), (6, 30, 0), (8, 10, 1), (0, 5, 1)])
def test_half_of_the_shorter_row_must_lie_on_the_other(start: int, end: int, right: int) -> None:
    assert score([row(start, end)], [row()], overlap=0.5).n_right == right


def test_rows_on_the_same_words_are_paired_by_what_they_say() -> None:
    gold = [row(name="a"), row(name="b"), row(name="c")]
    assert score(gold[::-1], gold).n_right == 3


def test_a_gold_row_is_met_once() -> None:
    result = score([row(), row()], [row()])
    assert (result.n_right, [wrong.how for wrong in result.wrong]) == (1, ["extra"])
    assert (result.precision, result.recall) == (0.5, 1.0)


def test_nothing_found_or_labelled() -> None:
    assert math.isnan(score([], [row()]).precision)
    assert score([], [row()]).recall == 0
    assert math.isnan(score([row()], []).recall)
    assert pooled([]) == score([], [])


def test_what_is_wrong_is_counted_by_field() -> None:
    result = score([row(name="b", year="2030"), row(20, 30)], [row(), row(40, 50)])
    assert by_field(result.wrong) == {"name": 1, "year": 1, "extra": 1, "missed": 1}


def test_several_plans_are_counted_as_one() -> None:
    both = pooled([score([row()], [row()]), score([row(name="b")], [row(), row(20, 30)])])
    assert (both.n_found, both.n_gold, both.n_right) == (2, 3, 1)
    assert by_field(both.wrong) == {"name": 1, "missed": 1}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 20), st.sampled_from("abc")), max_size=6))
def test_a_register_against_itself_is_right(rows: list[tuple[int, int, str]]) -> None:
    found = [row(start, end, name=name) for start, end, name in rows]
    result = score(found, found[::-1], overlap=0.5)
    assert result.n_right == len(found)
    assert result.wrong == ()


rows = st.lists(
    st.builds(row, st.integers(0, 9), st.integers(10, 20), name=st.sampled_from("ab"), year=st.sampled_from("12")),
    max_size=6,
)


@given(rows, rows)
def test_every_row_is_counted_once(found: list[Row], gold: list[Row]) -> None:
    result = score(found, gold, overlap=0.5)
    assert result.n_right + sum(wrong.found is not None for wrong in result.wrong) == len(found)
    assert result.n_right + sum(wrong.gold is not None for wrong in result.wrong) == len(gold)


def test_a_target_may_have_any_of_its_names_and_its_scope_in_front_of_them() -> None:
    label = target()
    assert comparable("公交车辆占比") in label.names
    assert comparable("市区公交占比") in label.names
    assert label.key == ("92", "", "%")
    assert label.said["year"] == "2025"


def test_the_values_of_targets_are_compared_as_numbers_and_units_in_one_width() -> None:
    assert target(value="92.0", unit="％").key == target().key
    assert target(value=None, unit="", comparator=None).key == ("", "", "")


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (bound(), ()),
        (bound("大型的 公共建筑"), ()),
        (bound(limits="两万平方米及以上"), ()),
        (bound(limits="2万㎡以上"), ()),
        (bound("居住建筑"), ("name",)),
        (bound(modality="encouraged"), ("modality",)),
        (bound(limits="2万平方米以下"), ("thresholds",)),
        (bound(limits="3万平方米以上"), ("thresholds",)),
        (bound(limits="2万平方米以上或年用电量500万千瓦时以上"), ("thresholds",)),
        (bound("居住建筑", modality="must_not", limits=""), ("name", "modality", "thresholds")),
    ],
)
def test_an_obligation_is_right_if_addressee_modality_and_thresholds_are(found: Row, wrong: tuple[str, ...]) -> None:
    result = score([found], [labelled()], overlap=OVERLAP["obligations"])
    assert [each.fields for each in result.wrong] == ([wrong] if wrong else [])


def test_thresholds_are_a_set() -> None:
    energy = {"comparator": "at_least", "value": "500", "unit": "万千瓦时"}
    coal = {"comparator": "more_than", "value": "1000", "unit": "吨标煤"}
    both = labelled(thresholds=[energy, coal])
    assert both.said["thresholds"] == "at_least 5000000 千瓦时; more_than 1000 吨标准煤"
    assert labelled(thresholds=[coal, energy, coal]).said == both.said


def test_a_threshold_in_an_unknown_unit_is_compared_as_it_is_printed() -> None:
    some = {"comparator": "at_least", "value": "3", "high": "5", "unit": "机架位"}
    assert labelled(thresholds=[some]).said["thresholds"] == "at_least 3–5 机架位"


def test_a_bracket_is_a_row_for_each_body_and_role(plans: Mapping[str, Plan]) -> None:
    label = BracketLabel(plan="wuxi", start=3, end=9, lead=("市发展改革委",), responsible=("市城管局", "市公安局"))
    found = list(gold_department_rows(label, plans["wuxi"]))
    assert [(each.names, each.key) for each in found] == [
        (("市发展改革委",), ("lead",)),
        (("市城管局",), ("responsible",)),
        (("市公安局",), ("responsible",)),
    ]
    other = list(
        gold_department_rows(label.model_copy(update={"lead": (), "responsible": ("市城管局",)}), plans["wuxi"])
    )
    assert [wrong.how for wrong in score(other, found).wrong] == ["missed", "missed"]


@pytest.mark.parametrize("plan_id", ["wuxi", "taicang"])
@pytest.mark.parametrize(("register", "precision", "recall"), [("targets", 0.97, 0.95), ("obligations", 0.93, 0.90)])
def test_the_floor_on_plans_that_rules_were_written_with(
    plans: Mapping[str, Plan], plan_id: str, register: RegisterName, precision: float, recall: float
) -> None:
    plan = plans[plan_id]
    result = score(found_rows(register, plan), gold_rows(register, plan, FOLDER), overlap=OVERLAP[register])
    assert result.precision >= precision
    assert result.recall >= recall


@pytest.mark.parametrize("plan_id", ["wuxi", "taicang", "gusu", "kunshan", "xushuguan"])
def test_every_department_is_right(plans: Mapping[str, Plan], plan_id: str) -> None:
    plan = plans[plan_id]
    assert score(found_rows("departments", plan), gold_rows("departments", plan, Path(FOLDER))).wrong == ()
