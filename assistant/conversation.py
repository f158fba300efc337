"""How a question leans on the ones before it: what it keeps of them, what it replaces, and what it points at."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.models import Cited, Fact, Question
from assistant.patterns import patterns, topic_parts, topic_words

MARKS = " ,。.!:;?"
NUMBERS = "一二三四五六七八九十"
ENGLISH_NUMBERS = ("first", "second", "third", "fourth", "fifth")
MERGED = ("value", "obligation", "list", "responsibility")  # kinds that are a comparison where several plans are meant
FEWEST = 2  # characters that a topic has
SHORT = 4  # a topic with fewer, beside a place or 谁, is none
VAGUE = 8  # and one with fewer, that names neither a concept nor a place, needs the topic of the question before
DEPARTMENT = 12  # characters of a department's name


class Said(NamedTuple):
    """The question before, read in the light of those before it, and what its answer cited."""

    question: Question
    cited: tuple[Cited, ...]


class Opening(NamedTuple):
    """How a follow-up begins, and the words behind: ``wrong`` is what a correction takes back."""

    move: Literal["", "end", "correction"]
    wrong: str
    rest: str


def opening_of(words: str) -> Opening:
    """What the first words do: end the topic (算了，不问这个), take something back (弄错了，我说的是), or nothing."""
    turns = patterns().turns
    move: Literal["", "end", "correction"] = ""
    wrong, rest = "", words
    while True:
        rest = rest.strip(MARKS)
        if ends := turns["ends"].match(rest):
            move, rest = "end", rest[ends.end() :].lstrip("了吧啦啊")
        elif aside := turns["aside"].match(rest):
            rest = rest[aside.end() :].lstrip("了吧啦啊")
        elif correction := turns["corrections"].match(rest):
            named = next((value for value in correction.groupdict().values() if value), "")
            move, wrong, rest = move or "correction", wrong + named, rest[correction.end() :]
        else:
            return Opening(move, wrong, rest)


def follow(own: Question, before: Said, opening: Opening) -> Question:
    """Complete a question by what it leaves out: its place, its topic, its year, its kind.

    Args:
        own: what the words behind the opening say by themselves.
        before: the question before and what was cited.
        opening: how the question begins.
    """
    if not (opening.rest or own.plans):
        return own._replace(query="", topic="")
    if opening.move == "end" or not before.question.query:
        return own
    own = own._replace(years=own.years or _years_later(own.text, before.question.years))
    return _several(_completed(own, _without(before, opening.wrong), corrected=opening.move == "correction"))


def _completed(own: Question, before: Said, *, corrected: bool) -> Question:
    turns = patterns().turns
    number = _number(own.text, len(before.cited))
    if number and not own.plans:
        return _at(own, before, number)
    if turns["others"].search(own.text) and not own.topical:
        return _whole(own._replace(kind="responsibility"), before)
    if turns["detail"].search(own.text) and not own.topical:
        return _whole(own, before)._replace(kind=own.kind)
    if turns["pointing"].search(own.text) and not own.topical:
        words = turns["pointing"].sub(" ", own.query)
        return _whole(own, before, words=words if len(topic_words(words)) >= FEWEST else "")
    if _is_bare(own):
        return _whole(own, before, words="" if own.departments else _words(own))
    if corrected or turns["follow"].search(own.text):
        return _with_item(own, before)
    if not own.topical and not own.plans and len(topic_words(own.query)) < VAGUE:
        return _whole(own, before, words=own.query)
    near = () if own.topical else _within(before.cited, own.plans or before.question.plans)
    item = " ".join(topic_parts(own.query)) if near else ""
    return _keep(own, before, "plans")._replace(near=near, item=item)


def _is_bare(own: Question) -> bool:
    """Whether the question names nothing but a place, a year or a department, or only asks who."""
    length = len(topic_words(own.query))
    if own.departments and length < DEPARTMENT:
        return not own.topical
    short = bool(own.plans) or own.kind == "responsibility"
    return not own.topical and length < (SHORT if short else FEWEST)


def _words(own: Question) -> str:
    """What to search for: the question without the words around it that name no topic; empty if it names none."""
    return own.query if own.english and topic_words(own.query) else own.topic


def _keep(own: Question, before: Said, *facts: Fact) -> Question:
    """``own`` with these facts of the question before, where it has none itself."""
    lacking: list[Fact] = [name for name in facts if not getattr(own, name) and getattr(before.question, name)]
    if own.unknown_places and "plans" in lacking:
        lacking.remove("plans")
    values = {name: getattr(before.question, name) for name in lacking}
    return own._replace(**values, carried=(*own.carried, *lacking))


def _whole(own: Question, before: Said, *, words: str = "") -> Question:
    """The question before, asked in the words of this one: about another place, for another year, or who does it."""
    asked = before.question
    full = _keep(_of_kind(own, asked), before, "plans", "years", "departments")
    near = _within(before.cited, full.plans)
    points = full.kind == "responsibility" or patterns().turns["detail"].search(own.text)
    return full._replace(
        text=own.text if own.departments else f"{asked.text} {own.text}",
        query=f"{asked.query} {words}".strip(),
        topic=f"{asked.topic} {own.topic if words else ''}".strip(),
        indicator=asked.indicator,
        amount=full.amount or asked.amount,
        carried=(*full.carried, *_named(topic=asked.topic, indicator=asked.indicator)),
        near=near,
        pointed=near[0] if points and len({cited.plan for cited in near}) == 1 else None,
    )


def _with_item(own: Question, before: Said) -> Question:
    """Another thing of the same kind, in the same place and year.

    A thing that the lexicon does not know, or that stands beside the old one, is searched for together with it.
    """
    asked, turns = before.question, patterns().turns
    full = _keep(_of_kind(own, asked), before, "plans", "years")
    known = own.topical or own.indicator
    both = not known or any(turns[name].search(own.text) for name in ("contrast", "elided"))
    return full._replace(
        query=f"{_words(own)} {asked.query}" if both else _words(own) or own.query,
        item=" ".join(topic_parts(own.query)),
        amount=full.amount or ("" if own.indicator else asked.amount),
        near=_within(before.cited, full.plans),
    )


def _at(own: Question, before: Said, number: int) -> Question:
    """About one citation of the answer before, counted from 1."""
    full = _keep(own, before, "years")
    if number > len(before.cited):
        again = before.question._replace(text=own.text, english=own.english, near=before.cited, pointed=None)
        return again._replace(beyond=number)
    cited = before.cited[number - 1]
    carried: tuple[Fact, ...] = (*full.carried, "plans")
    return full._replace(plans=(cited.plan,), near=(cited,), pointed=cited, topic="", carried=carried)


def _of_kind(own: Question, asked: Question) -> Question:
    """With the kind of the question before, if this one only names a thing or a year; a year asks for a figure."""
    if own.kind == "compare" and asked.asks_who and not own.amount:
        return own._replace(roles=True)
    if own.kind != "measure" and (own.kind != "value" or own.amount):
        return own
    if own.years and (asked.indicator or asked.asks_who or asked.kind == "value"):
        return own._replace(kind="value", amount=own.amount or asked.amount or "other")
    kind = "responsibility" if asked.roles else asked.kind  # of several plans again, if several are asked about
    return own._replace(kind=kind, carried=(*own.carried, "kind"))


def _named(**facts: str) -> tuple[Fact, ...]:
    return tuple(name for name, value in facts.items() if value)  # pyright: ignore[reportReturnType]


def _within(cited: Sequence[Cited], plans: Sequence[str]) -> tuple[Cited, ...]:
    return tuple(one for one in cited if not plans or one.plan in plans)


def _several(question: Question) -> Question:
    """A comparison, where several plans were carried over to a kind that speaks of one."""
    several = len(question.plans) > 1 and question.kind in MERGED and question.pointed is None
    return question._replace(kind="compare", roles=question.kind == "responsibility") if several else question


def _without(before: Said, wrong: str) -> Said:
    """The question before, without what a correction takes back."""
    words = wrong.strip()
    if not words or words not in before.question.query:
        return before
    query, topic = (text.replace(words, " ").strip() for text in (before.question.query, before.question.topic))
    return before._replace(question=before.question._replace(query=query, topic=topic))


def _number(words: str, n_cited: int) -> int:
    """Which citation the words number, from 1; 0 if they number none, or there is none to number."""
    match = patterns().turns["ordinal"].search(words)
    if match is None or not n_cited:
        return 0
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    if "last" in groups or groups.get("word") == "last":
        return n_cited
    word = groups.get("word")
    return ENGLISH_NUMBERS.index(word) + 1 if word else _count(next(iter(groups.values())))


def _years_later(words: str, years: Sequence[str]) -> tuple[str, ...]:
    """再过五年 after 2025 is 2030."""
    match = patterns().turns["later"].search(words)
    if match is None or not years:
        return ()
    return (str(int(years[0]) + _count(next(filter(None, match.groups())))),)


def _count(digits: str) -> int:
    return int(digits) if digits.isdecimal() else NUMBERS.index(digits.replace("两", "二")) + 1
