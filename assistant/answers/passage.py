"""Answers that are sentences of the plan: values, measures, obligations, lists, legal bases."""

import math
from collections.abc import Sequence

from assistant.answers.context import INDICATOR, Context, Refusal
from assistant.answers.gaps import gap
from assistant.answers.profile import concerned
from assistant.aspects import prints_figure
from assistant.draft import Draft, cite
from assistant.evidence import gives_value
from assistant.frames import frame
from assistant.models import Citation
from assistant.select import (
    DOCUMENT,
    Candidate,
    has_amount,
    printed,
    prints_any_year,
    ranker,
    right_year,
    topic_coverage,
    unit_coverage,
)
from assistant.telling import SEEN, told

CONSIDERED = 6  # sentences among which a figure is looked for
HEADS = 12  # the same for one that says who heads a body
MOST = 3  # sentences of one clause
LONGEST = 420  # characters of an answer
ALL_LONGEST = 1500  # the same for one who asks for all that concerns him
BEARING = 0.75  # share of the sentences that are to bear on what is asked by one who describes himself
ALL_BEARING = 0.6  # the same for one who asks for all that concerns him
TEMPERATURE = 1.0  # of the probabilities
LEAST = 0.006  # probability from which a sentence of the best clause is said, too
OTHER_LEAST = 0.1  # the same for the best sentence of another clause
ELSEWHERE = 0.02  # how much likelier another clause must be than the neighbours it replaces
COVERED = 0.35  # of what the best sentence covers of the question: a figure with less belongs to something else
BEHIND = 5.0  # how much better a sentence without a figure may match than the one that has it


