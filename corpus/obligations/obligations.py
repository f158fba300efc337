"""What a plan demands of whom: who must, must not or is encouraged to do what, on which condition, by when."""

import re
from typing import NamedTuple

from corpus.addressees import load_register
from corpus.models import Clause, Obligation, Quantity
from corpus.obligations.duties import Duty, duties_in
from corpus.obligations.modality import modality
from corpus.plans import Plan
from corpus.quantities import quantities_in
from corpus.quantities.periods import periods_in
from corpus.spans import Flat, Span, flatten

HEADING_SHARE = 0.7  # a sentence that is a heading so far is no duty
FOLIO = re.compile("[—–－-][0-9０-９]{1,3}[—–－-]")  # a page number that the layout left in a sentence
AROUND = 6  # characters behind the verb that a qualifier may take: 应原则上, 采取…逐步


class Bound(NamedTuple):
    """An addressee without its thresholds, and the thresholds with the words around them."""

    addressee: str
    condition: str
    thresholds: tuple[Quantity, ...]
    any_of: bool


def obligations_of(plan: Plan) -> list[Obligation]:
    """The obligations of ``plan``, in reading order; headings are none."""
    found: list[Obligation] = []
    for clause in plan.outline.clauses:
        for sentence in clause.sentences:
            if not _is_heading(clause, sentence):
                flat = flatten(plan.text, [sentence])
                found += [_obligation(plan, clause, sentence, flat, duty) for duty in duties_in(flat.text)]
    return found


def _is_heading(clause: Clause, sentence: Span) -> bool:
    heading = clause.heading_span
    return heading is not None and heading.overlap(sentence) > HEADING_SHARE * (sentence.end - sentence.start)


def _obligation(plan: Plan, clause: Clause, sentence: Span, flat: Flat, duty: Duty) -> Obligation:
    words = flat.text
    bound = bound_by(FOLIO.sub("", words[duty.who_start : duty.who_end]))
    conditions = [match[0] for match in modality().condition.finditer(words, duty.who_end, duty.end)]
    year, period = _deadline(words, duty)
    return Obligation(
        plan=plan.plan_id,
        clause=clause.clause_id,
        span=sentence,
        quote=plan.quote(sentence),
        part=flat.span(duty.start, duty.end),
        addressee=bound.addressee,
        addressees=load_register().kinds_in(bound.addressee),
        modality=duty.modality,
        word=duty.word,
        qualifiers=_qualifiers(words, duty),
        action=words[duty.act : duty.end].lstrip("，,；;、的"),
        condition="，".join(filter(None, [bound.condition, *conditions])),
        thresholds=bound.thresholds,
        any_of=bound.any_of,
        year=year,
        period=period,
        departments=clause.departments_at(sentence),
    )


def bound_by(who: str) -> Bound:
    """The addressee of 年用电量500万千瓦时以上的既有工业建筑 is 既有工业建筑; the rest decides whether it is bound."""
    kept, cut, thresholds, at = "", "", list[Quantity](), 0
    for measured in quantities_in(who):
        if measured.quantity.comparator == "equal":
            continue
        joint = modality().joint.match(who, measured.end)
        start = _name_start(who, at, measured.start, whole=joint is not None and "的" in joint[0])
        kept += who[at:start]
        at = joint.end() if joint else measured.end
        cut += who[start:at]
        thresholds.append(measured.quantity)
    any_of = len(thresholds) > 1 and "或" in cut
    return Bound(kept + who[at:], cut.rstrip("的、和或及"), tuple(thresholds), any_of)


def _name_start(who: str, at: int, number: int, *, whole: bool) -> int:
    """Where the quantity's name begins: 年用电量|500万千瓦时; all in front of it if 的 ends it or no class is named."""
    if (whole or not load_register().find(who[at:number])) and not modality().modifier.match(who, at):
        return at
    name = modality().measure.search(who, at, number)
    return name.start() if name else number


def _qualifiers(words: str, duty: Duty) -> tuple[str, ...]:
    """原则上, 力争, 有条件的 around the addressee and the verb; the word itself where it is one (严控)."""
    near = words[duty.start : min(duty.end, duty.act + AROUND)]
    return tuple(dict.fromkeys(match[0] for match in modality().qualifier.finditer(near)))


def _deadline(words: str, duty: Duty) -> tuple[int | None, str]:
    """The date in force at the duty, or the first one inside it."""
    periods = periods_in(words[: duty.end])
    before = [period for period in periods if period.start <= duty.who_start]
    inside = [period for period in periods if period.start > duty.who_start]
    chosen = before[-1] if before else inside[0] if inside else None
    return (chosen.year, chosen.period) if chosen else (None, "")
