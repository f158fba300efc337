"""From the clauses that match to the sentences that answer."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.aspects import asked_aspects, aspects, figures, lacking, prints_figure
from assistant.question import Question, patterns
from corpus.concepts import Lexicon
from corpus.models import Clause
from corpus.plans import Plan
from corpus.spans import Span
from index.alignment import Alignment
from index.retriever import Hit, HybridRetriever, Match
from index.tokens import tokenise

WEIGHTS = Path(__file__).parent / "data" / "ranker.json"
BINDING = re.compile(r"应当?|必须|须|不得|严禁|禁止|鼓励|支持|引导|推动|要|不再|全部|100%|原则上")
READ = 6  # sentences that are read together with the question
READ_TOGETHER = "read"  # the feature that comes of it
KEPT = 50_000  # texts whose words and concepts are remembered
DOCUMENT = re.compile(r"《[^》]{4,}》|〔\d{4}〕\d+号")
SEGMENT = re.compile(r"[，；：。]")
ALIGNED = tuple(f"aligned_{name}" for name in Alignment._fields)
UNALIGNED = Alignment(0, 0, 0, 0, 0, 0, 0)
PERIODS = {"十四五": ("2021", "2022", "2023", "2024", "2025"), "十五五": ("2026", "2027", "2028", "2029", "2030")}


class Candidate(NamedTuple):
    """A sentence that may answer. ``score`` is a logit: only differences mean anything."""

    plan: Plan
    clause: Clause
    span: Span
    text: str
    score: float
    features: Mapping[str, float]
    above: str = ""  # the headings over the sentence
    passage_id: str = ""


class Wanted(NamedTuple):
    """What the question is about: rarity of each concept and of each word that some sentence prints."""

    concepts: Mapping[str, float]
    words: Mapping[str, float]
    known: float  # the share of the question's words that stand anywhere in the library
    aspects: tuple[str, ...]  # what is asked for beside the topic
    figures: tuple[str, ...]  # the figures that the question states


class Ranker(NamedTuple):
    """The weights of features: those that choose what is read with the question, and those that count thereafter."""

    first: Mapping[str, float]
    last: Mapping[str, float]


@cache
def ranker() -> Ranker:
    """The weights, learnt by ``assistant.training.ranker``."""
    return Ranker(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def candidates(
    question: Question,
    groups: Sequence[Sequence[Hit]],
    plans: Mapping[str, Plan],
    *,
    lexicon: Lexicon,
    retriever: HybridRetriever,
    read: int = READ,
) -> list[list[Candidate]]:
    """For each group of hits all its sentences, best first.

    The best ``read`` of each group at first sight are read together with the question, those of all groups at once.
    """
    wanted = wanted_by(question, lexicon, retriever)
    found = [_in_order(_of_hits(question, wanted, hits, plans, lexicon), ranker().first) for hits in groups]
    best = [candidate.passage_id for group in found for candidate in group[:read]]
    logits = iter(retriever.read(question.spoken, best))
    read_of = [list(islice(logits, min(read, len(group)))) for group in found]
    return [
        _in_order(_with_reading(group, own), ranker().last) if own else group
        for group, own in zip(found, read_of, strict=True)
    ]


def _of_hits(
    question: Question, wanted: Wanted, hits: Sequence[Hit], plans: Mapping[str, Plan], lexicon: Lexicon
) -> list[Candidate]:
    found: list[Candidate] = []
    for rank, hit in enumerate(hits, start=1):
        plan = plans[hit.clause.plan_id]
        clause = plan.by_id[hit.clause.clause_id]
        for match in hit.sentences:
            if patterns().named["letter"].search(match.passage.text):
                continue
            features = features_of(question, wanted, hit, match, rank=rank, top=hits[0].score, lexicon=lexicon)
            passage = match.passage
            found.append(
                Candidate(plan, clause, passage.span, passage.text, 0.0, features, passage.context, passage.passage_id)
            )
    return found


def _with_reading(found: Sequence[Candidate], logits: Sequence[float]) -> list[Candidate]:
    """What was not read is taken to answer no better than the worst that was."""
    worst = [min(logits)] * (len(found) - len(logits))
    read = zip(found, [*logits, *worst], strict=True)
    return [c._replace(features={**c.features, READ_TOGETHER: logit / 10}) for c, logit in read]


def _in_order(found: Sequence[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """The sentences with their scores, best first."""
    if not found:
        return []
    seen = np.array([list(candidate.features.values()) for candidate in found])
    scores = seen @ np.array([weights.get(name, 0.0) for name in found[0].features])
    scored = [candidate._replace(score=score) for candidate, score in zip(found, scores.tolist(), strict=True)]
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.clause.clause_id, candidate.span))


@lru_cache(maxsize=64)
def wanted_by(question: Question, lexicon: Lexicon, retriever: HybridRetriever) -> Wanted:
    """The concepts and words of the question that stand in the library, with their rarity there."""
    concepts = {mention.concept for mention in lexicon.mentioned_in(question.query)}
    rarity = {name: retriever.rarity(f"#{name}") for name in sorted(concepts)}
    words = {token: retriever.rarity(token) for token in dict.fromkeys(tokenise(question.query)) if token[-1] != "·"}
    known = sum(weight > 0 for weight in words.values()) / max(1, len(words))
    return Wanted(
        {name: weight for name, weight in rarity.items() if weight > 0},
        {word: weight for word, weight in words.items() if weight > 0},
        known,
        asked_aspects(question.text, by_bracket=question.asks_who),
        figures(question.text),
    )


def features_of(
    question: Question, wanted: Wanted, hit: Hit, match: Match, *, rank: int, top: float, lexicon: Lexicon
) -> dict[str, float]:
    """What the ranker sees of a sentence, each about 0 to 1."""
    text = match.passage.text
    heading = match.passage.context.rpartition(" ")[2]
    amount = question.kind in ("value", "compare", "count") and bool(question.amount)
    gives = {f"gives_{name}": 0.0 for name in aspects()}
    gives |= {f"gives_{name}": 1.0 for name in set(wanted.aspects) - lacking(wanted.aspects, text)}
    return {
        "sentence_lexical": match.lexical,
        "clause_lexical": hit.match.lexical,
        "sentence_dense": match.dense,
        "clause_dense": hit.match.dense,
        **dict(zip(ALIGNED, match.alignment or UNALIGNED, strict=True)),
        "meaning": match.meaning,
        "meaning_above": match.meaning_above,
        "clause_fused": hit.score / top,
        "first": 1.0 / rank,
        "concepts": covered(wanted.concepts, printed(text, lexicon)),
        "concepts_above": covered(wanted.concepts, printed(match.passage.context, lexicon)),
        "concepts_meet": max(covered(wanted.concepts, part) for part in printed_parts(text, lexicon)),
        "words": covered(wanted.words, words_of(text)),
        "words_above": covered(wanted.words, words_of(match.passage.context)),
        "amount": float(amount and has_amount(text, question.amount)),
        "no_amount": float(amount and not has_amount(text, question.amount)),
        "right_year": float(bool(question.years) and prints_year(text, question.years)),
        "wrong_year": float(bool(question.years) and not right_year(text, question.years)),
        "binding": float(question.kind == "obligation" and bool(BINDING.search(text))),
        "document": float(question.kind == "basis" and bool(DOCUMENT.search(text))),
        **gives,
        "same_figure": float(prints_figure(wanted.figures, text)),
        "heading": float(len(heading) > 3 and heading in question.text),
        "length": math.log1p(len(text)) / 5,
    }


def know(retriever: HybridRetriever, lexicon: Lexicon) -> None:
    """Look at every sentence and heading once, so that the first questions are answered as fast as the later ones."""
    texts = dict.fromkeys(text for passage in retriever.sentences for text in (passage.text, passage.context))
    retriever.aligner.know(texts)
    for text in texts:
        words_of(text)
        printed(text, lexicon)
        printed_parts(text, lexicon)


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> frozenset[str]:
    """The words of a text; kept, since the same sentences are looked at again and again."""
    return frozenset(tokenise(text))


@lru_cache(maxsize=KEPT)
def printed(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The concepts that a text prints; kept as well."""
    return frozenset(mention.concept for mention in lexicon.printed_in(text))


