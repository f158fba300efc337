"""Who is responsible: every bracket or line that names departments, their roles, and the text that it governs.

Names are taken as printed. A bracket that holds no department ((当量值), （近）零碳) is no responsibility, and a clause
without one takes nothing from its neighbours.
"""

import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus.models import Departments, Responsibility
from corpus.sentences import closing, is_stop
from corpus.spans import Flat, Span, quotation

PATTERNS = Path(__file__).parent / "lexicon" / "responsibility.toml"
BRACKETS = "（(〔【[［"
ROUND = str.maketrans("()［］", "（）[]")
ROLES = ("lead", "responsible", "assisting", "inherited")
MOST = 700  # characters between the brackets
LABEL_MOST = 20  # characters of 责任单位： and the like


class Grammar(NamedTuple):
    """The compiled patterns of ``lexicon/responsibility.toml``."""

    label: re.Pattern[str]
    verb: re.Pattern[str]
    carry: re.Pattern[str]
    suffix: re.Pattern[str]
    tail: re.Pattern[str]
    open: re.Pattern[str]


class Parsed(NamedTuple):
    """What a bracket or line says; ``carried`` are the bodies that it makes responsible for all that follows."""

    departments: Departments
    carried: tuple[str, ...]


class Found(NamedTuple):
    """A bracket or line in the flat text of a clause, from ``start`` to ``end``."""

    start: int
    end: int
    parsed: Parsed


