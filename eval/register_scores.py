"""Figures of the registers: precision, recall and F1 with 95% intervals, plan by plan and pooled."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from corpus.errors import EvaluationError
from corpus.models import Record
from corpus.plans import Plan
from eval.intervals import Estimate, estimate
from eval.labels import FOLDER, REGISTERS, LabelSet, RegisterName, label_sets
from eval.register_rows import OVERLAP, found_rows, gold_rows
from eval.registers import Score, by_field, pooled, score

SUMMARY = "summary.json"  # what the gate reads
RIGHT, DIFFERENT, ALONE = 2.0, -2.0, -1.0  # a pair counts two rows, one without a partner one; positive if right
MEASURES = tuple(f"{register}_{measure}" for register in REGISTERS for measure in ("precision", "recall", "f1"))


class Scored(NamedTuple):
    """The labels of one register of one plan, and how the extractor's rows stand to them."""

    labels: LabelSet
    score: Score


class Line(Record):
    """The figures of a register on one plan, or on several counted as one."""

    name: RegisterName
    plans: tuple[str, ...]
    held_out: bool
    n_found: int
    n_gold: int
    n_right: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    wrong: dict[str, int] | None = Field(description="how often each thing is wrong; not said of held-out plans")


class Summary(Record):
    """All lines, and the pooled figures that a gate bounds: ``targets_recall``, of held-out plans ``held_out_…``."""

    lines: tuple[Line, ...]
    measures: dict[str, Estimate]


def score_registers(plans: Mapping[str, Plan], *, only: Sequence[str] = (), folder: Path = FOLDER) -> list[Scored]:
    """Every register of every labelled plan, or of some plans.

    Raises:
        EvaluationError: a plan has no labels, or labels no plan, or a label is not in the format.
    """
    return [Scored(each, _score(each, plans, folder)) for each in label_sets(folder, plans=only)]


def _score(labels: LabelSet, plans: Mapping[str, Plan], folder: Path) -> Score:
    plan = plans.get(labels.plan)
    if plan is None:
        raise EvaluationError(f"labels of {labels.plan!r}, which is no plan of this library")
    found = found_rows(labels.register, plan)
    return score(found, gold_rows(labels.register, plan, folder), overlap=OVERLAP[labels.register])


def summarise(scored: Sequence[Scored]) -> Summary:
    """A line for each plan, and one for several together: those that rules were written with, those held out."""
    lines: list[Line] = []
    measures: dict[str, Estimate] = {}
    for register in REGISTERS:
        for held_out in (False, True):
            each = [one for one in scored if one.labels.register == register and one.labels.held_out == held_out]
            lines += [line_of([one]) for one in each]
            if each:
                together = line_of(each)
                lines += [together] if len(each) > 1 else []
                measures |= _measures(together)
    return Summary(lines=tuple(lines), measures=measures)


def line_of(scored: Sequence[Scored]) -> Line:
    """One line for at least one plan; all of one register, all held out or none."""
    register, _, held_out = scored[0].labels
    counted = pooled(one.score for one in scored)
    return Line(
        name=register,
        plans=tuple(one.labels.plan for one in scored),
        held_out=held_out,
        n_found=counted.n_found,
        n_gold=counted.n_gold,
        n_right=counted.n_right,
        precision=_share(counted.n_right, counted.n_found),
        recall=_share(counted.n_right, counted.n_gold),
        f1=_f1(counted),
        wrong=None if held_out else by_field(counted.wrong),
    )


def _measures(line: Line) -> dict[str, Estimate]:
    prefix = "held_out_" if line.held_out else ""
    figures = {"precision": line.precision, "recall": line.recall, "f1": line.f1}
    return {f"{prefix}{line.name}_{measure}": figure for measure, figure in figures.items()}


def _share(n_right: int, n: int) -> Estimate:
    return estimate([1.0] * n_right + [0.0] * (n - n_right))


def _f1(counted: Score) -> Estimate:
    """2 · right / (found + gold), resampled over pairs and rows without a partner."""
    n_different = sum(wrong.how == "different" for wrong in counted.wrong)
    n_alone = len(counted.wrong) - n_different
    return estimate([RIGHT] * counted.n_right + [DIFFERENT] * n_different + [ALONE] * n_alone, _right_rows)


def _right_rows(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(samples, 0.0, None).sum(axis=1) / np.abs(samples).sum(axis=1)
