"""Which class of addressees stands behind a modality word, and whether it is told to act."""

from collections.abc import Iterator

from corpus.addressees import Named, load_register
from corpus.obligations.modality import modality
from corpus.obligations.segments import Phrase, Segment, behind

APART = 2  # characters between two names that are one noun phrase: 港口|内部|集卡
LIST_REACH = 14  # characters between 等 and the noun that sums the list up: 等重点用能行业
QUOTES = ("“”", "（）")
SLACK = 8  # characters of an unknown noun between a known one and the verb: 企业研发机构开展


def class_after(segment: Segment, at: int, *, strict: bool) -> Phrase | None:
    """The addressee that begins at ``at`` and is to act: 企业建立…, 企业、园区等…, 企业数字化转型.

    Args:
        segment: where to look.
        at: behind the modality word.
        strict: whether an action must follow in the same segment, and nothing but the class may stand before it.
    """
    eligible = modality().eligible.search(segment.words, at, segment.end)
    if eligible and modality().describing.match(segment.words, at):
        at = eligible.end()
    if opens_action(segment, at):
        return None if strict else _described(segment, at)
    if strict and modality().situated.match(segment.words, at):
        return None
    before = _behind_description(segment, at)
    for named, following in _named_from(segment, before):
        if _acts_between(segment, before, named.start, verbs=strict or before > at):
            break
        before = named.end
        phrase = _ends(segment, at, named, following, strict=strict)
        if phrase is not None:
            return phrase if _is_told(segment, named, phrase, strict=strict) else None
    return None if strict else _with_slack(segment, at)


def _acts_between(segment: Segment, start: int, end: int, *, verbs: bool) -> bool:
    """Whether a preposition (or verb) stands there and describes nothing (…的企业)."""
    words = segment.words[start:end]
    if "的" in words or modality().modifier.match(words) or not words:
        return False
    return bool(modality().preposition.search(words)) or (
        verbs and any(len(verb[0]) > 1 for verb in modality().verb.finditer(words))
    )


def _is_told(segment: Segment, named: Named, phrase: Phrase, *, strict: bool) -> bool:
    """Whether a class is told to act: 企业建立…, never 园区建设 or 产业发展."""
    promoted = modality().promoted.match(segment.words, phrase.act, segment.end)
    general = is_general(segment.words[max(phrase.start, named.start - 1) : named.end])
    if strict:
        return phrase.act < segment.end and not promoted and not general
    return not (promoted and (general or load_register().group(named.kind) in ("place", "project")))


def is_general(words: str) -> bool:
    """Whether a class is too general to be told to do something: 产业, 重点领域."""
    return bool(modality().general.search(words))


def opens_action(segment: Segment, at: int) -> bool:
    """Whether an action begins at ``at``: neither a class's name nor what describes one (新建…, 使用…的船舶)."""
    words, grammar = segment.words, modality()
    if any(named.start == at for named in segment.named) or grammar.modifier.match(words, at):
        return False
    if grammar.describing.match(words, at) and _is_described(segment, at):
        return False
    return bool(grammar.action.match(words, at, segment.end))


def _behind_description(segment: Segment, at: int) -> int:
    """Behind 纳入名录的 in front of a class; ``at`` where nothing describes it."""
    described = modality().describing.match(segment.words, at) and _is_described(segment, at)
    return segment.words.find("的", at, segment.end) + 1 if described else at


def _is_described(segment: Segment, at: int) -> bool:
    """Whether 的 stands in front of a class, or ends the segment."""
    if segment.text.endswith("的") and not segment.text.endswith("目的"):
        return True
    return any("的" in segment.words[at : named.start] for named in segment.named)


def _named_from(segment: Segment, at: int) -> Iterator[tuple[Named, Named | None]]:
    rest = [named for named in segment.named if named.start >= at and not _in_bracket(segment, named)]
    rest = [named for named in rest if not modality().compound.match(segment.words, named.end, segment.end)]
    yield from zip(rest, [*rest[1:], None], strict=False)


def _in_bracket(segment: Segment, named: Named) -> bool:
    """Whether it stands in a bracket that explains the class in front: 产业园区（集聚区）."""
    before = segment.words[segment.start : named.start]
    return before.count("（") > before.count("）")


def _ends(segment: Segment, at: int, named: Named, following: Named | None, *, strict: bool) -> Phrase | None:
    """The phrase, if it ends with ``named``."""
    words, grammar = segment.words, modality()
    end = behind(segment, named)
    if any(words.count(opening, at, end) != words.count(closing, at, end) for opening, closing in QUOTES):
        return None
    if words.startswith("等", end):
        return _ends_list(segment, at, end, following, strict=strict)
    if following is not None and grammar.conjunction.match(words, end):
        return None
    if following is not None and following.start == end:
        return None  # 校园|新建建筑
    if end == segment.end or grammar.action.match(words, end, segment.end):
        return Phrase(at, end, end)
    if words.startswith("的", end) or (following is not None and following.start - end <= APART):
        return None
    noun = grammar.noun.match(words, end, segment.end)
    if noun is None or (strict and not _acts(named, words)):
        return None
    listed = words[end] == "、" or (
        grammar.conjunction.match(words, end) and not _acts(named, words)
    )  # 示范工程|和能力建设
    return None if listed else Phrase(at, end, end)


def _acts(named: Named, words: str) -> bool:
    """Whether a noun behind it is its own action: an enterprise's 数字化转型, not a project's or infrastructure's."""
    if words[named.start : named.end].endswith("设施"):
        return False
    return load_register().group(named.kind) not in ("project", "government")


def _ends_list(segment: Segment, at: int, end: int, following: Named | None, *, strict: bool) -> Phrase | None:
    """A、B等 ends the phrase unless a noun sums the list up."""
    words, grammar = segment.words, modality()
    if end + 1 == segment.end or grammar.action.match(words, end + 1, segment.end):
        return Phrase(at, end, end + 1)
    if following is not None and following.start - end <= LIST_REACH:
        return None
    summed = grammar.summed.match(words, end, segment.end)
    act = summed.end() if summed else end + 1
    noun = grammar.noun.match(words, act, segment.end) and grammar.quality.match(words, act)
    acts = grammar.action.match(words, act, segment.end) or noun
    return Phrase(at, end, act) if acts or not strict else None


def _described(segment: Segment, at: int) -> Phrase | None:
    """淘汰使用20年以上的船舶, 发行债券的企业: a class that a verb in front of it describes or acts upon."""
    words, grammar = segment.words, modality()
    taken = grammar.object.match(words, at, segment.end)
    for named, _ in _named_from(segment, at):
        end = behind(segment, named)
        if taken and end == segment.end and load_register().group(named.kind) in ("vehicle", "building"):
            return Phrase(taken.end(), end, at)
        told = grammar.verb.match(words, end, segment.end) and not grammar.promoted.match(words, end, segment.end)
        if told and "的" in words[at : named.start]:
            return Phrase(at, end, end)
    return None


def _with_slack(segment: Segment, at: int) -> Phrase | None:
    """企业研发机构开展…: a few more characters of the noun, then the verb."""
    for named, _ in _named_from(segment, at):
        end = behind(segment, named)
        if modality().preposition.search(segment.words, at, named.start):
            break
        for stop in range(end + 1, min(end + SLACK, segment.end)):
            if segment.words[stop - 1] in "的、和与":
                break
            verb = modality().action.match(segment.words, stop, segment.end)
            if verb and len(verb[0]) > 1:
                return Phrase(at, stop, stop)
    return None
