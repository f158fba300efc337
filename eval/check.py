"""Is a question set fit to score with? Every problem in a sentence, before anything runs."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args

from assistant.models import Reason
from corpus.errors import EvaluationError
from corpus.plans import Plan
from eval.case import said
from eval.locate import Shelf, plain
from eval.questions import Evidence, Numbered, Problem, Question, read_questions

REASONS = tuple(filter(None, get_args(Reason)))
SHOWN = 24  # characters of a quote in a message


def load_questions(paths: Sequence[Path], plans: Mapping[str, Plan]) -> list[Question]:
    """The questions of one or several files.

    Raises:
        EvaluationError: a line is not in the format, an id stands twice, a plan is unknown or a quote is not in its
            plan; the first of these and how many more there are.
    """
    fatal = [problem for problem in problems(paths, plans) if problem.fatal]
    if fatal:
        more = f" (and {len(fatal) - 1} more: run `python -m eval check`)" if len(fatal) > 1 else ""
        raise EvaluationError(f"{fatal[0]}{more}")
    return [numbered.question for numbered in read_questions(paths)[0]]


def problems(paths: Sequence[Path], plans: Mapping[str, Plan]) -> list[Problem]:
    """Everything that is wrong with the files, in the order of their lines.

    Raises:
        EvaluationError: a file cannot be read at all.
    """
    questions, found = read_questions(paths)
    shelf = Shelf(plans)
    found += _repeated(questions)
    for file, line, question in questions:
        found += [Problem(file, line, sentence) for sentence in _unusable(question, shelf)]
        found += [Problem(file, line, sentence, fatal=False) for sentence in _doubtful(question, shelf)]
    order = {path.name: n for n, path in enumerate(paths)}
    return sorted(found, key=lambda problem: (order[problem.file], problem.line))


def _repeated(questions: Iterable[Numbered]) -> list[Problem]:
    seen: dict[str, Numbered] = {}
    found: list[Problem] = []
    for numbered in questions:
        first = seen.setdefault(numbered.question.id, numbered)
        if first is not numbered:
            sentence = f"the id {numbered.question.id!r} stands in {first.file}, line {first.line}, already"
            found.append(Problem(numbered.file, numbered.line, sentence))
    return found


def _unusable(question: Question, shelf: Shelf) -> Iterable[str]:
    """Why the question cannot be scored."""
    named = (*question.plan, *question.silent, *(question.plans_expected or ()))
    for plan in dict.fromkeys((*named, *(each.plan for each in _quoted(question)))):
        if plan not in shelf.plans:
            yield f"no plan {plan!r}, there are {', '.join(shelf.plans)}"
    for each in _quoted(question):
        if each.plan in shelf.plans and not shelf.find(each.plan, each.quote):
            yield f"the quote {_short(each.quote)} is not in the plan {each.plan!r}"
    yield from _contradictions(question)


def _contradictions(question: Question) -> Iterable[str]:
    if question.answerable and not question.evidence:
        yield "answerable, but without evidence"
    if not question.answerable and question.evidence:
        yield "not answerable, but with evidence"
    if question.type == "portfolio" and question.clauses_expected is None:
        yield "a portfolio without 'clauses_expected'"
    if any(not plain(words) for fact in question.facts for words in fact) or not all(question.facts):
        yield "a fact without words"


def _quoted(question: Question) -> tuple[Evidence, ...]:
    return (*question.evidence, *question.evidence_alt)


def _doubtful(question: Question, shelf: Shelf) -> Iterable[str]:
    """What makes a score of the question worth less."""
    for each in question.evidence:
        n = len(shelf.find(each.plan, each.quote))
        if n > 1:
            yield f"the quote {_short(each.quote)} stands {n} times in the plan {each.plan!r}: quote more of it"
    asked = plain(question.question)
    for fact in question.facts:
        given = next((words for words in fact if said(words, asked)), None)
        if given is not None:
            yield f"the fact {given!r} is in the question already"
    if question.reason is not None and question.reason not in REASONS:
        yield f"no reason {question.reason!r}, there are {', '.join(REASONS)}"
    yield from _unprinted(question, shelf)


def _unprinted(question: Question, shelf: Shelf) -> Iterable[str]:
    """Departments that none of the question's plans prints."""
    plans = {each.plan for each in _quoted(question)} | set(question.plan)
    texts = [shelf.plans[plan].text for plan in plans if plan in shelf.plans]
    gold = question.departments
    for name in (*gold.lead, *gold.responsible, *gold.assisting, *gold.inherited):
        if not any("".join(name.split()) in text for text in texts):
            yield f"the department {name!r} is not printed in {', '.join(sorted(plans))}"


def _short(quote: str) -> str:
    return repr(quote if len(quote) <= SHOWN else quote[:SHOWN] + "…")
