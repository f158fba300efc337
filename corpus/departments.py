"""Departments: one body under its many names, and which clauses name it."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.models import Clause
from corpus.plans import Plan

FILE = Path(__file__).parent / "lexicon" / "departments.csv"
LEVEL = re.compile(r"^(?:各|全)?(?:省|市|区|县|州|国家|自治区|中共)(?=.{2})")
ORGAN = re.compile(r"(?:管理|监督)?(?:委员会|办公室|局|委|办|厅|中心|支队)$")
LATIN_PAIR = re.compile("[a-z0-9]{2}")
LEAST_SHARED = 3


class Task(NamedTuple):
    """A clause that names a department, and in which role."""

    clause: Clause
    role: str
    printed: str


class Directory:
    """The bodies of ``lexicon/departments.csv``."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._aliases: dict[str, str] = {}
        self._said: dict[str, str] = {}
        for row in rows:
            body = row["department"].strip()
            for alias in (body, *_cell(row["aliases"])):
                self._aliases.setdefault(alias, body)
            for term in (*_cell(row["plain"]), *_cell(row["english"])):
                self._said.setdefault(term.lower(), body)
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name, body in (self._aliases | self._said).items():
            self._names[body].append(name)
        self._longest: dict[str, int] = {}  # by the first character
        for name in (*self._aliases, *self._said):
            self._longest[name[0]] = max(len(name), self._longest.get(name[0], 0))

    def canonical(self, printed: str) -> str:
        """The body that a printed name means: its longest ending (or, around a place, its two ends) that is an alias.

        A name that ends like none (港口委港政局) is a body of its own, without its level.
        """
        for start in range(len(printed) - 2):
            body = self._aliases.get(printed[start:])
            if body is not None:
                return printed if _inside_other(printed, start) else body
        around = re.match(r"^(?P<head>资规|自规|国税|人民?银?行|公安|税务).{2,4}(?P<tail>分局|分行|支行)$", printed)
        if around:
            return self._aliases.get(around["head"] + around["tail"], printed)
        return LEVEL.sub("", printed)

    def mentioned(self, question: str) -> list[str]:
        """The bodies that a question names, by alias or in everyday words; a longer expression hides a shorter one."""
        words = question.lower()
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + self._longest.get(words[at], 0)), at + 1, -1):
                body = self._aliases.get(words[at:end]) or self._said.get(words[at:end])
                if body is not None and _is_whole(words, at, end):
                    found[body] = None
                    at = end - 1
                    break
            at += 1
        return list(found)

    def names_of(self, body: str) -> list[str]:
        """The name of a body, its aliases and what people say that it does."""
        return [body, *self._names.get(body, ())]

    def nearest(self, question: str, bodies: Iterable[str]) -> str | None:
        """The one of ``bodies`` whose names share most pairs of characters with the question; None below three."""
        asked = _pairs(question)
        shared = {body: max(len(asked & _pairs(name)) for name in self._names.get(body, [body])) for body in bodies}
        best = max(shared, key=lambda body: (shared[body], body), default=None)
        if best is not None and shared[best] >= LEAST_SHARED:
            return best
        return next((body for body in bodies if _spelled_out(body, question)), None)


def stem(printed: str) -> str:
    """What a body is for, by its name: 区古保委 → 古保; nothing of a name without such an ending."""
    bare = LEVEL.sub("", printed)
    return ORGAN.sub("", bare) if ORGAN.search(bare) else ""


def _spelled_out(body: str, question: str) -> bool:
    """Whether the question says in full what the name abbreviates: 古城保护 for 古保委."""
    letters = body[:-1]
    return 2 <= len(letters) <= 5 and bool(re.search("[\u4e00-\u9fff]{0,2}".join(map(re.escape, letters)), question))


def _is_whole(words: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at ``start`` or ``end`` (NEA does not stand in "near")."""
    return not any(LATIN_PAIR.fullmatch(words[max(at - 1, 0) : at + 1]) for at in (start, end))


def _pairs(words: str) -> set[str]:
    return {words[n : n + 2] for n in range(len(words) - 1) if "\u4e00" <= words[n] <= "\u9fff"}


@cache
def load_directory(path: Path = FILE) -> Directory:
    """The departments file, read once."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Directory(csv.DictReader(file))


def tasks_of(plan: Plan, body: str, directory: Directory) -> list[Task]:
    """The clauses of ``plan`` that name ``body``, in the order of the outline; a body's offices count as the body."""
    found: list[Task] = []
    for clause in plan.outline.clauses:
        for responsibility in clause.responsibilities:
            for role, names in responsibility.departments:
                if role != "inherited":
                    found += [Task(clause, role, name) for name in names if _is(name, body, directory)]
    return found


def printed_names(plan: Plan) -> list[str]:
    """Every department name that the plan's brackets print, once each."""
    names: dict[str, None] = {}
    for clause in plan.outline.clauses:
        for responsibility in clause.responsibilities:
            departments = responsibility.departments
            for name in (*departments.lead, *departments.responsible, *departments.assisting):
                names[name] = None
    return list(names)


def _is(printed: str, body: str, directory: Directory) -> bool:
    return (
        printed == body or directory.canonical(printed) == body or directory.canonical(printed[:3]) == body != printed
    )


def _inside_other(printed: str, start: int) -> bool:
    """Whether the ending belongs to an office inside another body (港口委发展局 is no 发展局)."""
    return (
        start >= 2 and printed[start - 1] in "委会" and printed[:start] not in ("市委", "区委", "省委", "县委", "党委")
    )


def _cell(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split("|") if len(part.strip()) > 1]
