"""Chinese text to tokens: words as jieba's search mode cuts them, joined with character bigrams."""

import logging
import re
import unicodedata
from functools import cache

import jieba

WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?%?|[\u4e00-\u9fff]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@cache
def _cutter() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter


def tokenise(text: str) -> list[str]:
    """Search-mode words and character bigrams of the half-width, lower-case text, in order, repeats kept."""
    words = unicodedata.normalize("NFKC", text).lower()
    tokens: list[str] = []
    for match in WORD.finditer(words):
        run = match[0]
        if not CHINESE.fullmatch(run):
            tokens.append(run)
            continue
        tokens += [word for word in _cutter().cut_for_search(run) if len(word) > 1]
        tokens += [f"{run[n : n + 2]}·" for n in range(len(run) - 1)]
    return tokens


def jieba_words(text: str) -> list[str]:
    """The plain words of jieba's default mode: what a BM25 baseline over jieba ranks with."""
    return [word for word in _cutter().cut(text) if word.strip()]
