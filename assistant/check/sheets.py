"""The check as a workbook: findings, the facts they rest on, and where else the trade is mentioned."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assistant.check.judge import Check, Finding
from assistant.check.labels import columns, fact_words, label, plan_name, value_words
from assistant.check.mentions import Mention
from assistant.check.profile import Words
from assistant.check.reading import Reading
from assistant.registers.files import replace
from corpus.models import Departments
from corpus.plans import Plan

Cell = str | int | None
WHERE = ("path", "heading", "quote", "start", "end")
ROLES = ("lead", "responsible", "assisting", "inherited")
FINDINGS = (
    "plan", "verdict", "general", "addressee", "modality", "action", "condition", "because", "missing", "by",
    *ROLES, *WHERE, "because_en", "missing_en",
)  # fmt: skip
FACTS = ("fact", "value", "words")
MENTIONS = ("plan", "kind", *ROLES, *WHERE)
HEAD = PatternFill("solid", fgColor="084539")
TINTS = {"binds": "DCEBE7", "forbidden": "F6DDDA", "encouraged": "EEF5E9", "would_bind": "FBF3DC"}
TOP = Alignment(vertical="top", wrap_text=True)


def write_workbook(path: Path, check: Check, reading: Reading, plans: Mapping[str, Plan]) -> None:
    """Write the check as XLSX; what does not reach is left out but for near misses.

    Raises:
        PolicyError: the file cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    kept = [each for each in check.findings if each.verdict != "does_not_reach" or each.near]
    findings = _add(book, "findings", FINDINGS, (_finding(each, plans) for each in kept))
    for line, each in enumerate(kept, start=2):
        if each.verdict in TINTS:
            findings.cell(line, 2).fill = PatternFill("solid", fgColor=TINTS[each.verdict])
    _add(book, "profile", FACTS, _facts(reading, plans))
    _add(book, "mentions", MENTIONS, (_mention(each, plans) for each in check.mentions))
    replace(path, book.save)


def _finding(finding: Finding, plans: Mapping[str, Plan]) -> Sequence[Cell]:
    told = finding.obligation
    return (
        plan_name(plans[told.plan]),
        _both(label(f"verdicts.{finding.verdict}")),
        label("text.general" if finding.general else "text.specific").zh,
        told.addressee,
        _both(label(f"modalities.{told.modality}")),
        told.word + told.action,
        "，".join(dict.fromkeys(filter(None, [told.condition, *told.qualifiers]))),
        "；".join(reason.zh for reason in finding.because),
        "；".join(fact.words.zh for fact in finding.missing),
        str(told.year or told.period or ""),
        *_departments(told.departments),
        finding.path,
        finding.heading,
        told.quote,
        told.span.start,
        told.span.end,
        "; ".join(reason.en for reason in finding.because),
        "; ".join(fact.words.en for fact in finding.missing),
    )


def _mention(mention: Mention, plans: Mapping[str, Plan]) -> Sequence[Cell]:
    where = (mention.path, mention.heading, mention.quote, mention.span.start, mention.span.end)
    return plan_name(plans[mention.plan]), mention.kind, *_departments(mention.departments), *where


def _departments(departments: Departments) -> Iterable[str]:
    return ["、".join(getattr(departments, role)) for role in ROLES]


def _facts(reading: Reading, plans: Mapping[str, Plan]) -> Iterable[Sequence[Cell]]:
    for heard in reading.heard:
        yield _both(fact_words(heard.fact)), _both(value_words(heard, plans)), heard.words
    for unread in reading.unread:
        yield _both(label("text.unread")), _both(unread.why), unread.words


def _both(words: Words) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def _add(book: Workbook, name: str, names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Any:
    sheet: Any = book.create_sheet(label(f"sheets.{name}").zh)
    for number, (named, width) in enumerate(columns(names), start=1):
        cell = sheet.cell(1, number, f"{named.zh}\n{named.en}")
        cell.font, cell.fill, cell.alignment = Font(bold=True, color="FFFFFF"), HEAD, TOP
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line, row in enumerate(rows, start=2):
        for number, value in enumerate(row, start=1):
            _fill(sheet.cell(line, number), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _fill(cell: Any, value: Cell) -> None:
    """Text as text, even where it begins like a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = TOP
