"""The registers: every target, every department's tasks and every obligation of the plans, as data."""

from assistant.registers.filters import EVERYTHING, Filters
from assistant.registers.registers import Registers

__all__ = ["EVERYTHING", "Filters", "Registers"]
