"""What has been said on the page so far."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.models import Answer, Citation, Turn


class Exchange(NamedTuple):
    """A question as it was typed, and its answer: None while it is sought."""

    question: str
    answer: Answer | None


class Pointer(NamedTuple):
    """Which citation of the conversation is meant: ``turn`` from 0, ``number`` from 1."""

    turn: int
    number: int
    related: bool


class Shown(NamedTuple):
    """Citations to mark in the text of a plan; ``here`` is the index of the one to open at."""

    citations: tuple[Citation, ...]
    here: int
    related: bool


NOTHING = Shown((), 0, related=False)


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The conversation as the assistant reads it."""
    return [
        turn
        for question, answer in exchanges
        if answer is not None
        for turn in (
            Turn(role="user", content=question),
            Turn(role="assistant", content=answer.text, cited=answer.state.cited),
        )
    ]


def shown(exchanges: Sequence[Exchange], pointer: Pointer) -> Shown:
    """The citations among which ``pointer`` points at one; ``NOTHING`` if there is no such citation."""
    if not 0 <= pointer.turn < len(exchanges):
        return NOTHING
    answer = exchanges[pointer.turn].answer
    citations = () if answer is None else answer.related if pointer.related else answer.citations
    return Shown(citations, pointer.number - 1, pointer.related) if 1 <= pointer.number <= len(citations) else NOTHING


def place_in_text(citation: Citation) -> str:
    """Plan and span as one word, by which the page knows whether the reader is open there already."""
    return f"{citation.plan}:{citation.start}-{citation.end}"
