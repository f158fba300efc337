"""Measures of what is cited and quoted: by clause, by character, and whether it stands there at all."""

import re
from collections.abc import Sequence

from eval.case import Case, Parts, share
from eval.locate import Place, plain

HALF = 0.5  # of a gold quote, which the citations must cover
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARK = re.compile(r"\[\d{1,2}\]")  # the number of a citation


def citing(case: Case) -> Parts:
    """Citation measures; no citation has precision 0."""
    gold = case.gold
    return {
        "cite_hit": any(case.on_gold),
        "cite_recall": share([case.covered(places) >= HALF for places in gold.evidence]),
        "cite_precision": share(case.on_gold) or 0.0,
        "cite_precision_clause": len(case.hits) / len(case.citing) if case.citing else 0.0,
        "clause_first": bool(case.citing and case.citing[0].paragraphs & gold.paragraphs),
    }


def characters(case: Case) -> Parts:
    """Precision, recall and F1 of the cited characters; an alternative counts for precision, not for recall."""
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


def quoting(case: Case) -> Parts:
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
    words = [case.question.question, *(cited.quote + cited.path + cited.heading for cited in shown)]
    counts = map(str, range(1, len(case.answer.citations) + 1))
    known = {*NUMBER.findall(plain(" / ".join(words))), *counts}
    return share([number in known for number in NUMBER.findall(plain(MARK.sub(" ", case.answer.answer)))])
