"""From an answer that was marked wrong to a draft question.

A draft holds what is known (question, history, and in its note the answer that was wrong) and leaves open what only a
person who reads the plans can fill in; ``check`` names what is still open.
"""

import datetime
import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from assistant.models import Turn
from corpus.errors import EvaluationError
from corpus.models import Record
from eval.answers import CitationRow
from eval.questions import in_words, numbered_lines

OPEN = {
    "plan": [],
    "type": None,
    "style": None,
    "answerable": None,
    "answer": "",
    "facts": [],
    "evidence": [],
    "departments": {},
    "reason": None,
}  # the fields of a draft to fill in


class Feedback(Record):
    """An answer that someone marked wrong, as the page stores it: a line of JSON."""

    question: str = Field(min_length=1)
    history: tuple[Turn, ...] = ()
    answer: str
    citations: tuple[CitationRow, ...] = ()
    comment: str = ""
    date: datetime.datetime = Field(description="when it was marked; a day alone will do")


def add_drafts(feedback: Path, out: Path) -> tuple[int, int]:
    """Add to ``out`` a draft for each question that it does not hold yet; how many are new, how many were there.

    What marks the same question after the same history becomes one draft, its notes together.

    Raises:
        EvaluationError: a line is not in the format, or ``out`` cannot be read or written.
    """
    marked: dict[str, list[Feedback]] = {}
    for each in read_feedback(feedback):
        marked.setdefault(id_of(each), []).append(each)
    known = _ids(out) if out.exists() else set[str]()
    drafts = [draft_of(key, each) for key, each in marked.items() if key not in known]
    lines = [json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts]
    try:
        with out.open("a+b") as file:
            file.seek(0)
            unended = file.read()[-1:] not in (b"", b"\n")
            file.write(("\n" * unended + "".join(lines)).encode())
    except OSError as error:
        raise EvaluationError(f"cannot write to {str(out)!r}: {error.strerror or error}") from error
    return len(drafts), len(marked) - len(drafts)


def read_feedback(path: Path) -> list[Feedback]:
    """The records of a file.

    Raises:
        EvaluationError: it cannot be read, holds nothing, or a line is not in the format.
    """
    found: list[Feedback] = []
    for number, line in numbered_lines(path):
        try:
            found.append(Feedback.model_validate_json(line))
        except ValidationError as error:
            raise EvaluationError(f"{path.name}, line {number}: {in_words(error)}") from error
    if not found:
        raise EvaluationError(f"no feedback in {str(path)!r}")
    return found


def _ids(path: Path) -> set[str]:
    found: set[str] = set()
    for number, line in numbered_lines(path):
        try:
            found.add(str(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"{path.name}, line {number}: not a question with an id") from error
    return found


def id_of(feedback: Feedback) -> str:
    """The same for the same question after the same history."""
    said = [feedback.question, *(f"{turn.role}:{turn.content}" for turn in feedback.history)]
    return f"feedback-{sha256(chr(0).join(said).encode()).hexdigest()[:10]}"


def draft_of(question_id: str, marked: Sequence[Feedback]) -> dict[str, Any]:
    """The draft, in the order in which a set's fields are documented."""
    first = marked[0]
    history = [turn.model_dump() for turn in first.history]
    asked = {"id": question_id, "draft": True, "question": first.question, "history": history}
    return asked | OPEN | {"note": " | ".join(part for each in marked for part in _note(each))}


def _note(feedback: Feedback) -> Iterable[str]:
    yield f"marked wrong {feedback.date.date().isoformat()}"
    if feedback.comment.strip():
        yield f"comment: {feedback.comment.strip()}"
    yield f"answer: {feedback.answer.strip()}"
    for citation in feedback.citations:
        yield f"cited: {citation.plan} {citation.path} {' '.join(citation.quote.split())}"
