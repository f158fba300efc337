"""English questions put into the plans' words, phrase by phrase, so that what is searched for is Chinese."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.concepts import Lexicon, singular

FOLDER = Path(__file__).parent / "lexicon"
WORD = re.compile(r"[a-z0-9][a-z0-9.+&'-]*|[\u4e00-\u9fff]+")
CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
GLUE = re.compile(r"['’]s\b|(?<=[a-z])-(?=[a-z])|\.(?!\d)")
ALTERNATIVES = 2  # renderings of a phrase that are searched for
INFLECTED = ("ing", "ed", "es", "ly")


class Translator:
    """Longest phrases first: the lexicon's concepts, then the glossary."""

    def __init__(self, glossary: Mapping[str, str], lexicon: Lexicon) -> None:
        self._phrases = {_key(english): chinese.split("|")[:ALTERNATIVES] for english, chinese in glossary.items()}
        for concept in lexicon.concepts.values():
            for term in concept.said:
                if term.isascii():
                    known = self._phrases.get(_key(term), [])
                    self._phrases[_key(term)] = list(dict.fromkeys([concept.name, *known]))[:ALTERNATIVES]
        self._longest = max((len(key) for key in self._phrases), default=1)

    def translate(self, text: str) -> str:
        """The Chinese renderings in the order of the text; Chinese words, numbers and unknown capitals (EOD) stay."""
        words, capitals = _words(text), {word.lower() for word in CAPITALS.findall(text)}
        out: list[str] = []
        at = 0
        while at < len(words):
            for n in range(min(self._longest, len(words) - at), 0, -1):
                found = self._find(words[at : at + n])
                if found is not None:
                    out += found
                    at += n - 1
                    break
            else:
                kept = words[at] in capitals or not words[at].isalpha() or not words[at].isascii()
                out += [words[at]] if kept else []
            at += 1
        return " ".join(dict.fromkeys(out))

    def _find(self, words: list[str]) -> list[str] | None:
        found = self._phrases.get(tuple(map(singular, words)))
        if found is None and len(words) == 1:
            return next((self._phrases[(stem,)] for stem in _stems(words[0]) if (stem,) in self._phrases), None)
        return found


def _stems(word: str) -> list[str]:
    """What the word may be an inflection of: promoting → promot, promote; planned → plann, plan, planne."""
    stems: list[str] = []
    for ending in INFLECTED:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            stems += [stem, stem + "e", stem[:-1]]
    return stems


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(map(singular, _words(phrase)))


def _words(text: str) -> list[str]:
    """The words in lower case, without the 's of a genitive, hyphens and full stops."""
    return WORD.findall(GLUE.sub(" ", text.lower()))


@cache
def load_translator(lexicon: Lexicon, folder: Path = FOLDER) -> Translator:
    """The glossary files ``english_*.csv``, read once."""
    glossary: dict[str, str] = {}
    for path in sorted(folder.glob("english_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            glossary |= {row["english"]: row["chinese"] for row in csv.DictReader(file)}
    return Translator(glossary, lexicon)
