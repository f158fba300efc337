"""What a goal measures: cleaned names, lists of them, canonical names and their scope."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.normal import normalise
from corpus.targets.grammar import grammar

FILE = Path(__file__).parents[1] / "lexicon" / "indicators.csv"
JOINTS = ("、", "以及|[、和及与]")
JUNK = re.compile("[的“”\"'\\s]")


class Named(NamedTuple):
    """A name in a text that begins at ``start``."""

    start: int
    name: str


class Indicator(NamedTuple):
    """A canonical name and what it is narrowed to."""

    name: str
    scope: str


@cache
def _canonical() -> dict[str, Indicator]:
    table: dict[str, Indicator] = {}
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for alias in (row["indicator"], *row["aliases"].split("|")):
                if alias:
                    table.setdefault(key(alias), Indicator(row["indicator"], ""))
    return table


@cache
def _scopes() -> dict[str, tuple[str, ...]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return {row["indicator"]: tuple(filter(None, row["scopes"].split("|"))) for row in csv.DictReader(file)}


def key(name: str) -> str:
    """What must be equal for two names of indicators to be the same."""
    return JUNK.sub("", normalise(name))


def identify(printed: str) -> Indicator:
    """The canonical name of a printed one, with the scope in front of it; an unknown one is its own name."""
    table = _canonical()
    whole = key(printed)
    if whole in table:
        return table[whole]
    for cut in range(1, len(printed) - 2):
        known = table.get(key(printed[cut:]))
        if known and printed[:cut].rstrip("的") in _scopes()[known.name]:
            return Indicator(known.name, printed[:cut].rstrip("的"))
    scope = grammar().scope.match(printed)
    return Indicator(printed, scope[0] if scope else "")


def is_measure(name: str) -> bool:
    """Whether a name ends like something that is measured (比重, 强度, 面积)."""
    return bool(grammar().measure.search(name))


def is_limited(name: str) -> bool:
    """Whether keeping a thing under control is a goal (能源消费总量)."""
    return bool(grammar().limited.search(name))


def is_strict(name: str) -> bool:
    """Whether a name is measured so plainly that a wish to raise or lower it is a goal."""
    return bool(grammar().strict.search(name))


def without_measure(name: str) -> str:
    """Whose measure it is: 现代服务业总量规模 is that of 现代服务业."""
    while (match := grammar().measure.search(name)) and match.start() > 1:
        name = name[: match.start()]
    return name


def split_names(words: str, start: int, *, count: int) -> list[Named]:
    """The ``count`` names in a list that begins at ``start``, shared words given to each; else the words as one name.

    水路、铁路货运周转量 is 水路货运周转量 and 铁路货运周转量; A、B等能耗强度 is A能耗强度 and B能耗强度.
    """
    parts = (_split(words, start, joints) for joints in JOINTS)
    found = next((part for part in parts if len(part) == count > 1), None)
    return _shared(found) if found else [Named(start, words)]


def split_measures(words: str, start: int) -> list[Named]:
    """The measures in a list, if all its parts are measures (覆盖率、处理率) or words of change (优化和能耗)."""
    for joints in reversed(JOINTS):
        parts = _split(words, start, joints)
        measures = [part for part in parts if is_measure(part.name) and not _is_change(part.name)]
        if len(parts) > 1 and measures and all(part in measures or _is_change(part.name) for part in parts):
            first = measures[0]
            return [first, *(part._replace(name=owned(part.name, first.name)) for part in measures[1:])]
    return [Named(start, words)]


def owned(name: str, before: str) -> str:
    """A name that needs its owner, which the name before it has: 占地区生产总值比重, 年均增幅, 无害化处理率."""
    if grammar().growth.fullmatch(name):
        return before + name
    for cut in range(2, len(before)) if grammar().rates.fullmatch(name) else ():
        if key(before[:cut] + name) in _canonical():
            return before[:cut] + name
    alone = name.startswith("占") or grammar().ownerless.fullmatch(name)
    return without_measure(before) + name if alone else name


def _is_change(name: str) -> bool:
    return bool(grammar().change_word.search(name))


def _split(words: str, start: int, joints: str) -> list[Named]:
    parts: list[Named] = []
    at = 0
    for match in re.finditer(joints, words):
        parts.append(Named(start + at, words[at : match.start()]))
        at = match.end()
    parts.append(Named(start + at, words[at:]))
    return [part for part in parts if part.name]


def _shared(parts: list[Named]) -> list[Named]:
    """Every part with the head of the last one where it has none, or with the 单位GDP of the first."""
    last = parts[-1]
    per = grammar().per.match(parts[0].name)
    if per:
        return [part if grammar().per.match(part.name) else part._replace(name=per[0] + part.name) for part in parts]
    entity, head = _entity_and_head(parts[-2].name, last.name)
    if not head or any(is_measure(part.name) for part in parts[:-1]):
        return parts
    return [Named(part.start, part.name + head) for part in parts[:-1]] + [Named(last.start, entity + head)]


def _entity_and_head(sister: str, last: str) -> tuple[str, str]:
    """铁路|货运周转量 beside 水路: the entity ends like its sister, or at 等, or where a known measure begins."""
    members, etc, head = last.partition("等")
    if etc and is_measure(head):
        return members, head
    for n in (2, 1):
        at = last.find(sister[-n:])
        if 0 <= at < len(last) - n:
            return last[: at + n], last[at + n :]
    alike = sister.find(last[:2])  # 溶剂型油墨|使用比例 beside 溶剂型涂料
    if alike >= 0 and is_measure(last[len(sister) - alike :]):
        return last[: len(sister) - alike], last[len(sister) - alike :]
    for cut in range(2, len(last) - 1):
        if key(last[cut:]) in _heads():
            return last[:cut], last[cut:]
    measure = grammar().measure.search(last)
    return (last[: measure.start()], measure[0]) if measure else (last, "")


@cache
def _heads() -> frozenset[str]:
    """Ends of canonical names that several of them share (消费比重)."""
    ends = Counter(alias[cut:] for alias in _canonical() for cut in range(2, len(alias) - 1))
    return frozenset(end for end, times in ends.items() if times > 1 and is_measure(end))
