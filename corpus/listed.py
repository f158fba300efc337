"""What a printed list of addressees names, item by item: 新建、扩建钢铁、水泥等项目 are steel and cement projects."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

PATTERNS = Path(__file__).parent / "lexicon" / "lists.toml"
BRACKETS = str.maketrans("()", "（）")


class Named(NamedTuple):
    """A kind's name or alias in a text, from ``start`` to ``end``."""

    start: int
    end: int
    kind: str


class Item(NamedTuple):
    """An item of a list: its words, with the ending that the list gives them (钢铁|行业), and the kinds they name.

    ``front`` is what is said of it before: of the whole list (能源消耗占比高的), or by examples of no known kind
    (光子芯片等|企业).
    """

    words: str
    kinds: tuple[str, ...]
    front: str


class Ending(NamedTuple):
    """How a list may end, and what then completes its items; ``hides`` if even those that are a name alone."""

    pattern: re.Pattern[str]
    completions: tuple[str, ...]
    hides: bool


class Grammar(NamedTuple):
    """The compiled patterns of ``lexicon/lists.toml``."""

    separators: re.Pattern[str]
    modifiers: re.Pattern[str]
    narrowing: re.Pattern[str]
    doing: re.Pattern[str]
    goods: re.Pattern[str]
    maker: str
    endings: tuple[Ending, ...]
    otherwise: tuple[str, ...]


class _Piece(NamedTuple):
    """The words between two separators; ``summed`` if 等 stands in front of them."""

    start: int
    words: str
    summed: bool


class Names:
    """Names and the kinds that they name."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = {name.translate(BRACKETS): kind for name, kind in kinds.items()}
        self._longest = max(map(len, self._kinds), default=0)

    def kind(self, name: str) -> str | None:
        """The kind that is called exactly so."""
        return self._kinds.get(name)

    def find(self, words: str) -> list[Named]:
        """The names in ``words``, in order, a longer one hiding the shorter inside it."""
        text = words.translate(BRACKETS)
        found: list[Named] = []
        at = 0
        while at < len(text):
            for end in range(min(len(text), at + self._longest), at, -1):
                kind = self._kinds.get(text[at:end])
                if kind is not None:
                    found.append(Named(at, end, kind))
                    at = end - 1
                    break
            at += 1
        return found

    def ends(self, words: str, *, before: int) -> Named | None:
        """The longest name that ``words`` end with, if it begins at ``before`` or in front of it."""
        starts = range(max(0, len(words) - self._longest), before + 1)
        found = ((start, self._kinds.get(words[start:])) for start in starts)
        return next((Named(start, len(words), kind) for start, kind in found if kind), None)


@cache
def grammar() -> Grammar:
    """The patterns, read once."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    done, state = data["modifiers"]["done"], data["modifiers"]["state"]
    both = f"(?:{done}|{state})"
    endings = [
        Ending(re.compile(f"(?:{row['ending']})$"), tuple(row["completions"]), row.get("hides", False))
        for row in data["endings"]
    ]
    return Grammar(
        separators=re.compile(data["between"]["separators"]),
        modifiers=re.compile(f"(?:{both}的?)+"),
        narrowing=re.compile(f"(?:.*的)?(?:{both}|{data['modifiers']['narrower']})*"),
        doing=re.compile(f"(?:{done})(?:[和及或与、（](?:{both})）?)*的?"),
        goods=re.compile(data["goods"]["ending"]),
        maker=data["goods"]["of"],
        endings=tuple(endings[:-1]),
        otherwise=endings[-1].completions,
    )


def plain(printed: str) -> str:
    """Without quotation marks."""
    return re.sub('[“”"‘’]', "", printed).translate(BRACKETS)


def is_run(words: str) -> bool:
    """Whether the words are only what is done to a list: 新增和更新 of 新增和更新公务用车、环卫车辆."""
    return bool(grammar().doing.fullmatch(words))


