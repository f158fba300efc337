"""The registers as tables: which columns, in which order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.registers.compare import Comparison
from assistant.registers.rows import (
    Row,
    department_row,
    obligation_row,
    plan_name,
    target_row,
    task_row,
)
from assistant.registers.words import term
from corpus.bodies import DepartmentEntry
from corpus.models import Obligation, Target
from corpus.plans import Plan

WHERE = ("plan", "plan_id", "path", "heading")
BOUND = (
    "words",
    "quote",
    "lead",
    "responsible",
    "assisting",
    "inherited",
    "start",
    "end",
    "part_start",
    "part_end",
    "clause",
)
TARGET = ("indicator", "printed", "scope", "kind", "said", "change", "comparator", "value", "high", "unit",
          "base_value", "base_high", "base_unit", "due", "year", "period", "baseline", "strength")  # fmt: skip
OBLIGATION = ("addressee", "addressees", "modality", "word", "qualifiers", "action", "condition", "thresholds",
              "any_of", "due", "year", "period")  # fmt: skip
DEPARTMENT = ("plan", "plan_id", "department", "names", "tasks", "n_lead", "n_responsible", "n_assisting",
              "n_inherited", "mentions")  # fmt: skip
TASK = ("department", *WHERE, "role", "joint", "printed", "quote", "start", "end", "clause")
COMPARED = (*WHERE[:2], "answer", *WHERE[2:], *TARGET, *BOUND)
NEAR = (*WHERE[:2], "likeness", *WHERE[2:], *TARGET, *BOUND)


class Table(NamedTuple):
    """Rows under the headings of ``columns``; ``name`` is one of ``[sheets]`` of ``data/registers.toml``."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def targets_table(targets: Iterable[Target], plans: Mapping[str, Plan]) -> Table:
    """A row for each target."""
    rows = tuple(target_row(target, plans[target.plan]) for target in targets)
    return Table("targets", (*WHERE, *TARGET, *BOUND), rows)


def obligations_table(obligations: Iterable[Obligation], plans: Mapping[str, Plan]) -> Table:
    """A row for each obligation."""
    rows = tuple(obligation_row(obligation, plans[obligation.plan]) for obligation in obligations)
    return Table("obligations", (*WHERE, *OBLIGATION, *BOUND), rows)


def departments_table(entries: Sequence[DepartmentEntry], plans: Mapping[str, Plan]) -> Table:
    """A row for each department of a plan, those with most tasks first."""
    order = list(plans)
    ranked = sorted(entries, key=lambda entry: (order.index(entry.plan), -len(entry.tasks)))
    return Table("departments", DEPARTMENT, tuple(department_row(entry, plans[entry.plan]) for entry in ranked))


def tasks_table(entries: Iterable[DepartmentEntry], plans: Mapping[str, Plan]) -> Table:
    """A row for each task of each department, and for each sentence that names it."""
    rows = tuple(
        task_row(entry, task, plans[entry.plan]) for entry in entries for task in (*entry.tasks, *entry.mentions)
    )
    return Table("tasks", TASK, rows)


def comparison_tables(comparison: Comparison, plans: Mapping[str, Plan]) -> tuple[Table, Table]:
    """What the plans say of the indicator, a row for each silent plan too; and the near-misses."""
    said: list[Row] = []
    near: list[Row] = []
    for row in comparison.rows:
        plan = plans[row.plan]
        stated = {"answer": term("answer", "stated")}
        silent = {"plan": plan_name(plan), "plan_id": row.plan, "answer": term("answer", "not_stated")}
        said += [target_row(target, plan) | stated for target in row.values] or [silent]
        near += [target_row(miss.target, plan) | {"likeness": miss.likeness} for miss in row.near]
    return Table("comparison", COMPARED, tuple(said)), Table("near_misses", NEAR, tuple(near))


def warnings_table(warnings: Iterable[str]) -> Table:
    """What was not understood, a row each."""
    return Table("warnings", ("warning",), tuple({"warning": warning} for warning in warnings))
