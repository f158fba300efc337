"""The commands, without a process of their own: the same line for every kind of wrong input."""

import shutil
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.__main__ import app
from assistant.progress import progress_bar
from assistant.settings import Settings

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def no_settings_but_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine; the data folder is ``tmp_path / "data"``."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"POLICY_{name.upper()}", raising=False)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small plan."""
    folder = tmp_path / "plans"
    folder.mkdir()
    shutil.copy(DATA / "labels.txt", folder / "made.txt")
    return folder


def invoke(*arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, and what was said on stderr; a traceback fails the test."""
    ran = CliRunner().invoke(app, [str(each) for each in arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


def error_of(*arguments: object) -> str:
    """The one line that a command fails with."""
    code, shown, said = invoke(*arguments)
    assert (code, shown) == (1, "")
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    return said.strip()


@pytest.mark.parametrize("command", [("ask", "绿色建筑"), ("index",), ("chat",), ("serve", "--port", "0")])
@pytest.mark.parametrize(
    ("name", "content"), [("nowhere", None), ("empty", None), ("binary", b"\x00\x01\xff" * 500), ("blank", b" \n")]
)
def test_a_folder_of_plans_that_cannot_be_read(
    tmp_path: Path, command: tuple[str, ...], name: str, content: bytes | None
) -> None:
    folder = tmp_path / name
    if name != "nowhere":
        folder.mkdir()
    if content is not None:
        (folder / "made.txt").write_bytes(content)
    assert ("made.txt" if content else name) in error_of(*command, "--plans", folder)
    assert not (tmp_path / "data").exists()


def test_a_file_in_place_of_a_folder_of_plans(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("方案", encoding="utf-8")
    assert "plan.txt" in error_of("index", "--plans", tmp_path / "plan.txt")


def test_a_folder_that_is_named_like_a_plan(small: Path) -> None:
    (small / "folder.txt").mkdir()
    assert "folder.txt" in error_of("index", "--plans", small)


def test_a_plan_that_is_not_there(small: Path) -> None:
    assert "no plan 'nowhere'" in error_of("ask", "绿色建筑", "--plan", "nowhere", "--plans", small)


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere", "corpus"])
def test_an_outline_of_no_document(name: str) -> None:
    assert f"cannot read '{name}'" in error_of("outline", name)


def test_an_outline_of_a_binary_file(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_bytes(b"\x89PNG\x00\xff")
    assert "'made.txt' is not UTF-8 or GB18030 text" in error_of("outline", path, "--json")


@pytest.mark.parametrize("question", ["", " ", "。？", "😀", "<p></p>", "林" * 33_000])
def test_a_question_that_cannot_be_answered(question: str) -> None:
    assert "question" in error_of("ask", question)


@pytest.mark.parametrize("data", ["file", "file/below"])
def test_a_data_folder_that_cannot_be_written(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / data))
    assert "POLICY_DATA_DIR" in error_of("index", "--plans", small)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("port", ["-1", "99999"])
def test_a_port_that_cannot_be(port: str) -> None:
    assert f"port {port}" in error_of("serve", "--port", port)


def test_a_port_in_use_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("POLICY_PORT", str(taken.getsockname()[1]))
        assert f"port {taken.getsockname()[1]}" in error_of("serve")


@pytest.mark.parametrize("value", ["many", "1.5", ""])
def test_a_setting_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("POLICY_PORT", value)
    assert "POLICY_PORT" in error_of("serve")


def test_an_embedding_model_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "modules.json").write_text('[{"type": "x.StaticEmbedding"}]', encoding="utf-8")
    monkeypatch.setenv("POLICY_EMBEDDING_MODEL", str(tmp_path / "model"))
    assert "tokenizer.json" in error_of("index", "--plans", small)


@pytest.mark.parametrize(
    "arguments", [("ask",), ("nosuch",), ("ask", "绿色建筑", "--nosuch"), ("serve", "--port", "x")]
)
def test_a_command_line_that_is_wrong(arguments: tuple[str, ...]) -> None:
    code, shown, said = invoke(*arguments)
    assert (code, shown) == (2, "")
    assert "Error: " in said


@pytest.mark.parametrize("command", ["ask", "chat", "outline", "index", "serve"])
def test_help_has_an_example_and_the_common_options(command: str) -> None:
    code, shown, _ = invoke(command, "--help")
    assert code == 0
    assert f"example: python -m assistant {command}" in " ".join(shown.split())
    assert "--json" in shown
    assert "--plans" in shown


def test_the_plans_are_listed(small: Path) -> None:
    code, shown, _ = invoke("index", "--plans", small)
    assert code == 0
    assert shown.startswith("made\t")
    assert shown.endswith("clauses\n")


def test_no_progress_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as report:
        report("clauses", 1, 2)
        report("clauses", 2, 2)
    assert capsys.readouterr().err == ""
