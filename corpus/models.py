"""What a parsed plan is made of."""

from pydantic import BaseModel, ConfigDict, Field

from corpus.spans import Span


class Record(BaseModel):
    """A value read from, or written to, a file, a prompt or a screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Departments(Record):
    """Names as the plan prints them, by role."""

    lead: tuple[str, ...] = Field(default=(), description="牵头, 牵头单位")
    responsible: tuple[str, ...] = Field(default=(), description="按职责分工负责, 责任单位")
    assisting: tuple[str, ...] = Field(default=(), description="配合, 参与")
    inherited: tuple[str, ...] = Field(default=(), description="from a rule such as 以下所有任务均需各区镇落实")

    def __bool__(self) -> bool:
        """Whether any department is named."""
        return bool(self.lead or self.responsible or self.assisting or self.inherited)


class Responsibility(Record):
    """A bracket or line that names departments, and the text it governs."""

    quote: str
    span: Span
    covers: Span
    departments: Departments


class Clause(Record):
    """A node of the outline: the smallest unit that an answer may cite. ``span`` holds its own text, children apart."""

    clause_id: str = Field(description="plan, slash, place in the tree: `taicang/3.1.2`")
    path: str = Field(description="the printed chain: `三、（一）2`")
    heading: str = Field(description="without its number; empty where the clause has none")
    heading_span: Span | None
    level: int = Field(ge=0, description="0 for the text before the first heading")
    kind: str = Field(description="how it is numbered: a kind of lexicon/outline.toml, `bare`, `run_in` or `preamble`")
    parent: str | None = Field(description="clause_id of the clause above")
    span: Span
    text: str
    sentences: tuple[Span, ...]
    responsibilities: tuple[Responsibility, ...]

    def departments_at(self, span: Span) -> Departments:
        """The departments of the bracket that ``span`` is part of, or that governs it."""
        for responsibility in self.responsibilities:
            if responsibility.span.overlap(span) == span.end - span.start:
                return responsibility.departments
        governing = [r for r in self.responsibilities if r.covers.overlap(span)]
        return max(governing, key=lambda r: r.covers.overlap(span)).departments if governing else Departments()


class Outline(Record):
    """The clause tree of a document, in reading order."""

    title: str
    clauses: tuple[Clause, ...]
    warnings: tuple[str, ...]
