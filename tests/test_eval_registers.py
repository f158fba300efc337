"""Registers measured against rows labelled by hand."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.plans import Plan
from corpus.targets import targets_of
from eval.registers import Row, by_field, comparable, gold_target_row, read_labels, score, target_row

LABELS = Path(__file__).parents[1] / "eval" / "sets" / "registers"
LABEL = {
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


def row(
    start: int = 0, end: int = 10, *, name: str = "a", key: str = "1", year: str = "2025", plan: str = "made"
) -> Row:
    """A row that says one thing."""
    return Row(plan, start, end, frozenset({name}), (key,), {"year": year}, name)


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


def test_what_is_wrong_is_counted_by_field() -> None:
    result = score([row(name="b", year="2030"), row(20, 30)], [row(), row(40, 50)])
    assert by_field(result.wrong) == {"name": 1, "year": 1, "extra": 1, "missed": 1}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 20), st.sampled_from("abc")), max_size=6))
def test_scores_count_every_row_once(rows: list[tuple[int, int, str]]) -> None:
    found = [row(start, end, name=name) for start, end, name in rows]
    result = score(found, found[::-1])
    assert result.n_right == len(found)
    assert result.wrong == ()


def test_a_label_accepts_its_names_and_its_scope_in_front_of_them() -> None:
    label = gold_target_row(LABEL)
    assert comparable("公交车辆占比") in label.names
    assert comparable("市区公交占比") in label.names
    assert label.key == ("92", "", "%")
    assert label.said["year"] == "2025"


def test_values_are_compared_as_numbers_and_units_in_one_width() -> None:
    assert gold_target_row({**LABEL, "value": "92.0", "unit": "％"}).key == gold_target_row(LABEL).key
    assert gold_target_row({**LABEL, "value": None, "unit": "", "comparator": None}).key == ("", "", "")


def test_labels_are_read_from_lines(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(LABEL, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_labels(path) == [LABEL]


@pytest.mark.parametrize("plan_id", ["wuxi", "taicang"])
def test_the_targets_of_labelled_plans(plans: Mapping[str, Plan], plan_id: str) -> None:
    """The floor that was asked for; the labels of these two plans were used to improve the rules."""
    found, _ = targets_of(plans[plan_id])
    labels = [gold_target_row(label) for label in read_labels(LABELS / f"{plan_id}_targets.jsonl")]
    result = score([target_row(target) for target in found], labels)
    assert result.precision >= 0.97
    assert result.recall >= 0.95
