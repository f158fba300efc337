"""From the clauses that match to the sentences that answer."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.question import Question, patterns
from corpus.concepts import Lexicon
from corpus.models import Clause
from corpus.plans import Plan
from corpus.spans import Span
from index.retriever import Hit

LEXICAL, DENSE, CLAUSE = 1.0, 0.6, 0.6  # weights of a sentence's own match, its vector's, and its clause's place
ASKED = 0.35  # for a sentence that has what the kind of question asks for
WRONG_YEAR = 0.3  # against a sentence that speaks of other years only
CONCEPT = 0.35  # for the share of the question's concepts that the sentence prints
PLAN_WORDS = re.compile(r"应当?|必须|须|不得|严禁|禁止|鼓励|支持|引导|推动|要|不再|全部|100%|原则上")
DOCUMENT = re.compile(r"《[^》]{4,}》|〔\d{4}〕\d+号")


class Candidate(NamedTuple):
    """A sentence that may answer."""

    plan: Plan
    clause: Clause
    span: Span
    text: str
    score: float
    lexical: float
    dense: float


def candidates(question: Question, hits: Sequence[Hit], plans: Mapping[str, Plan], lexicon: Lexicon) -> list[Candidate]:
    """All sentences of ``hits``, best first."""
    wanted = concepts_of(question, lexicon)
    found: list[Candidate] = []
    top = hits[0].score if hits else 1.0
    for hit in hits:
        plan = plans[hit.clause.plan_id]
        clause = plan.by_id[hit.clause.clause_id]
        for match in hit.sentences:
            text = match.passage.text
            score = LEXICAL * match.lexical + DENSE * match.dense + CLAUSE * hit.score / top
            score += fit(question, text) + CONCEPT * coverage(wanted, match.passage.indexed, lexicon)
            found.append(Candidate(plan, clause, match.passage.span, text, score, match.lexical, match.dense))
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.clause.clause_id, candidate.span))


def concepts_of(question: Question, lexicon: Lexicon) -> set[str]:
    """The concepts that the question means, those of question words (谁管, 让不让) left out."""
    return {mention.concept for mention in lexicon.mentioned_in(question.query)}


def coverage(wanted: set[str], text: str, lexicon: Lexicon) -> float:
    """The share of ``wanted`` concepts that ``text`` prints; 0 if none is wanted."""
    if not wanted:
        return 0.0
    printed = {mention.concept for mention in lexicon.printed_in(text)}
    return len(wanted & printed) / len(wanted)


def fit(question: Question, text: str) -> float:
    """How well a sentence suits the kind of question, apart from its topic."""
    score = 0.0
    if question.kind in ("value", "compare", "count") and question.amount and has_amount(text, question.amount):
        score += ASKED
    if question.kind == "obligation" and PLAN_WORDS.search(text):
        score += ASKED / 2
    if question.kind == "basis" and DOCUMENT.search(text):
        score += ASKED
    if question.years and not right_year(text, question.years):
        score -= WRONG_YEAR
    return score


def has_amount(text: str, amount: str) -> bool:
    """Whether a quantity of the kind asked for is printed, years apart."""
    words = text if amount == "date" else re.sub(r"20\d\d年?", " ", text)
    return bool(patterns().units[amount].search(words))


PERIODS = {"十四五": ("2021", "2022", "2023", "2024", "2025"), "十五五": ("2026", "2027", "2028", "2029", "2030")}


def right_year(text: str, years: Sequence[str]) -> bool:
    """Whether the sentence speaks of one of the years, or of none."""
    printed = set(patterns().named["year"].findall(text))
    for period, spanned in PERIODS.items():
        if period in text:
            printed.update(spanned)
    return not printed or bool(printed & set(years))
