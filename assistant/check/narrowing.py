"""What the words around an addressee's kind ask of one: a fact, new or existing, another kind, or just these words."""

import re

from assistant.check.items import Item
from assistant.check.reach import Missing, Standing, Truth, status_of
from assistant.check.tables import Phrase, say, tables
from corpus.addressees import load_register
from corpus.plans import Plan

Found = tuple[list[Truth], str]  # what is asked, and the words that are left to read


def narrowing(item: Item, kind: str, plan: Plan, standing: Standing) -> list[Truth]:
    """Everything that an item's words ask besides the kind; words that nothing explains must hold as they stand."""
    rest = item.front + _without_kind(item.printed, kind)
    asked: list[Truth] = []
    for step in (_facts, _phrases, _status, _kinds):
        truths, rest = step(item, kind, standing, rest)
        asked += truths
    for name in plan.info.names:
        rest = rest.replace(name, "")
    if tables().narrowed.plain.sub("", rest):
        asked.append(words_hold(item.front + item.printed))
    return asked


def _facts(item: Item, kind: str, standing: Standing, rest: str) -> Found:
    """超过用能限额的…: a field of the profile; 新增和更新 only of vehicles, where it means buying one."""
    asked: list[Truth] = []
    vehicle = load_register().group(kind) == "vehicle"
    for name, fact in tables().facts.items():
        if fact.printed and fact.printed.search(item.front + item.printed) and (name != "renewing" or vehicle):
            rest = fact.printed.sub("", rest)
            if fact.kind not in load_register().above(kind):
                asked.append(standing.has_fact(name))
    return asked, rest


def _phrases(item: Item, kind: str, standing: Standing, rest: str) -> Found:
    """市属, 高能耗, 公用: words that are part of a kind's alias and narrower than the kind."""
    said = item.whole if item.whole.endswith("过程") else item.front + item.printed
    asked: list[Truth] = []
    for phrase in tables().phrases:
        if phrase.printed.search(said):
            rest = phrase.printed.sub("", rest)
            if phrase.kind or load_register().above(kind).isdisjoint(phrase.within):
                asked.append(_phrase_holds(phrase, standing))
    return asked, rest


def _phrase_holds(phrase: Phrase, standing: Standing) -> Truth:
    if phrase.kind:
        return standing.is_kind(phrase.kind)
    if phrase.printed.search(standing.profile.words):
        return Truth(True, (say("holds", fact=phrase.words),))
    return Truth(None, (), (Missing(fact=phrase.zh, form="words", words=phrase.words),))


def _status(item: Item, kind: str, standing: Standing, rest: str) -> Found:
    """现有, 新的: of a kind that does not say so by itself."""
    asked: list[Truth] = []
    vehicle = load_register().group(kind) == "vehicle"
    whose = "项目" if item.whole.endswith("项目") else kind
    for status, pattern in (("new", tables().narrowed.new), ("existing", tables().narrowed.existing)):
        if pattern.search(item.front + item.printed) and not (status == "new" and vehicle):
            rest = pattern.sub("", rest)
            if status_of(kind) != status:
                asked.append(standing.has_status(status, whose))
    return asked, rest


def _kinds(item: Item, kind: str, standing: Standing, rest: str) -> Found:
    """校园|新建建筑项目: another kind that one must be."""
    asked: list[Truth] = []
    for named in reversed(load_register().find(rest)):
        if named.kind not in tables().narrowed.general and load_register().group(named.kind) != "place":
            rest = rest[: named.start] + rest[named.end :]
            asked.append(standing.is_kind(named.kind))
    return asked, rest


def _without_kind(printed: str, kind: str) -> str:
    """The item without the words that name the kind."""
    rest = printed
    for named in reversed(load_register().find(printed)):
        if named.kind == kind:
            rest = rest[: named.start] + rest[named.end :]
    return "" if rest == printed and load_register().kinds_in(printed) == (kind,) else rest


def words_hold(printed: str) -> Truth:
    """That one is what the plan's own words say: not known."""
    words = say("need_words", printed=re.sub("[“”]", "", printed))
    return Truth(None, (), (Missing(fact=printed, form="words", words=words),))
