"""Whether a kind of addressee is meant for a profile: yes, no, or not known and on which fact it hangs."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from assistant.check.profile import Profile, Words
from assistant.check.tables import kind_words, say, tables
from corpus.addressees import load_register
from corpus.models import Record

NEW = "新建项目"
THINGS = ("building", "project", "vehicle")


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
    missing = {(fact.form, fact.fact): fact for truth in reversed(kept) for fact in reversed(truth.missing)}
    facts = tuple(reversed(missing.values()))
    return Truth(False if failing else None if facts else True, because, () if failing else facts)


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
        stated += [k for name, fact in tables().facts.items() if profile.flag(name) for k in fact.implies]
        stated += [k for fact, kinds in tables().given.items() if profile.amount(fact) for k in kinds]
        self.stated = tuple(dict.fromkeys(stated))
        self.had = frozenset(
            kind
            for kind in self.stated
            if kind != "企业" and any(kind in tables().may_have.get(up, ()) for up in self._holders(kind))
        )
        self.origin = _closure(self.stated, self.had)
        denied = {*profile.without, *(kind for name, kind in flags.items() if profile.flag(name) is False)}
        denied |= {other for kind in self.stated for other in tables().excludes.get(kind, ())}
        denied |= {fact.kind for fact in tables().facts.values() if not self.origin.keys().isdisjoint(fact.never)}
        self.denied = denied - self.origin.keys()
        trades = [kind for kind in self.stated if kind not in tables().may_be and kind not in self.had]
        self.leaves = {kind for kind in trades if not any(kind in _above(other) - {other} for other in trades)}

    def _holders(self, kind: str) -> set[str]:
        """What the other stated kinds are."""
        return {above for other in self.stated if other != kind for above in _above(other)}

    def is_kind(self, kind: str) -> Truth:
        """Whether what is said of ``kind`` is said of the profile."""
        if kind in self.origin:
            return Truth(True, (self._why(kind),))
        if not self.denied.isdisjoint(_above(kind)):
            had = any(kind in held for held in tables().may_have.values())
            return Truth(False, (say("not_had" if had else "not_kind", kind=kind_words(kind)),))
        row = tables().may_be.get(kind)
        if row is not None:
            return self._may_be(kind, row.of, row.status)
        if status_of(kind) is not None and len(load_register().kinds[kind].parents) > 1:
            return self._joint(kind)
        if self._may_have(kind):
            return Truth(None, (), (_missing(kind, self._form(kind)),))
        unsaid = not self.stated and load_register().group(kind) not in ("government", "person")
        if unsaid or not self.leaves.isdisjoint(_above(kind)):
            return Truth(None, (), (_missing(kind, "kind"),))
        return Truth(False)

    def _may_have(self, kind: str) -> bool:
        """Whether one may have it, or has what it is a kind of: a 货车 may be a 重型货车."""
        possible = {each for held in self.origin for each in tables().may_have.get(held, ())}
        if load_register().group(kind) == "vehicle":
            wide = (possible - tables().narrowed.general) | self.had
            return kind in possible or not wide.isdisjoint(_above(kind))
        return kind in possible

    def _form(self, kind: str) -> Literal["kind", "had"]:
        """Whether one would be it or have it: a data centre may be an enterprise's, an enterprise may have a boiler."""
        return "kind" if load_register().group(kind) == "enterprise" and "企业" not in self.origin else "had"

    def is_measured(self, kind: str, amounts: Collection[str]) -> Truth:
        """``is_kind``, where the amounts whose thresholds are given tell the kind: 大型公共建筑 of 20,000 m²."""
        row = tables().may_be.get(kind)
        if row is not None and row.measured in amounts:
            return any_of(self.is_kind(each) for each in row.of)
        return self.is_kind(kind)

    def _may_be(self, kind: str, of: Sequence[str], status: str | None) -> Truth:
        whose = any_of(self.is_kind(each) for each in of)
        if whose.holds is False:
            return whose
        if status is None:
            return all_of([whose, Truth(None, (), (_missing(kind, "kind"),))])
        return all_of([whose, self.has_status(status, of[0])])

    def _joint(self, kind: str) -> Truth:
        """A kind that is no more than its parents together: 新建工业建筑 are 工业建筑 that are new."""
        status = status_of(kind) or ""
        bases = [parent for parent in load_register().kinds[kind].parents if status_of(parent) is None]
        return all_of([*(self.is_kind(base) for base in bases), self.has_status(status, bases[0] if bases else kind)])

    def has_status(self, wanted: str, kind: str) -> Truth:
        """Whether it is new or existing, as is ``wanted``; what one says one has exists."""
        project = load_register().group(kind) == "project"
        if wanted == "new" and project and NEW in self.origin:
            return Truth(True, (say("had", kind=kind_words(NEW)),))
        if wanted == "existing" and kind in self.had and self.profile.status is None:
            return Truth(True, (say("had", kind=kind_words(kind)),))
        given = self.profile.status
        decided = given == wanted or (load_register().group(kind) == "building" and NEW not in self.origin)
        if given is not None and decided:
            return Truth(given == wanted, (say(given),))
        words = say(f"need_{wanted}", kind=kind_words(kind))
        return Truth(None, (), (Missing(fact="status", form="status", words=words),))

    def has_fact(self, name: str) -> Truth:
        """Whether a fact of the profile is so."""
        fact = tables().facts[name]
        given = False if not self.origin.keys().isdisjoint(fact.never) else self.profile.flag(name)
        words = fact.words
        if given is None:
            return Truth(None, (), (Missing(fact=name, form="flag", words=words),))
        return Truth(given, (say("holds" if given else "fails", fact=words),))

    def _why(self, kind: str) -> Words:
        first = self.origin[kind]
        if first == kind:
            return say("had" if kind in self.had else "is", kind=kind_words(kind))
        if load_register().group(kind) == "building" != load_register().group(first):
            return say("houses", kind=kind_words(first), above=kind_words(kind))
        return say("belongs", kind=kind_words(first), above=kind_words(kind))


