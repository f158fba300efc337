"""The patterns by which questions are read, from ``data/question.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "data" / "question.toml"
NUMBER = r"(?<![\d.])\d[\d,，]*(?:\.\d+)?"


class KindPattern(NamedTuple):
    """When a question wants this kind of answer."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str
    sure: bool  # whatever the classifier says

    def asked(self, words: str) -> bool:
        """Whether a question in these words wants it."""
        return bool(self.pattern.search(words)) and not (self.unless and self.unless.search(words))


class Patterns(NamedTuple):
    """The compiled patterns: ``named`` are those of a question alone, ``turns`` those of one that follows another.

    ``frames`` are what a question to several plans adds to its topic.
    """

    kinds: tuple[KindPattern, ...]
    named: Mapping[str, re.Pattern[str]]
    amounts: Mapping[str, re.Pattern[str]]
    units: Mapping[str, re.Pattern[str]]
    turns: Mapping[str, re.Pattern[str]]
    vague: frozenset[str]
    frames: tuple[re.Pattern[str], ...]


@cache
def patterns() -> Patterns:
    """The patterns, read once."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    turns, vague = _of_conversation(data["conversation"])
    return Patterns(
        tuple(
            KindPattern(
                row["name"],
                _compiled(row["pattern"]),
                _compiled(row["unless"]) if "unless" in row else None,
                row.get("needs", ""),
                row.get("sure", False),
            )
            for row in data["kind"]
        ),
        {name: _compiled(pattern) for name, pattern in data["patterns"].items()},
        {name: _compiled(pattern) for name, pattern in data["amounts"].items()},
        {name: _compiled(pattern.replace("N", NUMBER)) for name, pattern in data["units"].items()},
        turns,
        vague,
        _of_frames(data["side_by_side"]),
    )


def topic_words(query: str) -> str:
    """What is left of a query without the words that name no topic: nothing if it has no topic of its own."""
    return "".join(topic_parts(query))


def topic_parts(query: str) -> list[str]:
    """The same, in the stretches between the words left out."""
    return patterns().turns["filler"].sub(" ", query).split()


def _of_conversation(table: Mapping[str, Any]) -> tuple[dict[str, re.Pattern[str]], frozenset[str]]:
    """Each key's alternatives in one pattern, MEANT filled in; and the concepts that are no topic."""
    meant = f"(?:{table['meant']})"
    lists = {name: rows for name, rows in table.items() if name not in ("meant", "vague")}
    compiled = {name: _compiled("|".join(rows).replace("MEANT", meant)) for name, rows in lists.items()}
    return compiled, frozenset(table["vague"])


def _of_frames(table: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
    """What is taken out of a question to several plans, PLANS filled in."""
    plans = table["plans"].replace("DOCUMENTS", table["documents"])
    return tuple(_compiled(frame.replace("PLANS", plans)) for frame in table["frames"])


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern; a class that stops at ， stops at the half-width comma that ``clean`` makes of it, too."""
    return re.compile(re.sub(r"(\[\^[^\]]*，)(?!,)", r"\1,", pattern), re.IGNORECASE)
