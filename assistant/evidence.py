"""Whether the best sentence answers the question at all, or only stands near it.

Weights are learnt (``assistant.training.answerable``) from pairs of questions that look alike, of which a document
answers one and not the other, and from questions that are off the topic of any plan. What they see: how well the words
match, which words of the question nothing matches, and whether what is asked for (a sum of money, a year, a share …) is
printed.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.aspects import aspects, lacking
from assistant.question import Question, patterns
from assistant.select import (
    READ_TOGETHER,
    Candidate,
    Wanted,
    covered,
    has_amount,
    printed,
    prints_year,
    unit_coverage,
    words_of,
)
from corpus.concepts import Lexicon
from corpus.plans import Plan
from index.alignment import Aligner
from index.tokens import tokenise

EVIDENCE = Path(__file__).parent / "data" / "evidence.json"
REFUSE_BELOW = -0.7  # a logit; the bias holds the share of answerable questions that may be refused
STRICT_BELOW = 0.5  # where what is to have a value, what the question quotes, or the date asked for is not printed
LENIENT_BELOW = -3.0  # where the turn before gives the topic, or a bracket and not the sentence answers
CLAIM_BELOW = -2.0  # where something is asked about as demanded, and the sentence only encourages it
PREMISE_BELOW = -4.0  # where a year is to be confirmed, and the sentence has one for the same thing
POOL = 12  # sentences looked at besides the best
MATCHES = (
    "sentence_lexical", "clause_lexical", "sentence_dense", "clause_dense", "concepts", "concepts_meet", "words",
    "aligned_words", "aligned_words_above", "aligned_segment", "aligned_two_segments", "aligned_own", "aligned_found",
    "aligned_above", "meaning", "meaning_above", "right_year", "wrong_year", "amount", "no_amount",
)  # fmt: skip
KINDS = ("value", "responsibility", "obligation", "list", "measure", "basis")


@cache
def evidence_weights() -> dict[str, float]:
    """The weights of what is seen, learnt by ``assistant.training.answerable``."""
    return json.loads(EVIDENCE.read_text(encoding="utf-8"))


def answerability(
    question: Question, found: Sequence[Candidate], wanted: Wanted, *, lexicon: Lexicon, aligner: Aligner
) -> float:
    """A logit: the higher, the surer that the first of ``found`` answers; minus infinity for none. See REFUSE_BELOW."""
    if not found:
        return -math.inf
    weights = evidence_weights()
    seen = evidence_of(question, found, wanted, lexicon=lexicon, aligner=aligner)
    return math.fsum(weights[name] * value for name, value in seen.items())


def evidence_of(
    question: Question, found: Sequence[Candidate], wanted: Wanted, *, lexicon: Lexicon, aligner: Aligner
) -> dict[str, float]:
    """What ``answerability`` sees, each about 0 to 1."""
    best, pool = found[0], found[:POOL]
    return {
        "bias": 1.0,
        "score": best.score / 10,
        "stands_out": (best.score - found[min(1, len(found) - 1)].score) / 10,
        "stands_out_of_six": (best.score - found[min(5, len(found) - 1)].score) / 10,
        "known": wanted.known,
        "english": float(question.english),
        "length": math.log1p(len(question.query)) / 4,
        "unknown_place": float(bool(question.unknown_places)),
        **{name: best.features[name] for name in MATCHES},
        **{f"is_{kind}": float(question.kind == kind) for kind in KINDS},
        **_of_concepts(question, best, lexicon, wanted),
        **_of_amount(question, pool, wanted, lexicon),
        **_of_aspects(wanted, pool),
        **_of_words(question, pool, aligner),
        **_of_rarity(question, pool, lexicon, wanted),
        **_of_plans(question, found, lexicon, wanted),
        **_of_ranking(found),
        **_of_meaning(found),
        **_of_reading(found),
    }


def _of_concepts(question: Question, best: Candidate, lexicon: Lexicon, wanted: Wanted) -> dict[str, float]:
    """How much of the concepts that the question names the library, and the best sentence, do not print."""
    mentions = lexicon.mentioned_in(question.query)
    total = sum(m.end - m.start for m in mentions)
    there = printed(best.text, lexicon)
    unknown = sum(m.end - m.start for m in mentions if m.concept not in wanted.concepts)
    absent = sum(m.end - m.start for m in mentions if m.concept not in there)
    return {
        "has_concepts": float(bool(total)),
        "concepts_unknown": unknown / max(1, total),
        "concepts_absent": absent / max(1, total),
    }


def _of_amount(question: Question, pool: Sequence[Candidate], wanted: Wanted, lexicon: Lexicon) -> dict[str, float]:
    """Whether the quantity and the year asked for stand in the best sentences, and with what is asked about."""
    best, amount = pool[0], question.amount
    asked = bool(amount) and question.kind in ("value", "count", "compare")
    years = question.years
    return {
        "asks_amount": float(asked),
        "amount_with_topic": unit_coverage(best.text, lambda part: gives_value(part, amount), wanted, lexicon)
        if asked
        else 0.0,
        "amount_near": float(asked and any(has_amount(c.text, amount) for c in pool[:3])),
        "asks_year": float(bool(years)),
        "year_near": float(bool(years) and any(prints_year(c.text, years) for c in pool[:5])),
    }


def gives_value(text: str, amount: str) -> bool:
    """Whether the text has a figure of the kind asked for, or says who sets it (完成省下达目标)."""
    return has_amount(text, amount) or bool(patterns().named["delegated"].search(text))


def _of_aspects(wanted: Wanted, pool: Sequence[Candidate]) -> dict[str, float]:
    """For each aspect: whether it is asked for, and missing from the best sentence, and from the best three."""
    best = lacking(wanted.aspects, pool[0].text)
    three = lacking(wanted.aspects, " ".join(candidate.text for candidate in pool[:3]))
    seen: dict[str, float] = {}
    for name in aspects():
        seen[f"asks_for_{name}"] = float(name in wanted.aspects)
        seen[f"lacks_{name}"] = float(name in best)
        seen[f"lacks_{name}_near"] = float(name in three)
    return seen


def _of_words(question: Question, pool: Sequence[Candidate], aligner: Aligner) -> dict[str, float]:
    """Which words of the question have no like in the best sentence, or in any of the pool."""
    gaps = aligner.gaps(question.query, [(c.text, c.above) for c in pool])
    words = [token for token in tokenise(question.text) if len(token) > 1 and token[-1] != "·"]
    of_best = words_of(pool[0].text) | words_of(pool[0].above)
    of_pool = frozenset[str]().union(*(words_of(c.text) for c in pool))
    return {
        **gaps._asdict(),
        "words_in_best": sum(word in of_best for word in words) / max(1, len(words)),
        "words_in_pool": sum(word in of_pool for word in words) / max(1, len(words)),
    }


def _of_rarity(question: Question, pool: Sequence[Candidate], lexicon: Lexicon, wanted: Wanted) -> dict[str, float]:
    """How rare the words and concepts are that the library prints, but not the best sentence, or none of the pool."""
    concepts, words = wanted.concepts, {word: weight for word, weight in wanted.words.items() if len(word) > 1}
    best, above = pool[0].text, pool[0].above
    near_concepts, near_words = printed(best, lexicon) | printed(above, lexicon), words_of(best) | words_of(above)
    pool_concepts = frozenset[str]().union(*(printed(c.text, lexicon) | printed(c.above, lexicon) for c in pool))
    pool_words = frozenset[str]().union(*(words_of(c.text) | words_of(c.above) for c in pool))
    return {
        "rare_concept_absent": _rarest(concepts, near_concepts),
        "rare_concept_nowhere": _rarest(concepts, pool_concepts),
        "rare_word_absent": _rarest(words, near_words),
        "rare_word_nowhere": _rarest(words, pool_words),
        "concepts_here": covered(concepts, near_concepts),
        "concepts_around": covered(concepts, pool_concepts),
        "words_here": covered(words, near_words),
        "words_around": covered(words, pool_words),
    }


def _of_plans(question: Question, found: Sequence[Candidate], lexicon: Lexicon, wanted: Wanted) -> dict[str, float]:
    """How rare what is asked about is that the library prints, but no sentence of the plans looked at."""
    prints = [printed_by(plan, lexicon) for plan in {c.plan for c in found}]
    concepts = frozenset[str]().union(*(plan.concepts for plan in prints))
    words = frozenset[str]().union(*(plan.words for plan in prints))
    named = {name: weight for name, weight in wanted.concepts.items() if _named(question.query, name, lexicon)}
    rarest = max(wanted.concepts, key=lambda name: (wanted.concepts[name], name), default=None)
    dated = bool(question.years) and any(
        rarest in there and prints_year(text, question.years) for plan in prints for text, there in plan.sentences
    )
    return {
        "concepts_in_plan": covered(wanted.concepts, concepts),
        "rare_concept_not_in_plan": _rarest(wanted.concepts, concepts),
        "named_not_in_plan": _rarest(named, concepts),
        "rare_word_not_in_plan": _rarest({word: w for word, w in wanted.words.items() if len(word) > 1}, words),
        "year_not_with_concept": float(bool(question.years) and rarest is not None and not dated),
    }


def _named(words: str, concept: str, lexicon: Lexicon) -> bool:
    """Whether the concept is called by a name that plans print, not by a word of everyday."""
    return any(name in words for name in lexicon.concepts[concept].printed)


class Printed(NamedTuple):
    """What a plan prints: its sentences with the concepts of each, and all concepts and words."""

    sentences: tuple[tuple[str, frozenset[str]], ...]
    concepts: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=64)
def printed_by(plan: Plan, lexicon: Lexicon) -> Printed:
    """What a plan prints; kept."""
    texts = [plan.quote(span) for clause in plan.outline.clauses for span in clause.sentences]
    sentences = tuple((text, printed(text, lexicon)) for text in texts)
    concepts = frozenset[str]().union(*(there for _, there in sentences))
    return Printed(sentences, concepts, frozenset[str]().union(*map(words_of, texts)))


def _of_meaning(found: Sequence[Candidate]) -> dict[str, float]:
    """How near the nearest sentence is by its meaning, how far the best is behind it, and the nearest elsewhere."""
    best = found[0]
    near = [c.features["meaning"] for c in found]
    elsewhere = [c.features["meaning"] for c in found if c.clause is not best.clause]
    return {
        "meaning_nearest": max(near),
        "meaning_behind": max(near) - best.features["meaning"],
        "meaning_elsewhere": max(elsewhere, default=0.0),
    }


def _of_reading(found: Sequence[Candidate]) -> dict[str, float]:
    """What came of reading the best sentences together with the question."""
    read = [c.features.get(READ_TOGETHER, 0.0) for c in found]
    elsewhere = [value for value, c in zip(read, found, strict=True) if c.clause is not found[0].clause]
    return {
        "read": read[0],
        "read_best": max(read),
        "read_answers": 1 / (1 + math.exp(-10 * max(read))),
        "read_elsewhere": max(elsewhere, default=min(read)),
    }


def _rarest(weights: Mapping[str, float], there: frozenset[str]) -> float:
    return max((weight for name, weight in weights.items() if name not in there), default=0.0) / 5


def _of_ranking(found: Sequence[Candidate]) -> dict[str, float]:
    """How sure the ranker is of its first sentence, of its first clause, and among how many it wavers."""
    top = found[0].score
    chances = [math.exp(c.score - top) for c in found]
    total = math.fsum(chances)
    shares = [chance / total for chance in chances]
    clause = math.fsum(share for share, c in zip(shares, found, strict=True) if c.clause is found[0].clause)
    return {
        "chance": shares[0],
        "clause_chance": clause,
        "wavering": -math.fsum(p * math.log(p + 1e-9) for p in shares) / 3,
    }
