"""A question and an answer to it, both located in the plans: what the measures look at."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from eval.answers import AnswerRow, CitationRow
from eval.locate import ParagraphId, Place, Shelf, plain
from eval.questions import Question

CHAPTER = 1_000  # characters: a longer citation points at nothing
Parts = dict[str, float | bool | None]  # some of a question's scores, by measure


class Gold(NamedTuple):
    """Where a question's evidence stands: the occurrences of each quote, and other places that answer as well."""

    evidence: list[list[Place]]
    alternatives: list[Place]
    paragraphs: set[ParagraphId]

    @property
    def places(self) -> list[Place]:
        """All of them."""
        return [place for occurrences in self.evidence for place in occurrences] + self.alternatives


class Citing(NamedTuple):
    """A citation, where it stands, and in which paragraphs."""

    citation: CitationRow
    places: list[Place]
    paragraphs: set[ParagraphId]


def gold_of(question: Question, shelf: Shelf) -> Gold:
    """The gold of a question in the plans."""
    evidence = [shelf.find(each.plan, each.quote) for each in question.evidence]
    alternatives = [place for each in question.evidence_alt for place in shelf.find(each.plan, each.quote)]
    return Gold(evidence, alternatives, shelf.all_paragraphs([p for places in evidence for p in places] + alternatives))


def said(fact: str, words: str) -> bool:
    """Whether ``words`` (as ``plain``) have the fact, not as part of a longer figure (5% in 25%, 24 in 2024)."""
    wanted = plain(fact)
    before = r"(?<!\d)(?<!\d\.)" if wanted[:1].isdigit() else ""
    behind = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + behind, words) is not None


def stands_on(cited: Place, gold: Place) -> bool:
    """Whether a citation stands on gold words.

    It covers half of them, or 12 characters of them, or half of it (6 characters at least) is gold.
    """
    both = cited.overlap(gold)
    if cited.plan != gold.plan or cited.end - cited.start > CHAPTER:
        return False
    return 2 * both >= gold.end - gold.start or (both >= 6 and 2 * both >= cited.end - cited.start) or both >= 12


class Case:
    """One question and one answer to it, located in the plans."""

    def __init__(self, question: Question, answer: AnswerRow | None, shelf: Shelf) -> None:
        self.question = question
        self.is_missing = answer is None
        self.answer = answer or AnswerRow(id=question.id, answer="", refused=False)
        self.shelf = shelf
        self.words = plain(self.answer.answer)
        self.gold = gold_of(question, shelf)
        self.citing = [self._locate(citation) for citation in self.answer.citations]

    def _locate(self, citation: CitationRow) -> Citing:
        places = self.shelf.cited(citation.plan, citation.quote, citation.start, citation.end)
        return Citing(citation, places, self.shelf.all_paragraphs(places))

    @property
    def is_clean(self) -> bool:
        """Whether the answer says nothing that it must not."""
        return not any(plain(words) in self.words for words in self.question.must_not)

    @property
    def has_facts(self) -> bool:
        """Whether each fact is said, by one of its alternatives."""
        return not self.missing_facts

    @cached_property
    def missing_facts(self) -> list[tuple[str, ...]]:
        """The facts that the answer does not say."""
        return [fact for fact in self.question.facts if not any(said(words, self.words) for words in fact)]

    @property
    def are_quotes_valid(self) -> bool:
        """Whether each quote stands where the citation says."""
        return all(citing.places for citing in self.citing)

    @property
    def hits(self) -> list[Citing]:
        """The citations in a paragraph of the gold."""
        return [citing for citing in self.citing if citing.paragraphs & self.gold.paragraphs]

    @property
    def is_allowed_refusal(self) -> bool:
        """Whether it refuses where the plan leaves the asked value open."""
        return self.question.answerable and self.question.refusal_ok and self.answer.refused

    @property
    def on_gold(self) -> list[bool]:
        """For each citation, whether it stands on gold words."""
        return [any(stands_on(p, gold) for p in citing.places for gold in self.gold.places) for citing in self.citing]

    def covered(self, occurrences: Sequence[Place]) -> float:
        """The share of a quote that the citations cover, at the place where they cover most of it."""
        cited = {place for citing in self.citing for place in citing.places}
        return max((sum(p.overlap(gold) for p in cited) / (gold.end - gold.start) for gold in occurrences), default=0.0)


def share(flags: Sequence[bool]) -> float | None:
    """The share that is true; None of nothing."""
    return sum(flags) / len(flags) if flags else None
