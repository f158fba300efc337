"""The library: a folder of plans with a manifest or without, and what is wrong with it said in one line."""

from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.plans import MANIFEST, describe, load_plans

SHANGHAI = """上海市碳达峰实施方案

为深入贯彻落实党中央、国务院关于碳达峰碳中和的重大战略决策，制定本方案。

一、主要目标
到2025年，单位生产总值能源消耗比2020年下降14%。

二、重点任务
（一）能源绿色低碳转型行动。大力发展可再生能源。（市发展改革委牵头）
"""
DRAFT = """杭州市萧山区节约用水三年行动计划
（征求意见稿）

一、总体要求
全面推进节约用水，和谐人水关系。

二、保障措施
加强组织领导，落实资金。
"""


def manifest(plan_id: str, raw: bytes, **changed: str) -> str:
    """A manifest with one plan, the file's own digest and, if wanted, other values."""
    row = {"title": "上海市碳达峰实施方案", "short": "上海", "sha256": sha256(raw).hexdigest()} | changed
    lines = [f"[{plan_id}]", 'names = ["上海市", "Shanghai"]', *(f'{key} = "{value}"' for key, value in row.items())]
    return "\n".join(lines)


def message_of(folder: Path) -> str:
    """The one line that loading ``folder`` fails with."""
    with pytest.raises(CorpusError) as caught:
        load_plans(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_without_a_manifest_is_described_by_its_first_lines(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(SHANGHAI, encoding="utf-8")
    (tmp_path / "a.txt").write_text(DRAFT, encoding="utf-8")
    found = load_plans(tmp_path)
    assert list(found) == ["a", "b"]
    draft, shanghai = found["a"].info, found["b"].info
    assert (shanghai.title, shanghai.short, shanghai.names) == (
        "上海市碳达峰实施方案",
        "上海",
        ("上海市", "上海", "Shanghai"),
    )
    assert (shanghai.level, shanghai.status) == ("city", "issued")
    assert (draft.title, draft.status) == ("杭州市萧山区节约用水三年行动计划（征求意见稿）", "draft")
    assert shanghai.sha256 == sha256(SHANGHAI.encode()).hexdigest()


def test_the_clauses_of_a_plan_are_found_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "shanghai.txt").write_text(SHANGHAI, encoding="utf-8")
    plan = load_plans(tmp_path)["shanghai"]
    clause = plan.by_id["shanghai/2.1"]
    assert (clause.path, clause.heading) == ("二、（一）", "能源绿色低碳转型行动")
    assert clause.responsibilities[0].departments.lead == ("市发展改革委",)
    assert plan.quote(clause.sentences[1]) == "大力发展可再生能源。"


@pytest.mark.parametrize(
    ("first_line", "short", "names"),
    [
        (
            "江苏省碳达峰碳中和试点（昆山高新技术产业开发区）建设方案",
            "昆山",
            ("昆山高新技术产业开发区", "昆山高新区", "昆山", "Kunshan"),
        ),
        ("宁夏回族自治区碳达峰实施方案", "宁夏", ("宁夏回族自治区", "宁夏", "Ningxia")),
        ("中共无锡市委关于推进绿色发展的意见", "无锡", ("无锡市", "无锡", "Wuxi")),
        ("“十四五”循环经济发展规划", "“十四五”循环经济发展规划", ("“十四五”循环经济发展规划", "x")),
    ],
)
def test_places_and_their_names(first_line: str, short: str, names: tuple[str, ...]) -> None:
    info = describe(f"{first_line}\n\n一、总体要求\n绿色发展。\n", plan_id="x", digest="0" * 64)
    assert (info.short, info.names) == (short, names)


def test_the_manifest_orders_and_names_the_plans(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(SHANGHAI, encoding="utf-8")
    (tmp_path / MANIFEST).write_text(manifest("b", SHANGHAI.encode()), encoding="utf-8")
    found = load_plans(tmp_path)
    assert list(found) == ["b", "a"]
    assert found["b"].info.names == ("上海市", "Shanghai")


def test_an_altered_file_is_reported_with_both_digests(tmp_path: Path) -> None:
    (tmp_path / "shanghai.txt").write_text(SHANGHAI + "补充", encoding="utf-8")
    (tmp_path / MANIFEST).write_text(manifest("shanghai", SHANGHAI.encode()), encoding="utf-8")
    message = message_of(tmp_path)
    assert "'shanghai.txt'" in message
    assert sha256(SHANGHAI.encode()).hexdigest() in message
    assert sha256((SHANGHAI + "补充").encode()).hexdigest() in message


def test_a_plan_of_the_manifest_that_is_not_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(SHANGHAI, encoding="utf-8")
    (tmp_path / MANIFEST).write_text(manifest("shanghai", SHANGHAI.encode()), encoding="utf-8")
    message = message_of(tmp_path)
    assert "'shanghai'" in message
    assert "shanghai.txt is not in" in message


def test_a_missing_folder(tmp_path: Path) -> None:
    assert f"no folder of plans at {str(tmp_path / 'none')!r}" in message_of(tmp_path / "none")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("", encoding="utf-8")
    assert "no folder of plans" in message_of(tmp_path / "plans")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert f"no plans in {str(tmp_path)!r}" in message_of(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[shanghai", "is not valid TOML"),
        ('b = "上海"', "b: Input should be"),
        (manifest("b", SHANGHAI.encode(), sha256="abc"), "b.sha256: String should match"),
        (manifest("b", SHANGHAI.encode(), status="final"), "b.status: Input should be 'issued' or 'draft'"),
        (manifest("b", SHANGHAI.encode(), colour="green"), "b.colour: Extra inputs are not permitted"),
    ],
)
def test_a_manifest_that_is_not_as_it_should_be(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "b.txt").write_text(SHANGHAI, encoding="utf-8")
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    assert reason in message_of(tmp_path)


def test_a_plan_in_gb18030_is_read(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(SHANGHAI.encode("gb18030"))
    assert load_plans(tmp_path)["old"].text == SHANGHAI


@pytest.mark.parametrize(
    "raw",
    [
        SHANGHAI.encode("utf-16"),
        "Größe und Höhe der Förderung für Gebäude".encode("latin-1"),
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n" + bytes(64),
    ],
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "good.txt").write_text(SHANGHAI, encoding="utf-8")
    (tmp_path / "odd.txt").write_bytes(raw)
    assert "'odd.txt' is not UTF-8 or GB18030 text" in message_of(tmp_path)


def test_an_english_answer_calls_a_plan_by_its_english_name() -> None:
    info = load_plans()["xushuguan"].info
    assert info.called(english=False) == info.short == "浒墅关"
    assert info.called(english=True) == "Xushuguan (浒墅关)"
    assert info.model_copy(update={"names": ("浒墅关",)}).called(english=True) == "浒墅关"
