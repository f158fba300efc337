"""What a question was taken to be about: kept with its answer, and shown where it comes from the questions before."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.models import Citation, Cited, Fact, Question, State

LONGEST = 24  # characters of a topic that are shown


class Shown(NamedTuple):
    """A fact of the state in words, and whether it comes from the questions before."""

    text: str
    carried: bool


def state_of(question: Question, citations: Sequence[Citation]) -> State:
    """What the question was taken to be about, and what its answer cites."""
    return State(
        kind=question.kind,
        plans=question.plans,
        topic=question.topic,
        indicator=question.indicator,
        years=question.years,
        departments=question.departments,
        carried=tuple(dict.fromkeys(question.carried)),
        cited=tuple(Cited(plan=c.plan, clause=c.clause, start=c.start, end=c.end) for c in citations),
    )


def shown_facts(state: State, shorts: Mapping[str, str]) -> list[Shown]:
    """Places, years, topic and departments, as far as there are any; nothing unless some are carried over.

    Args:
        state: of an answer.
        shorts: what the plans are called, by their ids.
    """
    texts: dict[Fact, str] = {
        "plans": "、".join(shorts[plan] for plan in state.plans if plan in shorts),
        "years": "、".join(f"{year}年" for year in state.years),
        "topic": state.topic if len(state.topic) <= LONGEST else state.topic[: LONGEST - 1] + "…",
        "departments": "、".join(state.departments),
    }
    facts = [Shown(text, name in state.carried) for name, text in texts.items() if text]
    return facts if any(fact.carried for fact in facts) else []
