"""The words of the registers, from ``data/registers.toml``: Chinese, with English beside."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parents[1] / "data" / "registers.toml"


class Heading(NamedTuple):
    """The heading of a column, and how wide a sheet shows it, in characters."""

    chinese: str
    english: str
    width: int


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def heading(column: str) -> Heading:
    """The heading of a column."""
    return Heading(*_words()["headings"][column])


def term(table: str, name: str, *, between: str = " ") -> str:
    """The word of a table in both languages (``modality``, ``must``: 必须 must)."""
    return between.join(_words()[table][name])


def chinese(table: str, name: str) -> str:
    """The word of a table in Chinese."""
    return str(_words()[table][name][0])
