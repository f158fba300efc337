"""One table of several systems: nothing answered twice, nothing stale kept, the test paired."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.answers import FILE
from eval.intervals import Estimate
from eval.side_by_side import Scored
from eval.summary import Summary, summarise
from eval.tables import HEADINGS, systems_table

DEV = "eval/sets/dev.jsonl"
SYSTEMS = ("bm25-clause", "bm25-whitespace")


def table(out: Path, *more: str) -> str:
    systems = [word for name in SYSTEMS for word in ("--system", name)]
    ran = CliRunner().invoke(
        app, ["table", "--questions", DEV, "--out", str(out), "--limit", "10", *systems, *more], terminal_width=200
    )
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "table"
    shown = table(out)
    assert all(name in shown for name in SYSTEMS)
    assert "10 questions, 95% intervals, p: strict against bm25-clause" in shown
    return out


def rows(out: Path) -> list[dict[str, Any]]:
    return json.loads((out / "table.json").read_text(encoding="utf-8"))


def test_every_system_has_its_own_run_and_the_first_a_report(made: Path) -> None:
    for name in SYSTEMS:
        assert (made / name / FILE).read_text(encoding="utf-8").count("\n") == 10
        assert (made / name / "summary.json").is_file()
    page = (made / "bm25-clause" / "report.html").read_text(encoding="utf-8")
    assert "<th>bm25-whitespace</th>" in page


def test_the_table_holds_n_intervals_and_the_paired_test(made: Path) -> None:
    first, second = rows(made)
    assert (first["system"], first["p"]) == ("bm25-clause", None)
    assert 0 < second["p"] <= 1
    assert second["what"].startswith("BM25 over text.split()")
    assert set(first["measures"]["strict"]) == {"value", "n", "low", "high"}
    assert json.loads(table(made, "--json")) == rows(made)


def test_what_is_answered_is_not_asked_again(made: Path) -> None:
    path = made / "bm25-clause" / FILE
    before = path.read_bytes()
    whole = before.splitlines(keepends=True)
    path.write_bytes(b"".join(whole[:4]) + whole[4][:20])
    table(made)
    again = path.read_bytes().splitlines(keepends=True)
    assert again[:4] == whole[:4]
    assert len(again) == 10


def test_answers_of_other_code_are_made_again(made: Path) -> None:
    path = made / "bm25-clause" / "settings.json"
    run = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(run | {"code": "old"}), encoding="utf-8")
    (made / "bm25-clause" / FILE).write_text("", encoding="utf-8")
    table(made)
    assert json.loads(path.read_text(encoding="utf-8"))["code"] == run["code"]
    assert (made / "bm25-clause" / FILE).read_text(encoding="utf-8").count("\n") == 10


def test_an_unknown_system_is_one_line() -> None:
    ran = CliRunner().invoke(app, ["table", "--system", "gpt"])
    assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith("error: no system 'gpt', there are assistant, no-sentences")


def test_an_undefined_value_is_a_dash() -> None:
    made = summarise([], run={"system": "none"})
    assert made.measures["strict"] == Estimate()
    shown = systems_table([Scored(made, None), Scored(Summary.model_validate(made.model_dump()), 0.5)], list(HEADINGS))
    assert list(shown.columns[2].cells) == ["–\n", "–\n"]
    assert list(shown.columns[1].cells) == ["", "0.5000"]
