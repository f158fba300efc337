"""Ours = ir_measures."""

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from eval import ranking

PASSAGES = [f"p{n}" for n in range(30)]


GRADES = st.dictionaries(st.sampled_from(PASSAGES), st.integers(1, 3), min_size=1)


@given(st.permutations(PASSAGES), st.integers(0, 30), GRADES)
def test_agrees_with_ir_measures(order: list[str], length: int, relevant: dict[str, int]) -> None:
    found = order[:length]
    run = [ir_measures.ScoredDoc("q", passage, -float(rank)) for rank, passage in enumerate(found)]
    qrels = [ir_measures.Qrel("q", passage, grade) for passage, grade in relevant.items()]
    wanted = [Success @ 1, Success @ 5, Success @ 10, R @ 1, R @ 5, R @ 10, RR, nDCG @ 10]
    theirs = ir_measures.calc_aggregate(wanted, qrels, run) if run else dict.fromkeys(wanted, 0.0)
    ours = {Success @ k: ranking.success(found, relevant, k=k) for k in (1, 5, 10)}
    ours |= {R @ k: ranking.recall(found, relevant, k=k) for k in (1, 5, 10)}
    ours |= {RR: ranking.reciprocal_rank(found, relevant), nDCG @ 10: ranking.ndcg(found, relevant, k=10)}
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_by_hand() -> None:
    found, relevant = ["x", "a", "y", "b"], dict.fromkeys("abc", 1)
    assert ranking.success(found, relevant, k=1) == 0
    assert ranking.recall(found, relevant, k=4) == pytest.approx(2 / 3)
    assert ranking.reciprocal_rank(found, relevant) == 0.5
    gained, best = 0.6309297536 + 0.4306765581, 1 + 0.6309297536 + 0.5
    assert ranking.ndcg(found, relevant, k=10) == pytest.approx(gained / best)


def test_nothing_relevant_is_undefined() -> None:
    assert ranking.recall(["a"], [], k=5) is None
    assert ranking.ndcg(["a"], {}, k=5) is None
