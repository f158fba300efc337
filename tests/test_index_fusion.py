import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import RRF_K, Ranking, reciprocal_rank_fusion

ids = st.lists(st.sampled_from("abcdefgh"), max_size=6, unique=True)
rankings = st.lists(ids, max_size=5)


def test_a_passage_is_scored_by_its_ranks() -> None:
    fused = reciprocal_rank_fusion(["ab", "ba", "b"], k=2)
    assert [name for name, _ in fused] == ["b", "a"]
    assert fused[0].score == pytest.approx(1 / 62 + 1 / 61 + 1 / 61)
    assert fused[1].score == pytest.approx(1 / 61 + 1 / 62)
    assert RRF_K == 60


def test_weights_decide_between_rankings() -> None:
    lexical, dense = "ab", "ba"
    assert [name for name, _ in reciprocal_rank_fusion([lexical, dense], k=2, weights=[1.0, 0.5])] == ["a", "b"]
    assert [name for name, _ in reciprocal_rank_fusion([lexical, dense], k=2, weights=[0.5, 1.0])] == ["b", "a"]


def test_ties_fall_back_to_the_id() -> None:
    assert [name for name, _ in reciprocal_rank_fusion(["b", "a"], k=2)] == ["a", "b"]


def test_no_rankings_no_passages() -> None:
    assert reciprocal_rank_fusion([], k=5) == []
    assert reciprocal_rank_fusion([[], []], k=5) == []


def test_a_weight_for_each_ranking() -> None:
    with pytest.raises(ValueError, match="shorter"):
        reciprocal_rank_fusion(["a", "b"], k=1, weights=[1.0])


@given(rankings)
def test_fusion_ignores_the_order_of_its_rankings(some: list[Ranking]) -> None:
    assert reciprocal_rank_fusion(some, k=8) == reciprocal_rank_fusion(some[::-1], k=8)


@given(rankings)
def test_fusion_keeps_every_passage_once_and_the_best_first(some: list[Ranking]) -> None:
    fused = reciprocal_rank_fusion(some, k=100)
    names = [name for name, _ in fused]
    assert sorted(names) == sorted({name for one in some for name in one})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


@given(rankings)
def test_fewer_are_the_first_of_more(some: list[Ranking]) -> None:
    assert reciprocal_rank_fusion(some, k=2) == reciprocal_rank_fusion(some, k=8)[:2]