def items(printed: str, names: Names) -> list[Item]:
    """The items, in order; what only belongs to the next (新建、|扩建项目) is none."""
    text = plain(printed)
    at = _front_end(text, names)
    front, pieces = text[:at], list(_pieces(text, at, names))
    verbs = re.findall("[^和及或与、的（）]+", front) if is_run(front) else []
    found: list[Item] = []
    for number, piece in enumerate(pieces):
        words = _completed(piece.words, pieces[number + 1 :], names)
        kinds = _kinds(words, names)
        new = tuple(dict.fromkeys(filter(None, (names.kind(verb + _name(words, names)) for verb in verbs)))) or kinds
        if words:
            examples = text[at : piece.start] if piece.summed and not any(item.kinds for item in found) else ""
            found.append(Item(words, new, (front if new == kinds else "") + examples))
    return found


def _front_end(text: str, names: Names) -> int:
    """Behind what is said of the whole list: 新建、扩建|…, 能源消耗占比高的|…; nothing that names somebody is."""
    own = next(iter(names.find(text)), None)
    first = own.start if own else len(text)
    run = grammar().doing.match(text, 0, own.end if own else len(text))
    if run and own and first < run.end() and names.kind(text[run.end() : own.end]) != own.kind:
        run = grammar().doing.match(text, 0, first)  # 新建|公共机构建筑 is a name
    if run and not grammar().separators.match(text, run.end()):
        return run.end()
    end = text.rfind("的", 0, first) + 1
    parts = grammar().separators.split(text[:end])
    return 0 if any(names.kind(part + ending) for part in parts for ending in grammar().otherwise) else end


def _pieces(text: str, at: int, names: Names) -> Iterator[_Piece]:
    """The words between separators that are not part of a name."""
    inside = names.find(text)
    summed = False
    for match in [*grammar().separators.finditer(text, at), None]:
        if match and any(named.start <= match.start() and match.end() <= named.end for named in inside):
            continue
        end = match.start() if match else len(text)
        if end > at:
            yield _Piece(at, text[at:end], summed)
        if match:
            at, summed = match.end(), match[0] == "等"


def _kinds(words: str, names: Names) -> tuple[str, ...]:
    """Of two names in one item the last counts: 公共机构建筑|屋顶."""
    return tuple(named.kind for named in names.find(words)[-1:])


def _name(words: str, names: Names) -> str:
    return next((words[named.start : named.end] for named in names.find(words)[-1:]), "")


def _completed(words: str, rest: Sequence[_Piece], names: Names) -> str:
    """The item's words, with what the list's ending adds to them if it is needed to name a kind."""
    own = next(reversed(names.find(words)), None)
    base = re.sub(f"(?:{grammar().modifiers.pattern})$", "", words)
    if not base:
        return _of_next(words, rest, names)
    tails, hides = _tails(rest)
    if own is not None and own.end == len(words) and not hides:
        return words
    known = own.start if own is not None and own.end == len(base) else None
    for tail in tails:
        named = names.ends(base + tail, before=len(base) - 1)
        if named and named.start <= (len(base) if known is None else known) and _only_narrows(base[: named.start]):
            return base + tail
    if own is not None or tails:
        return words if base == words else ""
    bare = re.sub(f"^(?:{grammar().modifiers.pattern})", "", words)
    said = [bare + tail for tail in grammar().otherwise]
    made, made_by = grammar().goods.subn("", bare)
    return next(filter(names.kind, [*said, made + grammar().maker] if made_by else said), words)


def _only_narrows(words: str) -> bool:
    return bool(grammar().narrowing.fullmatch(words))


def _of_next(words: str, rest: Sequence[_Piece], names: Names) -> str:
    """新建 of 新建和既有公共建筑: what the next item is without its own modifier."""
    stripped = (re.sub(f"^(?:{grammar().modifiers.pattern})", "", piece.words) for piece in rest)
    following = next(filter(None, stripped), "")
    ended = (names.kind(words + following[at:]) and words + following[at:] for at in range(len(following)))
    return next(filter(None, ended), "")


def _tails(rest: Sequence[_Piece]) -> tuple[list[str], bool]:
    """What may complete an item, the longest first, and whether it does so even if the item is a name alone."""
    for piece in rest:
        for ending in grammar().endings:
            match = ending.pattern.search(piece.words)
            if match and (match.start() > 0 or piece.summed):
                own = [piece.words[at:] for at in range(match.start() + 1)]
                return [*own, *ending.completions], ending.hides and piece.summed
    return [], False
