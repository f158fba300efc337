"""Whom a plan binds, and to what."""

from corpus.obligations.obligations import obligations_of

__all__ = ["obligations_of"]
