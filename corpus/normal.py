"""One way to write each thing: width, case, traditional characters, white space, brackets."""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

from opencc import OpenCC

BRACKETS = str.maketrans("〔〕【】［］[]「」『』", "（）（）（）（）“”“”")
SLIPS = Path(__file__).parent / "lexicon" / "slips.csv"


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def slips() -> tuple[tuple[str, str], ...]:
    """What plans write by mistake, and what they mean."""
    with SLIPS.open(encoding="utf-8-sig", newline="") as file:
        return tuple((row["written"], row["meant"]) for row in csv.DictReader(file))


def normalise(text: str) -> str:
    """Half-width, lower case, no white space, one kind of brackets: what must be equal for words to be the same."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(BRACKETS))).lower()
    for slip, meant in slips():
        words = words.replace(slip, meant)
    return words


def simplify(text: str) -> str:
    """Traditional characters to simplified ones."""
    return _simplifier().convert(text) if any("\u4e00" <= char <= "\u9fff" for char in text) else text
