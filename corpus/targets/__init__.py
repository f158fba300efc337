"""The goals that a plan sets, and the indicators that they are about."""

from corpus.targets.targets import targets_of

__all__ = ["targets_of"]
