"""Numbers with units in flat text: exact, in a base unit, with what the plan says around them (以上, 不超过, 左右).

Years, document numbers, ordinals and the numbers inside names (“465”, 《三年行动计划》) are no quantities. What looks
like a number and cannot be read is garbled: it is reported and never guessed.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from corpus.models import Comparator, Quantity
from corpus.quantities.grammar import grammar
from corpus.quantities.numerals import decimal_of
from corpus.quantities.units import half_width, unit_at, units

REACH = 14  # characters in front of a number that its comparator and verb may take
COUNTED = "度"  # behind 多 it counts electricity (两千多度); 一度 is once
BEHIND = re.compile(r"(?!的)[\u4e00-\u9fffA-Za-z]{1,4}(?=[，。；、）)]|以[上下内]|左右|及以|$)")
YEAR = re.compile(r"(?:19|20)\d\d")
PER = re.compile(r"/[（(]?(?=[\u4e00-\u9fffA-Za-z])")


class Measured(NamedTuple):
    """A quantity in ``words[start:end]``, comparator included."""

    start: int
    end: int
    quantity: Quantity


class Garbled(NamedTuple):
    """What looks like a number in ``words[start:end]`` and cannot be read."""

    start: int
    end: int
    words: str


class _Number(NamedTuple):
    """A number and its unit in half-width text; ``beyond`` where 余, 多 or 来 stands between (100余家, 六百多万度)."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    known: bool
    beyond: Comparator = "equal"


def quantities_in(words: str) -> list[Measured]:
    """The quantities of flat text (no white space), in order."""
    text = half_width(words)
    holes = [*_spans(grammar().named, text), *((g.start, g.end) for g in garbled_in(words))]
    found: list[Measured] = []
    at = 0
    while match := grammar().number.search(text, at):
        hole = next((end for start, end in holes if start <= match.start() < end), None)
        number = None if hole is not None else _number_at(text, match)
        if number is None:
            at = hole or match.end()
        else:
            found.append(_measured(words, text, number, floor=found[-1].end if found else 0))
            at = found[-1].end
    return found


def garbled_in(words: str) -> list[Garbled]:
    """What looks like a number and cannot be read, in order."""
    text = half_width(words)
    return [Garbled(start, end, words[start:end]) for start, end in _spans(grammar().garbled, text)]


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _number_at(text: str, match: re.Match[str]) -> _Number | None:
    """The number that starts at ``match``, with its unit and its upper end; None where it is none."""
    if grammar().never_before.search(text[max(0, match.start() - 8) : match.start()]):
        return None
    number = _with_unit(text, match)
    value = decimal_of(match[0])
    if number is None and match["chinese"] and value is not None:  # 三至五个
        return _up_to(text, _Number(*match.span(), value, None, "", known=False), match)
    if number is None or grammar().no_range.search(text[: match.start()]):
        return number
    ranged = _up_to(text, number, match)
    return ranged or (number if number.unit or _is_bare(text, number) else None)


def _with_unit(text: str, match: re.Match[str]) -> _Number | None:
    """The number with the unit behind it; ``unit`` is empty for a figure without one."""
    start, end = match.span()
    if match["chinese"]:
        return next(filter(None, (_chinese(text, start, stop) for stop in range(end, start, -1))), None)
    value = decimal_of(match[0])
    if value is None:
        return None
    if match["percent"]:
        unit = "%" if match["percent"] == "百分之" else "‰"
        return _Number(start, end, value, None, unit, known=True)
    return _arabic(text, start, end, value)


def _chinese(text: str, start: int, stop: int) -> _Number | None:
    """A Chinese numeral with a unit that one counts; 一个 is an article, and 千 may belong to 千瓦."""
    value, beyond = decimal_of(text[start:stop]), _beyond(text, stop)
    at = stop + (beyond != "equal")
    unit = unit_at(text, at)
    if value is None or not unit or grammar().never_unit.match(text, at + len(unit)):
        return None
    if unit == "年" and not _compared(text, start):
        return None  # 二〇二五年, 未来五年
    if len(unit) == 1 and not grammar().chinese_unit.fullmatch(unit) and not (beyond != "equal" and unit == COUNTED):
        return None
    if text[start:stop] == "一" and grammar().one_of.fullmatch(unit):
        return None
    return _Number(start, at + len(unit), value, None, unit, known=True, beyond=beyond)


def _beyond(text: str, at: int) -> Comparator:
    """What 余, 多 (more than) or 来 (about) between a number and its unit says: 100余家, 六百多万度, 十来个."""
    match = grammar().beyond.match(text, at)
    if match is None or not unit_at(text, match.end()):
        return "equal"
    return "more_than" if match["more_than"] else "about"


