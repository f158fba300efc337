"""What a question becomes and what an answer holds."""

from typing import Literal

from pydantic import Field

from corpus.models import Departments, Record

Kind = Literal[
    "value", "responsibility", "measure", "obligation", "list", "basis", "compare", "mention", "portfolio", "count"
]
Reason = Literal[
    "",
    "not_in_any_plan",
    "not_in_this_plan",
    "value_not_given",
    "no_such_plan",
    "outside_scope",
    "department_not_named",
    "off_topic",
    "instruction",
]
Verdict = Literal["exact", "normalised", "framed"]


class Turn(Record):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class Citation(Record):
    """Words of a plan, where they stand, and who is responsible there."""

    plan: str
    clause: str
    path: str
    heading: str
    quote: str
    start: int = Field(ge=0)
    end: int
    departments: Departments


class Retrieved(Record):
    """A clause that was considered."""

    plan: str
    clause: str
    start: int
    end: int
    text: str
    score: float


class Sentence(Record):
    """A sentence of the answer; ``marks`` are the numbers of the citations that bear it, from 1."""

    text: str
    marks: tuple[int, ...] = ()
    verdict: Verdict


class Answer(Record):
    """An answer, or a refusal that says what is missing."""

    question: str
    kind: Kind
    plans: tuple[str, ...] = Field(description="ids of the plans the question is about; empty for all")
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = Field(default=(), description="shown for contrast, never as an answer")
    retrieved: tuple[Retrieved, ...] = Field(default=(), max_length=20)
    refused: bool = False
    reason: Reason = ""
    latency_ms: float = Field(default=0.0, ge=0)

    @property
    def text(self) -> str:
        """The sentences with their marks, a paragraph each."""
        return "\n".join(s.text + "".join(f"[{mark}]" for mark in s.marks) for s in self.sentences)
