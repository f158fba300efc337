"""When a plan begins, so that what it says of the years before is told from what it aims at."""

import re

from corpus.models import Clause
from corpus.plans import Plan
from corpus.targets.grammar import grammar
from corpus.targets.sheets import Frame

YEAR = re.compile(r"20\d\d")
NUMBERED = re.compile(r"〔(20\d\d)〕")
PRINTED = re.compile(r"(20\d\d)年\d{1,2}月\d{1,2}日")
PERIODS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
LENGTH = 5  # years of a five-year plan


def first_year(plan: Plan) -> int | None:
    """The year a plan begins: as its manifest, its title, the documents it cites or its dates say; None if unsaid."""
    if plan.info.date is not None:
        return plan.info.date.year
    title = plan.info.title
    titled = [int(year) for year in YEAR.findall(title)][:1]
    titled += [end - LENGTH + 1 for period, end in PERIODS.items() if period in title]
    cited = [int(year) for pattern in (NUMBERED, PRINTED) for year in pattern.findall(plan.text)]
    if not titled and not cited and "十三五" in plan.text and "十四五" in plan.text:
        return PERIODS["十三五"] + 1
    return max(titled or cited, default=None)


def is_past(frame: Frame, begins: int | None) -> bool:
    """Whether a date lies before the plan begins."""
    if begins is None:
        return False
    ends = frame.year if frame.year is not None else PERIODS.get(frame.period)
    return ends is not None and ends < begins


def tells_background(plan: Plan, clause: Clause) -> bool:
    """Whether the clause, or one above it, is headed 发展基础, 面临形势 and the like."""
    return any(grammar().background.search(above.heading) for above in (*plan.parents(clause), clause))
