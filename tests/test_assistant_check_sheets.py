"""The check as a workbook, a page to print, JSON, and the command."""

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from assistant import check_command
from assistant.check import Check, Reading, check, read
from assistant.check.labels import label
from assistant.check.printed import page, write_page
from assistant.check.records import check_record
from assistant.check.sheets import FINDINGS, write_workbook
from assistant.settings import Settings
from corpus.errors import PolicyError
from corpus.plans import Plan

TEXT = "我们是太仓一家造纸厂，年用电600万千瓦时，屋顶5000平方米，老厂房，<script>alert(1)</script>"
VOID = {"meta", "br", "hr"}


@pytest.fixture(scope="module")
def reading(plans: Mapping[str, Plan]) -> Reading:
    return read(TEXT, plans)


@pytest.fixture(scope="module")
def checked(plans: Mapping[str, Plan], reading: Reading) -> Check:
    return check(reading.profile, plans)


class Balanced(HTMLParser):
    """Fails where an element is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; it must not load anything."""
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        assert not [value for name, value in attrs if name in ("src", "href", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag


def test_the_page_is_whole_and_self_contained(checked: Check, reading: Reading, plans: Mapping[str, Plan]) -> None:
    html = str(page(checked, reading, plans))
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    assert "script" not in parser.seen
    assert "@page { size: A4" in html
    assert not re.search(r"https?://|url\(|@import", html)


def test_the_page_says_what_the_check_found(checked: Check, reading: Reading, plans: Mapping[str, Plan]) -> None:
    html = str(page(checked, reading, plans))
    assert "年用电量 600万千瓦时 ≥ 500万千瓦时 → 达到门槛" in html
    assert "6,000,000 kWh ≥ 5,000,000 kWh" in html
    assert "牵头：市发改委" in html
    assert "<mark>年能耗1000吨标煤（当量值）以上或年用电量500万千瓦时以上的既有工业建筑" in html
    for verdict in ("binds", "encouraged", "would_bind"):
        assert label(f"verdicts.{verdict}").zh in html
    assert html.index("点到本行业") < html.index("普遍适用")


def test_the_workbook(checked: Check, reading: Reading, plans: Mapping[str, Plan], tmp_path: Path) -> None:
    path = tmp_path / "check.xlsx"
    write_workbook(path, checked, reading, plans)
    book = load_workbook(path)
    assert book.sheetnames == ["核对结果", "读到的事实", "其他提到之处"]
    rows = list(book["核对结果"].iter_rows(values_only=True))
    kept = [each for each in checked.findings if each.verdict != "does_not_reach" or each.near]
    assert len(rows) == len(kept) + 1
    quotes = [row[FINDINGS.index("quote")] for row in rows[1:]]
    assert quotes == [each.obligation.quote for each in kept]
    assert any("达到门槛" in str(row[FINDINGS.index("because")]) for row in rows)


def test_text_that_looks_like_a_formula_stays_text(plans: Mapping[str, Plan], tmp_path: Path) -> None:
    reading = read("造纸厂，=1+1用电600万度", plans)
    path = tmp_path / "check.xlsx"
    write_workbook(path, check(reading.profile, {}), reading, plans)
    cells = [cell for row in load_workbook(path)["读到的事实"].iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_record(checked: Check, reading: Reading) -> None:
    record = json.loads(check_record(checked, reading))
    plan = record["plans"][0]
    assert (plan["plan"], plan["counts"]["binds"]) == ("taicang", len(plan["binds"]))
    assert plan["binds"][0]["obligation"]["quote"]
    assert sum(plan["counts"].values()) == len(checked.findings)


def test_a_file_that_cannot_be_written_is_said(
    checked: Check, reading: Reading, plans: Mapping[str, Plan], tmp_path: Path
) -> None:
    for write in (write_page, write_workbook):
        with pytest.raises(PolicyError, match="cannot write"):
            write(tmp_path / "missing" / "sheet", checked, reading, plans)


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    """The command alone, with a guard of its own."""
    made = typer.Typer()
    made.callback()(lambda: None)
    check_command.register(made, guard=_guard, settings=_settings)
    return made


@contextmanager
def _guard() -> Generator[None]:
    try:
        yield
    except PolicyError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def _settings(plans: Path | None) -> Settings:
    return Settings() if plans is None else Settings(plans_dir=plans)


def test_the_command_prints(app: typer.Typer) -> None:
    done = CliRunner().invoke(app, ["check", "太仓造纸厂，老厂房，年用电600万千瓦时"])
    assert done.exit_code == 0
    assert "必须做 Binds you" in done.output
    assert "600万千瓦时 ≥ 500万千瓦时" in done.output


def test_the_command_takes_options_and_writes_files(app: typer.Typer, tmp_path: Path) -> None:
    files = [tmp_path / "check.html", tmp_path / "check.xlsx"]
    options = [
        "--industry",
        "造纸",
        "--plan",
        "taicang",
        "--electricity-kwh",
        "6e6",
        "--status",
        "existing",
        "--is",
        "listed",
    ]
    done = CliRunner().invoke(app, ["check", *options, "--html", str(files[0]), "--xlsx", str(files[1]), "--json"])
    assert done.exit_code == 0
    record = json.loads(done.stdout)
    assert record["profile"]["listed"] is True
    assert [plan["plan"] for plan in record["plans"]] == ["taicang"]
    assert all(path.stat().st_size > 0 for path in files)


def test_the_command_judges_no_plan_of_another_place(app: typer.Typer) -> None:
    done = CliRunner().invoke(app, ["check", "江阴的印染厂"])
    assert done.exit_code == 0
    assert "江阴" in done.output
    assert "必须做" not in done.output
    named = CliRunner().invoke(app, ["check", "江阴的印染厂", "--plan", "wuxi", "--json"])
    assert [plan["plan"] for plan in json.loads(named.stdout)["plans"]] == ["wuxi"]


@pytest.mark.parametrize("arguments", [[], [""], ["造纸厂", "--plan", "nowhere"], ["造纸厂", "--roof-m2", "-5"]])
def test_the_command_refuses_in_one_line(app: typer.Typer, arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["check", *arguments])
    assert done.exit_code == 1
    assert done.stderr.startswith("error: ")
