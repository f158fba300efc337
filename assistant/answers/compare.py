"""Several plans side by side, and which plans mention a thing."""

from collections.abc import Sequence
from itertools import chain

from assistant.answers.context import INDICATOR, Context, Refusal
from assistant.answers.gaps import gap, prints
from assistant.answers.passage import LONGEST, with_best_first
from assistant.answers.responsibility import tell_who
from assistant.draft import Draft, cite
from assistant.evidence import LENIENT_BELOW, gives_value
from assistant.frames import frame, listed
from assistant.select import Candidate, printed, right_year
from assistant.speaking import Asked, Spoken, spoken_by
from corpus.normal import normalise
from corpus.plans import Plan
from corpus.spans import Span
from index.retriever import Hit

REFUSE_BELOW = -2.0  # answerability of the plan that is surest: a comparison with less is refused
SILENT_BELOW = -2.0  # of a comparison: a plan that speaks less of the thing says nothing
NAMED_BELOW = -4.0  # the same of a plan that the question names: it is likely to say something
CLAUSES = 8  # of each plan that are looked at
READ = 4  # sentences of a plan that are read together with the question
NEAR = 2.0  # below a plan's best sentence: a second one that is said as well
NAMED_NEAR = 3.5  # the same of a plan that the question names
FIGURE_NEAR = 6.0  # the same of one that has the figure asked for
CONSIDERED = 8  # sentences of a plan among which that one is looked for


def is_side_by_side(context: Context) -> bool:
    """Whether what several plans say is set side by side."""
    question = context.question
    several = question.kind == "compare" and len(context.scope) > 1
    return question.pointed is None and (several or question.kind == "mention")


def side_by_side(context: Context) -> tuple[list[Hit], list[Candidate]]:
    """The clauses of each plan that match, and the sentences of all, best first."""
    hits = [context.search([plan.plan_id], k=CLAUSES) for plan in context.scope]
    found = chain.from_iterable(context.candidates(hits, read=READ))
    return [*chain.from_iterable(hits)], sorted(found, key=lambda candidate: -candidate.score)


def asked_of(context: Context) -> Asked:
    """What is asked of the plans in scope."""
    key = context.key_concept
    return Asked(context.question, context.wanted, key, [prints(context, plan, key) for plan in context.scope])


