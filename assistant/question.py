"""Understanding a question: what kind of answer, about which plans, topic, year and department."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from assistant import kinds
from assistant.aspects import figures
from assistant.conversation import Said, follow, opening_of
from assistant.models import Cited, Kind, Question, Turn
from assistant.patterns import KindPattern, patterns, topic_parts, topic_words
from assistant.quoted import Quotations
from corpus.concepts import Lexicon, load_lexicon
from corpus.departments import Directory, load_directory
from corpus.english import Translator, load_translator
from corpus.errors import QuestionError
from corpus.normal import simplify, slips
from corpus.places import Gazetteer, load_gazetteer
from corpus.plans import Plan
from corpus.spans import Span
from index.encoder import Encoder

MOST = 20_000  # characters
KEPT = 400  # characters of a long question that are searched: what is asked stands at its end
RECALLED = 40  # messages of the conversation that are read again
MARKUP = re.compile(r"<(script|style)[^>]*>.*?</\1>|<[^<>]{1,200}>", re.DOTALL | re.IGNORECASE)
WHOLE = 8  # characters of a topic from which a question that follows another stands by itself
SURE = 0.7  # probability from which the learnt label is taken
LIKELY = 0.35  # the same where no pattern matches
DESCRIBED = 0.1  # probability from which one who describes himself is told more than one thing
STRAY = 0.65  # probability from which nothing is asked of a plan
NEEDS = {"mention": "no plan", "compare": "plans", "off_topic": "never", "instruction": "never"}
KINDS = {"count_lead": "count", "profile": "obligation", "premise": "measure"}  # what labels say beside the kind
SIDE_BY_SIDE = ("mention", "compare")  # what may be asked of plans that are not named
REPEATED = re.compile(r"(.{2,60}?)\1{2,}", re.DOTALL)


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


class Given(NamedTuple):
    """What the kind of a question is read from: its words, also without places, and what they name."""

    words: str
    rest: str
    n_plans: int
    department: bool


class Reader:
    """Reads questions about a library of plans."""

    def __init__(
        self,
        plans: Mapping[str, Plan],
        *,
        directory: Directory,
        gazetteer: Gazetteer,
        translator: Translator,
        lexicon: Lexicon | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self._plans = plans
        self._encoder = encoder
        self._translator = translator
        self._directory = directory
        self._gazetteer = gazetteer
        self._lexicon = lexicon or load_lexicon()
        self._quotations = Quotations(plans)
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
        question = self._heard(text, self._before(history))
        return question._replace(query=self._words(question.pointed)) if question.pointed else question

    def signs(self, text: str) -> dict[str, float]:
        """What ``assistant.kinds`` sees of a question.

        Raises:
            QuestionError: as ``clean``.
        """
        words = clean(text)
        found, rest = self._places(words)
        return self._signs(Given(words, rest, n_plans=len(found), department=bool(self._directory.mentioned(rest))))

    def _signs(self, given: Given) -> dict[str, float]:
        meaning = self._encoder.question(_bare(given.rest) or given.words).vector.tolist() if self._encoder else []
        return kinds.signs_of(**given._asdict(), meaning=meaning)

    def _before(self, history: Sequence[Turn]) -> Said | None:
        """The last question of the user, itself read in the light of those before it, and what was cited for it."""
        said: Said | None = None
        for turn in history[-RECALLED:]:
            if turn.role == "user":
                try:
                    question = self._heard(turn.content, said)
                except QuestionError:
                    continue
                said = Said(question, question.near)
            elif said is not None:
                cited = self._quotations.cited(turn, said.question.plans)
                said = said._replace(cited=cited or said.cited)
        return said

    def _heard(self, text: str, before: Said | None) -> Question:
        """The question that follows ``before``."""
        stated, instructed = self._without_instructions(clean(text))
        if before is None:
            return self._understand(stated, instructed=instructed)
        opening = opening_of(stated)
        whole = not re.search(r"\w", opening.rest) or len(self._places(stated)[0]) < len(self._places(opening.rest)[0])
        words = stated if whole else opening.rest  # a place that the opening sets aside is not asked about
        own = self._understand(words, instructed=instructed, follows=True)
        question = follow(own, before, opening)
        if question.pointed and not question.topic:  # from here on, the citation is what is talked of
            heading = self._plans[question.pointed.plan].by_id[question.pointed.clause].heading
            words = self._words(question.pointed)
            return question._replace(query=words, topic=heading or words)
        return question

    def _words(self, cited: Cited) -> str:
        """The words cited, with their heading; the heading alone for a bracket of departments."""
        plan, span = self._plans[cited.plan], Span(cited.start, cited.end)
        clause = plan.by_id[cited.clause]
        bracket = any(span.overlap(responsibility.span) for responsibility in clause.responsibilities)
        quotation = "" if bracket and clause.heading else "".join(plan.quote(span).split())
        return f"{clause.heading} {quotation}".strip()

    def _without_instructions(self, words: str) -> tuple[str, bool]:
        pattern = patterns().named["injection"]
        stripped = pattern.sub(" ", words).strip(" ，,。.！!；;")
        return (stripped, True) if pattern.search(words) else (words, False)

    def _understand(self, words: str, *, instructed: bool, follows: bool = False) -> Question:
        named, rest = self._places(words)
        others = [plan_id for plan_id in self._plans if plan_id not in named] if _asks_others(words, rest) else []
        found, rest = others or named, rest[-KEPT:]
        departments = tuple(body for body in self._directory.mentioned(rest) if not _is_himself(body, words))
        english = len(re.findall(r"[a-zA-Z]", words)) > 2 * len(re.findall(r"[\u4e00-\u9fff]", words))
        n_plans = 0 if others else len(found)
        given = Given(words[-KEPT:], rest, n_plans=n_plans, department=bool(departments))
        leans = follows and len(topic_words(_searched(rest))) < WHOLE
        chances = kinds.chances(self._signs(given))
        label = _by_pattern(given) if leans else _label(given, chances)
        if label == "premise" and departments and patterns().named["role"].search(words):
            label = "responsibility"
        several = len(found) > 1 or (not found and bool(patterns().named["each"].search(words)))
        kind = _kind(label, several=several)
        asked = _unframed(rest) if kind in SIDE_BY_SIDE else rest
        searched = _searched(asked)
        query = (english and self._translator.translate(searched)) or searched
        topic = "" if kind in ("portfolio", "count") else _topic(searched)
        premise = label == "premise" and not patterns().named["how_much"].search(words)
        claimed = premise and not figures(words)  # the year is what is to be confirmed
        concepts = [m.concept for m in self._lexicon.mentioned_in(query) if m.concept not in patterns().vague]
        return Question(
            text=words,
            query=query,
            kind=kind,
            bare=_bare(asked),
            plans=tuple(found),
            unknown_places=tuple(self._foreign(rest)) if not found else (),
            years=() if claimed else tuple(dict.fromkeys(patterns().named["year"].findall(words))),
            departments=departments,
            amount=_amount(words),
            profile="all" if label == "profile" else "part" if not leans and _may_be_profile(given, chances) else "",
            stray="" if follows else _stray(chances),
            premise=premise,
            roles=kind == "compare" and "responsibility" in (label, *(each.name for each in _matching(given))),
            leads=label == "count_lead" and not patterns().named["not_only_leads"].search(words),
            outside=(),
            instructed=instructed,
            english=english,
            topical=bool(concepts),
            topic=topic,
            indicator=next((name for name in (*concepts, topic) if patterns().turns["indicator"].search(name)), ""),
        )

    def _places(self, words: str) -> tuple[list[str], str]:
        """The plans whose places are named, in their order, and the question without the names.

        One that is only set aside (先不管无锡了) is not among them, unless there is no other.
        """
        lowered, found, aside = _lowered(words), dict[str, int](), set[str]()
        rest = lowered
        for name, plan_ids in self._names.items():
            at = rest.find(name)
            if at >= 0 and not (name.isascii() and rest[at - 1 : at].isalpha()):
                found |= {plan_id: min(at, found.get(plan_id, at)) for plan_id in plan_ids}
                aside |= set(plan_ids) if _is_set_aside(lowered, name) else set()
                rest = _blanked(rest, name)
        found = {plan_id: at for plan_id, at in found.items() if plan_id not in aside} or found
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


def reader_of(plans: Mapping[str, Plan], lexicon: Lexicon, encoder: Encoder) -> Reader:
    """A reader with the departments, places and translations that ship."""
    return Reader(
        plans,
        directory=load_directory(),
        gazetteer=load_gazetteer(),
        translator=load_translator(lexicon),
        lexicon=lexicon,
        encoder=encoder,
    )


def _lowered(words: str) -> str:
    """Lower case, character by character, so that positions stay: İ would become two."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in words)


