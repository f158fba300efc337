"""Entries of the registers as rows of a table: a cell for each column of ``data/registers.toml``."""

from collections.abc import Mapping
from decimal import Decimal

from assistant.draft import cite, words
from assistant.registers.words import chinese, term
from corpus.bodies import BodyTask, DepartmentEntry, ProseBody
from corpus.models import Departments, Obligation, Quantity, Target
from corpus.plans import Plan
from corpus.spans import Span

Cell = str | int | float | Decimal | None
Row = Mapping[str, Cell]
BETWEEN = "、"
ROLES = tuple(Departments.model_fields)


def target_row(target: Target, plan: Plan) -> dict[str, Cell]:
    """The cells of a target."""
    amount = target.amount
    return {
        **place(plan, target.clause, target.span),
        **_bound(target, plan),
        "indicator": target.indicator,
        "printed": target.printed,
        "scope": target.scope,
        "kind": term("kind", target.kind),
        "said": said(target),
        "change": term("change", target.change),
        **(_amount(amount) if amount else {}),
        "due": due(target),
        "year": target.year,
        "period": target.period,
        "baseline": target.baseline,
        "strength": term("strength", target.strength),
    }


def obligation_row(obligation: Obligation, plan: Plan) -> dict[str, Cell]:
    """The cells of an obligation."""
    return {
        **place(plan, obligation.clause, obligation.span),
        **_bound(obligation, plan),
        "addressee": obligation.addressee,
        "addressees": BETWEEN.join(obligation.addressees),
        "modality": term("modality", obligation.modality),
        "word": obligation.word,
        "qualifiers": BETWEEN.join(obligation.qualifiers),
        "action": obligation.action,
        "condition": obligation.condition,
        "thresholds": "；".join(threshold.printed for threshold in obligation.thresholds),
        "any_of": term("answer", "yes") if obligation.any_of else "",
        "due": due(obligation),
        "year": obligation.year,
        "period": obligation.period,
    }


def department_row(entry: DepartmentEntry, plan: Plan) -> dict[str, Cell]:
    """The cells of a department: what the plan calls it, and how often it is named in which role."""
    return {
        "plan": plan_name(plan),
        "plan_id": plan.plan_id,
        "department": entry.department,
        "names": BETWEEN.join(entry.printed),
        "tasks": len(entry.tasks),
        **{f"n_{role}": count(entry, role) for role in ROLES},
        "mentions": len(entry.mentions),
    }


def count(entry: DepartmentEntry, role: str) -> int:
    """In how many brackets the plan gives it the role."""
    return sum(task.role == role for task in entry.tasks)


def task_row(entry: DepartmentEntry, task: BodyTask | ProseBody, plan: Plan) -> dict[str, Cell]:
    """The cells of a task of a department, or of a sentence that names it; the quotation is what names it."""
    bracket = isinstance(task, BodyTask)
    return {
        **place(plan, task.clause, task.span),
        "department": entry.department,
        "printed": task.printed,
        "role": term("role", task.role) if bracket else f"{term('role', 'prose')}：{task.role}",
        "joint": term("answer", "yes") if bracket and task.joint else "",
    }


def place(plan: Plan, clause_id: str, span: Span) -> dict[str, Cell]:
    """Where the words at ``span`` stand, and the words on one line."""
    citation = cite(plan, plan.by_id[clause_id], span)
    return {
        "plan": plan_name(plan),
        "plan_id": plan.plan_id,
        "clause": clause_id,
        "path": citation.path,
        "heading": citation.heading,
        "quote": words(citation),
        "start": span.start,
        "end": span.end,
    }


def plan_name(plan: Plan) -> str:
    """What the plan is called; a draft is said to be one."""
    return plan.info.short + ("（征求意见稿）" if plan.info.status == "draft" else "")


def roles(departments: Departments) -> dict[str, Cell]:
    """The departments, a cell for each role."""
    return {role: BETWEEN.join(names) for role, names in departments}


def said(target: Target) -> str:
    """What is to be reached, in a few of the plan's words: 下降14%（比2020年）, 持续提升."""
    if target.amount is None:
        return target.goal
    change = "" if target.change == "level" else chinese("change", target.change)
    baseline = f"（比{target.baseline}年）" if target.baseline else ""
    return f"{change}{target.amount.printed}{baseline}"


def due(entry: Target | Obligation) -> str:
    """By when: 2025年, 2030年前, 2021-2025, 十四五; empty where the sentence does not say."""
    if entry.period:
        return entry.period
    before = isinstance(entry, Target) and entry.before
    return f"{entry.year}年{'前' if before else ''}" if entry.year else ""


def _bound(entry: Target | Obligation, plan: Plan) -> dict[str, Cell]:
    """Who is responsible, and the very words that the entry was read from."""
    part = words(cite(plan, plan.by_id[entry.clause], entry.part))
    return {**roles(entry.departments), "words": part, "part_start": entry.part.start, "part_end": entry.part.end}


def _amount(amount: Quantity) -> dict[str, Cell]:
    return {
        "comparator": term("comparator", amount.comparator),
        "value": amount.value,
        "high": amount.high,
        "unit": amount.unit,
        "base_value": amount.base_value,
        "base_high": amount.base_high,
        "base_unit": amount.base_unit,
    }
