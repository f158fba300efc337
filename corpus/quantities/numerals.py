"""Figures and Chinese numerals to exact decimals."""

import re
from decimal import Decimal, InvalidOperation

NAMES = ("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
DIGITS = {char: value for value, chars in enumerate(NAMES) for char in chars}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
PERCENT = re.compile("^(?:百分之|千分之)")
CHINESE = re.compile("[零〇○一二两三四五六七八九十百千万亿点]+")


def decimal_of(words: str) -> Decimal | None:
    """The value of 1,600 or 两万 or 百分之十三 (13); None where the figures make no number."""
    words = PERCENT.sub("", words)
    if CHINESE.fullmatch(words):
        return _chinese(words)
    try:
        return Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None


def _chinese(words: str) -> Decimal | None:
    whole, point, fraction = words.partition("点")
    value = _whole(whole)
    if value is None or (point and not (fraction and all(char in DIGITS for char in fraction))):
        return None
    digits = "".join(str(DIGITS[char]) for char in fraction)
    return Decimal(f"{value}.{digits}") if digits else Decimal(value)


def _whole(words: str) -> int | None:
    """二〇二五 is read digit by digit, 两万五千 by its powers; 三万五, which has no last power, is not read."""
    if all(char in DIGITS for char in words):
        return int("".join(str(DIGITS[char]) for char in words)) if words else None
    total = section = 0
    digit: int | None = None
    last = 10**12
    for char in words:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in SMALL:
            if digit is None and char != "十":
                return None
            section += (1 if digit is None else digit) * SMALL[char]
            digit, last = None, SMALL[char]
        else:
            part = section + (digit or 0)
            total = total + part * LARGE[char] if char == "万" else (total + part) * LARGE[char]
            section, digit, last = 0, None, LARGE[char]
    if digit and last > 10 and "零" not in words[-2:] and "〇" not in words[-2:]:
        return None
    return total + section + (digit or 0)
