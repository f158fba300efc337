"""Labels are read, and refused where they do not agree with the text of the plan."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import EvaluationError
from corpus.plans import Plan, describe
from eval.labels import (
    FOLDER,
    LabelSet,
    label_sets,
    path_of,
    read_brackets,
    read_obligations,
    read_targets,
)

TEXT = "某市方案\n一、企业应安装光伏。（市发改委牵头，市住建局按职责分工负责）\n"
START = TEXT.index("企业")
LABEL: dict[str, Any] = {
    "plan": "made",
    "start": START,
    "end": START + 7,
    "quote": "企业应安装光伏",
    "addressee": ["企业"],
    "modality": "must",
    "word": "应",
    "qualifier": [],
    "thresholds": [],
    "any_of": False,
    "year": None,
    "period": "",
}
INDEX = '[made]\nbuilt_with = ["obligations"]\nheld_out = ["targets"]\n[silent]\nbuilt_with = ["departments"]\n'


@pytest.fixture
def plan() -> Plan:
    return Plan("made", describe(TEXT, plan_id="made", digest="0" * 64), TEXT)


def write(folder: Path, *labels: Mapping[str, object]) -> Path:
    """A folder with these obligations of the plan ``made``."""
    lines = "\n\n".join(json.dumps(label, ensure_ascii=False) for label in labels)
    (folder / "made_obligations.jsonl").write_text(lines + "\n", encoding="utf-8")
    (folder / "labels.toml").write_text(INDEX, encoding="utf-8")
    return folder


def test_labels_are_read_line_by_line(tmp_path: Path, plan: Plan) -> None:
    found = read_obligations(write(tmp_path, LABEL, {**LABEL, "note": "twice"}), plan)
    assert [label.note for label in found] == ["", "twice"]
    assert found[0].addressee == ("企业",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": 0, "end": 7}, "line 3: not what stands at 0-7"),
        ({"quote": "企业应当安装光伏"}, "line 3: not what stands at"),
        ({"plan": "other"}, "line 3: a label of plan 'other'"),
        ({"modality": "should"}, "line 3: field 'modality': input should be 'must'"),
        ({"addressee": []}, "line 3: field 'addressee': "),
        ({"colour": "red"}, "line 3: unknown field 'colour'"),
        (
            {"thresholds": [{"comparator": "at_least", "value": "many", "unit": "吨"}]},
            "line 3: field 'thresholds.0.val",
        ),
    ],
)
def test_a_label_that_does_not_fit_is_refused(tmp_path: Path, plan: Plan, change: dict[str, Any], said: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        read_obligations(write(tmp_path, LABEL, {**LABEL, **change}), plan)
    assert str(caught.value).startswith(f"made_obligations.jsonl, {said}")


def test_brackets_are_read_for_one_plan(tmp_path: Path, plan: Plan) -> None:
    start = TEXT.index("（")
    lines = [
        "plan\tstart\tend\tlead\tresponsible",
        "other\t0\t3\t\t市公安局",
        f"made\t{start}\t{len(TEXT)}\t市发改委\t市住建局",
    ]
    path = tmp_path / "departments.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    (label,) = read_brackets(tmp_path, plan)
    assert (label.lead, label.responsible) == (("市发改委",), ("市住建局",))
    path.write_text("\n".join([*lines, "made\t0\t9\t市公安局\t"]), encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 4: '市公安局' is not printed at 0-9"):
        read_brackets(tmp_path, plan)
    path.write_text("\n".join([*lines, "made\t0"]), encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 4: no field 'end'"):
        read_brackets(tmp_path, plan)


def test_the_index_says_what_is_labelled(tmp_path: Path) -> None:
    write(tmp_path, LABEL)
    built = [LabelSet("obligations", "made", held_out=False), LabelSet("departments", "silent", held_out=False)]
    assert label_sets(tmp_path) == built
    assert label_sets(tmp_path, plans=["silent"]) == built[1:]
    path_of(tmp_path, "targets", "made").touch()
    assert label_sets(tmp_path) == [LabelSet("targets", "made", held_out=True), *built]


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (INDEX, "no labels of plan 'nowhere'; labelled are made, silent"),
        ("[made", "is not valid TOML"),
        ('[made]\nbuilt_with = ["charts"]', "field 'made.built_with.0'"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(tmp_path: Path, index: str, said: str) -> None:
    (tmp_path / "labels.toml").write_text(index, encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        label_sets(tmp_path, plans=["nowhere"])
    assert said in str(caught.value)


def test_every_shipped_label_agrees_with_its_plan(plans: Mapping[str, Plan]) -> None:
    """Held-out labels are read and counted here, and nothing of them is shown."""
    read = {"targets": read_targets, "obligations": read_obligations, "departments": read_brackets}
    sets = label_sets()
    assert {each.plan for each in sets} == set(plans)
    counts = {each: len(read[each.register](FOLDER, plans[each.plan])) for each in sets}
    assert {(each.register, each.plan): n for each, n in counts.items() if not each.held_out} == {
        ("targets", "wuxi"): 120,
        ("targets", "taicang"): 67,
        ("obligations", "wuxi"): 76,
        ("obligations", "taicang"): 79,
        ("departments", "wuxi"): 33,
        ("departments", "taicang"): 40,
        ("departments", "gusu"): 28,
        ("departments", "kunshan"): 0,
        ("departments", "xushuguan"): 0,
    }