def answer_passage(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    """Say the sentences that answer.

    Raises:
        Refusal: nothing matches, or the value asked for is not given.
    """
    question = context.question
    without = _indicator_without_figure(context, found)
    if without is not None:
        raise Refusal("value_not_given", related=[without])
    found = with_best_first(context, found)
    if _of_another_year(context, found):
        raise Refusal("value_not_given", related=found[:3])
    if not context.answers(found) and not (found and _prints_claim(context, found[0])):
        raise gap(context, found)
    if context.tells_when(found[0]) and context.dates(found[0]):
        chosen = found[:1]  # a year stands against a year
    else:
        chosen = _all_that_concern(context, found) if question.profile else _said(found)
    for candidate in chosen:
        say(context, candidate, draft)
    if question.kind == "value" and question.amount:
        _say_what_is_not_printed(context, chosen, draft)


def _say_what_is_not_printed(context: Context, chosen: Sequence[Candidate], draft: Draft) -> None:
    """That what is said has no figure of the kind asked for, or has one without any year where one is asked for."""
    question = context.question
    if not any(gives_value(candidate.text, question.amount) for candidate in chosen):
        asked = frame(f"asked.{question.amount}", english=question.english)
        draft.say(frame("not_printed", english=question.english, asked=asked), cite_of(chosen[0]))
    elif question.years and not any(prints_any_year(f"{c.above} {c.text}") for c in chosen):
        draft.say(frame("not_dated", english=question.english), cite_of(chosen[0]))


def _indicator_without_figure(context: Context, found: Sequence[Candidate]) -> Candidate | None:
    """The sentence that prints the indicator asked for, where none gives its figure (湿地保护率稳步提升); else None."""
    question, key = context.question, context.key_concept
    if question.kind != "value" or not question.amount or key is None or not INDICATOR.search(key):
        return None
    if any(_prints_claim(context, candidate) for candidate in found):
        return None
    alone = context.wanted._replace(concepts={key: 1.0})
    printing = [c for c in found if key in printed(c.text, context.lexicon) and right_year(c.text, question.years)]
    for candidate in printing:
        if unit_coverage(candidate.text, lambda part: gives_value(part, question.amount), alone, context.lexicon):
            return None
    return printing[0] if printing else None


def _of_another_year(context: Context, found: Sequence[Candidate]) -> bool:
    """Whether a figure is asked for one year and the best sentence has it for others only."""
    question = context.question
    asked = question.kind == "value" and bool(question.amount) and question.amount != "date" and bool(question.years)
    return (
        asked
        and bool(found)
        and has_amount(found[0].text, question.amount)
        and not right_year(found[0].text, question.years)
        and not prints_figure(context.wanted.figures, found[0].text)  # a premise: the sentence tells its year
    )


def with_best_first(context: Context, found: Sequence[Candidate]) -> list[Candidate]:
    """``found``, first the sentence that gives the kind of thing asked for: a document, or a figure of the topic."""
    question, considered = context.question, found[:CONSIDERED]
    if context.of_a_body is not None:
        first = next((c for c in found[:HEADS] if context.of_a_body.search(c.text)), None)
    elif question.premise and not question.years:
        dated = [c for c in found[:HEADS] if context.tells_when(c)]
        first = next((c for c in dated if context.dates(c)), None) or next(iter(dated), None)
    elif context.wanted.figures and question.kind != "compare":
        first = next((c for c in considered if _prints_claim(context, c)), None)
    elif question.kind == "basis":
        first = next((c for c in considered if DOCUMENT.search(c.text)), None)
    elif question.kind in ("value", "count", "compare") and question.amount:
        first = next((c for c in considered if _gives_figure(context, c, found)), None)
    else:
        first = None
    return list(found) if first is None else [first, *(c for c in found if c is not first)]


def _prints_claim(context: Context, candidate: Candidate) -> bool:
    """Whether the sentence has the figure that the question states, for the indicator that it names."""
    key = context.key_concept
    named = key is not None and INDICATOR.search(key) and key in printed(candidate.text, context.lexicon)
    return bool(named) and prints_figure(context.wanted.figures, candidate.text)


def _gives_figure(context: Context, candidate: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the sentence has a figure of the kind asked for, standing with the topic and not with something else."""
    question, wanted = context.question, context.wanted
    topical = max(found, key=on_topic)
    if on_topic(topical) - on_topic(candidate) > BEHIND or not right_year(candidate.text, question.years):
        return False
    if not gives_value(candidate.text, question.amount):
        return False
    given = unit_coverage(candidate.text, lambda part: gives_value(part, question.amount), wanted, context.lexicon)
    return given >= COVERED * topic_coverage(topical.text, wanted, context.lexicon)


def on_topic(candidate: Candidate) -> float:
    """The sentence's score without what it gains or loses by having a figure."""
    return candidate.score - sum(ranker().last[name] * candidate.features[name] for name in ("amount", "no_amount"))


def say(context: Context, candidate: Candidate, draft: Draft) -> None:
    """Quote the sentence, with its plan's name where the question names none."""
    named = bool(context.question.plans) or len(context.plans) == 1
    english = context.question.english
    before = "" if named else frame("in_plan", english=english, plan=candidate.plan.info.called(english=english))
    draft.quote(cite_of(candidate), before=before)


def cite_of(candidate: Candidate) -> Citation:
    """The candidate as a citation."""
    return cite(candidate.plan, candidate.clause, candidate.span)


def probabilities(found: Sequence[Candidate]) -> list[float]:
    """How probable each sentence is to be the one that answers, if any is: the ranker's own softmax."""
    top = max((candidate.score for candidate in found), default=0.0)
    weights = [math.exp((candidate.score - top) / TEMPERATURE) for candidate in found]
    return [weight / math.fsum(weights) for weight in weights]


def _said(found: Sequence[Candidate]) -> list[Candidate]:
    """Sentences of the best clause; or as many each of it and of another, if those are likelier to hold the answer."""
    best = found[0]
    likely = dict(zip(map(id, found), probabilities(found), strict=True))
    here = [c for c in found[1:] if c.clause is best.clause and likely[id(c)] >= LEAST]
    there = [c for c in found[1:] if c.clause is not best.clause]
    other = [c for c in there if c.clause is there[0].clause]
    alone = _within_length(best, here[: MOST - 1])
    pairs = [_within_length(best, [other[0]])] if other and likely[id(other[0])] >= OTHER_LEAST else []
    if pairs and len(other) > 1 and here:
        both = [here[0], *other[:2]]
        pairs += [both] if _within_length(best, both) == both else []

    def chance(chosen: Sequence[Candidate]) -> float:
        return math.fsum(likely[id(c)] for c in chosen) - ELSEWHERE * any(c.clause is not best.clause for c in chosen)

    chosen = max([alone, *pairs], key=chance)
    return sorted([best, *chosen], key=lambda c: (c.clause is not best.clause, c.span))


def _within_length(best: Candidate, others: Sequence[Candidate]) -> list[Candidate]:
    kept, length = [], len(best.text)
    for candidate in others:
        if length + len(candidate.text) <= LONGEST:
            kept.append(candidate)
            length += len(candidate.text)
    return kept


def _all_that_concern(context: Context, found: Sequence[Candidate]) -> list[Candidate]:
    """Sentences for one who describes himself: the best, and others that he is likely to need, its own clause first."""
    longest, bearing = (ALL_LONGEST, ALL_BEARING) if context.question.profile == "all" else (LONGEST, BEARING)
    chosen = told(found, concerned(context, found[:SEEN]), longest=longest, bearing=bearing)
    return sorted(chosen, key=lambda c: (c.clause is not found[0].clause, c.clause.span, c.span))
