"""Text to sentences: cut after 。！？, never inside brackets or quotation marks that close soon."""

import re

CLOSERS = "”’」』）)〕》】"
PAIRS = {"（": "）", "(": ")", "〔": "〕", "【": "】", "“": "”", "《": "》", "[": "]", "「": "」"}
REACH = 400  # a bracket that is not closed within this many characters was never meant to enclose
STOPS = "。！？!?"
ASCII_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff”»）)%％])[.](?![\w.])|(?<=[\u4e00-\u9fff”»）)%％])[.](?=[\u4e00-\u9fff“«（(])"
)


def sentence_ranges(words: str) -> list[tuple[int, int]]:
    """Half-open ranges of ``words``, in order, that cover all of it."""
    inside = enclosed(words)
    ranges, start, at = [], 0, 0
    while at < len(words):
        if is_stop(words, at) and not inside[at]:
            at += 1
            while at < len(words) and words[at] in CLOSERS:
                at += 1
            ranges.append((start, at))
            start = at
        else:
            at += 1
    if start < len(words):
        ranges.append((start, len(words)))
    return ranges


def is_stop(words: str, at: int) -> bool:
    """Whether a sentence may end at this character."""
    return words[at] in STOPS or (words[at] == "." and bool(ASCII_STOP.match(words, at)))


def enclosed(words: str) -> list[bool]:
    """For each character, whether it stands between brackets or quotation marks that belong together."""
    inside = [False] * len(words)
    at = 0
    while at < len(words):
        end = closing(words, at)
        if end is None:
            at += 1
            continue
        inside[at:end] = [True] * (end - at)
        at = end
    return inside


def closing(words: str, at: int) -> int | None:
    """Where the bracket that opens at ``at`` closes, nested ones passed over; None if none opens or it stays open."""
    closer = PAIRS.get(words[at])
    if closer is None:
        return None
    depth = 0
    for n in range(at, min(len(words), at + REACH)):
        if words[n] == words[at]:
            depth += 1
        elif words[n] == closer:
            depth -= 1
            if depth == 0:
                return n
    return None
