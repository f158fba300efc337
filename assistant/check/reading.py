"""A profile from free text, with the words that gave each fact, and what was heard and not understood."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import Field

from assistant.check.numbers import Heard, Unread, amounts_in
from assistant.check.profile import Profile
from assistant.check.tables import tables
from assistant.check.trades import trades_in
from corpus.errors import QuestionError
from corpus.models import Record
from corpus.normal import simplify, slips
from corpus.places import load_gazetteer
from corpus.plans import Plan

MOST = 4_000  # characters of a profile


class Reading(Record):
    """What a text says of who asks."""

    profile: Profile
    heard: tuple[Heard, ...] = Field(description="each fact with the words that gave it")
    unread: tuple[Unread, ...] = Field(description="words that were not understood, and why")
    elsewhere: tuple[str, ...] = Field(description="places that are named and have no plan here")


class _Located(NamedTuple):
    plans: tuple[str, ...]
    heard: tuple[Heard, ...]
    elsewhere: tuple[str, ...]
    rest: str


def read(text: str, plans: Mapping[str, Plan]) -> Reading:
    """The profile that a text tells.

    Raises:
        QuestionError: there are no words in it, or too many.
    """
    words = clean(text)
    located = _locate(words, plans)
    amounts = amounts_in(located.rest)
    trades = trades_in(amounts.rest)
    status, told = _status(amounts.rest)
    flags, facts = _flags(amounts.rest)
    fields: dict[str, object] = {**amounts.fields, **flags, "status": status, "plans": located.plans}
    profile = Profile.model_validate({**fields, "words": words, "kinds": trades.kinds, "without": trades.without})
    heard = (*located.heard, *trades.heard, *amounts.heard, *told, *facts)
    unread = (*trades.unread, *amounts.unread)
    return Reading(profile=profile, heard=heard, unread=unread, elsewhere=located.elsewhere)


def clean(text: str) -> str:
    """Half-width, simplified, on one line; runs of figures stay as they are.

    Raises:
        QuestionError: there are no words in it, or too many.
    """
    if len(text) > MOST:
        raise QuestionError(f"the profile has {len(text):,} characters, at most {MOST:,} are read: shorten it")
    words = simplify(re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip())
    for slip, meant in slips():
        words = words.replace(slip, meant)
    if not re.search(r"\w", words):
        raise QuestionError("the profile has no words: say who you are, such as 我们是太仓一家造纸厂")
    return words


def _locate(words: str, plans: Mapping[str, Plan]) -> _Located:
    """The plans whose places are named, and the text without them; other places only if none is."""
    names = [(name.lower(), plan_id) for plan_id, plan in plans.items() for name in plan.info.names]
    found: dict[str, int] = {}
    heard: list[Heard] = []
    rest = words
    for name, plan_id in sorted(names, key=lambda pair: -len(pair[0])):
        at = rest.lower().find(name)
        if at >= 0 and not (name.isascii() and rest[at - 1 : at].isalpha()):
            found[plan_id] = min(at, found.get(plan_id, at))
            heard.append(Heard(fact="plans", value=plan_id, words=words[at : at + len(name)]))
            rest = rest[:at] + " " * len(name) + rest[at + len(name) :]
    elsewhere = () if found else tuple(load_gazetteer().mentioned(words))
    return _Located(tuple(sorted(found, key=found.__getitem__)), tuple(heard), elsewhere, rest)


def _status(words: str) -> tuple[str | None, list[Heard]]:
    """New or existing; of an existing building with something new beside it, existing."""
    rows = tables().reading
    for status, pattern in (("existing", rows.existing), ("new", rows.new)):
        match = next((m for m in pattern.finditer(words) if not _denied(words, m.start())), None)
        if match:
            return status, [Heard(fact="status", value=status, words=match[0])]
    return None, []


def _flags(words: str) -> tuple[dict[str, bool], list[Heard]]:
    """What is said to be so or not so; what is said both ways is not known."""
    flags: dict[str, bool] = {}
    heard: list[Heard] = []
    for name, fact in tables().facts.items():
        matches = list(fact.said.finditer(words)) if fact.said else []
        said = {not _denied(words, match.start()) for match in matches}
        if len(said) == 1:
            flags[name] = said.pop()
            heard.append(Heard(fact=name, value="yes" if flags[name] else "no", words=_whole(words, matches[0])))
    return flags, heard


def _denied(words: str, at: int) -> bool:
    return bool(tables().reading.denied.search(words[:at]))


def _whole(words: str, match: re.Match[str]) -> str:
    """The words of a fact with the negation in front of it."""
    negation = tables().reading.denied.search(words[: match.start()])
    return (negation[0] if negation else "") + match[0]
