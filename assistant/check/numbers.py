"""The amounts in a profile's words: which field each number belongs to, in the field's unit; never guessed."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from assistant.check.profile import Range, Words
from assistant.check.tables import Amount, say, tables
from corpus.models import Comparator, Quantity, Record
from corpus.quantities import quantities_in
from corpus.spans import Span, flatten

ENDS = " ,，。;；、的"


class Heard(Record):
    """A fact and the words that gave it."""

    fact: str
    value: str
    words: str


class Unread(Record):
    """Words that were not understood, and why."""

    words: str
    why: Words


class Amounts(NamedTuple):
    """What the numbers say, and the text without them."""

    fields: dict[str, object]
    heard: tuple[Heard, ...]
    unread: tuple[Unread, ...]
    rest: str


class _Number(NamedTuple):
    """A quantity at ``words[start:end]``: what it measures, and how much in the field's unit."""

    start: int
    end: int
    quantity: str
    amount: Range


def amounts_in(words: str) -> Amounts:
    """The amounts that ``words`` give, each once; the second of two that differ is not taken."""
    fields: dict[str, object] = {}
    heard: list[Heard] = []
    unread: list[Unread] = []
    rest = words
    bounds = _boundaries(words)
    for number in _numbers(words):
        start, end = _around(bounds, number)
        context, printed = words[start:end], words[number.start : number.end].strip()
        row = _row(number.quantity, words[start : number.start], words[number.end : end])
        rest = _blank(rest, start if row else number.start, number.end)
        by_month = tables().reading.period.search(context)
        if by_month or row is None or row.fact in fields:
            unread.append(Unread(words=context.strip(ENDS), why=say(_why(context, row, number.quantity))))
            continue
        fields[row.fact] = number.amount.model_copy(update={"printed": printed})
        heard.append(Heard(fact=row.fact, value=_value(number.amount), words=context.strip(ENDS)))
    unread += _bare(rest)
    return Amounts(fields, tuple(heard), tuple(unread), rest)


def _why(context: str, row: Amount | None, quantity: str) -> str:
    if tables().reading.period.search(context):
        return "not_yearly"
    return "twice" if row else "not_placed" if quantity in _measured() else "unused"


def _bare(rest: str) -> Iterator[Unread]:
    """Numbers that say not of what (年用电600万), and words that say no number (几百万度)."""
    for pattern, why in ((tables().reading.vague, "vague"), (tables().reading.bare, "no_unit")):
        yield from (Unread(words=match[0], why=say(why)) for match in pattern.finditer(rest))


def _row(quantity: str, before: str, after: str) -> Amount | None:
    """The field of a number: by the words in front of it, then behind it, then what such a number mostly is."""
    rows = [row for row in tables().amounts if row.quantity == quantity]
    for context in (before, after):
        for row in rows:
            if row.said.search(context) and not row.never.search(before + after):
                return row
    return next((row for row in rows if row.default and not row.never.search(before + after)), None)


def _boundaries(words: str) -> list[int]:
    cuts = [match.end() for match in tables().reading.boundary.finditer(words) if not _in_number(words, match)]
    return [0, *cuts, len(words)]


def _in_number(words: str, match: re.Match[str]) -> bool:
    """The comma of 1,200."""
    return words[match.start() - 1 : match.start()].isdigit() and words[match.end() : match.end() + 3].isdigit()


def _around(bounds: list[int], number: _Number) -> tuple[int, int]:
    """The piece of the text between two commas that a number stands in."""
    start = max(cut for cut in bounds if cut <= number.start)
    return start, min(cut for cut in bounds if cut >= number.end)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _numbers(words: str) -> Iterator[_Number]:
    taken: list[tuple[int, int]] = []
    for number in (*_english(words), *_printed(words)):
        if not any(start < number.end and number.start < end for start, end in taken):
            taken.append((number.start, number.end))
            yield number


def _printed(words: str) -> Iterator[_Number]:
    """600万千瓦时, 约5000平方米, 500–600万度, 六百多万度, 标煤900吨."""
    flat = flatten(words, [Span(0, len(words))])
    for measured in quantities_in(flat.text):
        span = flat.span(measured.start, measured.end)
        if measured.quantity.quantity != "number":
            yield _Number(*span, measured.quantity.quantity, _range(measured.quantity))


def _range(quantity: Quantity) -> Range:
    base = quantity.base_value if quantity.base_value is not None else quantity.value
    return Range.of(quantity.comparator, base, quantity.base_high)


def _english(words: str) -> Iterator[_Number]:
    """6 million kWh, about 5,000 square metres."""
    rows = tables().reading
    for match in rows.english_amount.finditer(words):
        unit = match["unit"].lower()
        quantity, size = next(row for name, row in rows.english_units.items() if unit.startswith(name))
        scale = rows.english_scales.get((match["scale"] or "").lower(), 1)
        value = Decimal(match["number"].replace(",", "")) * scale * Decimal(str(size))
        if quantity in _measured():
            yield _Number(*match.span(), quantity, Range.of(_comparator(words[: match.start()]), value))


def _comparator(before: str) -> Comparator:
    rows = tables().reading
    if rows.english_more.search(before):
        return "more_than"
    if rows.english_less.search(before):
        return "less_than"
    return "about" if rows.english_about.search(before) else "equal"


def _measured() -> set[str]:
    return {row.quantity for row in tables().amounts}


def _value(amount: Range) -> str:
    ends = [f"{end.normalize():f}" for end in (amount.low, amount.high) if end is not None]
    return "–".join(dict.fromkeys(ends))