def _arabic(text: str, start: int, end: int, value: Decimal) -> _Number | None:
    beyond = _beyond(text, end)
    at = end + (beyond != "equal")
    unit = unit_at(text, at)
    if not unit and grammar().never_after.match(text, end):
        return None
    if unit and (grammar().never_unit.match(text, at + len(unit)) or _is_date(text, start, end, unit)):
        return None
    if not unit and _after_verb(text, start) and not grammar().bare_after.match(text, end):
        unit = (BEHIND.match(text, end) or [""])[0]
    per = _per(text, at + len(unit)) if unit else ""
    known = not per and unit in units()
    return _Number(start, at + len(unit) + len(per), value, None, unit + per, known, beyond)


def _per(text: str, at: int) -> str:
    """What a unit is divided by where the table does not hold the whole (吨/户)."""
    slash = PER.match(text, at)
    unit = unit_at(text, slash.end()) if slash else ""
    return slash[0] + unit if slash and unit else ""


def _is_date(text: str, start: int, end: int, unit: str) -> bool:
    """Whether it is a year (2025年) or a day (7月12日)."""
    year = unit == "年" and bool(YEAR.fullmatch(text[start:end]))
    return year or (unit == "日" and text[start - 1 : start] == "月")


def _up_to(text: str, number: _Number, match: re.Match[str]) -> _Number | None:
    """The range 3–5个 or 10%–15% that begins with ``number``."""
    dash = grammar().dash.match(text, number.end)
    upper = grammar().number.match(text, dash.end()) if dash else None
    last = _with_unit(text, upper) if upper and bool(upper["chinese"]) == bool(match["chinese"]) else None
    if last is None or last.value <= number.value or not last.unit or number.unit not in ("", last.unit):
        return None
    return last._replace(start=number.start, value=number.value, high=last.value)


def _compared(text: str, start: int) -> bool:
    return bool(grammar().before.search(text[max(0, start - REACH) : start]))


def _after_verb(text: str, start: int) -> bool:
    return _compared(text, start) or bool(grammar().bare_before.search(text[max(0, start - REACH) : start]))


def _is_bare(text: str, number: _Number) -> bool:
    """Whether a number without a unit is a quantity: 达到1.3，; behind a comparator also 高于1.8的…."""
    if grammar().attribute.match(text, number.end):
        return _compared(text, number.start)
    return _after_verb(text, number.start) and bool(grammar().bare_after.match(text, number.end))


def _measured(words: str, text: str, number: _Number, *, floor: int) -> Measured:
    number = _of_substance(text, number, floor)
    before = _before(text, number.start, floor)
    if before:
        number = _of_substance(text, number._replace(start=number.start - len(before[0])), floor)
    after = grammar().after.match(text, number.end)
    end = after.end() if after else number.end
    return Measured(number.start, end, _quantity(words[number.start : end], number, _comparator(before, after, number)))


def _before(text: str, start: int, floor: int) -> re.Match[str] | None:
    """The comparator or verb directly in front of ``start``."""
    return grammar().before.search(text[max(floor, start - REACH) : start])


def _of_substance(text: str, number: _Number, floor: int) -> _Number:
    """标煤900吨 is 900 吨标煤: a substance in front that the unit would name behind it."""
    named = grammar().substance.search(text[floor : number.start])
    if named is None or number.unit + named[0] not in units():
        return number
    return number._replace(start=number.start - len(named[0]), unit=number.unit + named[0])


def _comparator(before: re.Match[str] | None, after: re.Match[str] | None, number: _Number) -> Comparator:
    """What stands in front decides; 超过…以上 is more than."""
    names: list[Comparator] = ["at_least", "at_most", "more_than", "less_than", "about"]
    for match in (before, after):
        for name in names:
            if match and match.groupdict().get(name):
                return name
    return number.beyond


def _quantity(printed: str, number: _Number, comparator: Comparator) -> Quantity:
    unit = units().get(number.unit) if number.known else None
    return Quantity(
        printed=printed,
        comparator=comparator,
        value=number.value,
        high=number.high,
        unit=number.unit,
        quantity=unit.quantity if unit else "",
        base_value=_plain(number.value * unit.factor) if unit else None,
        base_high=_plain(number.high * unit.factor) if unit and number.high is not None else None,
        base_unit=unit.base if unit else "",
    )


def _plain(value: Decimal) -> Decimal:
    """The value without zeros behind the point, never in powers of ten."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
