"""What concerns an enterprise that describes itself: the sentences whose obligations name its kind and reach it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assistant.answers.context import Context
from assistant.check import read
from assistant.check.judge import judge
from assistant.check.reach import Standing
from assistant.select import Candidate
from corpus.errors import QuestionError
from corpus.models import Obligation
from corpus.obligations import obligations_of
from corpus.plans import Plan
from corpus.spans import Span

Place = tuple[str, Span]  # a sentence of a clause
CONCERNS = ("binds", "forbidden", "encouraged")


def concerning(context: Context, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of ``found``, in order, that bind, forbid or encourage the one who asks; none where nobody is described."""
    try:
        standing = Standing(read(context.question.text, context.plans).profile)
    except QuestionError:
        return []
    return [candidate for candidate in found if _reaches(candidate, standing)]


def know(plans: Iterable[Plan]) -> None:
    """Find the obligations of the plans once, so that the first who describes himself does not wait for it."""
    for plan in plans:
        _obligations(plan)


def _place(candidate: Candidate) -> Place:
    return candidate.clause.clause_id, candidate.span


def _reaches(candidate: Candidate, standing: Standing) -> bool:
    findings = (
        judge(each, candidate.plan, standing) for each in _obligations(candidate.plan).get(_place(candidate), ())
    )
    return any(finding.verdict in CONCERNS and not finding.general for finding in findings)


@cache
def _obligations(plan: Plan) -> Mapping[Place, list[Obligation]]:
    """The obligations of each sentence."""
    found: defaultdict[Place, list[Obligation]] = defaultdict(list)
    for obligation in obligations_of(plan):
        found[obligation.clause, obligation.span].append(obligation)
    return found
