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


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The conversation as the assistant reads it."""
    return [
        turn
        for question, answer in exchanges
        if answer is not None
        for turn in (Turn(role="user", content=question), Turn(role="assistant", content=answer.text))
    ]


def cited(exchanges: Sequence[Exchange], pointer: Pointer) -> tuple[Citation, ...]:
    """The citations of the answer that ``pointer`` points into, its own first; none if there is no such citation."""
    if not 0 <= pointer.turn < len(exchanges):
        return ()
    answer = exchanges[pointer.turn].answer
    listed = () if answer is None else answer.related if pointer.related else answer.citations
    if not 1 <= pointer.number <= len(listed):
        return ()
    own = listed[pointer.number - 1]
    return (own, *(other for other in listed if other is not own))
