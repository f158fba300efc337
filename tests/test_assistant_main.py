"""The command line in a process of its own: what it prints, and one line for what is wrong."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.models import Answer
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
FOREST = "到2025年，林木覆盖率达18.93%。"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder, with an index that is shared by the modules of one run."""
    return tmp_path_factory.getbasetemp() / "assistant"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small plan, whose index is in ``tmp_path / "data"``."""
    folder = tmp_path / "plans"
    folder.mkdir()
    shutil.copy(DATA / "labels.txt", folder / "made.txt")
    Assistant.open(Settings(plans_dir=folder, data_dir=tmp_path / "data"))
    return folder


def run(*arguments: object, data: Path, stdin: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    """``python -m assistant`` with these arguments, and no setting but these."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    environment |= {"POLICY_DATA_DIR": str(data), "PYTHONUTF8": "1", **settings}
    command = [sys.executable, "-m", "assistant", *(os.fsencode(str(each)) for each in arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=ROOT, env=environment, timeout=60)


def error_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line that a command failed with."""
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert done.stdout == b""
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    assert said.endswith("\n")
    return said.strip()


def files(folder: Path) -> dict[str, bytes]:
    """The files below a folder with what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ask(kept: Path) -> None:
    done = run("ask", "太仓2025年林木覆盖率是多少？", data=kept)
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert shown.startswith(f"{FOREST}[1]\n")
    assert "市资源规划局、市住建局" in shown
    assert b"Traceback" not in done.stderr


def test_a_conversation_in_json(kept: Path) -> None:
    lines = (
        "太仓2025年林木覆盖率是多少？\n😀\n那无锡呢？\n谁牵头？\n".encode()
        + b"\xff\xfe\x80\n\x00\n"
        + "\n不读\n".encode()
    )
    done = run("chat", "--json", data=kept, stdin=lines)
    answers = [Answer.model_validate_json(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0
    assert [answer.question for answer in answers] == ["太仓2025年林木覆盖率是多少？", "那无锡呢？", "谁牵头？"]
    assert [answer.plans for answer in answers] == [("taicang",), ("wuxi",), ("wuxi",)]
    assert done.stderr.count(b"error: ") == 3
    assert b"Traceback" not in done.stderr


def test_outline_in_json(tmp_path: Path) -> None:
    by_id, by_file = (run("outline", which, "--json", data=tmp_path) for which in ("wuxi", "corpus/plans/wuxi.txt"))
    assert by_id.stdout == by_file.stdout
    record = json.loads(by_id.stdout)
    assert record["title"] == "无锡市碳达峰实施方案"
    assert len(record["clauses"]) > 30
    assert files(tmp_path) == {}


def test_index_of_another_folder(tmp_path: Path, small: Path) -> None:
    done = run("index", "--plans", small, "--json", data=tmp_path / "other")
    assert done.returncode == 0
    assert list(json.loads(done.stdout)["plans"]) == ["made"]
    assert set(files(tmp_path / "other")) == set(files(tmp_path / "data"))


def test_a_damaged_index_is_said_to_be_and_built_again(tmp_path: Path, small: Path) -> None:
    (path,) = (tmp_path / "data").rglob("clauses/passages.jsonl")
    whole, content = files(tmp_path / "data"), path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    done = run("index", "--plans", small, data=tmp_path / "data")
    said = done.stderr.decode()
    assert done.returncode == 0
    assert said.startswith("note: ")
    assert "passages.jsonl is truncated or altered" in said
    assert said.count("\n") == 1
    assert b"the index is whole" in done.stdout
    assert set(files(tmp_path / "data")) == set(whole)
    assert path.read_bytes() == content


def test_a_plan_that_changed_has_another_index(tmp_path: Path, small: Path) -> None:
    plan = small / "made.txt"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n到2031年，彩虹覆盖率达到77.7%。\n", encoding="utf-8")
    done = run("ask", "2031年彩虹覆盖率是多少？", "--plans", small, "--json", data=tmp_path / "data")
    assert "77.7%" in Answer.model_validate_json(done.stdout).text
    assert len(list((tmp_path / "data" / "index").iterdir())) == 2


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "no words"),
        ("😀🎉", "no words"),
        ("\udcff\udcfe\udc80", "no words"),  # bytes that are no UTF-8
        ("a" * 100_000, "100,000 characters"),
    ],
    ids=["empty", "emoji", "binary", "long"],
)
def test_a_question_that_cannot_be_answered(tmp_path: Path, question: str, said: str) -> None:
    assert said in error_of(run("ask", question, data=tmp_path / "data"))
    assert files(tmp_path) == {}


def test_a_folder_of_plans_that_is_not_there(tmp_path: Path) -> None:
    assert "'nowhere'" in error_of(run("ask", "绿色建筑", "--plans", "nowhere", data=tmp_path / "data"))
    assert files(tmp_path) == {}


def test_a_data_folder_that_cannot_be_written(tmp_path: Path, small: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    assert "POLICY_DATA_DIR" in error_of(run("index", "--plans", small, data=tmp_path / "file" / "below"))
    assert files(tmp_path) == before


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port}" in error_of(run("serve", "--port", port, data=tmp_path / "data"))
    assert files(tmp_path) == {}
