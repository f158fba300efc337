"""Whether an obligation is addressed to a profile: by the kinds of its addressee, and the words that narrow them."""

import re
from typing import NamedTuple

from assistant.check.items import THING, Item, items
from assistant.check.narrowing import narrowing, words_hold
from assistant.check.reach import Missing, Standing, Truth, all_of, any_of
from assistant.check.tables import say, tables
from corpus.addressees import load_register
from corpus.departments import load_directory
from corpus.listed import is_run
from corpus.models import Obligation
from corpus.plans import Plan

NAME = 4  # characters of a proper name
PROJECT = "项目"


class Addressed(NamedTuple):
    """Whether one is meant, by which kind, and whether that kind names nobody's trade."""

    truth: Truth
    kind: str
    general: bool


def addressed(obligation: Obligation, plan: Plan, standing: Standing) -> Addressed:
    """The best of the kinds that an obligation names; of equal ones the least general."""
    named = next((name for name in _names(obligation) if name in standing.profile.words), None)
    if named:
        return Addressed(Truth(True, (say("named", name=named),)), "", general=False)
    if not obligation.addressees:
        return Addressed(_unknown(obligation), "", general=True)
    found = [_judged(item, kind, plan, standing) for item in items(obligation) for kind in item.kinds]
    found.sort(key=lambda each: each.kind not in standing.stated)
    best = any_of(each.truth for each in found)
    equal = [each for each in found if each.truth.holds == best.holds and each.truth.missing == best.missing]
    return min(equal, key=lambda each: each.general, default=Addressed(best, "", general=True))


def _judged(item: Item, kind: str, plan: Plan, standing: Standing) -> Addressed:
    own = any_of([standing.is_measured(kind, item.measured), *_project_of_trade(item, kind, standing)])
    general = kind in tables().narrowed.general
    if own.holds is False:
        return Addressed(own, kind, general)
    if THING.search(item.whole) and load_register().group(kind) == "enterprise":
        own = all_of([own, _has_thing(item, standing)])
    worded = tuple(_as_printed(fact, kind, item) for fact in own.missing)
    narrowed = [
        truth
        for truth in narrowing(item, kind, plan, standing)
        if truth.holds is not None or worded == own.missing  # 有“老旧车船” says it all
    ]
    return Addressed(all_of([own._replace(missing=worded), *narrowed]), kind, general)


def _project_of_trade(item: Item, kind: str, standing: Standing) -> list[Truth]:
    """Whether it is in a trade and has a project: 钢铁项目 is the project of a steel mill."""
    stem = item.printed.removesuffix(PROJECT)
    if stem == item.printed or load_register().group(kind) != "project":
        return []
    trades = [each for each in load_register().kinds_in(stem) if load_register().group(each) == "enterprise"]
    return [all_of([standing.is_kind(trade), standing.is_kind(PROJECT)]) for trade in trades]


def _has_thing(item: Item, standing: Standing) -> Truth:
    """Whether there is such a project; of outdated capacity it is never known."""
    if item.whole.endswith(PROJECT):
        project = standing.is_kind(PROJECT)
        if project.holds is not None:
            return project
    return Truth(None, (), (Missing(fact=item.whole, form="words", words=say("need_had", kind=item.whole)),))


def _as_printed(fact: Missing, kind: str, item: Item) -> Missing:
    """属于“传统制造业” in the plan's words, where the register says 重点行业."""
    if fact.fact != kind or fact.form not in ("kind", "had") or not load_register().find(item.printed):
        return fact
    front = "" if is_run(item.front) else item.front
    printed = re.sub("[“”]", "", item.whole if THING.search(item.whole) else front + item.printed)
    return fact.model_copy(update={"words": say(f"need_{fact.form}", kind=printed)})


def _unknown(obligation: Obligation) -> Truth:
    """An addressee of no known kind: a body of the government's is not meant, of others one cannot know."""
    if load_directory().mentioned(obligation.addressee):
        return Truth(False)
    return words_hold(obligation.addressee)


def _names(obligation: Obligation) -> list[str]:
    """The items that name nobody's kind but one body: 龙湖胥江天街."""
    parts = load_register().items_in(obligation.addressee)
    return [part.words for part in parts if len(part.words) >= NAME and not part.kinds]
