"""How one segment binds a class: a modality word in front of it or behind it, or a plain statement on it."""

import re

from corpus.addressees import load_register
from corpus.obligations.classes import class_after, is_general, opens_action
from corpus.obligations.modality import modality
from corpus.obligations.prohibitions import forbidden, of_rules, retired
from corpus.obligations.segments import Duty, Phrase, Segment, Strength, behind
from corpus.obligations.topics import Topic, is_subject, of_topic
from corpus.places import load_gazetteer
from corpus.responsibility import is_body
from corpus.sentences import enclosed

OWN_STATE = ("领导小组", "政府")  # what they do is the plan's own work, not a duty of a class
NO_CLASS = ("公共区域", "社区")  # a figure for 城市建成区 is a goal and binds nobody
OUTDATED = (("落后产能",), ("落后设备",))  # 推动落后产能退出 binds, however soft the word
EPITHET = 4  # characters in front of a class that another object precedes: 高效|燃煤机组
ACTORS = ("enterprise", "institution", "person")


def duty_of(segment: Segment, topic: Topic | None) -> Duty | None:
    """The duty that the segment states, if any."""
    return (
        forbidden(segment, topic)
        or retired(segment)
        or _modal_behind(segment)
        or _modal_first(segment, topic)
        or _told(segment)
        or _told_inside(segment)
        or _told_second(segment)
        or _product(segment)
        or _liable(segment)
        or _located(segment)
        or of_rules(segment)
        or _plain_topic(segment, topic)
        or _plain(segment)
    )


def _modal_behind(segment: Segment) -> Duty | None:
    """企业应…, 宾馆、酒店等不再…, 新建建筑100%执行…."""
    start = segment.head()
    for named in segment.named:
        if named.start < start:
            continue
        end = behind(segment, named)
        modal = modality().modal.match(segment.words, _between(segment, end), segment.end)
        if modal and is_subject(segment, start, end):
            return Duty(start, segment.end, start, end, modal.end(), _strength(modal), modal[0], grows=True)
        word = modality().strong.match(segment.words, end, segment.end)
        if word and opens_action(segment, word.end()) and is_subject(segment, start, end):
            return Duty(start, segment.end, start, end, word.end(), "encouraged", word[0])
    return _department(segment, start)


def _strength(modal: re.Match[str]) -> Strength:
    return "must_not" if modal.lastgroup == "never" else "must"


def _department(segment: Segment, start: int) -> Duty | None:
    """市发展改革委要…: a department by its name."""
    modal = modality().demand.search(segment.words, start, segment.end)
    name = segment.words[start : modal.start()] if modal else ""
    if (
        modal
        and modality().department.match(name)
        and is_body(name)
        and modality().modal.match(segment.words, modal.start())
    ):
        return Duty(start, segment.end, start, modal.start(), modal.end(), "must", modal[0], grows=True)
    return None


def _between(segment: Segment, at: int) -> int:
    """Behind what may stand between the addressee and the verb: 等, 原则上, 在…前提下."""
    if segment.words.startswith("等", at):
        at += 1
    between = modality().between.match(segment.words, at, segment.end)
    return between.end() if between else at


def _modal_first(segment: Segment, topic: Topic | None) -> Duty | None:
    """…的建筑，|应…; 具备条件的|应…; 对既有建筑，|鼓励采用…; 化工行业方面，|加快…."""
    if topic is None:
        return None
    at = segment.head()
    pattern = modality().strong if topic.toward else modality().weak
    word = pattern.match(segment.words, at, segment.end)
    own = word is not None and class_after(segment, word.end(), strict=True) is not None
    if word and not own and (topic.toward or (topic.sector and topic.act + 1 == segment.start)):
        return of_topic(segment, topic, word, "encouraged")
    condition = modality().conditional.match(segment.words, segment.start, segment.end)
    if condition and modality().modal.match(segment.words, condition.end(), segment.end):
        at = condition.end()
    modal = modality().modal.match(segment.words, _between(segment, at), segment.end)
    return of_topic(segment, topic, modal, _strength(modal)) if modal else None


def _told(segment: Segment) -> Duty | None:
    """鼓励企业…, 推动园区…, 要求商户…, 确保重点企业…, at the segment's head."""
    grammar = modality()
    for at in segment.leads(adverbs=True):
        for pattern in (grammar.strong, grammar.weak, grammar.urge, grammar.ensure):
            word = pattern.match(segment.words, at, segment.end)
            phrase = class_after(segment, word.end(), strict=pattern is not grammar.strong) if word else None
            if word is None or phrase is None or _is_one_place(segment, phrase):
                continue
            kinds = load_register().kinds_in(segment.words[phrase.start : phrase.end])
            if pattern is grammar.ensure and not any(load_register().group(kind) in ACTORS for kind in kinds):
                continue
            encouraged = pattern in (grammar.strong, grammar.weak) and kinds[-1:] not in OUTDATED
            return Duty(at, segment.end, *phrase, "encouraged" if encouraged else "must", word[0])
    return None


def _is_one_place(segment: Segment, phrase: Phrase) -> bool:
    """Whether it is one named park or district (无锡经开区) and no class."""
    first = next((named for named in segment.named if named.start >= phrase.start), None)
    named_place = load_gazetteer().beginning(segment.words[phrase.start : phrase.end])
    return named_place is not None and first is not None and load_register().group(first.kind) == "place"


