"""One way to write each thing: width, case, traditional characters, white space, brackets."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

BRACKETS = str.maketrans("〔〕【】［］[]「」『』", "（）（）（）（）“”“”")
SLIPS = {"许墅关": "浒墅关"}  # written in a shipped plan, meant for the place


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """Half-width, lower case, no white space, one kind of brackets: what must be equal for words to be the same."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(BRACKETS))).lower()
    for slip, meant in SLIPS.items():
        words = words.replace(slip, meant)
    return words


def simplify(text: str) -> str:
    """Traditional characters to simplified ones."""
    return _simplifier().convert(text) if any("\u4e00" <= char <= "\u9fff" for char in text) else text
