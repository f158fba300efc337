"""Is an answer right? One question, its gold and one answer to the scores of that question.

The definitions of ``strict`` and ``correct`` are fixed; a change to any of them makes old figures incomparable.
"""

from collections.abc import Sequence

from corpus.models import Departments
from eval.answers import AnswerRow
from eval.case import Case, Parts, share
from eval.cited import characters, citing, quoting
from eval.locate import Shelf, plain
from eval.questions import ACROSS_TYPES, Question
from eval.retrieved import retrieving
from eval.scores import Scores

HALF = 0.5  # of the citations that must stand in a gold clause
PORTFOLIO = 0.9  # of them in a list of a department's tasks
LISTED = 0.8  # of the tasks in such a list that must be the department's own
WHOLE = 0.99  # of a list, which is all of it
SHORT_MOST, LONG_MOST = 500, 2_400  # characters of an answer


def judge(question: Question, answer: AnswerRow | None, shelf: Shelf) -> Scores:
    """The scores of an answer; a missing answer (None) is wrong in everything that applies to the question."""
    case = Case(question, answer, shelf)
    parts = _refusing(case) | quoting(case)
    if question.answerable:
        parts |= citing(case) | characters(case) | retrieving(case) | _talking(case) | {"facts": case.has_facts}
        parts |= _verdict_on_refusal(case) if case.is_allowed_refusal else _verdict(case)
    else:
        right = case.answer.refused and case.is_clean and not case.answer.citations
        parts |= {"correct": right, "strict": right}
    if case.is_missing:
        parts |= {"correct": False, "strict": False, "facts": False if question.answerable else None}
    scores = {name: None if value is None else float(value) for name, value in parts.items()}
    about = {name: getattr(question, name) for name in ("id", "type", "style", "reason")}
    return Scores(**about, missing=case.is_missing, **scores)  # pyright: ignore[reportArgumentType]  all other fields are scores


def _verdict_on_refusal(case: Case) -> Parts:
    """A refusal where the plan leaves the value open is right if it says so or shows the nearest sentence."""
    near = [
        place
        for cited in case.answer.related
        for place in case.shelf.cited(cited.plan, cited.quote, cited.start, cited.end)
    ]
    shows = bool(case.shelf.all_paragraphs(near) & case.gold.paragraphs)
    right = case.is_clean and not case.answer.citations and (case.has_facts or shows)
    return {"correct": right, "strict": right}


def _verdict(case: Case) -> Parts:
    question, lists = case.question, _listing(case)
    departments = departments_right(case)
    correct = (
        not case.answer.refused
        and case.has_facts
        and case.is_clean
        and case.are_quotes_valid
        and any(case.on_gold)
        and _is_whole(lists)
        and (departments is not False or question.type != "responsibility")
    )
    precise = bool(case.citing) and len(case.hits) / len(case.citing) >= needed_precision(question)
    strict = correct and precise and len(case.words) <= longest(question)
    return {
        "correct": correct,
        "strict": strict,
        "departments": departments,
        "departments_on_hit": departments if case.hits else None,
        **lists,
    }


def _is_whole(lists: Parts) -> bool:
    wholes = [lists[name] for name in ("set_f1", "set_recall") if lists.get(name) is not None]
    own = lists.get("set_precision")
    return all(float(share or 0) >= WHOLE for share in wholes) and (own is None or own >= LISTED)


def needed_precision(question: Question) -> float:
    """The share of the citations that must stand in a gold paragraph."""
    return PORTFOLIO if question.type == "portfolio" else HALF


def longest(question: Question) -> int:
    """The characters that a strict answer may have, white space apart."""
    return LONG_MOST if question.is_long else SHORT_MOST


def departments_right(case: Case) -> bool | None:
    """Whether a citation on gold names exactly the gold's departments; None where the question has none to be right in.

    Where the plan names none, none of the citations on gold may name any.
    """
    if case.question.type in ACROSS_TYPES:
        return None
    gold = case.question.departments
    if gold.lead or gold.responsible:
        wanted = _names(gold.lead), _names(gold.responsible)
        return any(_roles(hit.citation.departments) == wanted for hit in case.hits)
    return not any(map(any, (_roles(hit.citation.departments) for hit in case.hits))) if case.hits else None


def _roles(departments: Departments) -> tuple[set[str], set[str]]:
    return _names(departments.lead), _names(departments.responsible)


def _names(names: Sequence[str]) -> set[str]:
    return set(map(plain, names))


def _listing(case: Case) -> Parts:
    """How whole and how pure a list of plans or clauses is."""
    question, parts = case.question, Parts()
    if question.type == "compare":
        wanted = {each.plan for each in question.evidence}
        found = {place.plan for citing in case.citing for place in citing.places}
        parts["set_recall"] = len(wanted & found) / len(wanted) if wanted else None
    if question.plans_expected is not None:
        got, expected = {citing.citation.plan for citing in case.citing}, set(question.plans_expected)
        parts["set_f1"] = 2 * len(got & expected) / (len(got) + len(expected)) if got or expected else 1.0
    if question.type == "portfolio":
        parts["set_precision"] = _own_share(case)
    if question.clauses_expected is not None:
        body = case.words + "".join(plain(c.citation.heading + c.citation.clause) for c in case.citing)
        parts["set_recall"] = share([plain(heading) in body for heading in question.clauses_expected])
    return parts


def _own_share(case: Case) -> float:
    """Of the headings that the answer names, the share that belongs to the department."""
    wanted = _names(case.question.clauses_expected or ())
    known = [case.shelf.plans[plan].headings for plan in case.question.plan if plan in case.shelf.plans]
    named = sum(heading in case.words for heading in wanted)
    others = sum(heading in case.words for heading in set[str]().union(*known) - wanted)
    return named / max(1, named + others)


def _refusing(case: Case) -> Parts:
    """Refusals; where a question has both, a refusal that the plan allows counts as right and as no false refusal."""
    refused, question = case.answer.refused, case.question
    reason = question.reason
    return {
        "refusal_recall": refused if not question.answerable else None,
        "refusal_precision": (not question.answerable or question.refusal_ok) if refused else None,
        "refusal_reason": case.answer.reason == reason if refused and reason else None,
        "refusal_right": refused and case.answer.reason == reason if reason and not question.answerable else None,
        "false_refusal": ((refused and not question.refusal_ok) or case.is_missing) if question.answerable else None,
    }


def _talking(case: Case) -> Parts:
    """With a history: is what holds on kept (a gold clause cited), is what was dropped left (no other plan cited)."""
    if not case.question.history or case.is_allowed_refusal:
        return {}
    wanted = {each.plan for each in (*case.question.evidence, *case.question.evidence_alt)}
    cited = {place.plan for citing in case.citing for place in citing.places}
    if case.question.turn in ("switch", "correction"):
        return {"dropped": bool(cited) and cited <= wanted}
    return {"kept": bool(case.hits)}
