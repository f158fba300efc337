"""The tables of ``data/profile.toml``: facts, amounts, what follows from what, and the words of the findings."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from assistant.check.profile import Words
from corpus.addressees import load_register
from corpus.models import Record

FILE = Path(__file__).parents[1] / "data" / "profile.toml"


def _compiled(pattern: object) -> object:
    return re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]
Kinds = tuple[str, ...]


class Fact(Record):
    """Something that is so or not so: how it is said, what a plan calls it, and the kind that it makes of somebody."""

    zh: str
    en: str
    kind: str = ""
    implies: Kinds = Field(default=(), description="kinds that one is then, too")
    never: Kinds = Field(default=(), description="kinds of whom it is not so")
    said: Pattern | None = None
    printed: Pattern | None = None

    @property
    def words(self) -> Words:
        """Its name."""
        return Words(zh=self.zh, en=self.en)


class Amount(Record):
    """A number: what stands around it in a profile (``said``, ``never``) and in a plan (``printed``)."""

    fact: str
    quantity: str
    zh: str
    en: str
    unit: str = Field(description="of the profile's field, in English")
    said: Pattern
    never: Pattern
    printed: Pattern
    default: bool = Field(description="whether a number of this quantity means it without a word that says so")

    @property
    def words(self) -> Words:
        """Its name."""
        return Words(zh=self.zh, en=self.en)


class Phrases(Record):
    """The patterns by which a profile is read."""

    period: Pattern
    boundary: Pattern
    vague: Pattern
    bare: Pattern
    denied: Pattern
    others: Pattern
    subject: Pattern
    subject_english: Pattern
    article: Pattern
    named_so: Pattern
    new: Pattern
    new_project: Pattern
    existing: Pattern
    english_amount: Pattern
    english_units: dict[str, tuple[str, float]] = Field(description="quantity and size in the field's unit")
    english_scales: dict[str, int]
    english_more: Pattern
    english_less: Pattern
    english_about: Pattern


class MayBe(Record):
    """Of whom a kind is asked; what alone tells it from them: being new or existing, or an amount with a threshold."""

    of: Kinds
    status: Literal["new", "existing"] | None = None
    measured: str = ""


class Phrase(Record):
    """Words that narrow the kind whose name they are part of, perhaps to another; not ``within`` what means it."""

    printed: Pattern
    kind: str = ""
    zh: str
    en: str
    within: Kinds = ()

    @property
    def words(self) -> Words:
        """What one must be."""
        return Words(zh=self.zh, en=self.en)


class Narrowed(Record):
    """How plans narrow an addressee."""

    general: frozenset[str]
    heads: frozenset[str]
    beside: dict[str, Kinds]
    plain: Pattern
    new: Pattern
    existing: Pattern


class Tables(Record):
    """The whole file."""

    facts: dict[str, Fact]
    amounts: tuple[Amount, ...]
    reading: Phrases
    names: tuple[tuple[Pattern, Kinds], ...]
    is_also: dict[str, Kinds]
    excludes: dict[str, Kinds]
    may_be: dict[str, MayBe]
    may_have: dict[str, Kinds]
    given: dict[str, Kinds]
    narrowed: Narrowed
    phrases: tuple[Phrase, ...]
    stems: dict[str, Pattern]
    words: dict[str, tuple[str, str]]


@cache
def tables() -> Tables:
    """The tables, read once."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Tables.model_validate({**data, "names": tuple(data["names"].items())})


def say(name: str, /, **values: Words | str) -> Words:
    """The words called ``name``, their braces filled, each value in its language."""
    zh, en = tables().words[name]
    return Words(
        zh=zh.format(**{key: value if isinstance(value, str) else value.zh for key, value in values.items()}),
        en=en.format(**{key: value if isinstance(value, str) else value.en for key, value in values.items()}),
    )


def kind_words(kind: str) -> Words:
    """A kind's name, its first English one beside it."""
    known = load_register().kinds.get(kind)
    return Words(zh=kind, en=known.english[0] if known and known.english else kind)
