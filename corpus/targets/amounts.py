"""Goals with a number in one part of a sentence: who reaches how much."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.quantities import Measured
from corpus.targets.goals import Goal
from corpus.targets.grammar import BLANK, Change, grammar
from corpus.targets.indicators import is_measure, owned, split_measures, split_names
from corpus.targets.phrases import ENDS, Phrase, phrase_at
from corpus.targets.sheets import Frame, Part, Sheet

LIST = re.compile(r"(?:、|和|及|与|以及)(?:分别)?")
JOINT = re.compile(r"[、和及并]|与(?!.{0,12}相)|以及")
COUNTED = frozenset({"count", "people", "number", "person_trips"})
GRADES = frozenset({"time", "voltage", "temperature", "length", "speed"})  # 20年以上的船舶, 500千伏变电站


class _Group(NamedTuple):
    """Numbers of one list (42%和50%), what stands in front of them and behind them up to ``stop``."""

    numbers: list[Measured]
    left: Phrase
    behind: str
    stop: int
    last: bool

    @property
    def end(self) -> int:
        return self.numbers[-1].end

    @property
    def noun(self) -> str:
        """What stands behind the numbers, up to the next number or the end of the part."""
        return _plain(self.behind)


def amounts_in(sheet: Sheet, part: Part, before: Sequence[Goal]) -> list[Goal]:
    """The goals with numbers in ``part``; ``before`` are those of the parts in front of it."""
    found: list[Goal] = []
    rest = [m for m in sheet.quantities if part.start <= m.start < part.end]
    at, action = part.start, ""
    while rest:
        numbers, rest = _next(sheet, rest)
        left = phrase_at(sheet, at, numbers[0].start, carried=action)
        stop = rest[0].start if rest else part.end
        group = _Group(numbers, left, sheet.masked[numbers[-1].end : stop], stop, not rest)
        goals, used = _read(group, [*before, *found], part.frame)
        if used:  # else the number only describes what a later one counts
            found += goals
            at, action = used, left.action + left.scope
    return found


def _next(sheet: Sheet, quantities: list[Measured]) -> tuple[list[Measured], list[Measured]]:
    """The first list of numbers, and the numbers behind it; 10座20万立方米储罐 has one, the other describes."""
    group, rest = [quantities[0]], quantities[1:]
    while rest:
        between = sheet.text(group[-1].end, rest[0].start)
        alike = rest[0].quantity.quantity == group[0].quantity.quantity
        if between and LIST.fullmatch(between) and (alike or "分别" in sheet.words[: group[0].start][-10:]):
            group.append(rest[0])
        elif between:
            break
        rest = rest[1:]
    return group, rest


def _read(group: _Group, known: Sequence[Goal], frame: Frame) -> tuple[list[Goal], int]:
    """The goals that the numbers of ``group`` set, and where their words end; 0 where they set none."""
    if not group.noun or JOINT.match(group.behind.lstrip(BLANK)) or grammar().degree.fullmatch(group.noun):
        return _levels(group, known, frame), group.end
    if grammar().number_word.match(group.noun) or grammar().standard.match(group.noun):
        return [], group.end if group.last else 0
    described = _described(group)
    if described:
        return [described], group.stop
    if _describes(group):
        return [], 0
    if group.left.name and not grammar().makes.fullmatch(group.left.verb):
        return _levels(group, known, frame), group.end
    return _things(group)


def _describes(group: _Group) -> bool:
    """Whether a number tells which things are meant: 使用20年以上的船舶, 屋顶面积3000平方米以上的工业建筑."""
    left, kind = group.left, group.numbers[0].quantity.quantity
    makes = grammar().makes.fullmatch(left.verb) is not None
    attribute = group.behind.startswith("的") if left.verb and not makes else bool(left.name) and not makes
    idle = not (left.action or left.scope or left.verb or kind in COUNTED)
    return kind in GRADES or attribute or idle


def _things(group: _Group) -> tuple[list[Goal], int]:
    """建成5座以上氢气站: what is counted stands behind the number, up to the name in front of the next one."""
    joint = None if group.last else next(reversed(list(JOINT.finditer(group.behind.rstrip(BLANK)))), None)
    if not group.last and joint is None:
        return [], 0
    words = group.behind[: joint.start()] if joint else group.behind
    end, scope = group.end + len(words.rstrip(ENDS)), group.left.scope
    return [Goal(m.start, end, _plain(words), quantity=m.quantity, scope=scope) for m in group.numbers], end


def _described(group: _Group) -> Goal | None:
    """A number with a verb behind it: 100%执行绿色建筑标准, 20分钟覆盖全市, 3条河道创示范河湖."""
    left, quantity, words = group.left, group.numbers[0].quantity, group.behind.strip(ENDS)
    goal = Goal(left.start, group.end + len(group.behind.rstrip(ENDS)), "", quantity=quantity)
    owner = left.scope + left.name
    if quantity.quantity == "ratio":
        return _share(goal, owner, words)
    if quantity.quantity == "time" and owner and (match := grammar().in_time.match(words)):
        return goal._replace(name=f"{owner}{match['verb']}时间")
    match = grammar().behind.match(words) if quantity.quantity == "count" else None
    if match and left.name and match["noun"] and match["verb"].startswith("创"):
        return goal._replace(name=_plain(match["object"]), scope=left.name)
    return None


def _share(goal: Goal, owner: str, words: str) -> Goal | None:
    """100%执行绿色建筑标准 is 绿色建筑标准执行比例, 100%无害化处置 is 无害化处置率."""
    if match := grammar().states.match(words):
        return goal._replace(name=f"{match['verb'].lstrip('全')}{_plain(match['object'])}率", scope=owner)
    if match := grammar().behind.match(words):
        verb, what, noun = match["verb"], _plain(match["object"]), match["noun"]
        if noun in ("", "比例", "全部", "全面"):
            return goal._replace(name=f"{what}{verb}比例", scope=owner)
        return goal._replace(name=f"{owner}{verb}{what}的{noun}比例")
    if match := grammar().such.match(words):
        return goal._replace(name=f"{owner}{match['noun']}{match['verb']}{_plain(match['object'])}比例")
    return None


def _plain(masked: str) -> str:
    return masked.replace(BLANK, "").strip(ENDS)


def _levels(group: _Group, known: Sequence[Goal], frame: Frame) -> list[Goal]:
    """A、B分别达到42%和50%."""
    left = group.left
    if _says_nothing(group, known, dated=frame.dated):
        return []
    change: Change = "up" if grammar().up.fullmatch(left.verb) else "down"
    change = change if change == "up" or grammar().down.fullmatch(left.verb) else "level"
    annual = bool(grammar().annual.search(left.tail))
    numbers = _alike(group.numbers) if "分别" in left.tail else group.numbers
    names = _names(left, len(numbers), known)
    if len(names) == len(numbers):
        pairs = list(zip(names, numbers, strict=True))
    else:
        pairs = [(named, measured) for measured in numbers for named in names]
    goals = [
        Goal(start, m.end, _owned(name, left, m, known), change, m.quantity, "", left.scope, name, annual=annual)
        for (start, name), m in pairs
    ]
    if len(names) == 1 and len(goals) == len(frame.years) > 1:
        return [goal._replace(year=year) for goal, year in zip(goals, frame.years, strict=True)]
    return goals


def _says_nothing(group: _Group, known: Sequence[Goal], *, dated: bool) -> bool:
    """Whether a name and a number stand there without a verb, a date or a measure: 黄河流经甘南433千米."""
    left, kind = group.left, group.numbers[0].quantity.quantity
    if kind == "time" and not left.verb:
        return not grammar().lasting.search(left.name)
    done = left.verb or left.action or left.scope or grammar().deeds.search(left.name)
    return not (dated or known or done or is_measure(left.name))


def _names(left: Phrase, count: int, known: Sequence[Goal]) -> list[tuple[int, str]]:
    """The names in front of ``count`` numbers; without one, the number says more of what was named before."""
    if left.name and not grammar().same.fullmatch(left.name):
        names = split_names(left.name, left.start, count=count)
        return list(names if len(names) == count > 1 else split_measures(left.name, left.start))
    if not known:
        return []
    name = known[-1].name
    return [(left.start, name.replace("新增", "", 1) if "累计" in left.tail else name)]


def _alike(numbers: list[Measured]) -> list[Measured]:
    """分别达到42%和50%以上: what is said of the last number, or of the first, holds for each."""
    said = {measured.quantity.comparator for measured in numbers} - {"equal"}
    if len(said) != 1:
        return numbers
    (comparator,) = said
    return [m._replace(quantity=m.quantity.model_copy(update={"comparator": comparator})) for m in numbers]


def _owned(name: str, left: Phrase, measured: Measured, known: Sequence[Goal]) -> str:
    """A name with the owner that it needs, or the measure that the verb says (绿色产品占到80%)."""
    if grammar().share.fullmatch(left.verb) and measured.quantity.quantity == "ratio" and not is_measure(name):
        return f"{name}占比"
    return owned(name, known[-1].name) if known else name
