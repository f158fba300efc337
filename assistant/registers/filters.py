"""Which entries of a register are asked for."""

import re
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from corpus.errors import CorpusError
from corpus.models import Obligation, Target
from corpus.plans import Plan
from corpus.quantities.numerals import decimal_of

Modality = Literal["must", "must_not", "encouraged"]
FIVE_YEARS = re.compile('[“"]?(?P<number>[一二三四五六七八九十]+)五[”"]?(?:期间|时期|末)?')
NO_PLAN_YET = 1955  # the n-th five-year plan ends 5 n years later: the sixth in 1985, the fourteenth in 2025


class Filters(NamedTuple):
    """What is asked for; an empty field asks for everything."""

    plans: tuple[str, ...] = ()
    department: str = ""
    industry: str = ""
    modality: Modality | None = None
    year: int | None = None
    indicator: str = ""


EVERYTHING = Filters()


def within(plans: Mapping[str, Plan], wanted: Collection[str]) -> dict[str, Plan]:
    """The plans that are asked for, in the order of the library.

    Raises:
        CorpusError: there is no such plan.
    """
    unknown = [plan_id for plan_id in wanted if plan_id not in plans]
    if unknown:
        raise CorpusError(f"no plan {unknown[0]!r} in the library: choose from {', '.join(plans)}")
    return {plan_id: plan for plan_id, plan in plans.items() if not wanted or plan_id in wanted}


def is_due(entry: Target | Obligation, year: int) -> bool:
    """Whether it is due in ``year``: by the printed year, or at the end of the period (十四五 ends in 2025)."""
    return year == (last_year(entry.period) if entry.year is None else entry.year)


def last_year(period: str) -> int | None:
    """The year in which a five-year plan's period ends; None for other periods."""
    match = FIVE_YEARS.fullmatch(period)
    number = decimal_of(match["number"]) if match else None
    return NO_PLAN_YET + 5 * int(number) if number else None