def _is_set_aside(words: str, name: str) -> bool:
    """Whether a place is named only to say that it is not the one asked about."""
    parts, named = words.split(name), patterns().named
    around = pairwise(parts)
    return all(named["not_before"].search(left) or named["not_behind"].search(right) for left, right in around)


def _asks_others(words: str, rest: str) -> bool:
    """Whether the plans beside those named are asked about: 除了太仓，还有哪些方案."""
    at = next((n for n, (word, blank) in enumerate(zip(words, rest, strict=True)) if word != blank), 0)
    return bool(
        patterns().named["besides"].search(words[:at].lower()) and patterns().named["which_plans"].search(words)
    )


def _blanked(words: str, name: str) -> str:
    """The words with blanks for a name, and for what an English question adds to it (Kunshan High-tech Zone)."""
    seat = f"(?:{patterns().named['seat'].pattern})?" if name.isascii() else ""
    return re.sub(re.escape(name) + seat, lambda match: " " * len(match.group()), words)


def _bare(rest: str) -> str:
    """The question without the names of places: what the encoder reads."""
    return re.sub(r"\s+", " ", rest).strip(" ,，、的。?？!！")


def _unframed(words: str) -> str:
    """What is asked of several plans, without the words that ask which of them say it and how."""
    stripped = words
    for frame in patterns().frames:
        stripped = frame.sub(" ", stripped)
    stripped = re.sub(r"\s*(?=[，,。？?])|\s+", " ", stripped).strip(" ，,、。？?:：")
    return stripped if len(topic_words(stripped)) >= 2 else words


