"""Rows labelled by hand: the files of ``sets/registers``, checked against the text of the plans."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import EvaluationError
from corpus.models import Comparator, Record
from corpus.plans import Plan
from eval.questions import in_words, numbered_lines

FOLDER = Path(__file__).parent / "sets" / "registers"
FILE = "labels.toml"
BRACKETS = "departments.tsv"
COLUMNS = ("plan", "start", "end", "lead", "responsible")
RegisterName = Literal["targets", "obligations", "departments"]
REGISTERS: tuple[RegisterName, ...] = ("targets", "obligations", "departments")


class Label(Record):
    """A stretch of a plan that was labelled."""

    plan: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str = Field(description="`text[start:end]`")
    note: str = ""


class TargetLabel(Label):
    """A target; the fields are those of ``corpus.models.Target``."""

    indicator: tuple[str, ...] = Field(min_length=1, description="every name that is right")
    scope: str
    kind: Literal["quantified", "dated", "open"]
    goal: str
    change: Literal["level", "up", "down"]
    comparator: Comparator | None
    value: Decimal | None
    high: Decimal | None
    unit: str
    year: int | None
    period: str
    before: bool
    baseline: int | None
    strength: Literal["striven", "ensured", "planned", "stated"]


class ThresholdLabel(Record):
    """A quantity that decides whether an obligation binds."""

    quantity: str = Field(default="", description="its name in the plan: 年用电量")
    comparator: Comparator
    value: Decimal
    high: Decimal | None = None
    unit: str


class ObligationLabel(Label):
    """An obligation; the fields are those of ``corpus.models.Obligation``."""

    addressee: tuple[str, ...] = Field(min_length=1, description="every wording that is right")
    modality: Literal["must", "must_not", "encouraged"]
    word: str
    qualifier: tuple[str, ...]
    thresholds: tuple[ThresholdLabel, ...]
    any_of: bool
    year: int | None
    period: str


class BracketLabel(Record):
    """A bracket or line that names departments, as printed."""

    plan: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    lead: tuple[str, ...]
    responsible: tuple[str, ...]


class Labelled(Record):
    """Which registers of a plan are labelled."""

    built_with: tuple[RegisterName, ...] = Field(default=(), description="looked at while the rules were written")
    held_out: tuple[RegisterName, ...] = Field(default=(), description="labelled after the rules were finished")


class LabelSet(NamedTuple):
    """The labels of one register of one plan."""

    register: RegisterName
    plan: str
    held_out: bool


AnyLabel = TypeVar("AnyLabel", TargetLabel, ObligationLabel)


def label_sets(folder: Path = FOLDER, *, plans: Sequence[str] = ()) -> list[LabelSet]:
    """What is labelled, register by register, of all plans or some; held-out labels only once their file is there.

    Raises:
        EvaluationError: ``labels.toml`` is not in the format, or knows no such plan.
    """
    known = _read_index(folder / FILE)
    unknown = [plan for plan in plans if plan not in known]
    if unknown:
        raise EvaluationError(f"no labels of plan {unknown[0]!r}; labelled are {', '.join(known)}")
    return [
        LabelSet(register, plan, register in labelled.held_out)
        for register in REGISTERS
        for plan, labelled in known.items()
        if not plans or plan in plans
        if register in labelled.built_with
        or (register in labelled.held_out and path_of(folder, register, plan).is_file())
    ]


def path_of(folder: Path, register: RegisterName, plan: str) -> Path:
    """The file that holds the labels of a register of a plan."""
    return folder / (BRACKETS if register == "departments" else f"{plan}_{register}.jsonl")


def read_targets(folder: Path, plan: Plan) -> list[TargetLabel]:
    """The labelled targets of a plan.

    Raises:
        EvaluationError: a line is not in the format, or quotes what the plan does not print there.
    """
    return _read_labels(path_of(folder, "targets", plan.plan_id), plan, TargetLabel)


def read_obligations(folder: Path, plan: Plan) -> list[ObligationLabel]:
    """The labelled obligations of a plan; raises like ``read_targets``."""
    return _read_labels(path_of(folder, "obligations", plan.plan_id), plan, ObligationLabel)


def read_brackets(folder: Path, plan: Plan) -> list[BracketLabel]:
    """The labelled brackets of a plan, in reading order.

    Raises:
        EvaluationError: a line is not in the format, or names a body that the plan does not print there.
    """
    path = folder / BRACKETS
    found: list[BracketLabel] = []
    for number, line in list(numbered_lines(path))[1:]:
        cells = dict(zip(COLUMNS, line.split("\t"), strict=False))
        lists = {role: tuple(filter(None, cells.get(role, "").split("|"))) for role in COLUMNS[3:]}
        try:
            label = BracketLabel.model_validate({**cells, **lists})
        except ValidationError as error:
            raise EvaluationError(f"{path.name}, line {number}: {in_words(error)}") from error
        if label.plan == plan.plan_id:
            _check_names(path, number, label, plan)
            found.append(label)
    return found


def _check_names(path: Path, number: int, label: BracketLabel, plan: Plan) -> None:
    printed = "".join(plan.text[label.start : label.end].split())
    for name in (*label.lead, *label.responsible):
        if name not in printed:
            raise EvaluationError(f"{path.name}, line {number}: {name!r} is not printed at {label.start}-{label.end}")


def _read_labels(path: Path, plan: Plan, model: type[AnyLabel]) -> list[AnyLabel]:
    labels: list[AnyLabel] = []
    for number, line in numbered_lines(path):
        try:
            label = model.model_validate_json(line)
        except ValidationError as error:
            raise EvaluationError(f"{path.name}, line {number}: {in_words(error)}") from error
        if label.plan != plan.plan_id:
            raise EvaluationError(f"{path.name}, line {number}: a label of plan {label.plan!r}")
        if label.quote != plan.text[label.start : label.end]:
            raise EvaluationError(f"{path.name}, line {number}: not what stands at {label.start}-{label.end}")
        labels.append(label)
    return labels


def _read_index(path: Path) -> Mapping[str, Labelled]:
    text = "\n".join(line for _, line in numbered_lines(path))
    try:
        return TypeAdapter(dict[str, Labelled]).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise EvaluationError(f"{str(path)!r} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise EvaluationError(f"{str(path)!r}: {in_words(error)}") from error
