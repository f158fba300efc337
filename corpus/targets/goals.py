"""A goal as one part of a sentence says it, before it is placed in a plan."""

from typing import NamedTuple

from corpus.models import Quantity
from corpus.targets.grammar import Change


class Goal(NamedTuple):
    """What ``words[start:end]`` aims at: ``name`` is what is measured or done."""

    start: int
    end: int
    name: str
    change: Change = "level"
    quantity: Quantity | None = None
    goal: str = ""  # what is said instead of a number
    scope: str = ""
    printed: str = ""  # where the plan prints less than the name: 无害化处理率
    measured: bool = False  # whether a thing without a number is a measure
    annual: bool = False
    year: int | None = None  # where it differs from the date of its part: 2025年、2030年分别

    @property
    def canonical_suffix(self) -> str:
        """What a yearly growth adds to the name of what grows."""
        return {"up": "年均增速", "down": "年均降幅", "level": ""}[self.change] if self.annual else ""