@cache
def grammar() -> Grammar:
    """The patterns, read once."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    labels = "|".join(f"(?P<{role}>{pattern})" for role, pattern in data["labels"].items())
    verbs = "|".join(f"(?P<{role}>{data['verbs'][role]})" for role in ("lead", "assisting", "responsible", "local"))
    names = data["names"]
    return Grammar(
        re.compile(rf"(?:^|(?<=[，,；;。、）)\s]))(?:{labels})[:：∶]"),
        re.compile(rf"(?:{verbs})(?=[，,；;。、]|$)"),
        re.compile(data["carry"]["pattern"]),
        re.compile(rf"(?:{names['suffix']})(?:[（(〔][^（()）〔〕]*[）)〕])?$"),
        re.compile(rf"{names['tail']}$"),
        re.compile(names["open"]),
    )


def opens_responsibility(words: str, at: int) -> bool:
    """Whether a bracket that names departments opens at ``at``."""
    if words[at] not in "（(〔【[［":
        return False
    if grammar().label.match(words, at + 1) or re.match("(?:责任|牵头|配合)(?:单位|部门)", words[at + 1 :]):
        return True
    end = closing(words.translate(ROUND), at)
    return end is not None and parse(words[at + 1 : end], bare=False) is not None


def responsibilities(
    text: str, flat: Flat, span: Span, *, heading: Span | None, lines: list[int], carried: tuple[str, ...]
) -> tuple[list[Responsibility], tuple[str, ...]]:
    """The responsibilities of one clause, and the bodies carried over to the clauses behind it.

    Args:
        text: the document.
        flat: the clause's own words.
        span: the clause's own span.
        heading: the span of its heading.
        lines: where lines begin in ``flat``.
        carried: bodies made responsible by a rule in an earlier clause.
    """
    out: list[Responsibility] = []
    begin = span.start
    every = _find(flat.text, lines)
    for number, found in enumerate(every):
        where = flat.span(found.start, found.end)
        covers = Span(begin, where.start)
        if heading is not None and not _words_between(flat, heading.end, where.start) and begin <= heading.end:
            others = [flat.span(other.start, other.end) for other in every[number + 1 :]]
            if not any(_words_between(flat, where.end, other.start) for other in others):
                covers = Span(begin, span.end)  # it stands behind the heading and governs what follows, too
        elif not _words_between(flat, begin, where.start) and out:
            covers = out[-1].covers  # a second bracket for the same words
        departments = found.parsed.departments
        if carried and not found.parsed.carried:
            departments = departments.model_copy(update={"inherited": departments.inherited + carried})
        carried = found.parsed.carried or carried
        out.append(Responsibility(quote=quotation(text, where), span=where, covers=covers, departments=departments))
        begin = where.end
    return out, carried


def _words_between(flat: Flat, start: int, end: int) -> bool:
    return bool(re.sub(r"[。，；、：\s]", "", flat.text[flat.position(start) : flat.position(end)]))


def _find(words: str, lines: list[int]) -> list[Found]:
    round_words = words.translate(ROUND)
    starts = set(lines)
    found: list[Found] = []
    at = 0
    while at < len(words):
        hit = None
        if round_words[at] in BRACKETS:
            hit = _bracket(words, round_words, at)
        elif at in starts or (at and words[at - 1] in "。；）〕】"):
            hit = _line(words, at, lines)
        if hit is not None:
            found.append(hit)
            at = hit.end
        else:
            at += 1
    return found


def _bracket(words: str, round_words: str, at: int) -> Found | None:
    """The bracket that opens at ``at``: its end is found in ``round_words``, its names are as ``words`` print them."""
    end = closing(round_words, at)
    if end is None or end - at > MOST:
        return None
    ends_sentence = (at > 0 and words[at - 1] in "。；”！？") or end + 1 == len(words)
    parsed = parse(words[at + 1 : end], bare=ends_sentence)
    return Found(at, end + 1, parsed) if parsed else None


def _line(words: str, at: int, lines: list[int]) -> Found | None:
    """A line such as 责任单位：A、B, with the label lines that follow it, up to the last that names departments."""
    ends, roles = [at], 0
    while (label := _label_at(words, ends[-1])) is not None:
        ends.append(_line_end(words, ends[-1], lines))
        if label.lastgroup != "none":
            roles = len(ends)
        elif not roles:
            return None
    parts = [words[start:end] for start, end in pairwise(ends[:roles])]
    parsed = parse("；".join(parts), bare=False) if parts else None
    return Found(at, ends[roles - 1], parsed) if parsed else None


def _label_at(words: str, at: int) -> re.Match[str] | None:
    return grammar().label.match(words[at : at + LABEL_MOST])


def _line_end(words: str, at: int, lines: list[int]) -> int:
    """Behind the full stop, or where the next line begins unless this one stops in the middle of the list."""
    for n in range(at, min(len(words), at + MOST)):
        if n > at and n in lines and ((words[n - 1] not in "、，,：:∶" and _named(words[at:n])) or _label_at(words, n)):
            return n
        if is_stop(words, n):
            return n + 1
    return min(len(words), at + MOST)


def _named(words: str) -> bool:
    return bool(grammar().suffix.search(grammar().tail.sub("", words)))


def parse(words: str, *, bare: bool) -> Parsed | None:
    """The departments that the words between brackets, or of a line, name; None if they name none.

    Args:
        words: without white space and without the brackets.
        bare: whether a list of departments without any role counts (it ends a sentence).
    """
    carry = grammar().carry.search(words)
    carried = tuple(names(carry["names"])) if carry and carry["names"] else ()
    if carry:
        words = words[: carry.start()] + words[carry.end() :]
    words = re.sub(r"[，,；;]?下同$", "", words).strip("。；;，,、")
    roles = _labelled(words) if grammar().label.search(words) else _by_verb(words, carries=bool(carried), bare=bare)
    if roles is None or not any(roles.values()):
        return None
    return Parsed(Departments(**{role: tuple(dict.fromkeys(found)) for role, found in roles.items()}), carried)


def _labelled(words: str) -> dict[str, list[str]] | None:
    """责任单位：A、B；配合单位：C."""
    roles: dict[str, list[str]] = {role: [] for role in ROLES}
    labels = list(grammar().label.finditer(words))
    if labels[0].start() > 0 or all(label.lastgroup == "none" for label in labels):
        return None
    for label, end in zip(labels, [label.start() for label in labels[1:]] + [len(words)], strict=True):
        if label.lastgroup in roles:
            value = words[label.end() : end].strip("。；;，,、")
            inner = _by_verb(value, carries=False, bare=True) if grammar().verb.search(value) else None
            if inner:
                for role, found in inner.items():
                    roles[role] += found
            else:
                roles[label.lastgroup] += names(value)
    return roles


def _by_verb(words: str, *, carries: bool, bare: bool) -> dict[str, list[str]] | None:
    """A、B牵头，C、D等部门按职责分工负责."""
    roles: dict[str, list[str]] = {role: [] for role in ROLES}
    at = 0
    for verb in grammar().verb.finditer(words):
        if verb.end() == verb.start():
            continue
        found = names(words[at : verb.start()])
        role = verb.lastgroup or "responsible"
        if role == "local":
            role = "inherited" if carries else "responsible"
        if found and not all(map(is_body, found)):
            return None
        roles[role] += found
        at = verb.end()
    rest = names(words[at:]) if at < len(words) else []
    if rest and at == 0 and not (bare and all(map(_is_department, rest))):
        return None
    if rest and at and not all(map(is_body, rest)):
        return None
    roles["responsible"] += rest
    return roles


def is_body(name: str) -> bool:
    """Whether ``name`` ends like the name of a department, company, level of government or group of them."""
    return len(name) >= 2 and len(name) <= 40 and bool(grammar().suffix.search(name))


def _is_department(name: str) -> bool:
    """A stricter test, for lists that no role marks: an office with a level or a region before it."""
    return bool(
        re.match(r"^[\u4e00-\u9fff（）〔〕]{3,25}$", name)
        and re.search(
            r"(?:局|委|厅|办|办公室|部|委员会|政府|管委会|公司|中心|银行|法院|检察院|分行|支队|联社|供销社)$", name
        )
    )


def names(words: str) -> list[str]:
    """The names in a list, as printed: split at 、，；, without 等部门, 各市、县（市、区）人民政府 kept whole."""
    parts = list(_split(words))
    out: list[str] = []
    held = ""
    for part, separator in parts:
        joined = held + part
        if grammar().open.match(joined) or (grammar().open.match(part) and held):
            held = joined + separator
            continue
        out += _split_and(joined)
        held = ""
    if held:
        out.append(held.rstrip("、，,；;"))
    cleaned = [grammar().tail.sub("", re.sub("^(?:由|会同|以及|及|和)", "", name)) for name in out]
    return [name for name in cleaned if name]


def _split(words: str) -> list[tuple[str, str]]:
    """Parts of a list with the separator behind each, brackets kept whole."""
    out, start, at = [], 0, 0
    while at < len(words):
        end = closing(words, at) if words[at] in BRACKETS else None
        if end is not None:
            at = end
        elif words[at] in "、，,；;。":
            out.append((words[start:at], words[at]))
            start = at + 1
        at += 1
    return [*out, (words[start:], "")]


def _split_and(name: str) -> list[str]:
    """A和B as two names if both are departments of a level (市发改委和市工信局), never 发展和改革委."""
    for match in re.finditer("和|及|与|会同", name):
        left, right = name[: match.start()], name[match.end() :]
        if _is_department(left) and _is_department(right) and left[0] == right[0]:
            return [left, *_split_and(right)]
    return [name]
