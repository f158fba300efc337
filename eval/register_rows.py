"""What is compared of targets, obligations and departments: the extractors' rows and the labelled rows, in one form."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from corpus.models import Obligation, Quantity, Target
from corpus.obligations import obligations_of
from corpus.plans import Plan
from corpus.quantities.units import half_width, units
from corpus.targets import targets_of
from eval.labels import (
    BracketLabel,
    ObligationLabel,
    RegisterName,
    TargetLabel,
    ThresholdLabel,
    read_brackets,
    read_obligations,
    read_targets,
)
from eval.registers import Row, comparable

OVERLAP: dict[RegisterName, float] = {
    "targets": 0.0,
    "obligations": 0.5,
    "departments": 0.5,
}  # see eval.registers.score


def found_rows(register: RegisterName, plan: Plan) -> list[Row]:
    """What the extractor finds in a plan."""
    if register == "targets":
        return [target_row(target) for target in targets_of(plan)[0]]
    if register == "obligations":
        return [obligation_row(obligation, plan) for obligation in obligations_of(plan)]
    return list(department_rows(plan))


def gold_rows(register: RegisterName, plan: Plan, folder: Path) -> list[Row]:
    """What is labelled in a plan.

    Raises:
        EvaluationError: a label is not in the format, or does not agree with the plan's text.
    """
    if register == "targets":
        return [gold_target_row(label) for label in read_targets(folder, plan)]
    if register == "obligations":
        return [gold_obligation_row(label) for label in read_obligations(folder, plan)]
    return [row for label in read_brackets(folder, plan) for row in gold_department_rows(label, plan)]


def target_row(target: Target) -> Row:
    """A target that the extractor found."""
    amount = target.amount
    names = (target.indicator, target.printed)
    return Row(
        plan=target.plan,
        start=target.part.start,
        end=target.part.end,
        names=_names((*names, *(target.scope + name for name in names))),
        key=_value(amount.value if amount else None, amount.high if amount else None, amount.unit if amount else ""),
        said={
            "comparator": amount.comparator if amount else "",
            "year": str(target.year or ""),
            "period": target.period,
            "baseline": str(target.baseline or ""),
            "strength": target.strength,
        },
        words=target.quote,
    )


def gold_target_row(label: TargetLabel) -> Row:
    """A target as it was labelled: its names with or without the scope in front of them."""
    return Row(
        plan=label.plan,
        start=label.start,
        end=label.end,
        names=_names((*label.indicator, *(label.scope + name for name in label.indicator))),
        key=_value(label.value, label.high, label.unit),
        said={
            "comparator": label.comparator or "",
            "year": str(label.year or ""),
            "period": label.period,
            "baseline": str(label.baseline or ""),
            "strength": label.strength,
        },
        words=label.quote,
    )


def obligation_row(obligation: Obligation, plan: Plan) -> Row:
    """An obligation that the extractor found."""
    return Row(
        plan=obligation.plan,
        start=obligation.part.start,
        end=obligation.part.end,
        names=_names((obligation.addressee,)),
        key=(),
        said={"modality": obligation.modality, "thresholds": _listed(map(_threshold, obligation.thresholds))},
        words=plan.quote(obligation.part),
    )


def gold_obligation_row(label: ObligationLabel) -> Row:
    """An obligation as it was labelled."""
    return Row(
        plan=label.plan,
        start=label.start,
        end=label.end,
        names=_names(label.addressee),
        key=(),
        said={"modality": label.modality, "thresholds": _listed(map(_threshold, label.thresholds))},
        words=label.quote,
    )


def department_rows(plan: Plan) -> Iterator[Row]:
    """A row for each body that a bracket names as lead or as responsible."""
    for clause in plan.outline.clauses:
        for bracket in clause.responsibilities:
            roles = bracket.departments
            label = BracketLabel(
                plan=plan.plan_id,
                start=bracket.span.start,
                end=bracket.span.end,
                lead=roles.lead,
                responsible=roles.responsible,
            )
            yield from gold_department_rows(label, plan)


def gold_department_rows(label: BracketLabel, plan: Plan) -> Iterator[Row]:
    """The same for a bracket as it was labelled."""
    words = plan.text[label.start : label.end]
    for role, names in (("lead", label.lead), ("responsible", label.responsible)):
        for name in names:
            yield Row(plan.plan_id, label.start, label.end, (name,), (role,), {}, words)


def _names(printed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(comparable, printed)))


def _value(value: Decimal | None, high: Decimal | None, unit: str) -> tuple[str, ...]:
    return (*map(_plain, (value, high)), comparable(unit))


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")


def _threshold(limit: Quantity | ThresholdLabel) -> str:
    """≥ 20000 平方米 for 两万平方米以上: in the base unit, or as printed where the unit is not known."""
    unit = units().get(half_width(limit.unit))
    ends = [limit.value, *([] if limit.high is None else [limit.high])]
    if unit is not None:
        ends = [end * unit.factor for end in ends]
    return f"{limit.comparator} {'–'.join(map(_plain, ends))} {unit.base if unit else comparable(limit.unit)}".strip()


def _listed(thresholds: Iterable[str]) -> str:
    """As a set: no order, nothing twice."""
    each: Sequence[str] = sorted(set(thresholds))
    return "; ".join(each)
