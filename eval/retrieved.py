"""Measures of what is retrieved: the passages as a ranking of gold clauses."""

from eval import ranking
from eval.case import Case, Parts
from eval.locate import ParagraphId


def retrieving(case: Case) -> Parts:
    """Every measure of the ranking."""
    found, relevant = ranked(case)
    return {
        **{f"success_{k}": ranking.success(found, relevant, k=k) for k in (1, 5, 10)},
        **{f"recall_{k}": ranking.recall(found, relevant, k=k) for k in (1, 5, 10)},
        "reciprocal_rank": ranking.reciprocal_rank(found, relevant),
        "ndcg_10": ranking.ndcg(found, dict.fromkeys(relevant, 1), k=10),
    }


def ranked(case: Case) -> tuple[list[str], list[str]]:
    """The retrieved passages as a ranking of gold clauses and others, and the gold clauses.

    Evidence in one paragraph is one gold clause. A passage stands for the gold clauses in it that none before it
    had; on an alternative, for the first gold clause not yet found; else for nothing.
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
