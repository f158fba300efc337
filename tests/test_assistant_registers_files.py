"""The registers as tables, CSV files and workbooks."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.registers import Filters, Registers
from assistant.registers.files import replace, write_csv
from assistant.registers.rows import due, said, target_row
from assistant.registers.sheets import LONGEST, write_xlsx
from assistant.registers.tables import (
    Table,
    comparison_tables,
    departments_table,
    obligations_table,
    targets_table,
    tasks_table,
    warnings_table,
)
from assistant.registers.words import heading, term
from corpus.errors import PolicyError
from corpus.models import Target
from corpus.plans import Plan

ODD = Table("targets", ("plan", "quote", "value"), (
    {"plan": "=1+1", "quote": "引用，“原文”\n第二行", "value": Decimal("18.93")},
    {"plan": "-合计", "quote": "\x01坏字符", "value": None},
))  # fmt: skip


def no_likeness(name: str, others: object) -> list[float]:
    """Nothing is like anything."""
    return [0.0 for _ in others]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def registers(plans: Mapping[str, Plan]) -> Registers:
    """The registers of the plans that ship."""
    return Registers(plans, likeness=no_likeness)


@pytest.fixture(scope="module")
def tables(registers: Registers) -> list[Table]:
    """All the registers of one plan."""
    plans, filters = registers.plans, Filters(("wuxi",))
    departments = registers.departments(filters)
    return [
        targets_table(registers.targets(filters), plans),
        obligations_table(registers.obligations(filters), plans),
        departments_table(departments, plans),
        tasks_table(departments, plans),
        *comparison_tables(registers.compare("林木覆盖率"), plans),
        warnings_table(["没有读懂"]),
    ]


def target_of(registers: Registers, **change: object) -> Target:
    """太仓's forest cover, changed."""
    return registers.targets(Filters(("taicang",), year=2025, indicator="林木覆盖率"))[0].model_copy(update=change)


def test_every_cell_belongs_to_a_column_and_every_column_has_a_heading(tables: list[Table]) -> None:
    for table in tables:
        assert term("sheets", table.name)
        assert len(set(table.columns)) == len(table.columns)
        for column in table.columns:
            assert heading(column).width > 0
        for row in table.rows:
            assert set(row) - {"answer", "likeness"} <= set(table.columns)


def test_a_row_says_what_the_plan_says(registers: Registers) -> None:
    row = target_row(target_of(registers), registers.plans["taicang"])
    assert row["plan"] == "太仓"
    assert (row["indicator"], row["said"], row["due"]) == ("林木覆盖率", "18.93%", "2025年")
    assert (row["value"], row["unit"]) == (Decimal("18.93"), "%")
    assert row["words"] == "林木覆盖率达18.93%"
    assert row["quote"] == "到2025年，林木覆盖率达18.93%。"
    assert (row["path"], row["start"], row["end"]) == ("三、（四）1", 6011, 6031)
    assert row["lead"] == "市资源规划局、市住建局"
    assert row["inherited"] == "各区镇"


def test_a_draft_is_said_to_be_one(registers: Registers) -> None:
    target = registers.targets(Filters(("gusu",)))[0]
    assert target_row(target, registers.plans["gusu"])["plan"] == "姑苏（征求意见稿）"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "18.93%"),
        ({"change": "down", "baseline": 2020}, "下降18.93%（比2020年）"),
        ({"change": "up"}, "提高18.93%"),
        ({"amount": None, "goal": "持续提升", "change": "up"}, "持续提升"),
    ],
)
def test_what_is_said_in_a_few_words(registers: Registers, change: dict[str, object], words: str) -> None:
    assert said(target_of(registers, **change)) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "2025年"),
        ({"year": 2030, "before": True}, "2030年前"),
        ({"year": None, "period": "十四五"}, "十四五"),
        ({"period": "2021-2025"}, "2021-2025"),
        ({"year": None}, ""),
    ],
)
def test_by_when_in_a_few_words(registers: Registers, change: dict[str, object], words: str) -> None:
    assert due(target_of(registers, **change)) == words


def test_departments_are_counted_by_their_brackets(registers: Registers) -> None:
    entries = registers.departments(Filters(("wuxi",)))
    table = departments_table(entries, registers.plans)
    brackets = [r.departments for clause in registers.plans["wuxi"].outline.clauses for r in clause.responsibilities]
    for role in ("lead", "responsible", "assisting", "inherited"):
        counted = sum(int(str(row[f"n_{role}"])) for row in table.rows)
        assert counted == sum(len(getattr(bracket, role)) for bracket in brackets)
    assert [row["tasks"] for row in table.rows] == sorted((int(str(row["tasks"])) for row in table.rows), reverse=True)


