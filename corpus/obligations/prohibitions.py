"""What segments forbid, hold back, put an end to or rule: 严禁新增产能, 淘汰老旧车辆, 严格执行项目准入政策."""

from corpus.addressees import load_register
from corpus.obligations.classes import class_after
from corpus.obligations.modality import modality
from corpus.obligations.segments import Duty, Phrase, Segment, behind
from corpus.obligations.topics import Topic, of_topic

LEFT_OVER = 8  # characters behind a class that a prohibition holds back: 高碳项目|的信贷投放
THINGS = ("vehicle", "project", "enterprise", "building")


def forbidden(segment: Segment, topic: Topic | None) -> Duty | None:
    """严禁新增钢铁产能, 严格控制新上高耗能项目.

    The action is all that the word forbids or holds back (新建锅炉), unless a class is told not to act (禁止电厂|转为).
    """
    grammar = modality()
    for at in segment.leads(adverbs=True):
        held = grammar.hold.match(segment.words, at)
        word = grammar.forbid.match(segment.words, at) or held
        if word is None:
            continue
        phrase = _object(segment, word.end() if held else _behind_act(segment, word.end()))
        if topic is not None and (topic.sector or (phrase is None and not held)):
            return of_topic(segment, topic, word, "must_not")
        if phrase is not None:
            act = word.end() if held or phrase.start > word.end() else phrase.act
            return Duty(at, segment.end, phrase.start, phrase.end, act, "must_not", word[0])
    return None


def _behind_act(segment: Segment, at: int) -> int:
    """Behind 新建, 使用 and the like, unless they belong to a class's name."""
    acts = modality().forbidden.match(segment.words, at, segment.end)
    end = acts.end() if acts else at
    if modality().inside.match(segment.words, at):  # 严禁在…区域新建…项目
        built = modality().built.search(segment.words, at, segment.end)
        end = built.end() if built else end
    return min([end, *(named.start for named in segment.named if named.start < end < named.end)])


def _object(segment: Segment, at: int) -> Phrase | None:
    """The class that a prohibition names: what it forbids, or whom (禁止燃煤公用电厂转为…)."""
    toward = modality().toward.match(segment.words, at, segment.end)
    at = toward.end() if toward else at
    acting = class_after(segment, at, strict=True)
    if acting is not None:
        return acting
    last = next((named for named in reversed(segment.named) if named.start >= at), None)
    if last is None or segment.end - behind(segment, last) > LEFT_OVER:
        return None
    return Phrase(at, behind(segment, last), at)


def retired(segment: Segment) -> Duty | None:
    """依法依规淘汰落后产能, 加快淘汰老旧车辆."""
    for at in segment.leads(adverbs=True):
        word = modality().retire.match(segment.words, at, segment.end)
        phrase = _object(segment, word.end()) if word else None
        if word and phrase and any(load_register().group(named.kind) in THINGS for named in segment.named):
            return Duty(at, segment.end, phrase.start, phrase.end, word.end(), "must", word[0])
    return None


def of_rules(segment: Segment) -> Duty | None:
    """严格执行|高耗能项目|准入政策: whom the rules are for."""
    grammar = modality()
    for at in segment.leads(adverbs=False):
        word = grammar.rules.match(segment.words, at, segment.end)
        for named in segment.named if word else ():
            end = behind(segment, named)
            if (
                word
                and load_register().group(named.kind) in ("project", "building")
                and grammar.of_rules.match(segment.words, end)
            ):
                return Duty(at, segment.end, word.end(), end, end, "must", word[0])
    return None
