"""What concerns an enterprise that describes itself: the sentences whose obligations name its kind and reach it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assistant.answers.context import Context
from assistant.check import read
from assistant.check.judge import judge
from assistant.check.mentions import names_trade
from assistant.check.reach import Standing
from assistant.select import Candidate
from assistant.telling import Concerned
from corpus.errors import QuestionError
from corpus.models import Obligation
from corpus.obligations import obligations_of
from corpus.plans import Plan
from corpus.spans import Span

Place = tuple[str, Span]  # a sentence of a clause
CONCERNS = ("binds", "forbidden", "encouraged")


def concerned(context: Context, found: Sequence[Candidate]) -> Concerned:
    """What of ``found``, in its order, concerns the one who asks; nothing where nobody is described."""
    try:
        standing = Standing(read(context.question.text, context.plans).profile)
    except QuestionError:
        return Concerned([], [])
    reaching = [candidate for candidate in found if _reaches(candidate, standing)]
    others = [candidate for candidate in found if candidate not in reaching]
    return Concerned(reaching, [c for c in others if names_trade("".join(c.text.split()), c.clause.heading, standing)])


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