def test_a_silent_plan_has_a_row_in_the_comparison(registers: Registers) -> None:
    said_of, _ = comparison_tables(registers.compare("林木覆盖率"), registers.plans)
    answers = {str(row["plan_id"]): row["answer"] for row in said_of.rows}
    assert answers["kunshan"] == "未写明 not stated"
    assert answers["taicang"] == "写明 stated"
    assert set(answers) == set(registers.plans)


def read_csv(path: Path) -> list[list[str]]:
    """The cells of a CSV file as a program reads it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_is_what_excel_opens_and_programs_read(tmp_path: Path, tables: list[Table]) -> None:
    for table in tables:
        write_csv(tmp_path / "made.csv", table)
        raw = (tmp_path / "made.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        lines = read_csv(tmp_path / "made.csv")
        assert len(lines) == 1 + len(table.rows)
        assert {len(line) for line in lines} == {len(table.columns)}
        assert lines[0][0] == f"{heading(table.columns[0]).chinese} {heading(table.columns[0]).english}"


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    write_csv(tmp_path / "made.csv", ODD)
    assert read_csv(tmp_path / "made.csv")[1:] == [
        ["'=1+1", "引用，“原文”\n第二行", "18.93"], ["'-合计", "\x01坏字符", ""],
    ]  # fmt: skip


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path, registers: Registers, tables: list[Table]) -> None:
    write_xlsx(tmp_path / "made.xlsx", tables, registers.plans)
    book = load_workbook(tmp_path / "made.xlsx")
    assert book.sheetnames == [*(term("sheets", table.name) for table in tables), "原文 Source"]
    for table, sheet in zip(tables, book.worksheets, strict=False):
        assert sheet.max_row == 1 + len(table.rows)
        assert sheet.freeze_panes in ("C2", "A2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].value == "\n".join(heading(table.columns[0])[:2])
        assert sheet.column_dimensions["A"].width == heading(table.columns[0]).width


def test_an_entry_leads_to_the_full_text_of_its_clause(tmp_path: Path, registers: Registers) -> None:
    plans = registers.plans
    table = targets_table(registers.targets(Filters(("taicang", "kunshan"))), plans)
    write_xlsx(tmp_path / "made.xlsx", [table], plans)
    book = load_workbook(tmp_path / "made.xlsx")
    entries, source = book.worksheets
    columns = {cell.value.split("\n")[1]: cell.column for cell in entries[1]}
    for line in range(2, entries.max_row + 1):
        link = entries.cell(line, columns["Clause"]).hyperlink.location
        sheet, _, cell = link.partition("!A")
        assert sheet == "'原文 Source'"
        quote = entries.cell(line, columns["Quotation"]).value
        full = source.cell(int(cell), source.max_column).value
        assert "".join(quote.split()) in "".join(full.split())
        assert source.cell(int(cell), 2).value == entries.cell(line, columns["ID"]).value


def test_numbers_are_numbers_and_text_is_text(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "made.xlsx", [ODD], {})
    sheet = load_workbook(tmp_path / "made.xlsx").worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].data_type) == (18.93, "n")
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B3"].value == "坏字符"
    assert sheet["C3"].value is None


def test_a_cell_is_no_longer_than_excel_allows(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "made.xlsx", [Table("targets", ("quote",), ({"quote": "林" * 40_000},))], {})
    assert len(load_workbook(tmp_path / "made.xlsx").worksheets[0]["A2"].value) == LONGEST


def test_an_empty_register_is_a_sheet_with_headings(tmp_path: Path, registers: Registers) -> None:
    write_xlsx(tmp_path / "made.xlsx", [targets_table([], registers.plans)], registers.plans)
    book = load_workbook(tmp_path / "made.xlsx")
    assert book.sheetnames == ["目标 Targets"]
    assert book.worksheets[0].max_row == 1


def test_a_file_stays_as_it_is_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("mine", encoding="utf-8")

    def fails(beside: Path) -> None:
        beside.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(PolicyError, match=r"made\.csv.*No space left"):
        replace(path, fails)
    assert [each.name for each in tmp_path.iterdir()] == ["made.csv"]
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_file_is_replaced_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old", encoding="utf-8")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real.csv")
    write_csv(link, ODD)
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.csv", "real.csv"]


@pytest.mark.parametrize("name", [".", "nowhere/made.csv"])
def test_a_place_where_no_file_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(PolicyError, match="cannot write"):
        write_csv(tmp_path / name, ODD)
    assert list(tmp_path.iterdir()) == []