def _told_inside(segment: Segment) -> Duty | None:
    """A strong word in the middle of a segment, where a class and its action follow it."""
    grammar, inside = modality(), enclosed(segment.text)
    for word in grammar.strong.finditer(segment.words, segment.start, segment.end):
        before, after = segment.words[: word.start()], segment.words[word.end() :]
        quoted = inside[word.start() - segment.start]
        if quoted or grammar.strong_before.search(before[-4:]) or grammar.strong_after.match(after):
            continue
        phrase = class_after(segment, word.end(), strict=True)
        if phrase is not None and not _is_one_place(segment, phrase):
            return Duty(word.start(), segment.end, *phrase, "encouraged", word[0])
    return None


def _told_second(segment: Segment) -> Duty | None:
    """推进…电源建设和|高效燃煤机组灵活性改造: a class behind another object of the same word."""
    grammar = modality()
    for at in segment.leads(adverbs=True):
        word = grammar.strong.match(segment.words, at, segment.end) or grammar.weak.match(
            segment.words, at, segment.end
        )
        other = grammar.other_object.search(segment.words, word.end(), segment.end) if word else None
        named = next((one for one in segment.named if other and 0 <= one.start - other.end() <= EPITHET), None)
        if word and other and named and load_register().group(named.kind) in ACTORS:
            phrase = class_after(segment, named.start, strict=True)
            if phrase is not None:
                return Duty(at, segment.end, other.end(), phrase.end, phrase.act, "encouraged", word[0])
    return None


def _product(segment: Segment) -> Duty | None:
    """引导|建材产品|向轻型化转型: a trade's products that are to change, which is for the trade to do."""
    for at in segment.leads(adverbs=True):
        word = modality().strong.match(segment.words, at, segment.end)
        product = modality().product.match(segment.words, word.end(), segment.end) if word else None
        if word and product and load_register().kinds_in(product["who"]):
            return Duty(at, segment.end, *product.span("who"), product.end("who"), "encouraged", word[0])
    return None


def _liable(segment: Segment) -> Duty | None:
    """强化|高耗能企业|绿电消费责任, 压实|企业|节能主体责任."""
    grammar = modality()
    for at in segment.leads(adverbs=True):
        word = grammar.liable.match(segment.words, at, segment.end)
        for named in reversed(segment.named) if word else ():
            duty = grammar.liability.match(segment.words, named.end, segment.end)
            if word and duty and named.start >= word.end() and load_register().group(named.kind) in ACTORS:
                return Duty(at, segment.end, word.end(), named.end, named.end, "must", word[0])
    return None


def _located(segment: Segment) -> Duty | None:
    """在…行业和物流园区推广…: the class that is to use it."""
    for at in (match.end() for match in modality().inside.finditer(segment.words, segment.start, segment.end)):
        for named in segment.named:
            end = behind(segment, named)
            use = modality().use.match(segment.words, end, segment.end) if named.start >= at else None
            if use and is_subject(segment, at, end) and not is_general(segment.words[at:end]):
                act = use.end() if use.end() < segment.end else use.start()
                return Duty(at - 1, segment.end, at, end, act, "encouraged", use["word"])
    return None


def _plain_topic(segment: Segment, topic: Topic | None) -> Duty | None:
    """…的建筑，在…前提下安装…; 电力行业方面，按时完成…; 对…行业组织实施…改造."""
    if topic is None:
        return None
    grammar, at = modality(), _between(segment, segment.head())
    if topic.toward:
        act = topic.act if segment.start <= topic.act < segment.end else segment.start
        done = grammar.done_to.match(segment.words, act, segment.end)
        return Duty(topic.start, segment.end, topic.who_start, topic.who_end, act, "must", "") if done else None
    if grammar.firm.match(segment.words, at, segment.end) or (
        topic.sector and topic.act + 1 == segment.start and grammar.soft.match(segment.words, at, segment.end)
    ):
        start = segment.start if topic.sector else topic.start
        return Duty(start, segment.end, topic.who_start, topic.who_end, at, "must", "")
    return None


def _plain(segment: Segment) -> Duty | None:
    """新增或更新的公交车采用…, 市属国有企业编制…, 各有关部门密切配合."""
    start = segment.head()
    for named in segment.named:
        end = behind(segment, named)
        if named.start >= start and is_subject(segment, start, end):
            phrase = Phrase(start, end, _between(segment, end))
            if _binds(segment, phrase, named.kind):
                return Duty(start, segment.end, *phrase, "must", "")
    return None


def _binds(segment: Segment, phrase: Phrase, kind: str) -> bool:
    """Whether the words at ``act`` make a plain statement a duty."""
    grammar, words = modality(), segment.words
    narrow = grammar.narrowed.search(words, phrase.start, phrase.end)
    if kind in NO_CLASS or kind in OWN_STATE:
        return False
    patterns = [grammar.firm]
    if load_register().group(kind) == "government" and grammar.many.search(words[phrase.start : phrase.end]):
        patterns.append(grammar.government)
    if narrow:
        patterns.append(grammar.soft)
    if grammar.new.search(words, phrase.start, phrase.end):
        patterns.append(grammar.newly)
    return any(pattern.match(words, phrase.act, segment.end) for pattern in patterns)
