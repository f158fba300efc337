"""What the assistant says in its own words, in both languages, and the settings."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic import ValidationError

from assistant.answers.responsibility import describe
from assistant.frames import FILE, frame, listed
from assistant.models import Reason
from assistant.question import patterns
from assistant.settings import Settings
from corpus.models import Departments

Table = dict[str, "str | Table"]


def leaves(table: Table, above: str = "") -> Iterator[tuple[str, str]]:
    """The frames of a language by their dotted names."""
    for name, value in table.items():
        if isinstance(value, str):
            yield above + name, value
        else:
            yield from leaves(value, f"{above}{name}.")


FRAMES: dict[str, dict[str, str]] = {
    language: dict(leaves(table)) for language, table in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
}


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_frames() -> None:
    assert set(FRAMES) == {"zh", "en"}
    assert sorted(FRAMES["zh"]) == sorted(FRAMES["en"])


@pytest.mark.parametrize("name", sorted(FRAMES["zh"]))
def test_a_frame_and_its_twin_have_the_same_fields(name: str) -> None:
    assert fields(FRAMES["zh"][name]) == fields(FRAMES["en"][name])


@pytest.mark.parametrize(("language", "own"), [("zh", True), ("en", False)])
def test_a_frame_is_in_its_language(language: str, own: bool) -> None:
    said = [re.sub(r"\{\w+\}|（[^）]*）|\([^)]*\)", "", text) for text in FRAMES[language].values()]
    chinese = [bool(re.search("[\u4e00-\u9fff]", text)) for text in said if re.search(r"\w{3,}", text)]
    assert set(chinese) == {own}


@pytest.mark.parametrize("reason", [reason for reason in get_args(Reason) if reason])
def test_every_refusal_can_be_said(reason: str) -> None:
    assert {f"refusal.{reason}"} <= set(FRAMES["zh"])


def test_every_amount_that_may_be_asked_for_has_a_name() -> None:
    named = {name.removeprefix("asked.") for name in FRAMES["zh"] if name.startswith("asked.")}
    assert set(patterns().amounts) <= named


def test_a_frame_is_filled_in_either_language() -> None:
    assert frame("refusal.no_such_plan", english=False, place="南京", plans="太仓").startswith("库里没有南京的方案")
    assert "plan of 南京" in frame("refusal.no_such_plan", english=True, place="南京", plans="太仓")


@pytest.mark.parametrize("braces", ["{0}", "{lead}", "{{", "}"])
def test_braces_in_a_heading_are_no_fields(braces: str) -> None:
    assert braces in frame("task", english=False, heading=braces)


def test_names_are_joined_as_the_language_joins_them() -> None:
    assert listed(["甲", "乙"], english=False) == "甲、乙"
    assert listed(("甲", "乙"), english=True) == "甲, 乙"
    assert listed([], english=True) == ""


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize(
    "roles", [("lead",), ("responsible",), ("lead", "responsible"), tuple(Departments.model_fields)]
)
def test_every_department_is_said_and_no_other(roles: tuple[str, ...], english: bool) -> None:
    departments = Departments.model_validate({role: (f"{role}甲", f"{role}乙") for role in roles})
    said = describe(departments, task="“任务”", english=english)
    assert all(name in said for role in roles for name in (f"{role}甲", f"{role}乙"))
    assert len(re.findall("[甲乙]", said)) == 2 * len(roles)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICY_DATA_DIR", "elsewhere")
    monkeypatch.setenv("POLICY_PORT", "8080")
    assert (Settings().data_dir, Settings().port) == (Path("elsewhere"), 8080)
    assert Settings(port=9000).port == 9000


def test_settings_come_from_a_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICY_HOST", raising=False)
    (tmp_path / ".env").write_text("POLICY_HOST=0.0.0.0\nPOLICY_PORT=1234\nOTHER=x\n", encoding="utf-8")
    monkeypatch.setenv("POLICY_PORT", "4321")
    assert (Settings().host, Settings().port) == ("0.0.0.0", 4321)


def test_settings_of_a_fresh_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"POLICY_{name.upper()}", raising=False)
    assert (Settings().plans_dir / "plans.toml").is_file()
    assert Settings().host == "127.0.0.1"  # the page has no login


def test_settings_are_checked_and_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1
    monkeypatch.setenv("POLICY_PORT", "many")
    with pytest.raises(ValidationError, match="integer"):
        Settings()


def test_the_example_of_settings_names_those_that_exist() -> None:
    example = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"(?m)^# POLICY_([A-Z_]+)=", example))
    assert named == {name.upper() for name in Settings.model_fields}
