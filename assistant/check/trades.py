"""The kinds that a profile's words name: its trade, its building, and what it has or has not."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.check.numbers import Heard, Unread
from assistant.check.tables import say, tables
from corpus.addressees import load_register

NEVER = ("person", "government")  # 员工, 政府: in a profile mostly not oneself
BROAD = {"工业企业", "服务业企业", "事业单位"}
STEM = 2  # characters that a trade's name has at least
NEW = "新建项目"


class Trades(NamedTuple):
    """Kinds, and those that it is not or has not."""

    kinds: tuple[str, ...]
    without: tuple[str, ...]
    heard: tuple[Heard, ...]
    unread: tuple[Unread, ...]


class _Named(NamedTuple):
    start: int
    end: int
    kind: str


def trades_in(words: str) -> Trades:
    """The kinds that ``words`` say of oneself; a subject of no known kind is reported."""
    kinds: dict[str, str] = {}
    without: dict[str, str] = {}
    named = list(_named(words))
    own = [each for each in named if load_register().kinds[each.kind].group not in NEVER] or named
    for each in own:
        printed = words[each.start : each.end]
        if tables().reading.denied.search(words[: each.start]):
            without.setdefault(each.kind, printed)
        elif not tables().reading.others.search(words[: each.start]):
            kinds.setdefault(each.kind, printed)
    project = tables().reading.new_project.search(words)
    if project and not tables().reading.denied.search(words[: project.start()]):
        kinds.setdefault(NEW, project[0])
    heard = [Heard(fact="kinds", value=kind, words=printed) for kind, printed in kinds.items()]
    heard += [Heard(fact="without", value=kind, words=printed) for kind, printed in without.items()]
    return Trades(tuple(kinds), tuple(without), tuple(heard), tuple(_unrecognised(words, own)))


def _named(words: str) -> Iterator[_Named]:
    """What the table of names says, then names of firms by their trade, then what the register holds."""
    rest = words
    for pattern, kinds in tables().names:
        for match in pattern.finditer(rest):
            yield from (_Named(match.start(), match.end(), kind) for kind in kinds)
            rest = _blank(rest, match.start(), match.end())
    for named in _firms(rest):
        yield named
        rest = _blank(rest, named.start, named.end)
    yield from (_Named(*named) for named in load_register().find(rest))
    yield from _english(rest)


def _firms(words: str) -> Iterator[_Named]:
    """芯片公司 is what the register calls 芯片企业."""
    for match in tables().reading.named_so.finditer(words):
        for start in range(match.start(), match.end("stem") - STEM + 1):
            stem = words[start : match.end("stem")]
            named = [
                each
                for ending in ("企业", "行业")
                for each in load_register().find(stem + ending)
                if each.start == 0 and each.end == len(stem) + 2
            ]
            if named and not _is_broad(named[0].kind):
                yield _Named(start, match.end(), named[0].kind)
                break


def _english(words: str) -> Iterator[_Named]:
    """The kinds of English words; their places are not told, so what is denied is cut out first."""
    if not re.search("[a-z]{3}", words, re.IGNORECASE):
        return
    for part in re.split("[,.;，。；]", words):
        at = words.index(part)
        negation = re.search(r"\b(?:not|no|without|never)\b|\bnon-", part, re.IGNORECASE)
        before = part[: negation.start()] if negation else part
        yield from _meant(before, at)
        if negation:
            yield from _meant(part[negation.end() :], at + negation.end())


def _meant(words: str, at: int) -> Iterator[_Named]:
    """The kinds that English words name, where they stand in the text that begins at ``at``."""
    latin = re.sub("[^ -~]", " ", words)
    for kind in load_register().meant(latin):
        terms = sorted(load_register().kinds[kind].english, key=len, reverse=True)
        place = next((match for term in terms if (match := re.search(re.escape(term), latin, re.IGNORECASE))), None)
        start, end = place.span() if place else (0, len(words))
        yield _Named(at + start, at + end, kind)


def _unrecognised(words: str, named: list[_Named]) -> Iterator[Unread]:
    """The subject of 我们是太仓一家…, if nothing in it names a trade."""
    rows = tables().reading
    match = rows.subject.search(words) or rows.subject_english.search(words)
    if match is None:
        if not named:
            yield Unread(words=words.strip(" ,，。."), why=say("no_trade"))
        return
    start, end = match.span("subject")
    inside = [each for each in named if each.start < end and each.end > start]
    trade = rows.article.sub("", match["subject"].strip())
    for each in inside:
        trade = trade.replace(words[each.start : each.end].strip(), "")
    if trade.strip(" 的") and all(_is_broad(each.kind) for each in inside):
        yield Unread(words=rows.article.sub("", match["subject"].strip()).strip(), why=say("no_trade"))


def _is_broad(kind: str) -> bool:
    """Whether a kind names no trade."""
    return kind in BROAD or kind in tables().narrowed.general or kind in tables().may_be


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
