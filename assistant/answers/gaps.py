"""Of what kind the gap is where the plans do not answer: the value is missing, or this plan is silent, or all are."""

from collections.abc import Sequence

from assistant.answers.context import Context, Refusal
from assistant.evidence import REFUSE_BELOW
from assistant.frames import listed
from assistant.select import Candidate, printed, topic_coverage
from corpus.plans import Plan

SHOWN = 3  # sentences shown with a refusal
LOOKED_AT = 6  # sentences that may speak of the topic
SHARED = 0.4  # of the question's words: a sentence with more speaks of its topic
ALMOST = -3.2  # answerability from which a sentence speaks of what has no name
ELSEWHERE = 5  # clauses of other plans that are looked at
CLEAR = 1.0  # answerability from which another plan that does not name the thing speaks of it


def gap(context: Context, found: Sequence[Candidate]) -> Refusal:
    """The refusal of a question that ``found``, the nearest sentences, do not answer."""
    key = context.key_concept
    nearest = sorted(found[:LOOKED_AT], key=lambda c: key is None or key not in printed(c.text, context.lexicon))
    speaking = _speaking(context, found) if _asks_for_something(context) else []
    if not speaking:
        return Refusal("not_in_any_plan", related=nearest[:SHOWN])
    english = context.question.english
    names = listed([plan.info.called(english=english) for plan in speaking], english=english)
    return Refusal("value_not_given", related=nearest[:SHOWN], plan=names)


def elsewhere(context: Context, refusal: Refusal) -> Refusal:
    """The refusal; or, where the plans asked about are silent and another is not, one that shows the other."""
    others = [plan_id for plan_id in context.plans if plan_id not in context.question.plans]
    if refusal.reason != "not_in_any_plan" or not context.question.plans or not others:
        return refusal
    (found,) = context.candidates([context.search(others, k=ELSEWHERE)])
    named = any(prints(context, context.plans[plan_id], context.key_concept) for plan_id in others)
    if found and context.answerability(found) >= (REFUSE_BELOW if named else CLEAR):
        return Refusal("not_in_this_plan", related=found[:SHOWN])
    return refusal


def prints(context: Context, plan: Plan, concept: str | None) -> bool:
    """Whether some sentence of the plan prints the concept."""
    spans = (span for clause in plan.outline.clauses for span in clause.sentences)
    return concept is not None and any(concept in printed(plan.quote(span), context.lexicon) for span in spans)


def _asks_for_something(context: Context) -> bool:
    """Whether the question asks for a quantity, or for another thing that a sentence on its topic may lack."""
    question = context.question
    if question.kind in ("count", "compare"):
        return bool(question.amount)
    return question.kind == "value" or bool(context.wanted.aspects)


def _speaking(context: Context, found: Sequence[Candidate]) -> list[Plan]:
    """The plans in scope that print what the question is about; or those whose sentences have much of what it says.

    A thing without a name of its own is also spoken of by a sentence that all but answers.
    """
    key = context.key_concept
    printing = [plan for plan in context.scope if prints(context, plan, key)]
    if printing:
        return printing
    near = [c for c in found[:LOOKED_AT] if _covers(context, c) >= SHARED]
    if key is None and context.answerability(found) >= ALMOST:
        near.append(found[0])
    return [plan for plan in context.scope if any(c.plan is plan for c in near)]


def _covers(context: Context, candidate: Candidate) -> float:
    return topic_coverage(f"{candidate.above} {candidate.text}", context.wanted, context.lexicon)
