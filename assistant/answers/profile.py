"""What concerns an enterprise that describes itself: the sentences whose obligations name its kind and reach it."""

from collections.abc import Sequence
from functools import cache

from assistant.answers.context import Context
from assistant.check import check, read
from assistant.check.judge import Finding
from assistant.select import Candidate
from corpus.errors import QuestionError
from corpus.models import Obligation
from corpus.obligations import obligations_of
from corpus.plans import Plan

CONCERNS = ("binds", "forbidden", "encouraged")


def concerning(context: Context, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of ``found``, in order, that bind, forbid or encourage the one who asks; none where nobody is described."""
    spans = {(finding.obligation.clause, finding.obligation.span) for finding in _findings(context)}
    return [candidate for candidate in found if (candidate.clause.clause_id, candidate.span) in spans]


def _findings(context: Context) -> list[Finding]:
    try:
        reading = read(context.question.text, context.plans)
    except QuestionError:
        return []
    scope = {plan.plan_id: plan for plan in context.scope}
    profile = reading.profile.model_copy(update={"plans": tuple(scope)})
    judged = check(profile, scope, obligations={plan_id: _obligations(plan) for plan_id, plan in scope.items()})
    return [finding for finding in judged.findings if finding.verdict in CONCERNS and not finding.general]


@cache
def _obligations(plan: Plan) -> tuple[Obligation, ...]:
    return tuple(obligations_of(plan))
