"""Whether the thresholds of an obligation are met, as sums said in words: 600万千瓦时 ≥ 500万千瓦时 → 达到门槛."""

from decimal import Decimal

from assistant.check.profile import Range, Words
from assistant.check.reach import Missing, Standing, Truth, all_of, any_of
from assistant.check.tables import Amount, say, tables
from corpus.models import Obligation, Quantity
from corpus.quantities.units import units

SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "equal": "=", "about": "≈"}
OPPOSITE = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}
WAN = 10_000  # from here on a number is said in 万


def thresholds_met(obligation: Obligation, standing: Standing) -> Truth:
    """Whether all thresholds are met, or one of them where the plan says 或; true without any."""
    judged = [_met(threshold, obligation, standing) for threshold in obligation.thresholds]
    if not obligation.any_of:
        return all_of(judged)
    best = any_of(judged)
    if best.holds is None:
        return best._replace(because=_reasons(judged, holds=False), missing=_missing(judged))
    return best if best.holds else all_of(judged)


def _reasons(judged: list[Truth], *, holds: bool) -> tuple[Words, ...]:
    return tuple(reason for truth in judged if truth.holds is holds for reason in truth.because)


def _missing(judged: list[Truth]) -> tuple[Missing, ...]:
    """One of several facts would do: together they are one."""
    facts = [fact for truth in judged for fact in truth.missing]
    if len(facts) < 2:
        return tuple(facts)
    zh, en = "或".join(fact.words.zh for fact in facts), " or ".join(fact.words.en for fact in facts)
    return (facts[0].model_copy(update={"words": Words(zh=zh, en=en)}),)


def _met(threshold: Quantity, obligation: Obligation, standing: Standing) -> Truth:
    amount = amount_of(threshold, obligation)
    if amount is None:
        words = say("need_measure", printed=_around(threshold, obligation))
        return Truth(None, (), (Missing(fact=threshold.printed, form="words", words=words),))
    given = standing.profile.amount(amount.fact)
    need = say("need_amount", name=amount.words, threshold=_limit(threshold, amount))
    if given is None:
        return Truth(None, (), (Missing(fact=amount.fact, form="amount", words=need),))
    holds = compare(threshold, given)
    reason = _sum(threshold, given, amount, holds)
    missing = () if holds is not None else (Missing(fact=amount.fact, form="amount", words=need),)
    return Truth(holds, (reason,), missing)


def amount_of(threshold: Quantity, obligation: Obligation) -> Amount | None:
    """The field that a threshold is about: by its quantity and the words of the plan around it."""
    words = obligation.condition + obligation.addressee
    rows = [row for row in tables().amounts if row.quantity == threshold.quantity]
    return next((row for row in rows if row.printed.search(words) and not row.never.search(obligation.condition)), None)


def _around(threshold: Quantity, obligation: Obligation) -> str:
    return next((part for part in obligation.condition.split("，") if threshold.printed in part), threshold.printed)


def compare(threshold: Quantity, given: Range) -> bool | None:
    """Whether every amount in the range meets the threshold, none does, or it cannot be told."""
    base = threshold.base_value
    if base is None or threshold.comparator in ("equal", "about"):
        return None
    if threshold.comparator in ("at_least", "more_than"):
        return _reaches(given, base, strict=threshold.comparator == "more_than")
    over = _reaches(given, base, strict=threshold.comparator == "at_most")
    return None if over is None else not over


def _reaches(given: Range, base: Decimal, *, strict: bool) -> bool | None:
    """Whether the amount is at least ``base``, or more than it."""
    if given.low is not None and (given.low > base or (given.low == base and (given.low_open or not strict))):
        return True
    if given.high is not None and (given.high < base or (given.high == base and (given.high_open or strict))):
        return False
    return None


def _sum(threshold: Quantity, given: Range, amount: Amount, holds: bool | None) -> Words:
    sign = SIGNS[threshold.comparator]
    limit = _limit(threshold, amount)
    value = _value(threshold, given, amount)
    if holds is None:
        return say("undecided", name=amount.words, value=value, threshold=limit)
    bare = Words(zh=limit.zh.removeprefix(sign), en=limit.en.removeprefix(sign))
    return say(
        "reached" if holds else "not_reached",
        name=amount.words,
        value=value,
        sign=sign if holds else OPPOSITE.get(sign, "≠"),
        threshold=bare,
    )


def _limit(threshold: Quantity, amount: Amount) -> Words:
    """The threshold with its sign: ≥500万千瓦时, ≥5,000,000 kWh."""
    sign = SIGNS[threshold.comparator]
    base = threshold.base_value if threshold.base_value is not None else threshold.value
    return Words(zh=f"{sign}{_number(threshold.value)}{threshold.unit}", en=f"{sign}{base:,f} {amount.unit}")


def _value(threshold: Quantity, given: Range, amount: Amount) -> Words:
    """What was given, in the threshold's unit, and as it was said where that is not one number."""
    unit = units().get(threshold.unit)
    factor = unit.factor if unit else Decimal(1)
    zh, en = _ends(given, factor, threshold.unit), f"{_ends(given, Decimal(1), '', thousands=True)} {amount.unit}"
    said = f"（{given.printed}）" if given.printed and not given.exact else ""
    return Words(zh=zh + said, en=en)


def _ends(given: Range, factor: Decimal, unit: str, *, thousands: bool = False) -> str:
    low, high = (None if end is None else _number(end / factor, thousands=thousands) for end in (given.low, given.high))
    if given.exact or (low is not None and low == high):
        return f"{low}{unit}"
    if low is None or high is None:
        more = ">" if given.low_open else "≥"
        less = "<" if given.high_open else "≤"
        return f"{more}{low}{unit}" if low is not None else f"{less}{high}{unit}"
    return f"{low}–{high}{unit}"


def _number(value: Decimal, *, thousands: bool = False) -> str:
    if thousands:
        return f"{value.normalize():,f}"
    scaled, scale = (value / WAN, "万") if abs(value) >= WAN else (value, "")
    return f"{scaled.normalize():f}{scale}"