def _searched(words: str) -> str:
    """The words without those that only ask; all of them if nothing else is left."""
    stripped = re.sub(r"\s+", " ", patterns().named["noise"].sub(" ", words)).strip(" ,，。?？!！")
    return stripped if len(topic_words(stripped)) >= 2 else re.sub(r"\s+", " ", words).strip()


def _topic(searched: str) -> str:
    """The query without the words around it that name no topic (那光伏的呢 → 光伏)."""
    words = topic_parts(searched)
    if not words:
        return ""
    topic = searched[searched.find(words[0]) :]
    return topic[: topic.rfind(words[-1]) + len(words[-1])]


def _stray(chances: Mapping[str, float]) -> Literal["", "off_topic", "instruction"]:
    """Whether the words ask nothing of a plan: something else altogether, or that the assistant obey."""
    if chances["off_topic"] + chances["instruction"] < STRAY:
        return ""
    return "off_topic" if chances["off_topic"] > chances["instruction"] else "instruction"


def _is_himself(body: str, words: str) -> bool:
    """Whether the body is a kind of enterprise, and one of these asks: 我们是一家国企."""
    return bool(patterns().named["enterprise"].search(body) and patterns().named["self"].search(words))


def _may_be_profile(given: Given, chances: Mapping[str, float]) -> bool:
    """Whether one who describes himself may ask for more than one thing."""
    return bool(patterns().named["addressee"].search(given.words)) and chances["profile"] >= DESCRIBED


def _label(given: Given, chances: Mapping[str, float]) -> str:
    """The likeliest label that what is named allows, unless a pattern is sure, or the classifier is not."""
    sure = next((kind.name for kind in _matching(given) if kind.sure), None)
    if sure is not None:
        return sure
    of_plans = given.n_plans == 0 and patterns().named["which_plans"].search(given.words)
    labels = SIDE_BY_SIDE if of_plans else chances
    allowed = {label: chances[label] for label in labels if _holds(NEEDS.get(label, ""), given)}
    likeliest = max(allowed, key=lambda label: (allowed[label], label))
    if of_plans:
        return likeliest
    by_pattern, share = _by_pattern(given), allowed[likeliest] / max(sum(allowed.values()), 1e-9)
    return likeliest if share >= (LIKELY if by_pattern == "measure" else SURE) else by_pattern


def _holds(needed: str, given: Given) -> bool:
    """Whether the question names what a kind needs."""
    named = {"department": given.department, "no plan": given.n_plans == 0, "plans": given.n_plans != 1, "never": False}
    return named.get(needed, True)


def _by_pattern(given: Given) -> str:
    """The first kind whose pattern matches: the few words of a follow-up say too little to be sure by themselves."""
    return next((kind.name for kind in _matching(given)), "measure")


def _matching(given: Given) -> Iterator[KindPattern]:
    """The kinds whose patterns match, and that what is named allows."""
    return (kind for kind in patterns().kinds if _holds(kind.needs, given) and kind.asked(given.words))


def _kind(label: str, *, several: bool) -> Kind:
    kind = KINDS.get(label, label)
    single = not several or kind in ("portfolio", "count", "basis", "mention")
    return kind if single else "compare"  # pyright: ignore[reportReturnType]  the labels' names are those of Kind


def _amount(words: str) -> str:
    return next((name for name, pattern in patterns().amounts.items() if pattern.search(words)), "")


__all__ = ["MOST", "Question", "Reader", "clean", "patterns", "reader_of", "topic_words"]
