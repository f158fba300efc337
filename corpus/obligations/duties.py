"""What a sentence binds whom to: one entry for each class and modality word.

Segments between commas are read in order. A segment that is a class and nothing else is the topic of the next
(钢铁行业方面，…); a segment that states no duty may belong to the one before it (鼓励企业采用…，使用…).
"""

from corpus.obligations.binding import Duty, duty_of
from corpus.obligations.modality import modality
from corpus.obligations.segments import Segment, segments
from corpus.obligations.topics import Topic, topic_of, toward


def duties_in(words: str) -> list[Duty]:
    """The duties of a sentence without white space, in reading order."""
    found: list[Duty] = []
    topic: Topic | None = None
    growing = False
    for number, segment in enumerate(segments(words)):
        topic = toward(segment) or topic
        duty = duty_of(segment, topic)
        if duty is not None:
            found.append(duty)
            growing = duty.grows or (duty.modality != "must_not" and (number == 0 or duty.act >= segment.end))
        elif growing and _continues(segment, found[-1]):
            found[-1] = found[-1]._replace(end=segment.end)
        else:
            growing = False
        topic = _next_topic(segment, topic, duty)
    return [duty for duty in found if duty.act < duty.end]


def _next_topic(segment: Segment, topic: Topic | None, duty: Duty | None) -> Topic | None:
    """The topic for the segment behind this one; a class that is bound already is none."""
    own = topic_of(segment) if duty is None else None
    return own or (topic if topic is not None and topic.sector else None)


def _continues(segment: Segment, duty: Duty) -> bool:
    """Whether the segment is still the addressee's action, and no task of the government's."""
    if duty.grows or duty.act >= duty.end:
        return True
    return not any(modality().task.match(segment.words, at) for at in segment.leads(adverbs=False))
