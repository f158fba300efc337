"""The enterprise check: what the plans bind a profile to, forbid it and encourage it to do, and what they would."""

from assistant.check.judge import Check, Finding, check
from assistant.check.profile import Profile, Range
from assistant.check.reading import Reading, read

__all__ = ["Check", "Finding", "Profile", "Range", "Reading", "check", "read"]
