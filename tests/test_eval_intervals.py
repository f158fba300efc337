"""Intervals and the paired test."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.intervals import Estimate, estimate, percentile, permutation_p


def test_no_value_has_no_interval() -> None:
    assert estimate([]) == Estimate(value=None, n=0, low=None, high=None)
    assert permutation_p([]) is None


def test_equal_values_are_certain() -> None:
    assert estimate([1.0] * 9) == Estimate(value=1.0, n=9, low=1.0, high=1.0)


def test_an_interval_is_near_the_one_in_theory() -> None:
    found = estimate([1.0] * 60 + [0.0] * 40)
    assert found.low == pytest.approx(0.6 - 1.96 * 0.049, abs=0.015)
    assert found.high == pytest.approx(0.6 + 1.96 * 0.049, abs=0.015)
    assert found == estimate([1.0] * 60 + [0.0] * 40)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_lies_within_the_values(values: list[float]) -> None:
    found = estimate(values)
    assert found.low is not None
    assert found.high is not None
    assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9


def test_percentiles() -> None:
    assert estimate([float(n) for n in range(101)], percentile(95)).value == 95


def test_p_agrees_with_all_permutations() -> None:
    changes = [1.0, 1.0, 1.0, 0.0, -1.0, 1.0, 1.0]
    sums = [abs(sum(s * c for s, c in zip(signs, changes, strict=True))) for signs in product((1, -1), repeat=7)]
    exact = sum(each >= abs(sum(changes)) for each in sums) / len(sums)
    assert permutation_p(changes) == pytest.approx(exact, abs=0.02)


def test_no_change_is_no_evidence() -> None:
    assert permutation_p([0.0, 0.0]) == 1
    assert permutation_p([1.0] * 20) == pytest.approx(1e-4, rel=0.5)
