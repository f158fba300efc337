"""The registers as JSON: entries with their place in the plan."""

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.registers.compare import Comparison
from corpus.bodies import DepartmentEntry
from corpus.models import Obligation, Target
from corpus.plans import Plan

Record = dict[str, Any]


def entry_record(entry: Target | Obligation, plans: Mapping[str, Plan]) -> Record:
    """The entry with the path and heading of its clause; spans as ``[start, end]``, decimals as text."""
    return entry.model_dump(mode="json") | _where(plans[entry.plan], entry.clause)


def department_record(entry: DepartmentEntry, plans: Mapping[str, Plan]) -> Record:
    """The department, each task and mention with the path and heading of its clause."""
    record = entry.model_dump(mode="json")
    for named in (*record["tasks"], *record["mentions"]):
        named |= _where(plans[entry.plan], named["clause"])
    return record


def comparison_record(comparison: Comparison, plans: Mapping[str, Plan]) -> Record:
    """The comparison, a record for every plan; ``stated`` is false where it says nothing of the indicator."""
    return {
        "asked": comparison.asked,
        "indicator": comparison.indicator,
        "scope": comparison.scope,
        "plans": [
            {
                "plan": row.plan,
                "title": plans[row.plan].info.title,
                "stated": row.stated,
                "values": [entry_record(target, plans) for target in row.values],
                "near_misses": [entry_record(m.target, plans) | {"likeness": m.likeness} for m in row.near],
            }
            for row in comparison.rows
        ],
    }


def register_record(name: str, entries: Iterable[Record], warnings: Iterable[str]) -> Record:
    """A register, and what was not understood."""
    return {name: list(entries), "warnings": list(warnings)}


def _where(plan: Plan, clause_id: str) -> Record:
    clause = plan.by_id[clause_id]
    return {"path": clause.path, "heading": clause.heading}
