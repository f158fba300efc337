"""The sentences that the assistant says in its own words, from ``data/frames.toml``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "frames.toml"


@cache
def _frames() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def frame(name: str, *, english: bool, **values: object) -> str:
    """The sentence ``name`` (``refusal.off_topic``) with its braces filled."""
    found: Any = _frames()["en" if english else "zh"]
    for part in name.split("."):
        found = found[part]
    return str(found).format(**values)


def listed(names: tuple[str, ...] | list[str], *, english: bool) -> str:
    """Names joined as the language joins them."""
    return (", " if english else "、").join(names)
