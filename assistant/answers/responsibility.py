"""Who is responsible: the departments with their roles, or that the plan names none."""

import re
from collections.abc import Sequence

from assistant.answers.context import Context, Refusal
from assistant.answers.passage import cite_of, with_best_first
from assistant.draft import Draft, cite
from assistant.frames import frame, listed
from assistant.models import Citation
from assistant.patterns import patterns
from assistant.select import Candidate
from corpus.models import Departments, Responsibility
from corpus.plans import Plan

NEAR = 3.0  # below the best sentence: one that a bracket governs is about as near


def answer_responsibility(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    """Quote the task and name the departments of its clause.

    Raises:
        Refusal: nothing matches.
    """
    english = context.question.english
    if not context.answers(found):
        raise Refusal("not_in_any_plan", related=found[:3])
    if patterns().named["by_name"].search(context.question.text):
        raise Refusal("value_not_given", related=found[:3], asked=frame("asked.person", english=english))
    if context.of_a_body is not None:
        draft.quote(_of_a_body(context, context.of_a_body, found))
        return
    tell_who(context, found, draft)


def tell_who(context: Context, found: Sequence[Candidate], draft: Draft, *, plan: str = "") -> None:
    """Quote the task and name the departments of its clause, or say that the plan names none.

    Args:
        context: the question.
        found: sentences of one plan, best first.
        draft: where it is said.
        plan: what to call the plan, where several are asked about.
    """
    english = context.question.english
    before = frame("in_plan", english=english, plan=plan) if plan else ""
    best = _below(found)
    task = cite(best.plan, best.clause, best.span)
    bracket = _governing(best)
    draft.quote(task, before=before)
    if bracket is None:
        if not patterns().named["in_prose"].search(best.text):
            draft.say(_none_named(best.plan, before, english=english), task)
        return
    named = cite(best.plan, best.clause, bracket.span)
    about = frame("task", english=english, heading=best.clause.heading) if best.clause.heading else ""
    draft.say(describe(bracket.departments, task=before + about, english=english), named, task)


def _of_a_body(context: Context, wanted: re.Pattern[str], found: Sequence[Candidate]) -> Citation:
    """The sentence that says who heads the body, or where its office is.

    Raises:
        Refusal: none does.
    """
    best = with_best_first(context, found)[0]
    if not wanted.search(best.text):
        asked = frame("asked.head", english=context.question.english)
        raise Refusal("value_not_given", related=found[:3], asked=asked)
    return cite_of(best)


def _below(found: Sequence[Candidate]) -> Candidate:
    """The best sentence; if no bracket governs it, the best of the clauses below it or of those about as near."""
    best = found[0]
    if _governing(best) is not None or patterns().named["in_prose"].search(best.text):
        return best
    governed = [c for c in found if c.plan is best.plan and _governing(c) is not None]
    below = (c for c in governed if c.clause.parent == best.clause.clause_id)
    near = (c for c in governed if c.score >= best.score - NEAR)
    return next(below, None) or next(near, best)


def describe(departments: Departments, *, task: str, english: bool) -> str:
    """The departments in a sentence, every role that is there."""
    joined = {role: listed(names, english=english) for role, names in departments}
    if departments.lead:
        main = "lead_and_responsible" if departments.responsible else "lead_only"
    else:
        main = "responsible_only" if departments.responsible else ""
    said = frame(main, english=english, task=task, **joined) if main else task
    for role in ("assisting", "inherited"):
        if joined[role]:
            said += (" " if english else "") + frame(role, english=english, **joined)
    return said


def _governing(candidate: Candidate) -> Responsibility | None:
    covering = [r for r in candidate.clause.responsibilities if r.covers.overlap(candidate.span)]
    return max(covering, key=lambda r: r.covers.overlap(candidate.span), default=None)


def _none_named(plan: Plan, before: str, *, english: bool) -> str:
    if any(clause.responsibilities for clause in plan.outline.clauses):
        return before + frame("none_named", english=english)
    return frame("none_in_plan", english=english, plan=plan.info.called(english=english))
