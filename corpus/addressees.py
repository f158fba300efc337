"""Whom a plan may bind: kinds of enterprises, buildings, projects, institutions, vehicles, places and people."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.concepts import singular

FILE = Path(__file__).parent / "lexicon" / "addressees.csv"
ENDINGS = ("企业", "行业", "建筑", "项目", "单位", "车辆")  # 钢铁、水泥等行业: the first item means 钢铁行业
SEPARATORS = re.compile("、|以及|或者|等|[和及与或，,/]")
LATIN = re.compile(r"[a-z0-9][a-z0-9 '-]*")


class Kind(NamedTuple):
    """A kind of addressee; what binds one of its ``parents`` binds it, too."""

    name: str
    aliases: tuple[str, ...]
    english: tuple[str, ...]
    parents: tuple[str, ...]
    group: str


class Named(NamedTuple):
    """A kind's name or alias in a text, from ``start`` to ``end``."""

    start: int
    end: int
    kind: str


class Register:
    """The kinds of ``lexicon/addressees.csv``."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.kinds = {kind.name: kind for kind in map(_kind, rows)}
        self._terms: dict[str, str] = {}
        self._english: dict[str, str] = {}
        for kind in self.kinds.values():
            for term in (kind.name, *kind.aliases):
                self._terms.setdefault(term, kind.name)
            for term in kind.english:
                self._english.setdefault(term, kind.name)
        self._longest = max(map(len, self._terms), default=0)

    def find(self, words: str) -> list[Named]:
        """The names in ``words``, in order, a longer one hiding the shorter inside it."""
        found: list[Named] = []
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + self._longest), at, -1):
                kind = self._terms.get(words[at:end])
                if kind is not None:
                    found.append(Named(at, end, kind))
                    at = end - 1
                    break
            at += 1
        return found

    def kinds_in(self, printed: str) -> tuple[str, ...]:
        """The kinds that a printed addressee names: of a list, what each item names, alone or with its ending.

        钢铁、水泥等行业 names steel and cement enterprises. Of two in one item (公共机构建筑屋顶) the last counts.
        """
        kinds: dict[str, None] = {}
        for item in filter(None, SEPARATORS.split(re.sub("[“”（）()]", "", printed))):
            named = self.find(item)
            completed = (self._terms.get(item + ending) for ending in ENDINGS)
            kind = named[-1].kind if named else next(filter(None, completed), None)
            if kind is not None:
                kinds[kind] = None
        return tuple(kinds)

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
