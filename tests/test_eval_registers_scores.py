"""The figures of the registers, the report on them, and the command."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import EvaluationError
from corpus.plans import Plan
from eval.__main__ import app
from eval.labels import LabelSet, RegisterName
from eval.register_report import write_report
from eval.register_scores import MEASURES, Scored, line_of, score_registers, summarise
from eval.registers import Row, score
from eval.summary import read_measures

BOTH = ("--plan", "wuxi", "--plan", "taicang")


def row(start: int, *, name: str = "a", year: str = "2025", plan: str = "one") -> Row:
    return Row(
        plan, start, start + 10, (name, "z" + name), ("92", "", "%"), {"year": year, "period": ""}, f"词|{start}"
    )


def scored(
    plan: str = "one",
    *,
    register: RegisterName = "targets",
    held_out: bool = False,
    n_right: int = 3,
    n_missed: int = 0,
) -> Scored:
    """A plan with rows found right, rows missed, one row different in its year and one that is not labelled."""
    gold = [row(20 * n, plan=plan) for n in range(n_right + n_missed + 1)]
    found = [*gold[:n_right], row(gold[-1].start, year="2030", plan=plan), row(999, name="b", plan=plan)]
    return Scored(LabelSet(register, plan, held_out), score(found, gold))


def invoke(*arguments: object) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, ["registers", *map(str, arguments)])
    return ran.exit_code, ran.stdout, ran.stderr


def test_figures_computed_by_hand() -> None:
    line = line_of([scored(n_right=3, n_missed=1)])  # 5 found, 5 labelled, 3 right
    assert (line.n_found, line.n_gold, line.n_right) == (5, 5, 3)
    assert line.precision.value == line.recall.value == pytest.approx(0.6)
    assert line.f1.value == pytest.approx(2 * 3 / 10)
    assert (line.precision.n, line.recall.n, line.f1.n) == (5, 5, 6)  # 3 right pairs, a different one, 2 alone
    assert line.wrong == {"year": 1, "extra": 1, "missed": 1}


def test_intervals_hold_the_value_and_shrink_with_more_rows() -> None:
    few, many = line_of([scored(n_right=3)]), line_of([scored(n_right=60, n_missed=20)])
    for line in (few, many):
        for figure in (line.precision, line.recall, line.f1):
            assert 0 <= (figure.low or 0) <= (figure.value or 0) <= (figure.high or 0) <= 1
    assert (many.recall.high or 0) - (many.recall.low or 0) < (few.recall.high or 0) - (few.recall.low or 0)


def test_a_plan_without_rows_has_no_figures() -> None:
    empty = Scored(LabelSet("departments", "silent", held_out=False), score([], []))
    line = line_of([empty])
    assert (line.precision.value, line.recall.value, line.f1.value) == (None, None, None)


def test_plans_are_pooled_and_held_out_plans_apart() -> None:
    summary = summarise([scored("one"), scored("two", n_right=9), scored("new", held_out=True, n_right=1)])
    assert [(line.plans, line.held_out) for line in summary.lines] == [
        (("one",), False),
        (("two",), False),
        (("one", "two"), False),
        (("new",), True),
    ]
    assert summary.measures["targets_precision"].value == pytest.approx(12 / 16)
    assert summary.measures["held_out_targets_precision"].value == pytest.approx(1 / 3)
    assert summary.lines[-1].wrong is None
    assert set(summary.measures) == {
        f"{kind}targets_{name}" for kind in ("", "held_out_") for name in ("precision", "recall", "f1")
    }


def test_the_report_lists_what_is_wrong(tmp_path: Path) -> None:
    some = [scored("one", n_missed=1), scored("new", held_out=True)]
    write_report(tmp_path / "deep" / "out", some, summarise(some), with_held_out=False)
    report = (tmp_path / "deep" / "out" / "errors.md").read_text(encoding="utf-8")
    assert "what is held out of new" in report
    assert "## targets, new" not in report
    assert "## targets, one\n\n3 right; 5 found, 5 labelled\n\n| what | at |" in report
    assert "| year | 80–90 | 词\\|80 | year: 2025 | year: 2030 |" in report
    assert "| not found | 60–70 | 词\\|60 | name: a / za; value: 92 %; year: 2025 | – |" in report
    assert "| not labelled | 999–1009 | 词\\|999 | – | name: b / zb; value: 92 %; year: 2025 |" in report
    write_report(tmp_path, some, summarise(some), with_held_out=True)
    assert "## targets, new" in (tmp_path / "errors.md").read_text(encoding="utf-8")


def test_a_gate_reads_the_measures(tmp_path: Path) -> None:
    summary = summarise([scored("one")])
    write_report(tmp_path, [], summary, with_held_out=False)
    assert read_measures(tmp_path) == summary.measures
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no field 'measures'; score it again"):
        read_measures(tmp_path)


def test_labels_of_no_plan_are_an_error(tmp_path: Path, plans: Mapping[str, Plan]) -> None:
    (tmp_path / "labels.toml").write_text('[atlantis]\nbuilt_with = ["targets"]\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="labels of 'atlantis', which is no plan"):
        score_registers(plans, folder=tmp_path)


def test_the_command_prints_a_table_for_each_register(tmp_path: Path) -> None:
    code, shown, _ = invoke(*BOTH, "--out", tmp_path)
    assert code == 0
    words = " ".join(shown.split())
    assert "targets, found against labelled by hand" in words
    assert "these 2 187 187" in words
    assert "gusu" not in shown
    assert shown.endswith(f"every row that is not right: {tmp_path / 'errors.md'}\n")
    assert set(read_measures(tmp_path)) == set(MEASURES)


def test_a_held_out_plan_is_marked_and_its_errors_are_not_written(tmp_path: Path) -> None:
    code, shown, _ = invoke("--plan", "gusu", "--out", tmp_path)
    assert code == 0
    report = (tmp_path / "errors.md").read_text(encoding="utf-8")
    assert "## targets" not in report
    assert "## obligations" not in report
    assert ("held out" in shown) == ("held out of gusu" in report)


def test_the_command_speaks_json() -> None:
    code, shown, _ = invoke(*BOTH, "--json")
    assert code == 0
    lines = json.loads(shown)["lines"]
    pooled = {line["name"]: line for line in lines if len(line["plans"]) == 2}
    assert set(pooled) == {"targets", "obligations", "departments"}
    assert pooled["departments"]["precision"]["value"] == 1.0
    assert pooled["targets"]["n_gold"] == 187


def test_an_unknown_plan_is_one_line() -> None:
    code, _, error = invoke("--plan", "nowhere")
    assert (code, error.count("\n")) == (1, 1)
    assert error.startswith("error: no labels of plan 'nowhere'; labelled are wuxi, taicang, gusu")


def test_help_has_an_example() -> None:
    assert "example: python -m eval registers" in " ".join(invoke("--help")[1].split())
