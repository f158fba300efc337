"""Why an answer is not right, in sentences for a person."""

from collections.abc import Iterable

from eval.case import Case
from eval.judge import departments_right, longest, needed_precision
from eval.locate import plain
from eval.questions import GoldDepartments
from eval.scores import Scores, measures


def reasons(case: Case, scores: Scores) -> list[str]:
    """Everything that keeps the answer from being strictly right, or the wrong reason of a refusal that is."""
    if scores.strict:
        return list(_wrong_reason(case, scores))
    if case.is_missing:
        return ["no answer was given"]
    found = [*_refusal(case), *_wrong_reason(case, scores), *_words(case)]
    if case.question.answerable and not case.answer.refused:
        found += [*_citations(case), *_lists(case, scores), *_departments(case)]
    return found


def _refusal(case: Case) -> Iterable[str]:
    if case.question.answerable and case.answer.refused:
        reason = case.answer.reason or "none given"
        yield f"refused (reason: {reason}), although the plans answer it"
    if not case.question.answerable and not case.answer.refused:
        yield "answered, although the plans do not say"
    if not case.question.answerable and case.answer.citations:
        yield "cites something, although nothing in the plans answers"


def _wrong_reason(case: Case, scores: Scores) -> Iterable[str]:
    if scores.refusal_reason == 0:
        yield f"refused for another reason: {case.answer.reason or 'none given'}, not {case.question.reason}"


def _words(case: Case) -> Iterable[str]:
    if not case.answer.refused:
        yield from (f"does not say {' / '.join(fact[:4])}" for fact in case.missing_facts)
    yield from (f"says what it must not: {words}" for words in case.question.must_not if plain(words) in case.words)
    if case.question.answerable and len(case.words) > longest(case.question):
        yield f"{len(case.words)} characters, at most {longest(case.question)} are to the point"


def _citations(case: Case) -> Iterable[str]:
    for number, citing in enumerate(case.citing, start=1):
        if not citing.places:
            yield f"citation {number}: its quote is not what stands there in the plan {citing.citation.plan}"
    if not case.citing:
        yield "cites nothing"
    elif not any(case.on_gold):
        yield "no citation stands on the words that answer"
    elif len(case.hits) / len(case.citing) < needed_precision(case.question):
        yield f"{len(case.citing) - len(case.hits)} of {len(case.citing)} citations stand in other clauses"


def _lists(case: Case, scores: Scores) -> Iterable[str]:
    if scores.set_recall is not None and scores.set_recall < 1:
        yield f"the list has {scores.set_recall:.0%} of what belongs in it"
    if scores.set_precision is not None and scores.set_precision < 1:
        yield f"{1 - scores.set_precision:.0%} of the tasks listed are not the department's"
    if scores.set_f1 is not None and scores.set_f1 < 1:
        cited = {citing.citation.plan for citing in case.citing}
        expected = ", ".join(case.question.plans_expected or ())
        yield f"cites the plans {', '.join(sorted(cited)) or 'none'}, not {expected}"


def _departments(case: Case) -> Iterable[str]:
    if departments_right(case) is False:
        cited = {named(GoldDepartments(**hit.citation.departments.model_dump())) for hit in case.hits}
        shown = "; ".join(sorted(cited)) or "no citation in the clause"
        yield f"departments: {shown}; the plan prints {named(case.question.departments)}"


def named(departments: GoldDepartments) -> str:
    """The departments by role, in words."""
    parts = [("lead", departments.lead), ("responsible", departments.responsible)]
    return ", ".join(f"{role} {'、'.join(names)}" for role, names in parts if names) or "none"


def is_better(measure: str, change: float) -> bool:
    """Whether a change of a measure is for the better."""
    return change < 0 if measures()[measure].lower_is_better else change > 0
