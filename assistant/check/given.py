"""Facts that are given apart from the text, by options or by a form; they go before what the text says."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from assistant.check.numbers import Heard, Unread
from assistant.check.profile import Profile, Range
from assistant.check.reading import Reading
from assistant.check.tables import say, tables
from assistant.check.trades import trades_in
from corpus.addressees import load_register
from corpus.errors import CorpusError, QuestionError
from corpus.plans import Plan


class Given(NamedTuple):
    """What is given; an empty field is not given."""

    plans: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    status: Literal["new", "existing"] | None = None
    amounts: Mapping[str, float | Decimal | None] = {}
    so: tuple[str, ...] = ()  # facts (state_owned, listed …) and kinds that hold
    not_so: tuple[str, ...] = ()


def add(reading: Reading | None, given: Given, plans: Mapping[str, Plan]) -> Reading:
    """The reading of a text, if there is one, with what is given.

    Raises:
        CorpusError: there is no such plan.
        QuestionError: nothing is given at all, an amount is negative, or a fact is not known by its name.
    """
    amounts = {fact: value for fact, value in given.amounts.items() if value is not None}
    if reading is None and not any([given.industries, given.status, amounts, given.so, given.not_so]):
        raise QuestionError("nothing is said of the enterprise: say 我们是太仓一家造纸厂, or give --industry 造纸")
    before = reading or Reading(profile=Profile(), heard=(), unread=(), elsewhere=())
    changes, heard, unread = _industries(before.profile, given.industries)
    for plan_id in given.plans:
        if plan_id not in plans:
            raise CorpusError(f"there is no plan {plan_id!r}: the library has {', '.join(plans)}")
    if given.plans:
        changes["plans"] = given.plans
    if given.status:
        changes["status"] = given.status
    changes |= {fact: _amount(fact, value) for fact, value in amounts.items()}
    _facts(changes, before.profile, given)
    heard += [Heard(fact=fact, value=str(value), words="") for fact, value in amounts.items()]
    heard += [Heard(fact=_fact(name)[0], value=_fact(name)[1] or "yes", words="") for name in given.so]
    heard += [Heard(fact=_denied(name), value=_fact(name)[1] or "no", words="") for name in given.not_so]
    heard += [Heard(fact="plans", value=plan_id, words="") for plan_id in given.plans]
    kept = [each for each in before.heard if each.fact not in changes or each.fact == "kinds"]
    return Reading(
        profile=before.profile.but(changes),
        heard=(*kept, *heard),
        unread=(*before.unread, *unread),
        elsewhere=() if given.plans else before.elsewhere,
    )


def _industries(profile: Profile, industries: Sequence[str]) -> tuple[dict[str, object], list[Heard], list[Unread]]:
    heard: list[Heard] = []
    unread: list[Unread] = []
    kinds = dict.fromkeys(profile.kinds)
    for industry in industries:
        found = trades_in(industry).kinds or load_register().kinds_in(industry)
        kinds |= dict.fromkeys(found)
        heard += [Heard(fact="kinds", value=kind, words=industry) for kind in found]
        if not found:
            unread.append(Unread(words=industry, why=say("no_trade")))
    return {"kinds": tuple(kinds)} if heard else {}, heard, unread


def _amount(fact: str, value: float | Decimal) -> Range:
    exact = Decimal(str(value))
    if not exact.is_finite() or exact < 0:
        raise QuestionError(f"{fact} is {value}: give a number that is not negative")
    return Range(low=exact, high=exact)


def _facts(changes: dict[str, object], profile: Profile, given: Given) -> None:
    """Put what holds and what does not into the changes: flags as such, kinds among the kinds."""
    for names, holds, field in ((given.so, True, "kinds"), (given.not_so, False, "without")):
        for name in names:
            fact, kind = _fact(name)
            if kind:
                known = changes.get(field, getattr(profile, field))
                changes[field] = (*known, kind) if isinstance(known, tuple) else (kind,)
            else:
                changes[fact] = holds


def _fact(name: str) -> tuple[str, str]:
    """The field that a name means, and the kind if it is one: listed, state-owned, 上市公司, paper mill."""
    fact = name.strip().lower().replace("-", "_").replace(" ", "_")
    if fact in tables().facts:
        return fact, ""
    kinds = [name] if name in load_register().kinds else [*load_register().meant(name)]
    if not kinds:
        raise QuestionError(f"{name!r} is no fact and no kind known here: facts are {', '.join(tables().facts)}")
    flag = next((each for each, row in tables().facts.items() if row.kind == kinds[0]), "")
    return (flag, "") if flag else ("kinds", kinds[0])


def _denied(name: str) -> str:
    fact, kind = _fact(name)
    return "without" if kind else fact
