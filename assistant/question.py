"""Understanding a question: what kind of answer, about which plans, topic, year and department."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.models import Kind, Turn
from corpus.departments import Directory
from corpus.english import Translator
from corpus.errors import QuestionError
from corpus.normal import simplify, slips
from corpus.places import Gazetteer
from corpus.plans import Plan

PATTERNS = Path(__file__).parent / "data" / "question.toml"
MOST = 20_000  # characters
KEPT = 400  # characters of a long question that are searched: what is asked stands at its end
MARKUP = re.compile(r"<(script|style)[^>]*>.*?</\1>|<[^<>]{1,200}>", re.DOTALL | re.IGNORECASE)
REPEATED = re.compile(r"(.{2,60}?)\1{2,}", re.DOTALL)


class KindPattern(NamedTuple):
    """When a question wants this kind of answer."""

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str


class Patterns(NamedTuple):
    """The compiled patterns of ``data/question.toml``."""

    kinds: tuple["KindPattern", ...]
    named: Mapping[str, re.Pattern[str]]
    amounts: Mapping[str, re.Pattern[str]]
    units: Mapping[str, re.Pattern[str]]


class Question(NamedTuple):
    """A question, understood. ``query`` is what is searched for: its words without places and instructions."""

    text: str
    query: str
    kind: Kind
    plans: tuple[str, ...]
    unknown_places: tuple[str, ...]
    years: tuple[str, ...]
    departments: tuple[str, ...]
    amount: str
    profile: bool
    outside: tuple[str, ...]
    instructed: bool
    english: bool
    carried: bool


@cache
def patterns() -> Patterns:
    """The patterns, read once."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    number = r"(?<![\d.])\d[\d,，]*(?:\.\d+)?"
    return Patterns(
        tuple(
            KindPattern(
                row["name"],
                _compiled(row["pattern"]),
                _compiled(row["unless"]) if "unless" in row else None,
                row.get("needs", ""),
            )
            for row in data["kind"]
        ),
        {name: _compiled(pattern) for name, pattern in data["patterns"].items()},
        {name: _compiled(pattern) for name, pattern in data["amounts"].items()},
        {name: _compiled(pattern.replace("N", number)) for name, pattern in data["units"].items()},
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern; a class that stops at ， stops at the half-width comma that ``clean`` makes of it, too."""
    return re.compile(re.sub(r"(\[\^[^\]]*，)(?!,)", r"\1,", pattern), re.IGNORECASE)


def clean(text: str) -> str:
    """Half-width, simplified, without markup, control characters and runs of the same words.

    Raises:
        QuestionError: nothing to read is left, or it is too long.
    """
    if len(text) > MOST:
        raise QuestionError(f"the question has {len(text):,} characters, at most {MOST:,} are read: shorten it")
    words = MARKUP.sub(" ", unicodedata.normalize("NFKC", text))
    words = "".join(char if char.isprintable() else " " for char in words if char != "\ufffd")
    words = simplify(re.sub(r"\s+", " ", words).strip())
    for slip, meant in slips():
        words = words.replace(slip, meant)
    if len(re.findall(r"\w", words)) < 1:
        raise QuestionError(
            "the question has no words: ask in Chinese or English, such as 太仓2025年林木覆盖率是多少？"
        )
    return REPEATED.sub(r"\1", words)


class Reader:
    """Reads questions about a library of plans."""

    def __init__(
        self, plans: Mapping[str, Plan], *, directory: Directory, gazetteer: Gazetteer, translator: Translator
    ) -> None:
        self._plans = plans
        self._translator = translator
        self._directory = directory
        self._gazetteer = gazetteer
        names: dict[str, list[str]] = {}
        for plan_id, plan in plans.items():
            for name in plan.info.names:
                names.setdefault(name.lower(), []).append(plan_id)
        self._names = dict(sorted(names.items(), key=lambda item: -len(item[0])))

    def read(self, text: str, history: Sequence[Turn] = ()) -> Question:
        """Understand ``text`` in the light of the turns before it.

        Raises:
            QuestionError: as ``clean``.
        """
        words = clean(text)
        stated, instructed = self._without_instructions(words)
        own = self._understand(stated, instructed=instructed)
        before = self._before(history)
        return self._carry_over(own, before, stated) if before is not None else own

    def _without_instructions(self, words: str) -> tuple[str, bool]:
        pattern = patterns().named["injection"]
        stripped = pattern.sub(" ", words).strip(" ，,。.！!；;")
        return (stripped, True) if pattern.search(words) else (words, False)

    def _understand(self, words: str, *, instructed: bool) -> Question:
        found, rest = self._places(words)
        rest = rest[-KEPT:]
        departments = tuple(self._directory.mentioned(rest))
        english = len(re.findall(r"[a-zA-Z]", words)) > 2 * len(re.findall(r"[\u4e00-\u9fff]", words))
        return Question(
            text=words,
            query=(english and self._translator.translate(_searched(rest))) or _searched(rest),
            kind=_kind(words, n_plans=len(found), department=bool(departments)),
            plans=tuple(found),
            unknown_places=tuple(self._foreign(rest)) if not found else (),
            years=tuple(dict.fromkeys(patterns().named["year"].findall(words))),
            departments=departments,
            amount=_amount(words),
            profile=bool(patterns().named["profile"].search(words) or patterns().named["addressee"].search(words)),
            outside=(),
            instructed=instructed,
            english=english,
            carried=False,
        )

    def _places(self, words: str) -> tuple[list[str], str]:
        """The plans whose places are named, in their order, and the question without the names."""
        lowered, found = _lowered(words), dict[str, int]()
        rest = lowered
        for name, plan_ids in self._names.items():
            at = rest.find(name)
            if at >= 0 and not (name.isascii() and rest[at - 1 : at].isalpha()):
                found |= {plan_id: min(at, found.get(plan_id, at)) for plan_id in plan_ids}
                rest = rest.replace(name, " " * len(name))
        kept = "".join(char if blank != " " or char == " " else " " for char, blank in zip(words, rest, strict=True))
        return sorted(found, key=found.__getitem__), kept

    def _foreign(self, words: str) -> list[str]:
        """The places that are named but in no plan: neither as 江阴市 nor with the words behind them (苏州火车站)."""
        foreign: list[str] = []
        for place, following in self._gazetteer.in_context(words):
            known = [f"{place}{ending}" for ending in ("市", "区", "县", "镇", following)]
            if not any(name in plan.text for plan in self._plans.values() for name in known):
                foreign.append(place)
        return foreign

    def _before(self, history: Sequence[Turn]) -> Question | None:
        """The last question of the user, itself read in the light of those before it."""
        asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
        question: Question | None = None
        for content in asked[-4:]:
            try:
                own = self._understand(clean(content), instructed=False)
            except QuestionError:
                continue
            question = self._carry_over(own, question, clean(content)) if question is not None else own
        return question

    def _carry_over(self, own: Question, before: Question, stated: str) -> Question:
        """Complete a question that leans on the one before: its place, its topic, its year or its kind."""
        named = patterns().named
        corrected = named["correct"].search(stated)
        if corrected and len(own.plans) > 1:
            wrong, _ = self._places(corrected["wrong"])
            kind = before.kind if own.kind == "compare" else own.kind
            own = own._replace(plans=tuple(plan for plan in own.plans if plan not in wrong), kind=kind)
        if named["switch"].search(stated):
            return own._replace(query=named["switch"].sub(" ", own.query))
        topic = topic_words(own.query)
        leans = bool(named["follow"].search(stated)) or len(topic) < 4
        own = own._replace(years=own.years or _years_later(stated, before.years))
        plans = own.plans or (before.plans if not own.unknown_places else ())
        if not leans:
            return own._replace(plans=plans, carried=plans != own.plans)
        if len(topic) < 2 or (own.plans and len(topic) < 4):  # only a place, a year, or who
            kind = own.kind if own.kind not in ("measure",) else before.kind
            return own._replace(
                query=f"{before.query} {own.query}",
                kind=kind,
                plans=plans,
                years=own.years or before.years,
                departments=own.departments or before.departments,
                amount=own.amount or before.amount,
                carried=True,
            )
        if named["pointing"].search(stated):
            return own._replace(
                query=f"{own.query} {before.query}", plans=plans, years=own.years or before.years, carried=True
            )
        return own._replace(
            kind=before.kind if own.kind == "measure" else own.kind,
            plans=plans,
            carried=True,
            years=own.years or before.years,
            amount=own.amount or before.amount,
        )


FILLER = re.compile(
    r"请问|我们?|你们?|他们?|那边|那里|那个|这个|这件事|这事|那么|那|呢|吗|么|的|了|是|在|有|要|看|谁|哪些|哪个|哪|部门|单位|归|管|牵头|"
    r"负责|什么|啥|也|还|再过|过|块|换成?|问|地方|不对|怎么|如何|多少|几|搞错|搞|错|年|\d+|[\s，。？?！!、,.'’]|and|what|about|how|in|for|the|of|who|leads?|is|does|to|it",
    re.IGNORECASE,
)


def topic_words(query: str) -> str:
    """What is left of a query without question words: nothing if it names no topic of its own."""
    return FILLER.sub("", query)


def _years_later(words: str, years: Sequence[str]) -> tuple[str, ...]:
    """再过五年 after 2025 is 2030."""
    later = re.search(r"(?:再)?过(\d{1,2}|[一二三五十])年|\b(\d{1,2}) years later", words)
    if later is None or not years:
        return ()
    digits = later[1] or later[2]
    return (str(int(years[0]) + (int(digits) if digits.isdigit() else "零一二三四五六七八九十".index(digits))),)


def _lowered(words: str) -> str:
    """Lower case, character by character, so that positions stay: İ would become two."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in words)


def _searched(words: str) -> str:
    """The words without those that only ask; all of them if nothing else is left."""
    stripped = re.sub(r"\s+", " ", patterns().named["noise"].sub(" ", words)).strip(" ,，。?？!！")
    return stripped if len(topic_words(stripped)) >= 2 else re.sub(r"\s+", " ", words).strip()


def _kind(words: str, *, n_plans: int, department: bool) -> Kind:
    given = {"": True, "department": department, "no plan": n_plans == 0, "plans": n_plans != 1}
    for name, pattern, unless, needs in patterns().kinds:
        if given[needs] and pattern.search(words) and not (unless and unless.search(words)):
            several = n_plans > 1 and name in ("value", "obligation", "list", "responsibility")
            return "compare" if several else name  # pyright: ignore[reportReturnType]  the file's names are those of Kind
    return "compare" if n_plans > 1 else "measure"


def _amount(words: str) -> str:
    return next((name for name, pattern in patterns().amounts.items() if pattern.search(words)), "")
