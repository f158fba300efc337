"""Whether a kind of addressee is meant for a profile: yes, no, or not known and on which fact it hangs."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import Field

from assistant.check.profile import Profile, Words
from assistant.check.tables import kind_words, say, tables
from corpus.addressees import load_register
from corpus.models import Record


class Missing(Record):
    """A fact that was not given and that decides."""

    fact: str = Field(description="a field of the profile, or a kind, or the words of the plan")
    form: Literal["flag", "amount", "kind", "had", "status", "words"]
    words: Words


class Truth(NamedTuple):
    """Whether something holds (None: not known), why, and what would have to be known."""

    holds: bool | None
    because: tuple[Words, ...] = ()
    missing: tuple[Missing, ...] = ()


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all hold: one that does not decides, then one that is not known."""
    every = list(truths)
    failing = [truth for truth in every if truth.holds is False]
    kept = failing or every
    because = tuple(dict.fromkeys(reason for truth in kept for reason in truth.because))
    missing = tuple(dict.fromkeys(fact for truth in kept for fact in truth.missing))
    return Truth(False if failing else None if missing else True, because, () if failing else missing)


def any_of(truths: Iterable[Truth]) -> Truth:
    """The best one: what holds, then what hangs on the fewest facts; what does not hold if none is left."""
    ranked = sorted(truths, key=lambda truth: ({True: 0, None: 1, False: 2}[truth.holds], len(truth.missing)))
    return ranked[0] if ranked else Truth(False)


class Standing:
    """What a profile is, and what follows from it."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        flags = {name: fact.kind for name, fact in tables().facts.items() if fact.kind}
        stated = [*profile.kinds, *(kind for name, kind in flags.items() if profile.flag(name))]
        stated += [k for fact, kinds in tables().given.items() if profile.amount(fact) for k in kinds]
        self.stated = tuple(dict.fromkeys(stated))
        self.origin = _closure(self.stated)
        denied = {*profile.without, *(kind for name, kind in flags.items() if profile.flag(name) is False)}
        denied |= {other for kind in self.stated for other in tables().excludes.get(kind, ())}
        self.denied = denied - self.origin.keys()
        trades = [kind for kind in self.stated if kind not in tables().may_be]
        self.leaves = {kind for kind in trades if not any(kind in _above(other) - {other} for other in trades)}

    def is_kind(self, kind: str) -> Truth:
        """Whether what is said of ``kind`` is said of the profile."""
        if kind in self.origin:
            return Truth(True, (self._why(kind),))
        if not self.denied.isdisjoint(_above(kind)):
            return Truth(False, (say("not_kind", kind=kind_words(kind)),))
        row = tables().may_be.get(kind)
        if row is not None:
            return self._may_be(kind, row.of, row.status)
        if self._is_joint(kind):
            return all_of(self.is_kind(parent) for parent in load_register().kinds[kind].parents)
        if any(kind in tables().may_have.get(held, ()) for held in self.origin):
            return Truth(None, (), (_missing(kind, "had"),))
        if not self.leaves or not self.leaves.isdisjoint(_above(kind)):
            return Truth(None, (), (_missing(kind, "kind"),))
        return Truth(False)

    def _may_be(self, kind: str, of: Iterable[str], status: str | None) -> Truth:
        whose = any_of(self.is_kind(each) for each in of)
        if whose.holds is False:
            return whose
        if status is None:
            return all_of([whose, Truth(None, (), (_missing(kind, "kind"),))])
        return all_of([whose, self.has_status(status, kind)])

    def has_status(self, wanted: str, kind: str) -> Truth:
        """Whether it is new or existing, as is ``wanted``."""
        if self.profile.status is None:
            words = say(f"need_{wanted}", kind=kind_words(kind))
            return Truth(None, (), (Missing(fact="status", form="status", words=words),))
        return Truth(self.profile.status == wanted, (say(self.profile.status),))

    def has_fact(self, name: str) -> Truth:
        """Whether a fact of the profile is so."""
        words, given = tables().facts[name].words, self.profile.flag(name)
        if given is None:
            return Truth(None, (), (Missing(fact=name, form="flag", words=words),))
        return Truth(given, (say("holds" if given else "fails", fact=words),))

    def _is_joint(self, kind: str) -> bool:
        """Whether a kind is no more than its parents together: 新建工业建筑."""
        parents = load_register().kinds[kind].parents if kind in load_register().kinds else ()
        return len(parents) > 1 and any(
            tables().may_be[above].status for above in _above(kind) if above in tables().may_be
        )

    def _why(self, kind: str) -> Words:
        first = self.origin[kind]
        if first == kind:
            return say("is", kind=kind_words(kind))
        return say("belongs", kind=kind_words(first), above=kind_words(kind))


def _missing(kind: str, form: Literal["kind", "had"]) -> Missing:
    fact = next((name for name, fact in tables().facts.items() if fact.kind == kind), "")
    if fact and form == "kind":
        return Missing(fact=fact, form="flag", words=tables().facts[fact].words)
    return Missing(fact=kind, form=form, words=say(f"need_{form}", kind=kind_words(kind)))


def _above(kind: str) -> frozenset[str]:
    return load_register().above(kind)


def _closure(stated: Iterable[str]) -> dict[str, str]:
    """All that the stated kinds are, each with the stated kind that it follows from."""
    origin: dict[str, str] = {}
    for first in stated:
        waiting = [first]
        while waiting:
            kind = waiting.pop()
            if kind not in origin or (kind == first and origin[kind] != first):
                origin[kind] = first
                waiting += [*(_above(kind) - {kind}), *tables().is_also.get(kind, ())]
    return origin
