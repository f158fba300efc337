"""The words of the check's sheets, from ``data/check.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.check.profile import Words
from assistant.check.reading import Heard
from assistant.check.tables import kind_words, tables
from corpus.addressees import load_register
from corpus.plans import Plan

FILE = Path(__file__).parents[1] / "data" / "check.toml"


@cache
def _labels() -> Mapping[str, Mapping[str, Sequence[str | int]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def label(name: str, **values: str | int) -> Words:
    """The words called ``section.name``, their braces filled.

    Raises:
        KeyError: there are no such words, or a value is missing.
    """
    section, key = name.split(".")
    zh, en, *_ = _labels()[section][key]
    return Words(zh=str(zh).format(**values), en=str(en).format(**values))


def columns(names: Sequence[str]) -> list[tuple[Words, int]]:
    """The headings of columns and their widths in characters."""
    return [(label(f"columns.{name}"), int(_labels()["columns"][name][2])) for name in names]


def fact_words(fact: str) -> Words:
    """What a field of the profile is called."""
    amount = next((row for row in tables().amounts if row.fact == fact), None)
    if amount is not None:
        return Words(zh=amount.zh, en=amount.en)
    return tables().facts[fact].words if fact in tables().facts else label(f"fields.{fact}")


def value_words(heard: Heard, plans: Mapping[str, Plan]) -> Words:
    """What a fact's value is called."""
    if heard.fact == "plans":
        return Words(zh=plan_name(plans[heard.value]), en=plans[heard.value].info.names[-1])
    if heard.value in load_register().kinds:
        return kind_words(heard.value)
    amount = next((row for row in tables().amounts if row.fact == heard.fact), None)
    if amount is not None:
        ends = [f"{Decimal(end):,f}" for end in heard.value.split("–")]
        return Words(zh=f"{'–'.join(ends)} {amount.unit}", en=f"{'–'.join(ends)} {amount.unit}")
    if heard.value in _labels()["fields"]:
        return label(f"fields.{heard.value}")
    return Words(zh=heard.value, en=heard.value)


def plan_name(plan: Plan) -> str:
    """What a plan is called, drafts marked."""
    draft = f"（{label('text.draft').zh}）" if plan.info.status == "draft" else ""
    return plan.info.short + draft
