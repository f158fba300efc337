"""What a parsed plan is made of."""

from decimal import Decimal
from typing import Literal

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


Comparator = Literal["equal", "at_least", "more_than", "at_most", "less_than", "about"]


class Quantity(Record):
    """A number with its unit, as printed and in the base unit of ``lexicon/units.csv``; never guessed."""

    printed: str = Field(description="the number and its unit as the plan prints them, with 以上, 不低于 and the like")
    comparator: Comparator
    value: Decimal
    high: Decimal | None = Field(default=None, description="the upper end of a range such as 3–5个")
    unit: str = Field(description="as printed; empty for a bare number")
    quantity: str = Field(default="", description="power, energy, area, share, count …; empty if the unit is not known")
    base_value: Decimal | None = Field(default=None, description="in ``base_unit``; None if the unit is not known")
    base_high: Decimal | None = None
    base_unit: str = ""


class Target(Record):
    """A goal: what is to be reached, how much of it, and by when."""

    plan: str
    clause: str
    span: Span
    quote: str = Field(description="the sentence; `text[start:end]`")
    part: Span = Field(description="the stretch of the sentence from what is measured to its value")
    indicator: str = Field(description="the canonical name; near-misses have names of their own")
    printed: str = Field(description="the words of the plan for it")
    scope: str = Field(
        default="", description="what it counts: 城镇新建建筑, 新增, 规上工业; empty for the whole place"
    )
    kind: Literal["quantified", "dated", "open"] = Field(
        description="with a number; a date but no number (达峰); neither (持续提升, 完成省下达目标)"
    )
    goal: str = Field(
        default="", description="what is said instead of a number: 持续提升, 完成省下达目标任务, 达到峰值"
    )
    change: Literal["level", "up", "down"] = Field(
        default="level", description="下降14% is `down`, 提高2个百分点 is `up`"
    )
    amount: Quantity | None = None
    year: int | None = Field(default=None, description="by the end of it; the last year of a printed range")
    period: str = Field(default="", description="十四五, 2021-2025; as printed without quotation marks")
    before: bool = Field(default=False, description="whether it says 2030年前, before the year")
    baseline: int | None = Field(default=None, description="the year compared with: 比2020年, 较2020年")
    strength: Literal["striven", "ensured", "planned", "stated"] = Field(description="力争, 确保, 计划, or just said")
    departments: Departments


class Obligation(Record):
    """What somebody must do, must not do or is encouraged to do."""

    plan: str
    clause: str
    span: Span
    quote: str = Field(description="the sentence; `text[start:end]`")
    part: Span = Field(description="from the addressee or modality word to the end of the action")
    addressee: str = Field(description="who or what it binds, as printed, thresholds left out: 重点用能单位")
    addressees: tuple[str, ...] = Field(description="kinds of `lexicon/addressees.csv`; empty if none is known")
    modality: Literal["must", "must_not", "encouraged"]
    word: str = Field(description="the plan's own word for the modality; empty where a plain statement binds")
    qualifiers: tuple[str, ...] = Field(default=(), description="原则上, 力争, 有条件的, 逐步")
    action: str
    condition: str = Field(default="", description="in the plan's words: 装机容量2兆瓦以上, 在符合安全条件前提下")
    thresholds: tuple[Quantity, ...] = Field(default=(), description="the quantities that decide whether it binds")
    any_of: bool = Field(default=False, description="whether one threshold is enough (或)")
    year: int | None = None
    period: str = ""
    departments: Departments
