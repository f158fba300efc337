"""The goals of a plan: what is to be reached, how much of it, by when, and who is responsible."""

from typing import NamedTuple

from corpus.models import Clause, Target
from corpus.plans import Plan
from corpus.quantities import garbled_in
from corpus.spans import PAGE_NUMBER, Flat, Span, flatten
from corpus.targets.amounts import amounts_in
from corpus.targets.goals import Goal
from corpus.targets.grammar import grammar
from corpus.targets.indicators import identify
from corpus.targets.issued import first_year, is_past, tells_background
from corpus.targets.sheets import Frame, lay_out_sentence
from corpus.targets.wordings import wordings_in


class _Place(NamedTuple):
    """A sentence of a clause, as printed and without white space."""

    plan: Plan
    clause: Clause
    span: Span
    flat: Flat

    @property
    def path(self) -> str:
        """Where it stands, for a warning."""
        return self.clause.path or self.clause.clause_id


def targets_of(plan: Plan) -> tuple[list[Target], list[str]]:
    """The targets in reading order, and what was not understood, a line each.

    Headings set no targets, nor do clauses on what has been (发展基础), nor dates before the plan begins.
    """
    found: list[Target] = []
    warnings: list[str] = []
    begins = first_year(plan)
    for clause in plan.outline.clauses:
        if tells_background(plan, clause):
            continue
        for sentence in clause.sentences:
            if not _is_heading(clause, sentence):
                flat = flatten(plan.text, _without_page_numbers(plan.text, sentence))
                targets, unread = _targets(_Place(plan, clause, sentence, flat), begins)
                found += targets
                warnings += unread
    return found, warnings


def _is_heading(clause: Clause, sentence: Span) -> bool:
    """Whether a sentence is no more than the clause's heading, its number and its stop."""
    heading = clause.heading_span
    return heading is not None and sentence.start <= heading.start and sentence.end <= heading.end + 1


def _without_page_numbers(text: str, span: Span) -> list[Span]:
    pieces: list[Span] = []
    start = span.start
    for match in PAGE_NUMBER.finditer(text, span.start, span.end):
        pieces.append(Span(start, match.start()))
        start = match.end()
    return [*pieces, Span(start, span.end)]


def _targets(place: _Place, begins: int | None) -> tuple[list[Target], list[str]]:
    words = place.flat.text
    unread = [f"{place.path}: cannot read {garbled.words!r}" for garbled in garbled_in(words)]
    if grammar().fact.search(words):
        return [], unread
    sheet = lay_out_sentence(words)
    found: list[Target] = []
    amounts: list[Goal] = []
    for part in sheet.parts:
        told = grammar().fact_part.search(words[part.start : part.end])
        if told or is_past(part.frame, begins):
            continue
        goals = amounts_in(sheet, part, amounts)
        amounts += goals
        goals = goals or wordings_in(sheet, part)
        found += [_target(place, part.frame, goal) for goal in goals]
        if part.frame.dated and not goals and any(part.start <= m.start < part.end for m in sheet.quantities):
            unread.append(f"{place.path}: no goal read from the number in {words[part.start : part.end]!r}")
    return found, unread


def _target(place: _Place, frame: Frame, goal: Goal) -> Target:
    indicator = identify(goal.name)
    part = place.flat.span(goal.start, goal.end)
    return Target(
        plan=place.plan.plan_id,
        clause=place.clause.clause_id,
        span=place.span,
        quote=place.plan.quote(place.span),
        part=part,
        indicator=indicator.name + goal.canonical_suffix,
        printed=goal.printed or goal.name,
        scope=indicator.scope or goal.scope,
        kind="quantified" if goal.quantity else "open" if goal.measured else "dated",
        goal=goal.goal,
        change=goal.change,
        amount=goal.quantity,
        year=goal.year or frame.year,
        period=frame.period,
        before=frame.before,
        baseline=frame.baseline,
        strength=frame.strength,
        departments=place.clause.departments_at(part),
    )
