"""The commands: a whole evaluation with a baseline, errors in a line, and help that loads nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import app

DEV = "eval/sets/dev.jsonl"
HEAVY = {"gradio", "torch", "sentence_transformers", "llama_index", "faiss", "numpy", "jieba"}


def invoke(*arguments: object) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, [str(each) for each in arguments])
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "clause"
    command = ("answer", "--questions", DEV, "--out", out, "--system", "bm25-clause", "--limit", 12)
    assert invoke(*command)[:2] == (0, f"12 questions answered: {out / 'answers.jsonl'}\n")
    assert invoke(*command)[1].startswith("0 questions answered, 12 before")
    code, shown, _ = invoke("score", "--questions", DEV, "--out", out)
    assert code == 0
    assert "12 questions, 0 without an answer" in shown
    return out


def test_a_run_explains_itself(scored: Path) -> None:
    names = {path.name for path in scored.iterdir()}
    written = {"answers.jsonl", "settings.json", "problems.log", "run.trec"}
    assert names == written | {"summary.json", "scores.jsonl", "report.html"}
    settings = json.loads((scored / "settings.json").read_text(encoding="utf-8"))
    assert {"system", "date", "questions", "plans", "index", "model", "code", "versions", "hardware"} <= set(settings)


def test_score_and_compare_speak_json(scored: Path) -> None:
    code, shown, _ = invoke("score", "--questions", DEV, "--out", scored, "--json", "--beside", scored)
    assert code == 0
    assert json.loads(shown)["measures"]["strict"]["n"] == 12
    code, shown, _ = invoke("compare", scored, scored, "--json")
    assert code == 0
    assert json.loads(shown)["gained"] == []
    assert "paired, question by question" in invoke("compare", scored, scored)[1]


def test_another_run_is_not_mixed_in(scored: Path) -> None:
    code, _, error = invoke("answer", "--questions", DEV, "--out", scored, "--system", "bm25-sentence")
    assert code == 1
    assert "made with another system and limit" in error


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("score", "--questions", "none.jsonl", "--out", "x"), "error: cannot read 'none.jsonl'"),
        (("score", "--questions", DEV, "--out", "nowhere"), "error: cannot read 'nowhere/answers.jsonl'"),
        (("answer", "--questions", DEV, "--out", "x", "--plans", "nowhere"), "error: no folder of plans"),
        (("compare", "nowhere", "nowhere"), "error: 'nowhere' holds no scores.jsonl"),
        (("gate", "--expected", "none.toml"), "error: cannot read 'none.toml'"),
        (("check", "pyproject.toml"), "error: "),
    ],
)
def test_an_error_is_one_line(arguments: tuple[str, ...], error: str) -> None:
    code, _, said = invoke(*arguments)
    assert code == 1
    assert said.startswith(error)
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("PORT", "many", "error: POLICY_PORT: Input should be a valid integer"),
        ("PLANS_DIR", "nowhere", "error: no folder of plans at 'nowhere'"),
        ("DATA_DIR", "pyproject.toml", "error: cannot write the index to 'pyproject.toml/index'"),
    ],
)
def test_a_bad_variable_is_one_line(
    name: str, value: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"POLICY_{name}", value)
    code, _, said = invoke("answer", "--questions", DEV, "--out", tmp_path, "--limit", 1)
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith(error)


def test_a_bad_env_file_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes(b"POLICY_PORT=\xff\xfe")
    monkeypatch.chdir(tmp_path)
    assert invoke("check", "none.jsonl") == (1, "", "error: '.env' is not UTF-8 text: save it as UTF-8\n")


def test_check_says_so_if_nothing_is_wrong() -> None:
    assert invoke("check", DEV) == (0, "no problems\n", "")


@pytest.mark.parametrize(
    "command", ["answer", "score", "compare", "table", "check", "case", "retrieval", "bench", "gate"]
)
def test_help_has_an_example(command: str) -> None:
    assert f"python -m eval {command}" in " ".join(invoke(command, "--help")[1].split())


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, eval.__main__; print('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(loaded.stdout.split())
