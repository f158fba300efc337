"""One indicator in every plan: what is said of it, that nothing is, and what is near and yet another thing."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from corpus.concepts import load_lexicon
from corpus.english import load_translator
from corpus.models import Target
from corpus.normal import normalise, simplify
from corpus.targets.indicators import Indicator, identify, is_measure, key

Likeness = Callable[[str, Sequence[str]], Sequence[float]]  # of a name to others, 1 for the same
NEAR = 0.44  # of the shipped model; over the five plans, what is liker is of the same matter
MOST_NEAR = 3  # near-misses of a plan
DIRECTION = re.compile("(?:下降|降低|提高|提升|增长)(?:率|幅度)?$")  # 单位GDP能耗下降 asks for 单位GDP能耗


class NearMiss(NamedTuple):
    """A target of another indicator, or of the same one in another scope (1.0)."""

    target: Target
    likeness: float


class InPlan(NamedTuple):
    """What one plan says: nothing of the indicator where ``values`` is empty."""

    plan: str
    values: tuple[Target, ...]
    near: tuple[NearMiss, ...]

    @property
    def stated(self) -> bool:
        """Whether the plan says anything of the indicator."""
        return bool(self.values)


class Comparison(NamedTuple):
    """An indicator, and a row for every plan; ``scope`` is empty where any scope was asked for."""

    asked: str
    indicator: str
    scope: str
    rows: tuple[InPlan, ...]


def compare(
    asked: str, targets: Mapping[str, Sequence[Target]], plans: Sequence[str], *, likeness: Likeness
) -> Comparison:
    """One indicator across ``plans``.

    Args:
        asked: its name in any wording that the lexicon knows, with a scope or without.
        targets: of each plan.
        plans: the ids of those to compare.
        likeness: how like a name is to others.
    """
    every = [target for plan_id in plans for target in targets[plan_id]]
    wanted = resolve(asked, every)
    names = sorted({target.indicator for target in every})
    like = dict(zip(names, likeness(wanted.name, names), strict=True)) if names else {}
    rows = tuple(_row(plan_id, targets[plan_id], wanted, like) for plan_id in plans)
    return Comparison(asked, wanted.name, wanted.scope, rows)


def resolve(asked: str, targets: Sequence[Target]) -> Indicator:
    """The indicator that ``asked`` means: by its name or an alias, by the lexicon's concept, or in English."""
    known = {target.indicator for target in targets}
    printed = {key(target.printed): target.indicator for target in targets}
    words = simplify(asked).strip()
    for name in (words, DIRECTION.sub("", words), *load_translator(load_lexicon()).translate(words).split()):
        found = identify(name)
        if found.name in known:
            return found._replace(scope="" if found.name == name else found.scope)  # a name may say its scope itself
        if key(name) in printed:
            return Indicator(printed[key(name)], "")
    concepts = _concepts(words)
    same = sorted(name for name in known if concepts & _concepts(name))
    return Indicator(same[0], "") if len(same) == 1 else identify(words)


def of_indicator(targets: Sequence[Target], asked: str) -> list[Target]:
    """The targets of the indicator that ``asked`` means; where it means none, those whose name holds the words."""
    wanted = resolve(asked, targets)
    words = normalise(asked)
    return [target for target in targets if _is_meant(target, wanted)] or [
        target for target in targets if words in normalise(target.indicator) or words in normalise(target.printed)
    ]


def _concepts(name: str) -> frozenset[str]:
    """The concepts that the whole of a name means."""
    found = load_lexicon().mentioned_in(name)
    return frozenset(mention.concept for mention in found if mention.end - mention.start == len(name))


def _row(plan: str, targets: Sequence[Target], wanted: Indicator, like: Mapping[str, float]) -> InPlan:
    values = [target for target in targets if _is_meant(target, wanted)]
    near = [
        NearMiss(target, round(float(like[target.indicator]), 2))
        for target in targets
        if target not in values and _is_near(target, wanted, like[target.indicator])
    ]
    nearest = sorted(near, key=lambda miss: (-miss.likeness, miss.target.part))[:MOST_NEAR]
    return InPlan(plan, tuple(values), tuple(nearest))


def _is_near(target: Target, wanted: Indicator, likeness: float) -> bool:
    """Whether its name holds the name, or is like it and measures too: what is set up is no near-miss of a rate."""
    if wanted.name in target.indicator:
        return True
    return likeness >= NEAR and (is_measure(target.indicator) or not is_measure(wanted.name))


def _is_meant(target: Target, wanted: Indicator) -> bool:
    return target.indicator == wanted.name and wanted.scope in ("", target.scope)
