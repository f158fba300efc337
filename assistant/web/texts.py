"""The words of the page, from ``texts.toml`` and ``registers.toml``, and what it offers to click."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.web.markup import Markup, element
from corpus.models import Record
from corpus.plans import Plan

HERE = Path(__file__).parent
WORDS = ("texts.toml", "registers.toml")
EACH = 3  # questions an audience is offered


class Words(NamedTuple):
    """The same in Chinese and in English."""

    zh: str
    en: str

    @property
    def plain(self) -> str:
        """Both, for places where no markup can stand."""
        return f"{self.zh} {self.en}".rstrip()


class Example(Record):
    """A question to click; ``plans`` are those it needs, and ``{place}`` in it is the first plan's short name."""

    question: str
    plans: tuple[str, ...] = ()


class Audience(Record):
    """Who asks such questions."""

    zh: str
    en: str
    examples: tuple[Example, ...]


class _Examples(Record):
    audience: tuple[Audience, ...]


@cache
def _texts() -> Mapping[str, Mapping[str, Sequence[str]]]:
    files = [tomllib.loads((HERE / name).read_text(encoding="utf-8")) for name in WORDS]
    return {section: pairs for file in files for section, pairs in file.items()}


def say(name: str, /, **values: str | int) -> Words:
    """The words called ``section.name``, their braces filled.

    Raises:
        KeyError: there are no such words, or a value is missing.
    """
    section, key = name.split(".")
    zh, en = _texts()[section][key]
    return Words(zh.format(**values), en.format(**values))


def both(name: str, /, **values: str | int) -> Markup:
    """The words as markup, the English marked as such."""
    words = say(name, **values)
    return element("span", words.zh) + (element("small", words.en, lang="en", class_="en") if words.en else Markup())


def offered(plans: Mapping[str, Plan]) -> list[tuple[Words, list[str]]]:
    """Who asks and what, as far as the library can answer; at most three questions for each."""
    data = _Examples.model_validate(tomllib.loads((HERE / "examples.toml").read_text(encoding="utf-8")))
    place = next(iter(plans.values())).info.short if plans else ""
    return [
        (
            Words(audience.zh, audience.en),
            [e.question.replace("{place}", place) for e in audience.examples if plans.keys() >= set(e.plans)][:EACH],
        )
        for audience in data.audience
    ]


def profiles(plans: Mapping[str, Plan]) -> list[str]:
    """Enterprises that could ask what binds them."""
    place = next(iter(plans.values())).info.short if plans else ""
    return [profile.replace("{place}", place) for profile in _texts()["profiles"]["examples"]]
