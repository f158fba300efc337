"""What every answerer is given."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.answers.follow_up import gives_figure, goes_on, reordered
from assistant.evidence import (
    CLAIM_BELOW,
    LENIENT_BELOW,
    PREMISE_BELOW,
    REFUSE_BELOW,
    STRICT_BELOW,
    answerability,
)
from assistant.models import Reason
from assistant.patterns import patterns
from assistant.question import Question
from assistant.select import (
    READ,
    SEGMENT,
    Candidate,
    Wanted,
    candidates,
    has_amount,
    printed,
    printed_parts,
    right_year,
    wanted_by,
    words_of,
)
from corpus.concepts import Lexicon
from corpus.departments import Directory
from corpus.normal import normalise
from corpus.plans import Plan
from index.retriever import Hit, HybridRetriever

CLAUSES = 20  # that are looked at for an answer
HEADS = 3  # sentences among which one that says who heads a body, or where its office is, is as good as the best
INDICATOR = re.compile("(?:率|比重|占比|比例)$")  # a concept that is a measure


class Refusal(Exception):
    """The plans do not answer; ``related`` are the sentences that come nearest."""

    def __init__(self, reason: Reason, *, related: Sequence[Candidate] = (), **values: object) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.related = related
        self.values = values


class Context(NamedTuple):
    """The question, the library, and the way to search it."""

    question: Question
    plans: Mapping[str, Plan]
    retriever: HybridRetriever
    lexicon: Lexicon
    directory: Directory

    @property
    def scope(self) -> list[Plan]:
        """The plans that the question is about: those it names, or all."""
        return [self.plans[plan_id] for plan_id in self.question.plans or self.plans]

    @property
    def found(self) -> tuple[list[Hit], list[Candidate]]:
        """The clauses of the plans in scope that match the question, and their sentences, best first."""
        hits = self.search([plan.plan_id for plan in self.scope])
        return hits, self.candidates([hits])[0]

    def search(self, plans: Sequence[str] | None, *, k: int = CLAUSES) -> list[Hit]:
        """The clauses of ``plans`` that match the question."""
        return self.retriever.retrieve(self.question.query, asked=self.question.spoken, plans=plans, k=k)

    def candidates(self, groups: Sequence[Sequence[Hit]], *, read: int = READ) -> list[list[Candidate]]:
        """The sentences of each group of clauses, best first; ``read`` of each are read together with the question."""
        found = candidates(self.question, groups, self.plans, lexicon=self.lexicon, retriever=self.retriever, read=read)
        return [reordered(self.question, group) for group in found]

    @property
    def wanted(self) -> Wanted:
        """What the question is about."""
        return wanted_by(self.question, self.lexicon, self.retriever)

    def answers(self, found: Sequence[Candidate]) -> bool:
        """Whether the best of the sentences answers the question at all; one of a clause just cited does."""
        if not found:
            return False
        if goes_on(self.question, found) or self._printed_in_full(found):
            return True
        return self.answerability(found) >= self._needed(found)

    def _needed(self, found: Sequence[Candidate]) -> float:
        """How sure it must be that the best sentence answers: a logit."""
        if self._overstates(found):
            return CLAIM_BELOW
        if self._of_something_else(found) or self._without_date(found) or self._quotes_unprinted(found):
            return STRICT_BELOW
        body = None if patterns().named["by_name"].search(self.question.text) else self.of_a_body
        tells_of_body = body is not None and any(body.search(candidate.text) for candidate in found[:HEADS])
        if tells_of_body or self.tells_when(found[0]):
            return PREMISE_BELOW
        follows = bool(self.question.carried) and gives_figure(self.question, found[0])
        lenient = follows or self.question.asks_who or self.question.kind == "mention" or self._of_a_premise(found)
        return LENIENT_BELOW if lenient else REFUSE_BELOW

    @property
    def quoted(self) -> list[str]:
        """The words that the question quotes: those in quotation marks; in an English question, the Chinese."""
        return patterns().named["chinese" if self.question.english else "quoted"].findall(self.question.text)

    @property
    def of_a_body(self) -> re.Pattern[str] | None:
        """How a sentence prints who heads a body, such as a leading group, or where its office is: what is asked."""
        text, named = f"{self.question.text} {self.question.topic}", patterns().named
        if named["asks_office"].search(text):
            return named["office"]
        return named["headed"] if named["body"].search(text) and named["asks_head"].search(text) else None

    def _of_something_else(self, found: Sequence[Candidate]) -> bool:
        """Whether a value is asked for of what the best sentence does not name, or of an indicator that none prints.

        Where a year is given, and no concept by which the sentence could name the thing, it is taken not to.
        """
        key, question = self.key_concept, self.question
        if question.kind != "value":
            return False
        asks_figure = bool(question.amount) and not question.carried
        if key is None:
            return asks_figure and bool(question.years)
        if INDICATOR.search(key) and not any(key in printed(candidate.text, self.lexicon) for candidate in found):
            return True
        named = printed(found[0].text, self.lexicon) | printed(found[0].above, self.lexicon)
        return asks_figure and key not in named

    def _quotes_unprinted(self, found: Sequence[Candidate]) -> bool:
        """Whether the question has words in quotation marks that the plan does not print."""
        text = normalise(found[0].plan.text) if self.quoted else ""
        return not self.question.premise and not all(normalise(words) in text for words in self.quoted)

    def _overstates(self, found: Sequence[Candidate]) -> bool:
        """Whether what the best sentence only encourages is asked about as if it were demanded."""
        named, text = patterns().named, found[0].text
        only_encourages = bool(named["mild"].search(text)) and not named["demanding"].search(text)
        return only_encourages and bool(named["demand"].search(self.question.text))

    def tells_when(self, candidate: Candidate) -> bool:
        """Whether a year is said of something that is to be confirmed, and the sentence has that thing and a year."""
        question, subject = self.question, self.key_concept
        claimed = question.premise and not question.years and bool(patterns().named["year"].search(question.text))
        named = claimed and subject is not None and subject in printed(candidate.text, self.lexicon)
        return named and bool(patterns().named["year"].search(candidate.text))

    def dates(self, candidate: Candidate) -> bool:
        """Whether a segment of the sentence has both the thing and a year: 实现2030年前二氧化碳排放量达到峰值."""
        parts = zip(SEGMENT.split(candidate.text), printed_parts(candidate.text, self.lexicon), strict=True)
        year = patterns().named["year"]
        return any(self.key_concept in there and year.search(part) for part, there in parts)

    def _without_date(self, found: Sequence[Candidate]) -> bool:
        """Whether it is asked when, and the best sentence prints no date."""
        return self.question.amount == "date" and not has_amount(found[0].text, "date")

    def _of_a_premise(self, found: Sequence[Candidate]) -> bool:
        """Whether a statement is to be confirmed and the best sentence speaks of its subject: it may say otherwise."""
        subject = self.key_concept if self.question.premise else None
        return subject is not None and subject in printed(found[0].text, self.lexicon)

    def _printed_in_full(self, found: Sequence[Candidate]) -> bool:
        """Whether the best sentence has every word of the question, and the figure for the year that is asked for."""
        if self.wanted.known < 1 or not self.wanted.words or not self.question.amount:
            return False
        text = found[0].text
        printed = all(word in words_of(text) for word in self.wanted.words)
        return printed and has_amount(text, self.question.amount) and right_year(text, self.question.years)

    def answerability(self, found: Sequence[Candidate]) -> float:
        """How sure it is that the best of the sentences answers: a logit."""
        aligner = self.retriever.aligner
        return answerability(self.question, found, self.wanted, lexicon=self.lexicon, aligner=aligner)

    @property
    def key_concept(self) -> str | None:
        """The concept that the question is about: rare in the plans and named at length in the question."""
        wanted = self.wanted.concepts
        lengths: dict[str, int] = {}
        for mention in self.lexicon.mentioned_in(self.question.query):
            lengths[mention.concept] = max(lengths.get(mention.concept, 0), mention.end - mention.start)
        return max(wanted, key=lambda name: (wanted[name] * lengths.get(name, 1) ** 0.5, name), default=None)
