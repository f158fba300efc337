"""The answers file: one line of JSON for each question, as DESIGN.md has it."""

import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.models import Answer, Citation
from corpus.errors import EvaluationError
from corpus.models import Departments, Record
from eval.questions import in_words, numbered_lines

FILE = "answers.jsonl"


class CitationRow(Record):
    """Words of a plan in an answer; without offsets they are looked for in the whole plan."""

    plan: str
    clause: str = ""
    path: str = ""
    heading: str = ""
    quote: str
    start: int | None = None
    end: int | None = None
    departments: Departments = Departments()


class RetrievedRow(Record):
    """A passage that was considered."""

    plan: str
    clause: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    score: float = 0.0


class AnswerRow(Record):
    """One system's answer to one question."""

    id: str
    answer: str
    refused: bool
    reason: str = ""
    citations: tuple[CitationRow, ...] = ()
    related: tuple[CitationRow, ...] = ()
    retrieved: tuple[RetrievedRow, ...] = Field(default=(), max_length=20)
    latency_ms: float = Field(default=0.0, ge=0)


def row_of(question_id: str, answer: Answer) -> AnswerRow:
    """What the assistant answered, as a line of the file."""
    return AnswerRow(
        id=question_id,
        answer=answer.text,
        refused=answer.refused,
        reason=answer.reason,
        citations=tuple(map(_cited, answer.citations)),
        related=tuple(map(_cited, answer.related)),
        retrieved=tuple(RetrievedRow.model_validate(hit.model_dump()) for hit in answer.retrieved),
        latency_ms=answer.latency_ms,
    )


def _cited(citation: Citation) -> CitationRow:
    fields = CitationRow.model_fields
    return CitationRow(**{name: getattr(citation, name) for name in fields})


def line_of(row: AnswerRow) -> str:
    """The row as a line of JSON, with its line end."""
    return json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n"


def read_answers(path: Path) -> dict[str, AnswerRow]:
    """The answers of a file by question id.

    Raises:
        EvaluationError: the file is missing, a line is not in the format, or an id stands twice.
    """
    rows: dict[str, AnswerRow] = {}
    for number, line in numbered_lines(path):
        row = _read(path, number, line)
        if row.id in rows:
            raise EvaluationError(f"{path.name}, line {number}: the id {row.id!r} stands twice")
        rows[row.id] = row
    return rows


def _read(path: Path, number: int, line: str) -> AnswerRow:
    try:
        return AnswerRow.model_validate_json(line)
    except ValidationError as error:
        raise EvaluationError(f"{path.name}, line {number}: {in_words(error)}") from error


def drop_torn_line(path: Path) -> None:
    """Cut off a last line that an interruption left without its end; do nothing if there is none."""
    if path.is_file():
        written = path.read_bytes()
        path.write_bytes(written[: written.rfind(b"\n") + 1])


def trec_run(rows: Iterable[AnswerRow], *, tag: str) -> str:
    """The rankings as a TREC run: question, Q0, passage, rank from 1, score, tag."""
    return "".join(
        f"{row.id} Q0 {hit.clause or hit.plan}@{hit.start}-{hit.end} {rank} {hit.score:.6f} {tag}\n"
        for row in rows
        for rank, hit in enumerate(row.retrieved, start=1)
    )
