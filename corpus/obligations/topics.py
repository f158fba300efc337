"""What a segment speaks of: its subject, and the topic that it sets for the segments behind it."""

import re
from typing import NamedTuple

from corpus.obligations.classes import class_after, opens_action
from corpus.obligations.modality import modality
from corpus.obligations.segments import Duty, Segment, Strength, behind


class Topic(NamedTuple):
    """A class in ``words[who_start:who_end]`` of which later segments speak.

    ``sector`` for 钢铁行业方面, which holds to the sentence's end; ``toward`` for 对…项目, to which something is done.
    """

    start: int
    who_start: int
    who_end: int
    act: int
    sector: bool = False
    toward: bool = False


def is_subject(segment: Segment, start: int, end: int) -> bool:
    """Whether ``words[start:end]`` is a noun phrase and no task (加强企业…, 推动园区…)."""
    words, grammar = segment.words[start:end], modality()
    if any(pattern.search(words) for pattern in (grammar.toward, grammar.strong, grammar.urge)):
        return False
    if grammar.weak.match(words) or grammar.circumstance.match(words) or grammar.share.search(words):
        return False
    return not opens_action(segment, start) and ("的" in words or not grammar.stated.search(words))


def toward(segment: Segment) -> Topic | None:
    """对…项目 at the segment's head, whatever follows."""
    for at in segment.leads(adverbs=False):
        word = modality().toward.match(segment.words, at, segment.end)
        phrase = class_after(segment, word.end(), strict=False) if word else None
        if phrase is not None:
            return Topic(at, phrase.start, phrase.end, phrase.act, toward=True)
    return None


def topic_of(segment: Segment) -> Topic | None:
    """A segment that is a class and nothing else: …的既有工业建筑，; 钢铁行业方面，; 更新公务用车的，."""
    start = segment.head()
    if modality().toward.match(segment.words, start):
        return toward(segment)
    for named in reversed(segment.named):
        end = behind(segment, named)
        rest = segment.words[end : segment.end]
        if rest in ("方面", "领域", "行业方面"):
            return Topic(start, start, end, segment.end, sector=True)
        if rest in ("", "的", "等") and is_subject(segment, start, end):
            return Topic(start, start, end, segment.end)
    return None


def of_topic(segment: Segment, topic: Topic, word: re.Match[str], strength: Strength) -> Duty:
    """The duty that ``word`` lays on the topic."""
    start = word.start() if topic.sector else topic.start
    grows = not topic.sector
    return Duty(start, segment.end, topic.who_start, topic.who_end, word.end(), strength, word[0], grows)
