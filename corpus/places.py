"""Places that a question may name although no plan of the library covers them."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "lexicon" / "places.csv"


class Gazetteer:
    """The places of ``lexicon/places.csv``."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._places: dict[str, str] = {}
        self._english: dict[str, list[str]] = {}
        for row in rows:
            self._english[row["place"]] = [name for name in (row["english"] or "").split("|") if name]
            for name in (row["place"], *(row["aliases"] or "").split("|"), *(row["english"] or "").split("|")):
                if len(name.strip()) > 1:
                    self._places.setdefault(name.strip().lower(), row["place"])
        names = sorted(self._places, key=len, reverse=True)
        chinese = "|".join(re.escape(name) for name in names if not name.isascii())
        english = "|".join(re.escape(name) for name in names if name.isascii() and len(name) > 3)
        self._pattern = re.compile(rf"(?:{chinese})|\b(?:{english})\b")

    def beginning(self, title: str) -> str | None:
        """The place that a title begins with (四川林草碳汇行动方案 → 四川)."""
        match = self._pattern.match(title)
        return self._places[match[0]] if match else None

    def english(self, place: str) -> list[str]:
        """What a place is called in English; nothing if it is not listed."""
        return self._english.get(place, [])

    def mentioned(self, text: str) -> list[str]:
        """The places that ``text`` names, once each, in order."""
        return list(dict.fromkeys(place for place, _ in self.in_context(text)))

    def in_context(self, text: str) -> list[tuple[str, str]]:
        """The places that ``text`` names, in order, each with the two characters behind it."""
        return [
            (self._places[match[0]], text[match.end() : match.end() + 2])
            for match in self._pattern.finditer(text.lower())
        ]


@cache
def load_gazetteer(path: Path = FILE) -> Gazetteer:
    """The places file, read once."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Gazetteer(csv.DictReader(file))
