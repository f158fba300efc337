"""The printed list of an addressee, item by item: what each names, and what is said of the whole list."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.check.tables import tables
from assistant.check.thresholds import amount_of
from corpus.addressees import SEPARATORS, load_register
from corpus.models import Obligation

FRONT = re.compile("^[^、]{2,30}的(?=.)")  # 能源消耗占比高的|电力、造纸等行业: said of every item
VERBS = "新增|更新|新建|扩建|改建|更换|替换|购置|拟建|在建|新上"
DOING = re.compile(f"^(?:{VERBS})(?:[和及或与、](?:{VERBS}))*")  # 新增和更新|公务用车、环卫车辆
THING = re.compile("(?:项目|产能|基础设施)$")  # 高耗能、高排放项目: no enterprise, but what it builds or runs


class Item(NamedTuple):
    """One of a list of addressees: its words, the kinds it names, what narrows the list, the list, and its amounts."""

    printed: str
    kinds: tuple[str, ...]
    front: str
    whole: str
    measured: frozenset[str]


def items(obligation: Obligation) -> Iterator[Item]:
    """The items of the printed list, without kinds that only sum it up (等行业) or mean others beside these."""
    front, rest = _split_front(obligation.addressee.replace("及以上", "以上"))
    amounts = [amount_of(threshold, obligation) for threshold in obligation.thresholds]
    measured = frozenset(amount.fact for amount in amounts if amount)
    left = _without_heads(obligation.addressees, obligation.addressee)
    known = [kind for word in re.split("[和及或与、]", front) for kind in load_register().kinds_in(word)]
    left = [kind for kind in left if kind not in known]
    named = False  # whether the list has named a kind so far: 光子芯片与光器件|等企业 has not
    for part in filter(None, SEPARATORS.split(rest)):
        kinds = tuple(kind for kind in load_register().kinds_in(part) if kind in left or front)
        left = [kind for kind in left if kind not in kinds]
        if kinds:
            summed = rest[: rest.index(part)] if "等" + part in rest and not named else ""
            yield Item(part, kinds, front + summed, obligation.addressee, measured)
        named = named or bool(kinds)
    if left:  # named by a word across two parts: 机关、企事业单位
        yield Item("", tuple(left), front, obligation.addressee, measured)


def _split_front(printed: str) -> tuple[str, str]:
    """What is said of the whole list, and the list."""
    match = DOING.match(printed) or FRONT.match(printed)
    if match is None or (not DOING.match(printed) and load_register().find(match[0])):
        return "", printed
    return match[0], printed[match.end() :]


def _without_heads(kinds: Iterable[str], printed: str) -> list[str]:
    rows, every = tables().narrowed, list(kinds)
    specific = [kind for kind in every if kind not in rows.general]
    summed = "等" in printed and bool(specific)
    return [
        kind
        for kind in every
        if not (summed and kind in rows.heads) and not set(rows.beside.get(kind, ())) & set(every)
    ]
