"""The commands ``targets``, ``departments`` and ``obligations``."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
COMMANDS = ("targets", "departments", "obligations")
TEXT = """甲市碳达峰实施方案
一、主要目标
到2025年，林木覆盖率达到18.93%。到2025年，[red]绿化覆盖率[/red]持续提升。
二、重点任务
（一）工业节能
鼓励造纸企业使用绿色电力。禁止新建燃煤锅炉。（市工信局牵头，市生态环境局按职责分工负责）
"""


@pytest.fixture(autouse=True)
def no_settings_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the machine."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"POLICY_{name.upper()}", raising=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small plan."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "made.txt").write_text(TEXT, encoding="utf-8")
    return folder


def invoke(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was said on stderr; a traceback fails the test."""
    ran = CliRunner().invoke(app, [str(each) for each in arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


def printed(*arguments: object) -> str:
    """What a command that succeeds prints, without white space and lines of the table."""
    code, shown, _ = invoke(*arguments)
    assert code == 0
    return "".join(char for char in shown if char not in " \n─")


def record(*arguments: object) -> Any:
    """What a command prints as JSON."""
    code, shown, _ = invoke(*arguments, "--json")
    assert code == 0
    return json.loads(shown)


def error_of(*arguments: object) -> str:
    """The one line that a command fails with."""
    code, shown, said = invoke(*arguments)
    assert (code, shown) == (1, "")
    *_, last = said.splitlines()
    assert last.startswith("error: ")
    return last


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_the_common_options(command: str) -> None:
    code, shown, _ = invoke(command, "--help")
    assert code == 0
    assert f"example: python -m assistant {command}" in " ".join(shown.split())
    for option in ("--plan", "--department", "--industry", "--csv", "--xlsx", "--json", "--plans"):
        assert option in shown


def test_a_table_of_targets(small: Path) -> None:
    shown = printed("targets", "--plans", small)
    assert "林木覆盖率" in shown
    assert "18.93%" in shown
    assert "[red]" in shown or "red" not in shown  # brackets of a plan are no markup


def test_a_table_of_obligations(small: Path) -> None:
    shown = printed("obligations", "--plans", small)
    assert "造纸企业" in shown
    assert "encouraged" in shown
    assert "牵头：市工信局" in shown
    assert "造纸企业" not in printed("obligations", "--plans", small, "--modality", "must_not")


def test_departments_are_counted_and_the_tasks_of_one_are_listed(small: Path) -> None:
    every = printed("departments", "--plans", small)
    assert "工业和信息化局" in every
    assert "工业节能" not in every
    assert "工业节能" in printed("departments", "--plans", small, "--department", "工信局")


def test_a_comparison_shows_who_is_silent() -> None:
    shown = printed("targets", "--compare", "林木覆盖率")
    assert shown.count("未写明") == 3
    assert "18.93%" in shown
    assert shown.index("相近但不同") < shown.index("建成区绿化覆盖率")


def test_an_indicator_that_no_plan_states(small: Path) -> None:
    code, shown, said = invoke("targets", "--compare", "湿地保护率", "--plans", small)
    assert code == 0
    assert "未写明" in shown
    assert "no plan states '湿地保护率'" in said


def test_nothing_is_an_answer_and_a_name_without_meaning_a_note(small: Path) -> None:
    code, shown, said = invoke("obligations", "--plans", small, "--department", "火星局", "--industry", "哈哈")
    assert code == 0
    assert "没有符合条件的条目" in shown
    assert "note: no plan names the department '火星局'" in said
    assert "'哈哈'" in said


def test_json_has_the_entries_with_their_place(small: Path) -> None:
    targets = record("targets", "--plans", small)["targets"]
    assert targets[0]["path"] == "一、"
    start, end = targets[0]["span"]
    assert TEXT[start:end] == targets[0]["quote"]
    assert targets[0]["amount"]["value"] == "18.93"
    departments = record("departments", "--plans", small)["departments"]
    assert {task["heading"] for entry in departments for task in entry["tasks"]} == {"工业节能"}
    assert {entry["modality"] for entry in record("obligations", "--plans", small)["obligations"]} == {
        "encouraged", "must_not",
    }  # fmt: skip


def test_json_of_a_comparison(small: Path) -> None:
    compared = record("targets", "--plans", small, "--compare", "林木覆盖率")
    assert compared["indicator"] == "林木覆盖率"
    (plan,) = compared["plans"]
    assert plan["stated"]
    assert plan["values"][0]["amount"]["printed"] == "18.93%"
    assert compared["warnings"] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_files_in_place_of_a_table(command: str, small: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.csv", tmp_path / "made.xlsx"
    code, shown, said = invoke(command, "--plans", small, "--csv", made[0], "--xlsx", made[1])
    assert (code, shown) == (0, "")
    assert said.count("wrote ") == 2
    with made[0].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert rows[0]["编号 ID"] == "made"
    assert load_workbook(made[1]).sheetnames[-1] == "原文 Source"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_cannot_be_written(command: str, small: Path, tmp_path: Path) -> None:
    for option in ("--csv", "--xlsx"):
        assert "nowhere" in error_of(command, "--plans", small, option, tmp_path / "nowhere" / "made")
    assert "--csv and --xlsx" in error_of(command, "--plans", small, "--csv", tmp_path / "a", "--xlsx", tmp_path / "a")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_plan_or_a_folder_that_is_not_there(command: str, small: Path, tmp_path: Path) -> None:
    assert "no plan 'nowhere'" in error_of(command, "--plans", small, "--plan", "nowhere")
    assert "no folder of plans" in error_of(command, "--plans", tmp_path / "nowhere")


@pytest.mark.parametrize(
    "arguments", [("targets", "--year", "x"), ("targets", "--year", "25"), ("obligations", "--modality", "may")]
)
def test_an_option_that_is_wrong(arguments: tuple[str, ...]) -> None:
    code, shown, said = invoke(*arguments)
    assert (code, shown) == (2, "")
    assert "Error: " in said


def test_what_was_not_understood_is_said_on_stderr(small: Path) -> None:
    (small / "made.txt").write_text(TEXT + "到2025年，湿地保护率达到6４.．5%%以上。\n", encoding="utf-8")
    code, _, said = invoke("targets", "--plans", small, "--json")
    assert code == 0
    assert all(line.startswith("warning: made: ") for line in said.splitlines())


def test_a_register_needs_no_heavy_library(small: Path) -> None:
    code = f"""
import sys
from assistant.__main__ import main
try:
    main(["obligations", "--plans", {str(small)!r}])
except SystemExit:
    pass
print(*{{name.split(".")[0] for name in sys.modules}})
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert (
        loaded & {"gradio", "torch", "llama_index", "faiss", "numpy", "jieba", "openpyxl", "plotly", "pandas"} == set()
    )
