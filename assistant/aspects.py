"""What a question asks for beside its topic (a sum of money, a penalty, a ban …), and whether a sentence gives it."""

import re
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "aspects.toml"
YEAR = re.compile("20\\d\\d年?(?:底|前)?")
FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:%|％|万|亿|吨|千|兆|个|家|座|辆|平方米|公里|项|米)")


class Aspect(NamedTuple):
    """How a question asks for it, and how a sentence that gives it is printed."""

    asked: re.Pattern[str]
    printed: re.Pattern[str]
    years: bool  # whether a year that the sentence prints counts
    bracket: bool  # whether a bracket of departments gives it, where one asks who is responsible


@cache
def aspects() -> dict[str, Aspect]:
    """The aspects of ``data/aspects.toml`` by name."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Aspect(
            re.compile(row["asked"], re.IGNORECASE),
            re.compile(row["printed"]),
            years=row.get("years", False),
            bracket=row.get("bracket", False),
        )
        for name, row in rows.items()
    }


def asked_aspects(words: str, *, by_bracket: bool) -> tuple[str, ...]:
    """The aspects that a question asks for, without those that a bracket gives if one answers it."""
    return tuple(
        name for name, aspect in aspects().items() if aspect.asked.search(words) and not (by_bracket and aspect.bracket)
    )


def lacking(wanted: Collection[str], text: str) -> set[str]:
    """The aspects among ``wanted`` that ``text`` does not print; its years are left aside where they do not count."""
    bare = YEAR.sub("", text) if wanted else text
    asked = {name: aspects()[name] for name in wanted}
    return {name for name, aspect in asked.items() if not aspect.printed.search(text if aspect.years else bare)}


def figures(asked: str) -> tuple[str, ...]:
    """The figures with their units that a question states."""
    return tuple(FIGURE.findall(asked))


def prints_figure(stated: Collection[str], text: str) -> bool:
    """Whether one of the figures that the question states stands in the text."""
    return any(re.search(rf"(?<![\d.]){re.escape(figure)}", text) for figure in stated)
