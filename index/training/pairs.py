"""What the embedding model learns from: pairs of texts that mean the same, one short as a question, one as printed."""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.concepts import Concept, Lexicon
from corpus.models import Clause
from corpus.plans import Plan
from index.passages import passages
from index.tokens import tokenise

QUESTIONS = Path(__file__).parent / "questions"
LEAST = 8  # characters of a text worth learning from
ALIKE = 0.6  # Jaccard of two headings' tokens from which they name the same task
FRAMES = (
    "{}",
    "{}",
    "{}是多少",
    "{}怎么规定",
    "{}谁负责",
    "{}有什么要求",
    "关于{}怎么说",
    "what about {}",
    "who is responsible for {}",
)


class Pair(NamedTuple):
    """A query-like text and the text that answers it."""

    query: str
    answer: str


def structure_pairs(plans: Iterable[Plan], *, rng: random.Random) -> Iterator[Pair]:
    """Heading and body, sentence and clause, halves of a sentence, and the same task in another plan."""
    headed: list[tuple[str, set[str], str]] = []
    for plan in plans:
        for clause in plan.outline.clauses:
            bodies = [plan.quote(span) for span in clause.sentences[1:] if span.end - span.start >= LEAST]
            if clause.heading and bodies:
                body = " ".join(bodies)[:400]
                yield Pair(clause.heading, body)
                yield Pair(_in_path(plan, clause), rng.choice(bodies))
                headed.append((plan.plan_id, set(tokenise(clause.heading)), body))
            for sentence in bodies:
                parts = [part for part in re.split("[，；、]", sentence) if len(part) >= LEAST]
                if len(parts) >= 2:
                    chosen = rng.choice(parts)
                    yield Pair(chosen, sentence.replace(chosen, "", 1))
    yield from _same_task(headed, rng=rng)


def _in_path(plan: Plan, clause: Clause) -> str:
    return " ".join(part.heading for part in [*plan.parents(clause), clause] if part.heading)


def _same_task(headed: Sequence[tuple[str, set[str], str]], *, rng: random.Random) -> Iterator[Pair]:
    """Bodies of clauses in different plans whose headings share most of their words."""
    by_token: dict[str, list[int]] = {}
    for n, (_, tokens, _) in enumerate(headed):
        for token in tokens:
            by_token.setdefault(token, []).append(n)
    for n, (plan_id, tokens, body) in enumerate(headed):
        rare = sorted(tokens, key=lambda token: (len(by_token[token]), token))[:2]
        near = sorted({m for token in rare for m in by_token[token] if m > n and headed[m][0] != plan_id})
        for m in rng.sample(near, min(4, len(near))):
            other = headed[m][1]
            if len(tokens & other) >= ALIKE * len(tokens | other):
                yield Pair(body[:120], headed[m][2])


def lexicon_pairs(lexicon: Lexicon) -> Iterator[Pair]:
    """Every expression of a concept with the concept's name and a printed name."""
    for concept in lexicon.concepts.values():
        names = concept.printed
        for n, term in enumerate((*concept.said, *names[1:])):
            yield Pair(term, concept.name)
            yield Pair(term, names[n % len(names)])


def spoken_pairs(plans: Iterable[Plan], lexicon: Lexicon, *, rng: random.Random) -> Iterator[Pair]:
    """A sentence, and its concepts as people would say them."""
    for passage in passages({plan.plan_id: plan for plan in plans}):
        if passage.is_clause or len(passage.text) < 2 * LEAST:
            continue
        mentioned = list(dict.fromkeys(mention.concept for mention in lexicon.printed_in(passage.text)))
        spoken = [lexicon.concepts[name] for name in mentioned if lexicon.concepts[name].said]
        for _ in range(2 if spoken else 0):
            chosen = rng.sample(spoken, min(rng.choice((1, 2, 2, 3)), len(spoken)))
            yield Pair(rng.choice(FRAMES).format(_say(chosen, rng)), passage.text)


def _say(concepts: Sequence[Concept], rng: random.Random) -> str:
    """The concepts in people's words, all Chinese or all English."""
    english = rng.random() < 0.3
    said = []
    for concept in concepts:
        terms = [term for term in concept.said if term.isascii() == english] or list(concept.said)
        said.append(rng.choice(terms))
    return (" " if english else rng.choice(("", "的", "和"))).join(said)


def question_pairs(folder: Path = QUESTIONS) -> Iterator[Pair]:
    """The authored questions: a line each, ``question`` and the ``text`` that answers it."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield Pair(row["question"], row["text"])