@lru_cache(maxsize=KEPT)
def printed_parts(text: str, lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    """The concepts that each segment of a text prints."""
    mentions, ends = lexicon.printed_in(text), [match.start() for match in SEGMENT.finditer(text)]
    spans = pairwise([0, *ends, len(text) + 1])
    return tuple(frozenset(m.concept for m in mentions if start <= m.start < end) for start, end in spans)


def covered(wanted: Mapping[str, float], there: frozenset[str]) -> float:
    """The share of ``wanted``, by weight, that is ``there``; 0 if nothing is wanted."""
    common = there.intersection(wanted)
    return math.fsum(wanted[name] for name in common) / math.fsum(wanted.values()) if common else 0.0


def has_amount(text: str, amount: str) -> bool:
    """Whether a quantity of the kind asked for is printed, years apart."""
    words = text if amount == "date" else re.sub(r"20\d\d年?", " ", text)
    return bool(patterns().units[amount].search(words))


def unit_coverage(text: str, gives: Callable[[str], bool], wanted: Wanted, lexicon: Lexicon) -> float:
    """How much of what the question is about stands with what is asked for, such as a figure.

    A figure belongs to the words of its own segment and of those before it, back to the last figure.
    """
    best, unit = 0.0, ""
    for part in SEGMENT.split(text):
        unit += part
        if gives(part):
            best = max(best, topic_coverage(unit, wanted, lexicon))
            unit = ""
    return best


def topic_coverage(text: str, wanted: Wanted, lexicon: Lexicon) -> float:
    """The share of the question's concepts, by rarity, that ``text`` prints; of its words if it means no concept."""
    if wanted.concepts:
        return covered(wanted.concepts, printed(text, lexicon))
    return covered(wanted.words, words_of(text))


def prints_year(text: str, years: Sequence[str]) -> bool:
    """Whether the sentence prints one of the years, or the period it lies in."""
    return bool(_years(text) & set(years))


def prints_any_year(text: str) -> bool:
    """Whether the text prints a year or a period of years."""
    return bool(_years(text))


def right_year(text: str, years: Sequence[str]) -> bool:
    """Whether the sentence speaks of one of the years, or of none; always if none is asked for."""
    found = _years(text)
    return not years or not found or bool(found & set(years))


def _years(text: str) -> set[str]:
    printed = set(patterns().named["year"].findall(text))
    for period, spanned in PERIODS.items():
        if period in text:
            printed.update(spanned)
    return printed
