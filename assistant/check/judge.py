"""The enterprise check itself: each obligation of the plans against a profile."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from assistant.check.addressed import Addressed, addressed
from assistant.check.mentions import Mention, mentions
from assistant.check.profile import Profile, Words
from assistant.check.reach import Missing, Standing, all_of
from assistant.check.thresholds import thresholds_met
from corpus.errors import CorpusError
from corpus.models import Obligation, Record
from corpus.obligations import obligations_of
from corpus.plans import Plan

Verdict = Literal["binds", "forbidden", "encouraged", "would_bind", "does_not_reach"]
VERDICTS: tuple[Verdict, ...] = ("binds", "forbidden", "encouraged", "would_bind", "does_not_reach")
FORMS = ("amount", "status", "flag", "had", "words", "kind")  # of missing facts, the easiest to give first
HOLDS: Mapping[str, Verdict] = {"must": "binds", "must_not": "forbidden", "encouraged": "encouraged"}


class Finding(Record):
    """What an obligation is to a profile, and why."""

    obligation: Obligation
    path: str = Field(description="of the clause, as printed")
    heading: str
    verdict: Verdict
    general: bool = Field(description="whether it is addressed to enterprises, buildings or projects in general")
    near: bool = Field(default=False, description="does not reach, but for a fact: 2800平方米 < 3000平方米")
    because: tuple[Words, ...]
    missing: tuple[Missing, ...] = Field(default=(), description="would bind if these hold")


class Check(Record):
    """The findings, by plan, then by verdict, what names the kind before what is general."""

    profile: Profile
    plans: tuple[str, ...]
    findings: tuple[Finding, ...]
    mentions: tuple[Mention, ...] = Field(description="sentences that name the trade and demand nothing of it")

    def of(self, plan_id: str, verdict: Verdict) -> list[Finding]:
        """The findings of one plan with one verdict, in order."""
        return [each for each in self.findings if each.obligation.plan == plan_id and each.verdict == verdict]


def check(
    profile: Profile, plans: Mapping[str, Plan], *, obligations: Mapping[str, Sequence[Obligation]] | None = None
) -> Check:
    """Hold every obligation of the profile's plans, or of all plans where it names none, against the profile.

    Args:
        profile: who asks.
        plans: the library.
        obligations: of each plan, where they are known already.

    Raises:
        CorpusError: the profile names a plan that is not in the library.
    """
    unknown = [plan_id for plan_id in profile.plans if plan_id not in plans]
    if unknown:
        raise CorpusError(f"there is no plan {unknown[0]!r}: the library has {', '.join(plans)}")
    standing = Standing(profile)
    chosen = profile.plans or tuple(plans)
    findings = [
        judge(obligation, plans[plan_id], standing)
        for plan_id in chosen
        for obligation in (obligations[plan_id] if obligations else obligations_of(plans[plan_id]))
    ]
    order = {plan_id: number for number, plan_id in enumerate(chosen)}
    findings.sort(key=lambda each: (order[each.obligation.plan], *_rank(each)))
    known = [each.obligation.span for each in findings if each.verdict != "does_not_reach"]
    named = [mention for plan_id in chosen for mention in mentions(plans[plan_id], standing, known)]
    return Check(profile=profile, plans=chosen, findings=tuple(findings), mentions=tuple(named))


def _rank(finding: Finding) -> tuple[int, bool, int, int, int]:
    """The order in a plan: by verdict, what names the kind, what hangs on facts one knows, then the plan's order."""
    verdict = VERDICTS.index(finding.verdict)
    unsure = max((FORMS.index(fact.form) for fact in finding.missing), default=0)
    return verdict, finding.general, unsure, len(finding.missing), finding.obligation.part.start


def judge(obligation: Obligation, plan: Plan, standing: Standing) -> Finding:
    """One obligation against what a profile is."""
    meant = addressed(obligation, plan, standing)
    truths = [meant.truth]
    if meant.truth.holds is not False:
        truths.append(thresholds_met(obligation, standing))
    truth = all_of(truths)
    verdict = _verdict(obligation, truth.holds)
    clause = plan.by_id[obligation.clause]
    return Finding(
        obligation=obligation,
        path=clause.path,
        heading=clause.heading,
        verdict=verdict,
        general=meant.general,
        near=verdict == "does_not_reach" and _is_near(meant, truth.because),
        because=truth.because,
        missing=truth.missing,
    )


def _verdict(obligation: Obligation, holds: bool | None) -> Verdict:
    if holds is None:
        return "would_bind"
    return HOLDS[obligation.modality] if holds else "does_not_reach"


def _is_near(meant: Addressed, because: Sequence[Words]) -> bool:
    """Whether a fact or a threshold decided, and not just another trade."""
    return bool(because) and not meant.general
