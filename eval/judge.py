"""Is an answer right? One question, its gold and one answer to the scores of that question.

The definitions of ``strict`` and ``correct`` are fixed; a change to any of them makes old figures incomparable.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from corpus.models import Departments
from eval import ranking
from eval.answers import AnswerRow, CitationRow
from eval.locate import ParagraphId, Place, Shelf, plain
from eval.questions import ACROSS_TYPES, Question
from eval.scores import Scores

CHAPTER = 1_000  # characters: a longer citation points at nothing
HALF = 0.5  # of the gold words that a citation must cover, or of the citations that must stand on gold
PORTFOLIO = 0.9  # of the citations, in a list of a department's tasks
LISTED = 0.8  # of the tasks in such a list that must be the department's own
WHOLE = 0.99  # of a list, which is all of it
SHORT_MOST, LONG_MOST = 500, 2_400  # characters of an answer
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARK = re.compile(r"\[\d{1,2}\]")  # the number of a citation


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
    """Whether ``words`` (as ``plain``) have the fact, a figure not being part of a longer one (5% in 25%, 24 in 2024)."""
    wanted = plain(fact)
    before = r"(?<!\d)(?<!\d\.)" if wanted[:1].isdigit() else ""
    behind = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + behind, words) is not None


def stands_on(cited: Place, gold: Place) -> bool:
    """Whether a citation stands on gold words: it covers half of them or 12 characters, or half of it (6 at least) is gold."""
    both = cited.overlap(gold)
    if cited.plan != gold.plan or cited.end - cited.start > CHAPTER:
        return False
    return 2 * both >= gold.end - gold.start or both >= 6 and 2 * both >= cited.end - cited.start or both >= 12


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


def judge(question: Question, answer: AnswerRow | None, shelf: Shelf) -> Scores:
    """The scores of an answer; a missing answer (None) is wrong in everything that applies to the question."""
    case = Case(question, answer, shelf)
    parts = _refusing(case) | _quoting(case)
    if question.answerable:
        parts |= _citing(case) | _characters(case) | _retrieving(case) | _talking(case) | {"facts": case.has_facts}
        parts |= _verdict_on_refusal(case) if case.is_allowed_refusal else _verdict(case)
    else:
        right = case.answer.refused and case.is_clean and not case.answer.citations
        parts |= {"correct": right, "strict": right}
    if case.is_missing:
        parts |= {"correct": False, "strict": False, "facts": False if question.answerable else None}
    scores = {name: None if value is None else float(value) for name, value in parts.items()}
    return Scores(id=question.id, type=question.type, style=question.style, missing=case.is_missing, **scores)  # pyright: ignore[reportArgumentType]  all other fields are scores


Parts = dict[str, float | bool | None]


def _verdict_on_refusal(case: Case) -> Parts:
    """A refusal where the plan leaves the value open is right if it says so or shows the nearest sentence."""
    near = [
        place
        for cited in case.answer.related
        for place in case.shelf.cited(cited.plan, cited.quote, cited.start, cited.end)
    ]
    shows = bool(case.shelf.all_paragraphs(near) & case.gold.paragraphs)
    right = case.is_clean and not case.answer.citations and (case.has_facts or shows)
    return {"correct": right, "strict": right}


def _verdict(case: Case) -> Parts:
    question, lists = case.question, _listing(case)
    departments = departments_right(case)
    correct = (
        not case.answer.refused and case.has_facts and case.is_clean and case.are_quotes_valid and any(case.on_gold)
        and _is_whole(lists) and (departments is not False or question.type != "responsibility")
    )
    precise = len(case.hits) >= needed_precision(question) * len(case.citing)
    strict = correct and precise and len(case.words) <= longest(question)
    return {"correct": correct, "strict": strict, "departments": departments, **lists}


def _is_whole(lists: Parts) -> bool:
    wholes = [lists[name] for name in ("set_f1", "set_recall") if lists.get(name) is not None]
    own = lists.get("set_precision")
    return all(float(share or 0) >= WHOLE for share in wholes) and (own is None or own >= LISTED)


def needed_precision(question: Question) -> float:
    """The share of the citations that must stand in a gold paragraph."""
    return PORTFOLIO if question.type == "portfolio" else HALF


def longest(question: Question) -> int:
    """The characters that a strict answer may have, white space apart."""
    return LONG_MOST if question.is_long else SHORT_MOST


def departments_right(case: Case) -> bool | None:
    """Whether a citation on gold names exactly the gold's departments; None where the question has none to be right in.

    Where the plan names none, none of the citations on gold may name any.
    """
    if case.question.type in ACROSS_TYPES:
        return None
    gold = case.question.departments
    if gold.lead or gold.responsible:
        wanted = _names(gold.lead), _names(gold.responsible)
        return any(_roles(hit.citation.departments) == wanted for hit in case.hits)
    return not any(map(any, (_roles(hit.citation.departments) for hit in case.hits))) if case.hits else None


def _roles(departments: Departments) -> tuple[set[str], set[str]]:
    return _names(departments.lead), _names(departments.responsible)


def _names(names: Sequence[str]) -> set[str]:
    return set(map(plain, names))


def _listing(case: Case) -> Parts:
    """How whole and how pure a list of plans or clauses is."""
    question, parts = case.question, Parts()
    if question.type == "compare":
        wanted = {each.plan for each in question.evidence}
        found = {place.plan for citing in case.citing for place in citing.places}
        parts["set_recall"] = len(wanted & found) / len(wanted) if wanted else None
    if question.plans_expected is not None:
        got, expected = {citing.citation.plan for citing in case.citing}, set(question.plans_expected)
        parts["set_f1"] = 2 * len(got & expected) / (len(got) + len(expected)) if got or expected else 1.0
    if question.type == "portfolio":
        parts["set_precision"] = _own_share(case)
    if question.clauses_expected is not None:
        body = case.words + "".join(plain(c.citation.heading + c.citation.clause) for c in case.citing)
        parts["set_recall"] = _share([plain(heading) in body for heading in question.clauses_expected])
    return parts


def _own_share(case: Case) -> float:
    """Of the headings that the answer names, the share that belongs to the department."""
    wanted = _names(case.question.clauses_expected or ())
    known = [case.shelf.plans[plan].headings for plan in case.question.plan if plan in case.shelf.plans]
    named = sum(heading in case.words for heading in wanted)
    others = sum(heading in case.words for heading in set[str]().union(*known) - wanted)
    return named / max(1, named + others)


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _citing(case: Case) -> Parts:
    """Citation measures; no citation has precision 0."""
    gold = case.gold
    return {
        "cite_hit": any(case.on_gold),
        "cite_recall": _share([case.covered(places) >= HALF for places in gold.evidence]),
        "cite_precision": _share(case.on_gold) or 0.0,
        "cite_precision_clause": len(case.hits) / len(case.citing) if case.citing else 0.0,
        "clause_first": bool(case.citing and case.citing[0].paragraphs & gold.paragraphs),
    }


def _characters(case: Case) -> Parts:
    """Precision, recall and F1 of the cited characters. An alternative counts for precision, the evidence alone for recall."""
    cited = _characters_of([place for citing in case.citing for place in citing.places])
    lengths = [places[0].end - places[0].start for places in case.gold.evidence if places]
    found = [min(case.covered(places), 1.0) for places in case.gold.evidence if places]
    recall = sum(n * share for n, share in zip(lengths, found, strict=True)) / sum(lengths) if lengths else None
    precision = len(cited & _characters_of(case.gold.places)) / len(cited) if cited else None
    both = (precision or 0.0) + (recall or 0.0)
    f1 = None if recall is None else 2 * (precision or 0.0) * recall / both if both else 0.0
    return {"char_precision": precision, "char_recall": recall, "char_f1": f1}


def _characters_of(places: Sequence[Place]) -> set[tuple[str, int]]:
    return {(place.plan, at) for place in places for at in range(place.start, place.end)}


def _retrieving(case: Case) -> Parts:
    found, relevant = ranked(case)
    return {
        **{f"success_{k}": ranking.success(found, relevant, k=k) for k in (1, 5, 10)},
        **{f"recall_{k}": ranking.recall(found, relevant, k=k) for k in (1, 5, 10)},
        "reciprocal_rank": ranking.reciprocal_rank(found, relevant),
        "ndcg_10": ranking.ndcg(found, relevant, k=10),
    }


def ranked(case: Case) -> tuple[list[str], list[str]]:
    """The retrieved passages as a ranking of gold clauses and others, and the gold clauses.

    Evidence in one paragraph is one gold clause. A passage stands for the gold clauses in it that none before it had; on
    an alternative, for the first gold clause not yet found; else for nothing.
    """
    clauses = _gold_clauses(case)
    left = dict(clauses)
    names: list[str] = []
    for rank, hit in enumerate(case.answer.retrieved, start=1):
        found = case.shelf.all_paragraphs(case.shelf.retrieved(hit.plan, hit.text, hit.start, hit.end))
        new = [name for name, paragraphs in left.items() if paragraphs & found]
        if not new and found & case.gold.paragraphs and not any(p & found for p in clauses.values()):
            new = list(left)[:1]
        for name in new:
            del left[name]
        names += new or [f"other {rank}"]
    return names, list(clauses)


def _gold_clauses(case: Case) -> dict[str, set[ParagraphId]]:
    """The paragraphs of the evidence, those of quotes that share one put together."""
    groups: list[set[ParagraphId]] = []
    for places in case.gold.evidence:
        paragraphs = case.shelf.all_paragraphs(places)
        joined = [group for group in groups if group & paragraphs]
        groups = [group for group in groups if not group & paragraphs] + [paragraphs.union(*joined)]
    return {f"clause {n}": group for n, group in enumerate(groups, start=1) if group}


def _refusing(case: Case) -> Parts:
    """Refusals; where a question has both, a refusal that the plan allows counts as right and as no false refusal."""
    refused, question = case.answer.refused, case.question
    reason = question.reason
    return {
        "refusal_recall": refused if not question.answerable else None,
        "refusal_precision": (not question.answerable or question.refusal_ok) if refused else None,
        "refusal_reason": case.answer.reason == reason if refused and reason else None,
        "false_refusal": (refused and not question.refusal_ok or case.is_missing) if question.answerable else None,
    }


def _quoting(case: Case) -> Parts:
    """What is quoted and said: does it stand there, elsewhere or nowhere, and are the figures in the quotes."""
    if case.is_missing:
        return {"clean": None}
    wrong = [citing.citation for citing in case.citing if not citing.places]
    elsewhere = [any(case.shelf.find(plan, citation.quote) for plan in case.shelf.plans) for citation in wrong]
    return {
        "quotes_valid": case.are_quotes_valid if case.citing else None,
        "misattributed": any(elsewhere) if case.citing else None,
        "fabricated": not all(elsewhere) if case.citing else None,
        "numbers_supported": _numbers_supported(case),
        "clean": case.is_clean if case.question.must_not else None,
        "latency_ms": case.answer.latency_ms,
    }


def _numbers_supported(case: Case) -> float | None:
    """The share of the figures in an answer that its quotes, or the question, have; None for no figure or a refusal."""
    if case.answer.refused:
        return None
    shown = [*case.answer.citations, *case.answer.related]
    known = set(NUMBER.findall(plain(" / ".join([case.question.question, *(c.quote + c.path + c.heading for c in shown)]))))
    return _share([number in known for number in NUMBER.findall(plain(MARK.sub(" ", case.answer.answer)))])


def _talking(case: Case) -> Parts:
    """With a history: is what still holds kept (a citation on gold), and what was dropped left (no other plan cited)."""
    if not case.question.history:
        return {}
    wanted = {each.plan for each in (*case.question.evidence, *case.question.evidence_alt)}
    cited = {place.plan for citing in case.citing for place in citing.places}
    if case.question.turn in ("switch", "correction"):
        return {"dropped": bool(cited) and cited <= wanted}
    return {"kept": bool(case.hits)}
