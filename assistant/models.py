"""What a question becomes and what an answer holds."""

from typing import Literal, NamedTuple

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
    "no_such_citation",
]
Verdict = Literal["exact", "normalised", "framed"]
Fact = Literal["plans", "topic", "indicator", "kind", "years", "departments"]


class Cited(Record):
    """Words of a plan that an answer cited, by where they stand."""

    plan: str
    clause: str
    start: int = Field(ge=0)
    end: int


class Turn(Record):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str
    cited: tuple[Cited, ...] = Field(default=(), description="in the order of its marks; if empty, read from the text")


class Question(NamedTuple):
    """A question, understood. ``query`` is what is searched for: its words without places and instructions."""

    text: str
    query: str
    kind: Kind
    plans: tuple[str, ...]
    unknown_places: tuple[str, ...]
    years: tuple[str, ...]
    departments: tuple[str, ...]
    amount: str
    profile: Literal["", "part", "all"]  # whether one who describes himself asks for (maybe part of) what concerns him
    outside: tuple[str, ...]
    instructed: bool
    english: bool
    stray: Literal["", "off_topic", "instruction"] = ""  # what it is, if nothing is asked of a plan
    premise: bool = False  # whether a statement is to be confirmed or corrected
    leads: bool = False  # whether only what a department leads is counted
    roles: bool = False  # whether who is responsible is asked of several plans
    topical: bool = True  # whether it names a concept of the lexicon
    topic: str = ""  # as it is shown
    indicator: str = ""
    carried: tuple[Fact, ...] = ()  # what comes from the questions before
    near: tuple[Cited, ...] = ()  # what was cited last, if the question leans on it
    item: str = ""  # the thing that it puts in the place of the one before
    pointed: Cited | None = None  # the one citation that it is about
    bare: str = ""  # the text without the names of plans
    beyond: int = 0  # the number of a citation that it asks for and that the answer before does not have

    @property
    def asks_who(self) -> bool:
        """Whether who is responsible is asked, of one plan or of several."""
        return self.kind == "responsibility" or self.roles

    @property
    def spoken(self) -> str:
        """The words whose meaning is looked for: without plans' names, or those of the topic alone.

        The latter where a question leans on another, and where no sentence answers it as it is asked: who is
        responsible stands in a bracket, and how plans differ in none of them.
        """
        of_topic = self.kind in ("compare", "responsibility") or not self.query
        leans = self.carried or self.item or self.pointed
        if not (of_topic or leans):
            return self.bare or self.text
        as_said = self.carried or (self.english and not leans)  # the query of an English question is Chinese
        return self.topic if as_said and self.topic else self.query


class State(Record):
    """What a question was taken to be about; ``carried`` names the facts that come from the questions before."""

    kind: Kind = "measure"
    plans: tuple[str, ...] = ()
    topic: str = ""
    indicator: str = ""
    years: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    carried: tuple[Fact, ...] = ()
    cited: tuple[Cited, ...] = Field(default=(), description="what the answer cites, which the next one may point at")


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
    state: State = State()

    @property
    def text(self) -> str:
        """The sentences with their marks, a paragraph each."""
        return "\n".join(s.text + "".join(f"[{mark}]" for mark in s.marks) for s in self.sentences)
