"""Question sets: what is asked, and what the plans say to it. ``sets/README.md`` defines every field."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError

from assistant.models import Turn
from corpus.errors import EvaluationError
from corpus.models import Record

Type = Literal[
    "target",
    "responsibility",
    "measure",
    "obligation",
    "obligation-profile",
    "list",
    "basis",
    "compare",
    "mention",
    "portfolio",
    "count",
    "false_premise",
    "unanswerable",
    "multiturn",
    "adversarial",
]
Style = Literal["formal", "paraphrase", "colloquial", "keyword", "english"]
LONG_TYPES = ("compare", "mention", "portfolio", "count", "obligation-profile", "list")
ACROSS_TYPES = ("compare", "mention", "portfolio", "count")  # their answers stand in many clauses at once


THEN = "; then 'answer', 'evidence' and 'facts' if the plans answer, 'reason' if they do not"
CHECKED = ("facts", "departments", "plans_expected", "clauses_expected")  # what an answer is held against


class Evidence(Record):
    """Words of a plan that answer; white space does not matter."""

    plan: str
    quote: str = Field(min_length=1)


class GoldDepartments(Record):
    """The departments of the bracket that governs the evidence, as printed."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()


class Question(Record):
    """A question and its gold answer."""

    id: str = Field(min_length=1)
    question: str
    history: tuple[Turn, ...] = ()
    plan: tuple[str, ...] = ()
    type: Type
    style: Style
    answer: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_alt: tuple[Evidence, ...] = ()
    departments: GoldDepartments = GoldDepartments()
    answerable: bool
    reason: str | None = None
    refusal_ok: bool = False
    must_not: tuple[str, ...] = ()
    plans_expected: tuple[str, ...] | None = None
    clauses_expected: tuple[str, ...] | None = None
    clauses_lead: tuple[str, ...] | None = None
    department_names: tuple[str, ...] | None = None
    silent: tuple[str, ...] = ()
    modality: Literal["must", "must_not", "encouraged", "mixed"] | None = None
    number: int | None = None
    premise_false: str | None = None
    turn: str | None = None
    attack: str | None = None
    draft: bool = False
    note: str = ""

    @property
    def is_long(self) -> bool:
        """Whether a right answer may be a list of many clauses."""
        return self.type in LONG_TYPES or self.clauses_expected is not None or self.plans_expected is not None


class Problem(NamedTuple):
    """What is wrong in line ``line`` (from 1) of a file; ``fatal`` if nothing can be scored with it."""

    file: str
    line: int
    sentence: str
    fatal: bool = True

    def __str__(self) -> str:
        """One line to print."""
        return f"{self.file}, line {self.line}: {self.sentence}"


class Numbered(NamedTuple):
    """A question and where it stands."""

    file: str
    line: int
    question: Question


def read_questions(paths: Sequence[Path]) -> tuple[list[Numbered], list[Problem]]:
    """Every question that is in the format, and a problem for each line that is not.

    Raises:
        EvaluationError: a file is missing, is not UTF-8 text, or none of them holds a question.
    """
    good: list[Numbered] = []
    bad: list[Problem] = []
    for path in paths:
        for number, line in numbered_lines(path):
            found = _read(path.name, number, line)
            (good if isinstance(found, Numbered) else bad).append(found)  # pyright: ignore[reportArgumentType]
    if not good and not bad:
        raise EvaluationError(f"no question in {', '.join(repr(str(path)) for path in paths)}: put one on each line")
    return good, bad


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1.

    Raises:
        EvaluationError: the file is missing or is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{str(path)!r} is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise EvaluationError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _read(file: str, number: int, line: str) -> Numbered | Problem:
    try:
        row: Any = json.loads(line)
        lacking = unfilled(row) if isinstance(row, dict) and row.get("draft") else []
        if lacking:
            then = THEN if "answerable" in lacking else ""
            return Problem(file, number, f"a draft, still without {', '.join(map(repr, lacking))}{then}")
        return Numbered(file, number, Question.model_validate(row))
    except json.JSONDecodeError as error:
        return Problem(file, number, f"not JSON: {error.msg} at character {error.pos + 1}")
    except ValidationError as error:
        return Problem(file, number, in_words(error))


def unfilled(draft: Mapping[str, Any]) -> list[str]:
    """The fields that a draft needs before it is a question; which ones depends on what is filled in already."""
    needed = ["type", "style", "answerable"]
    if draft.get("answerable") is True:
        needed += ["answer", "evidence"]
        if not any(draft.get(name) for name in CHECKED):
            needed.append("facts")
    if draft.get("answerable") is False:
        needed.append("reason")
    return [name for name in needed if draft.get(name) in (None, "", [])]


def in_words(error: ValidationError) -> str:
    """The first thing that a row lacks, in a sentence."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"])) or "the line"
    if first["type"] == "extra_forbidden":
        return f"unknown field {where!r}"
    if first["type"] == "missing":
        return f"no field {where!r}"
    return f"field {where!r}: {first['msg'][0].lower()}{first['msg'][1:]}"
