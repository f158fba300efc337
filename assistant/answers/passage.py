"""Answers that are sentences of the plan: values, measures, obligations, lists, legal bases."""

import re
from collections.abc import Sequence

from assistant.answers.context import Context, Refusal
from assistant.draft import Draft, cite
from assistant.frames import frame
from assistant.question import patterns
from assistant.select import (
    DOCUMENT,
    Candidate,
    has_amount,
    printed,
    ranker,
    right_year,
    topic_coverage,
    unit_coverage,
)

NEAR = 1.8  # below the best sentence's score: a sentence of the same clause that is said as well
PROFILE_NEAR = 3.5  # the same for one who asks for all that concerns him
PROFILE_TIE = 2.0  # and for sentences of other clauses
MOST = 3
CONSIDERED = 6  # sentences among which a figure is looked for
TIE = 0.5  # a sentence of another clause that matches as well within this is said too
PROFILE_MOST = 5
INDICATOR = re.compile("(?:率|比重|占比|比例)$")
LONGEST = 420  # characters of an answer
MISSING = 4.0  # how much better a sentence without a figure must match for the figure to count as not given
SHARED = 0.35  # of what the best sentence covers of the question: a figure with less belongs to something else


def answer_passage(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    """Say the sentences that answer.

    Raises:
        Refusal: nothing matches, or the value asked for is not given.
    """
    question = context.question
    if not context.answers(found):
        raise Refusal("not_in_any_plan", related=found[:3])
    best = best_of(context, found)
    chosen = _all_that_concern(found) if question.profile else _with_neighbours(best, found)
    for candidate in chosen:
        say(context, candidate, draft)


def best_of(context: Context, found: Sequence[Candidate]) -> Candidate:
    """The sentence that answers.

    Raises:
        Refusal: a value is asked for and the sentences on the topic do not give it.
    """
    question, best = context.question, found[0]
    if question.kind == "basis":
        return next((c for c in found[:CONSIDERED] if DOCUMENT.search(c.text)), best)
    if question.kind not in ("value", "count") or not question.amount:
        return best
    topical = max(found, key=on_topic)
    key = context.key_concept
    if key and INDICATOR.search(key) and not any(key in printed(c.text, context.lexicon) for c in found):
        raise Refusal("value_not_given", related=[topical])  # only a near-miss of the indicator is there
    wanted = context.wanted
    asked = SHARED * topic_coverage(topical.text, wanted, context.lexicon)
    for candidate in found[:CONSIDERED]:
        near = on_topic(topical) - on_topic(candidate) <= MISSING and right_year(candidate.text, question.years)
        if near and gives_value(candidate.text, question.amount):
            given = unit_coverage(
                candidate.text, lambda part: gives_value(part, question.amount), wanted, context.lexicon
            )
            if given >= asked:
                return candidate
    raise Refusal("value_not_given", related=[topical])


def gives_value(text: str, amount: str) -> bool:
    """Whether the text has a figure of the kind asked for, or says who sets it (完成省下达目标)."""
    return has_amount(text, amount) or bool(patterns().named["delegated"].search(text))


def on_topic(candidate: Candidate) -> float:
    """The sentence's score without what it gains or loses by having a figure."""
    return candidate.score - sum(ranker()[name] * candidate.features[name] for name in ("amount", "no_amount"))


def say(context: Context, candidate: Candidate, draft: Draft) -> None:
    """Quote the sentence, with its plan's name where the question names none."""
    named = bool(context.question.plans) or len(context.plans) == 1
    english = context.question.english
    before = "" if named else frame("in_plan", english=english, plan=candidate.plan.info.short)
    draft.quote(cite(candidate.plan, candidate.clause, candidate.span), before=before)


def _with_neighbours(best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, those of its clause that match nearly as well, and the best of another clause at a tie."""
    near = [c for c in found if c.clause is best.clause and c is not best and c.score >= best.score - NEAR]
    tied = [c for c in found if c.clause is not best.clause and c.score >= best.score - TIE][:1]
    chosen, length = [best], len(best.text)
    for candidate in [*near[: MOST - 1], *tied]:
        if length + len(candidate.text) <= LONGEST:
            chosen.append(candidate)
            length += len(candidate.text)
    return sorted(chosen, key=lambda c: (c.clause is not best.clause, c.span))


def _all_that_concern(found: Sequence[Candidate]) -> list[Candidate]:
    """Up to five sentences that match well: of the best clause more readily than of others."""
    best = found[0]
    near = [c for c in found if c.score >= best.score - (PROFILE_NEAR if c.clause is best.clause else PROFILE_TIE)]
    return sorted(near[:PROFILE_MOST], key=lambda c: (c.clause is not best.clause, c.clause.span, c.span))
