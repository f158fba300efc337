"""Goals without a number in one part of a sentence: measures that rise or fall, and what is to be done by a date."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from corpus.targets.goals import Goal
from corpus.targets.grammar import BLANK, Change, grammar
from corpus.targets.indicators import Named, is_limited, is_strict, split_measures
from corpus.targets.sheets import Part, Sheet

AND = re.compile("[和与及]")
ENDS = "，；。：、,;.ꎬꎮ的" + BLANK


class _Body(NamedTuple):
    """Words of a part, as masked, without what leads up to them."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    def name(self, begin: int, end: int) -> Named:
        """The name in ``words[begin:end]``, without places, adverbs and stops around it."""
        words = grammar().trailing.sub("", self.words[begin:end].rstrip(ENDS))
        lead = grammar().leading.match(words)
        skipped = lead.end() if lead and lead.end() < len(words) else 0
        skipped += len(words[skipped:]) - len(words[skipped:].lstrip(ENDS))
        return Named(self.start + begin + skipped, words[skipped:].replace(BLANK, "").strip(ENDS))

    def wording(self, named: Named, goal: str, *, change: Change = "level", measured: bool = False) -> Goal:
        """The goal that says ``goal`` of ``named``."""
        return Goal(named.start, self.end, named.name, change, goal=goal.replace(BLANK, ""), measured=measured)


def wordings_in(sheet: Sheet, part: Part) -> list[Goal]:
    """The goals that ``part`` sets without a number."""
    if grammar().purpose.search(sheet.masked[part.start : part.end].strip(ENDS)):
        return []
    found: list[Goal] = []
    for body in _bodies(sheet, part):
        found += _measured(body) or (_by_date(body) if part.frame.dated else [])
    return found


def _bodies(sheet: Sheet, part: Part) -> list[_Body]:
    """The part, cut at a 、 between verbs (优化产业结构、提升用能效率) or statements (优势更加凸显、比重显著提升)."""
    cuts = [match.end() for match in grammar().again.finditer(sheet.masked, part.start + 1, part.end)]
    if grammar().subject_first.search(sheet.masked[part.start : part.end].rstrip(ENDS)):
        commas = (at for at in range(part.start, part.end) if sheet.masked[at] == "、")
        cuts += [at + 1 for at in commas if grammar().subject_first.search(sheet.masked[part.start : at])]
    bounds = sorted({part.start, *cuts, part.end})
    bodies: list[_Body] = []
    for start, end in pairwise(bounds):
        lead = grammar().leading.match(sheet.masked, start, end)
        begin = lead.end() if lead else start
        words = sheet.masked[begin:end].rstrip(ENDS)
        if words:
            bodies.append(_Body(begin, words))
    return bodies


def _measured(body: _Body) -> list[Goal]:
    """煤炭消费比重持续下降; 持续提高电能占终端能源消费的比重; 二氧化碳排放完成省下达目标任务."""
    for pattern, change, sides, accepts in _changes():
        for match in pattern.finditer(body.words):
            for named in _around(body, match, sides):
                names = split_measures(grammar().etc.sub("", named.name), named.start) if named.name else []
                if names and all(is_strict(part.name) for part in names) and accepts(names[-1].name):
                    return [body.wording(part, match[0], change=change, measured=True) for part in names]
    return []


def _changes() -> list[tuple[re.Pattern[str], Change, str, Callable[[str], bool]]]:
    """What may be said of a measure: the pattern, the change, where the measure stands, and which it may be."""
    return [
        (grammar().assigned, "level", "front", is_strict),
        (grammar().stable, "level", "front", is_strict),
        (grammar().controlled, "level", "front", is_strict),
        (grammar().rising, "up", "both", is_strict),
        (grammar().falling, "down", "both", is_strict),
        (grammar().control, "level", "behind", is_limited),
    ]


def _around(body: _Body, match: re.Match[str], sides: str) -> list[Named]:
    """What stands behind a verb, and in front of one that ends the words or an attribute (占比逐渐提高的系统)."""
    begin, end = match.span()
    follows = sides != "front" and body.words[end : end + 1] not in ("", "、", "和", "与", "及")
    found = [body.name(end, len(body.words))] if follows else []
    if sides != "behind" and begin > 0 and (end == len(body.words) or body.words[end] == "的"):
        action = grammar().action.match(body.words, 0, begin) if end < len(body.words) else None
        found.append(body.name(action.end() if action else 0, begin))
    return found


def _by_date(body: _Body) -> list[Goal]:
    """What is to be done or reached by a date; not how (坚持…, 以…为核心)."""
    goals = _peak(body)
    if not goals and not grammar().adverbial.match(body.words.lstrip(BLANK)):
        goals = _done(body) or _state(body)
    return [goal for goal in goals if not AND.match(goal.name)]


def _peak(body: _Body) -> list[Goal]:
    """二氧化碳排放量达到峰值; 如期实现碳达峰."""
    match = grammar().peak.search(body.words)
    if match is None:
        return []
    named = body.name(0, match.start())
    aim = "碳中和" if "碳中和" in match[0] else "碳达峰"
    return [body.wording(named if named.name else Named(body.start, aim), "达到峰值")]


def _done(body: _Body) -> list[Goal]:
    """建成国家生态园林城市."""
    verb = grammar().verb_first.match(body.words)
    named = body.name(verb.end(), len(body.words)) if verb else None
    if verb is None or named is None or not named.name:
        return []
    return [body.wording(named, verb[0])._replace(start=body.start)]


def _state(body: _Body) -> list[Goal]:
    """绿色低碳发展的经济体系初步形成; 大型公共建筑全面执行三星级标准, where the goal is about what stands behind."""
    does = grammar().does.search(body.words)
    if does and does.start() > 0 and does.end() < len(body.words) and not grammar().subject_first.search(body.words):
        named = body.name(does.end(), len(body.words))
        owner = body.name(0, does.start())
        return [body.wording(named, does[0])._replace(start=owner.start, scope=owner.name)]
    for pattern in (grammar().subject_first, grammar().reaches):
        match = pattern.search(body.words)
        named = body.name(0, match.start()) if match else None
        if match and named and named.name:
            return [body.wording(named, body.words[match.start() :])]
    return []
