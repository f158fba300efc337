"""A run's answers and the gold to its scores."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.plans import Plan
from eval import provenance
from eval.answers import FILE, AnswerRow, read_answers
from eval.case import Case
from eval.judge import judge
from eval.locate import Shelf
from eval.questions import Question
from eval.scores import Scores
from eval.summary import Summary, summarise, write_scored
from eval.why import reasons


class Judged(NamedTuple):
    """A question, the answer to it, its scores, and what is wrong with it."""

    case: Case
    scores: Scores
    reasons: list[str]


def score_run(questions: Sequence[Question], out: Path, plans: Mapping[str, Plan]) -> tuple[Summary, list[Judged]]:
    """Score the answers in a folder and write ``summary.json`` and ``scores.jsonl`` beside them.

    Raises:
        EvaluationError: there is no answers file, or it is not in the format.
    """
    answers = read_answers(out / FILE)
    judged = judge_all(questions, answers, Shelf(plans))
    known = {question.id for question in questions}
    run = provenance.read_settings(out) | {"n_answers_to_other_questions": len(answers.keys() - known)}
    summary = summarise([each.scores for each in judged], run=run)
    write_scored(out, [each.scores for each in judged], summary)
    return summary, judged


def judge_all(questions: Sequence[Question], answers: Mapping[str, AnswerRow], shelf: Shelf) -> list[Judged]:
    """Every question judged, in order."""
    found: list[Judged] = []
    for question in questions:
        answer = answers.get(question.id)
        case, scores = Case(question, answer, shelf), judge(question, answer, shelf)
        found.append(Judged(case, scores, reasons(case, scores)))
    return found
