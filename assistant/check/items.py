"""The printed list of an addressee, item by item: what each names, and what is said of the whole list."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.check.tables import tables
from assistant.check.thresholds import amount_of
from corpus.addressees import load_register
from corpus.models import Obligation

THING = re.compile("(?:项目|产能|基础设施)$")  # 造纸等项目: no enterprise, but what it builds or runs


class Item(NamedTuple):
    """One of a list of addressees: its words, the kinds it names, what narrows the list, the list, and its amounts."""

    printed: str
    kinds: tuple[str, ...]
    front: str
    whole: str
    measured: frozenset[str]


def items(obligation: Obligation) -> Iterator[Item]:
    """The items of the printed list, without kinds that only sum it up (等行业) or mean others beside these."""
    amounts = [amount_of(threshold, obligation) for threshold in obligation.thresholds]
    measured = frozenset(amount.fact for amount in amounts if amount)
    named = set(_without_heads(obligation.addressees, obligation.addressee))
    for item in load_register().items_in(obligation.addressee):
        kinds = tuple(kind for kind in item.kinds if kind in named)
        if kinds:
            yield Item(item.words, kinds, item.front, obligation.addressee, measured)


def _without_heads(kinds: Iterable[str], printed: str) -> list[str]:
    rows, every = tables().narrowed, list(kinds)
    summed = "等" in printed and any(kind not in rows.general for kind in every)
    return [
        kind
        for kind in every
        if not (summed and kind in rows.heads) and not set(rows.beside.get(kind, ())) & set(every)
    ]
