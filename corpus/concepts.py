"""The domain lexicon: concepts with the words that plans print and the words that people say."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.errors import CorpusError
from corpus.normal import normalise

FOLDER = Path(__file__).parent / "lexicon"
AMBIGUOUS = "ambiguous.txt"
INDICATORS = "indicators.csv"
SHORTEST = 5  # characters of an indicator's name: 碳排放 names much else
COLUMNS = ["concept", "official", "short", "plain", "english", "related"]
KEPT = 256  # questions whose concepts are remembered
LATIN = re.compile(r"[a-z0-9][a-z0-9 .+&/'-]*")


class Concept(NamedTuple):
    """One thing and its names; ``printed`` are those that may stand in a plan."""

    name: str
    printed: tuple[str, ...]
    said: tuple[str, ...]
    related: tuple[str, ...]


class Mention(NamedTuple):
    """An expression of a concept in a text, from ``start`` to ``end``."""

    start: int
    end: int
    concept: str


class Lexicon:
    """Concepts, and the longest expressions of them in a text."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {concept.name: concept for concept in concepts}
        self._printed = _Expressions((term, c.name) for c in self.concepts.values() for term in c.printed)
        every = _Expressions((term, c.name) for c in self.concepts.values() for term in (*c.printed, *c.said))
        self._mentioned = lru_cache(maxsize=KEPT)(lambda text: tuple(every.find(text)))

    def printed_in(self, text: str) -> list[Mention]:
        """The concepts whose printed names stand in ``text``, a longer name hiding the shorter inside it."""
        return self._printed.find(text)

    def mentioned_in(self, text: str) -> Sequence[Mention]:
        """The concepts that ``text`` means, by any of their expressions; the last texts are kept."""
        return self._mentioned(text)


class _Expressions:
    """A dictionary of expressions, matched longest first; English ones on word boundaries, plural or not."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.chinese: dict[str, list[str]] = {}
        self.english: dict[tuple[str, ...], list[str]] = {}
        for term, concept in pairs:
            if LATIN.fullmatch(term.lower()):
                self.english.setdefault(tuple(map(singular, _latin_words(term.lower()))), []).append(concept)
            else:
                self.chinese.setdefault(normalise(term), []).append(concept)
        self.longest: dict[str, int] = {}  # by the first character
        for term in self.chinese:
            self.longest[term[0]] = max(len(term), self.longest.get(term[0], 0))
        self.most_words = max(map(len, self.english), default=0)

    def find(self, text: str) -> list[Mention]:
        """Mentions in the order of the text; positions count characters of ``text.lower()``."""
        text = text.lower()
        found: list[Mention] = []
        at = 0
        while at < len(text):
            most = min(self.longest.get(text[at], 0), len(text) - at)
            length = next((n for n in range(most, 1, -1) if text[at : at + n] in self.chinese), 0)
            found += [Mention(at, at + length, name) for name in self.chinese.get(text[at : at + length], [])]
            at += length or 1
        return sorted(found + self._find_english(text))

    def _find_english(self, text: str) -> list[Mention]:
        words = [(match.start(), match.end(), singular(match[0])) for match in re.finditer(r"[a-z0-9.+&'-]+", text)]
        found: list[Mention] = []
        at = 0
        while at < len(words):
            for n in range(min(self.most_words, len(words) - at), 0, -1):
                key = tuple(word for _, _, word in words[at : at + n])
                if key in self.english:
                    found += [Mention(words[at][0], words[at + n - 1][1], name) for name in self.english[key]]
                    at += n - 1
                    break
            at += 1
        return found


def _latin_words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9.+&'-]+", text)


def singular(word: str) -> str:
    """An English word without the ending of the plural."""
    word = word.strip(".'-")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The concepts of every CSV file in ``folder`` that has the columns of a concept file.

    Raises:
        CorpusError: a file has other columns than its header should, or an expression stands in two concepts and not in
            ``ambiguous.txt``.
    """
    ambiguous = set(_lines(folder / AMBIGUOUS))
    concepts: list[Concept] = []
    owner: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        rows = _rows(path)
        for row in rows if rows and list(rows[0]) == COLUMNS else []:
            concept = _concept(row)
            for term in dict.fromkeys(map(normalise, (*concept.printed, *concept.said))):
                other = owner.setdefault(term, concept.name)
                if other != concept.name and term not in ambiguous:
                    raise CorpusError(
                        f"lexicon: {term!r} stands for {other!r} and for {concept.name!r} ({path.name}): keep one, or "
                        f"add it to {AMBIGUOUS}"
                    )
            concepts.append(concept)
    return Lexicon(_with_indicators(concepts, folder / INDICATORS))


def _with_indicators(concepts: Sequence[Concept], path: Path) -> Iterator[Concept]:
    """The concepts; those that are indicators are printed by all names that the register of targets knows, too."""
    owner = {normalise(term): concept.name for concept in concepts for term in (*concept.printed, *concept.said)}
    more: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(path) if path.is_file() else []:
        names = [row["indicator"], *(row["aliases"] or "").split("|")]
        known = [owner[normalise(name)] for name in names if normalise(name) in owner]
        if known:
            more[known[0]] += [name for name in names if len(name) >= SHORTEST and normalise(name) not in owner]
    for concept in concepts:
        yield concept._replace(printed=(*concept.printed, *more[concept.name]))


def lexicon_bytes(folder: Path = FOLDER) -> bytes:
    """All lexicon files in one, for the digest of what an index was built from."""
    return b"\0".join(
        path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".toml", ".txt")
    )


def _concept(row: dict[str, str]) -> Concept:
    cells = {
        column: tuple(part.strip() for part in (row[column] or "").split("|") if part.strip()) for column in COLUMNS
    }
    return Concept(
        name=cells["concept"][0],
        printed=tuple(dict.fromkeys((*cells["concept"], *cells["official"], *cells["short"]))),
        said=tuple(dict.fromkeys((*cells["plain"], *cells["english"]))),
        related=cells["related"],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()) if line and line[0] != "#"]
