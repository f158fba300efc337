"""Whom a plan may bind: kinds of enterprises, buildings, projects, institutions, vehicles, places and people."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.concepts import singular
from corpus.listed import Item, Named, Names, items, plain

FILE = Path(__file__).parent / "lexicon" / "addressees.csv"


class Kind(NamedTuple):
    """A kind of addressee; what binds one of its ``parents`` binds it, too."""

    name: str
    aliases: tuple[str, ...]
    english: tuple[str, ...]
    parents: tuple[str, ...]
    group: str


class Register:
    """The kinds of ``lexicon/addressees.csv``."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.kinds = {kind.name: kind for kind in map(_kind, rows)}
        self._english: dict[str, str] = {}
        names: dict[str, str] = {}
        for kind in self.kinds.values():
            for term in (kind.name, *kind.aliases):
                names.setdefault(term, kind.name)
            for term in kind.english:
                self._english.setdefault(term, kind.name)
        self._names = Names(names)
        self._plain = Names({plain(name): kind for name, kind in reversed(names.items())})

    def find(self, words: str) -> list[Named]:
        """The names in ``words``, in order, a longer one hiding the shorter inside it."""
        return self._names.find(words)

    def items_in(self, printed: str) -> list[Item]:
        """The items of a printed list, in order: of 钢铁、水泥等行业 钢铁行业, 水泥行业 and 行业."""
        return items(printed, self._plain)

    def kinds_in(self, printed: str) -> tuple[str, ...]:
        """The kinds that a printed addressee names: of a list, what each item names, alone or with the list's end."""
        return tuple(dict.fromkeys(kind for item in self.items_in(printed) for kind in item.kinds))

    def group(self, kind: str) -> str:
        """enterprise, building, project, institution, vehicle, government, person or place."""
        return self.kinds[kind].group

    def above(self, kind: str) -> frozenset[str]:
        """``kind`` and all that it is a kind of."""
        seen: set[str] = set()
        waiting = [kind]
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self.kinds:
                seen.add(name)
                waiting += self.kinds[name].parents
        return frozenset(seen)

    def bind(self, kinds: Iterable[str], asked: str) -> bool:
        """Whether what is said of one of ``kinds`` holds for ``asked``: 企业 for 造纸企业, never the other way."""
        return not self.above(asked).isdisjoint(kinds)

    def meant(self, question: str) -> tuple[str, ...]:
        """The kinds that a question names, in Chinese or English (我们是造纸厂, a paper mill)."""
        kinds = dict.fromkeys(named.kind for named in self.find(question))
        text = " ".join(singular(word) for word in re.findall("[a-z0-9-]+", question.lower()))
        hidden = text
        for term in sorted(self._english, key=len, reverse=True):
            plain = " ".join(map(singular, term.split()))
            if re.search(rf"(?<![a-z0-9-]){re.escape(plain)}(?![a-z0-9-])", hidden):
                kinds[self._english[term]] = None
                hidden = hidden.replace(plain, "|")
        return tuple(kinds)


def _kind(row: Mapping[str, str]) -> Kind:
    def cell(column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (row[column] or "").split("|") if part.strip())

    return Kind(row["kind"].strip(), cell("aliases"), cell("english"), cell("parents"), row["group"].strip())


@cache
def load_register(path: Path = FILE) -> Register:
    """The addressees file, read once."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Register(csv.DictReader(file))
