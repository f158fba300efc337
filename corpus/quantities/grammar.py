"""The compiled patterns of ``lexicon/quantities.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

PATTERNS = Path(__file__).parents[1] / "lexicon" / "quantities.toml"


class Grammar(NamedTuple):
    """Patterns by what they find; those that end in ``$`` are searched in front of a number."""

    number: re.Pattern[str]
    dash: re.Pattern[str]
    no_range: re.Pattern[str]
    beyond: re.Pattern[str]
    substance: re.Pattern[str]
    chinese_unit: re.Pattern[str]
    one_of: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    never_before: re.Pattern[str]
    never_after: re.Pattern[str]
    never_unit: re.Pattern[str]
    named: re.Pattern[str]
    bare_before: re.Pattern[str]
    bare_after: re.Pattern[str]
    attribute: re.Pattern[str]
    garbled: re.Pattern[str]


@cache
def grammar() -> Grammar:
    """The patterns, read once."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    numbers, never = data["numbers"], data["never"]
    verbs = data["before"].pop("verbs")
    return Grammar(
        number=re.compile(
            rf"(?:(?P<percent>{numbers['percent']})(?:{numbers['arabic']}|{numbers['chinese']}))"
            rf"|(?P<arabic>{numbers['arabic']})|(?P<chinese>{numbers['chinese']})"
        ),
        dash=re.compile(rf"(?:{numbers['dash']})"),
        no_range=re.compile(numbers["never_range"]),
        beyond=re.compile(_named_groups(numbers["beyond"])),
        substance=re.compile(rf"(?:{numbers['substance']})$"),
        chinese_unit=re.compile(numbers["chinese_units"]),
        one_of=re.compile(numbers["one_of"]),
        before=re.compile(rf"(?:{_named_groups(data['before'])}){verbs}$"),
        after=re.compile(_named_groups(data["after"])),
        never_before=re.compile(rf"(?:{never['before']})$"),
        never_after=re.compile(never["after"]),
        never_unit=re.compile(never["after_unit"]),
        named=re.compile(never["named"]),
        bare_before=re.compile(never["bare_before"]),
        bare_after=re.compile(never["bare_after"]),
        attribute=re.compile(never["attribute"]),
        garbled=re.compile("|".join(f"(?:{pattern})" for pattern in data["garbled"]["patterns"])),
    )


def _named_groups(patterns: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