def answer_compare(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    """A line for each plan: its sentences, or that it says nothing.

    Raises:
        Refusal: no plan says anything.
    """
    rows_of = {plan_id: with_best_first(context, rows) for plan_id, rows in by_plan(context, found).items()}
    key, spoken, english = context.key_concept, _spoken(context, found), context.question.english
    silent = {plan_id for plan_id, rows in rows_of.items() if _is_silent(context, rows, spoken[plan_id].speaks, key)}
    least = LENIENT_BELOW if context.question.roles else REFUSE_BELOW
    if len(silent) == len(rows_of) or max(each.answers for each in spoken.values()) < least:
        raise gap(context, [rows[0] for rows in rows_of.values() if rows])
    for plan in context.scope:
        rows = rows_of[plan.plan_id]
        if plan.plan_id in silent:
            name = "silent_on" if key else "silent"
            draft.say(frame(name, english=english, plan=plan.info.called(english=english), concept=key))
            draft.related += [cite(row.plan, row.clause, row.span) for row in rows[:1]]
            continue
        name = plan.info.called(english=english)
        if context.question.roles and context.of_a_body is None:
            tell_who(context, rows, draft, plan=name)
            continue
        before = frame("in_plan", english=english, plan=name)
        for row in _chosen(context, rows):
            draft.quote(cite(row.plan, row.clause, row.span), before=before)


def by_plan(context: Context, found: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """The sentences of each plan in scope."""
    return {plan.plan_id: [row for row in found if row.plan is plan] for plan in context.scope}


def _is_silent(context: Context, rows: Sequence[Candidate], speaks: float, key: str | None) -> bool:
    """Whether a plan says nothing: it hardly speaks of the thing or, of an indicator, no sentence prints it."""
    if key is not None and INDICATOR.search(key):  # a near-miss is another indicator
        asked = {name for name in context.wanted.concepts if INDICATOR.search(name)}
        return not any(asked & printed(row.text, context.lexicon) for row in rows)
    return speaks < (NAMED_BELOW if context.question.plans else SILENT_BELOW)


def _chosen(context: Context, rows: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, and a second one: that has the figure asked for, or is nearly as good."""
    best, question = rows[0], context.question
    if question.amount and not gives_value(best.text, question.amount):
        for row in rows[1:CONSIDERED]:
            right = gives_value(row.text, question.amount) and right_year(row.text, question.years)
            if right and row.score >= best.score - FIGURE_NEAR:
                return [best, row]
    near = NAMED_NEAR if question.plans else NEAR
    second = [row for row in rows[1:2] if row.score >= best.score - near and len(row.text) < LONGEST / 2]
    return [best, *second]


def answer_mention(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    """The plans that speak of the thing asked for, each with a sentence that does, and those that do not.

    Raises:
        Refusal: no plan does.
    """
    rows_of, first = by_plan(context, found), next(iter(found), None)
    spoken = _spoken(context, found)
    mentions = {
        plan.plan_id: _mention(context, plan, rows_of[plan.plan_id], spoken[plan.plan_id].speaks)
        for plan in context.scope
    }
    having = [(plan, mention) for plan in context.scope if (mention := mentions[plan.plan_id]) is not None]
    if not having:
        raise Refusal("not_in_any_plan", related=[first] if first else [])
    english = context.question.english
    cited = [cite(row.plan, row.clause, row.span) for _, row in having]
    names = listed([plan.info.called(english=english) for plan, _ in having], english=english)
    draft.say(frame("mentioned", english=english, count=len(having), plans=names), *cited)
    for (plan, _), citation in zip(having, cited, strict=True):
        draft.quote(citation, before=frame("in_plan", english=english, plan=plan.info.called(english=english)))
    without = [plan.info.called(english=english) for plan in context.scope if mentions[plan.plan_id] is None]
    if without:
        draft.say(frame("not_mentioned", english=english, plans=listed(without, english=english)))


def _mention(context: Context, plan: Plan, rows: Sequence[Candidate], speaks: float) -> Candidate | None:
    """The sentence of ``plan`` that speaks of the thing: by the words quoted in the question, else the likeliest.

    Where the question names the concept itself, it is a sentence that prints it, if there is one; where it asks for
    nothing else, only such a sentence will do.
    """
    quoted = [normalise(words) for words in context.quoted]
    if quoted:
        for row in [*rows, *_sentences(plan)]:
            if all(words in normalise(row.text) for words in quoted):
                return row
        return None
    key = context.key_concept
    names = context.lexicon.concepts[key].printed if key is not None else ()
    printing = (row for row in [*rows, *_sentences(plan)] if key in printed(row.text, context.lexicon))
    if context.question.topic in names:
        return next(printing, None)
    if speaks <= 0 or not rows:
        return None
    return next(printing, rows[0]) if any(name in context.question.text for name in names) else rows[0]


def _spoken(context: Context, found: Sequence[Candidate]) -> dict[str, Spoken]:
    """For each plan in scope, how much it speaks of the thing."""
    groups = by_plan(context, found)
    spoken = spoken_by(
        asked_of(context), [*groups.values()], lexicon=context.lexicon, aligner=context.retriever.aligner
    )
    return dict(zip(groups, spoken, strict=True))


def _sentences(plan: Plan) -> list[Candidate]:
    return [
        Candidate(plan, clause, span, plan.quote(Span(*span)), 0.0, {})
        for clause in plan.outline.clauses
        for span in clause.sentences
    ]