def status_of(kind: str) -> str | None:
    """Whether a kind says new or existing by its name."""
    rows = tables().may_be
    return next((row.status for above in _above(kind) if (row := rows.get(above)) and row.status), None)


def _missing(kind: str, form: Literal["kind", "had"]) -> Missing:
    fact = next((name for name, fact in tables().facts.items() if fact.kind == kind), "")
    if fact and form == "kind":
        return Missing(fact=fact, form="flag", words=tables().facts[fact].words)
    return Missing(fact=kind, form=form, words=say(f"need_{form}", kind=kind_words(kind)))


def _above(kind: str) -> frozenset[str]:
    return load_register().above(kind)


def _closure(stated: Iterable[str], had: Collection[str]) -> dict[str, str]:
    """All that the stated kinds are, each with the stated kind that it follows from.

    What one has makes one nothing else: who has a 燃煤自备电厂 is no 电力企业, who has a 公务用车 no 公共机构.
    """
    origin = {kind: kind for kind in stated}
    for first in stated:
        waiting = [first]
        seen: set[str] = set()
        while waiting:
            kind = waiting.pop()
            if kind in seen or (first in had and _is_another_thing(kind, first)):
                continue
            seen.add(kind)
            origin.setdefault(kind, first)
            above = (*load_register().kinds[kind].parents, *tables().is_also.get(kind, ()))
            waiting += [each for each in above if not _is_owner(each, kind)]
    return origin


def _is_owner(kind: str, below: str) -> bool:
    """Whether a parent is who has it, and not what it is: 公共机构 of 公务用车."""
    group = load_register().group
    return group(below) in THINGS and group(kind) not in THINGS


def _is_another_thing(kind: str, had: str) -> bool:
    group = load_register().group
    return kind != had and (group(kind) == "enterprise" or group(kind) != group(had))
