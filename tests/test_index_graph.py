"""Graphs of matrix operations, beside the same in numpy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.graph import Graph

RANDOM = np.random.default_rng(7)
HEADS, WIDTH = 3, 12


def some(*shape: int) -> np.ndarray:
    """Values around 0."""
    return RANDOM.standard_normal(shape).astype(np.float32)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Shares that sum to 1."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@given(st.integers(1, 4), st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_rows_times_a_matrix_whatever_their_number(texts: int, words: int) -> None:
    graph, weights, bias = Graph(), some(WIDTH, 5), some(5)
    run = graph.finished(graph.linear(graph.given("rows", None, None, WIDTH), weights, bias))
    rows = some(texts, words, WIDTH)
    assert run(rows=rows) == pytest.approx(rows @ weights + bias, abs=1e-5)


def test_a_normal_row_has_mean_0_and_variance_1_before_it_is_scaled_and_moved() -> None:
    graph, rows = Graph(), some(4, WIDTH)
    scale, moved = some(WIDTH), some(WIDTH)
    run = graph.finished(graph.normal(graph.given("rows", None, WIDTH), scale, moved, 1e-5))
    standard = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + 1e-5)
    assert run(rows=rows) == pytest.approx(standard * scale + moved, abs=1e-5)


def test_gelu_is_within_a_thousandth_of_the_error_function() -> None:
    graph, rows = Graph(), np.linspace(-4, 4, 81, dtype=np.float32)[None]
    run = graph.finished(graph.gelu(graph.given("rows", None, None)))
    exact = [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in rows[0].tolist()]
    assert run(rows=rows)[0] == pytest.approx(exact, abs=1e-3)


def test_words_see_each_other_by_heads_and_not_the_padding() -> None:
    graph, rows = Graph(), some(2, 5, 3 * WIDTH)
    parts = graph.split(graph.given("rows", None, None, 3 * WIDTH), 3)
    blind = graph.given("blind", None, 1, 1, None)
    seen = graph.attended(*(graph.heads(part, HEADS) for part in parts), WIDTH // HEADS, blind)
    run = graph.finished(graph.joined(seen))
    last = np.array([0, 0, 0, 0, -np.inf], dtype=np.float32)
    found = run(rows=rows, blind=np.broadcast_to(last, (2, 1, 1, 5)).copy())
    queries, keys, values = (part.reshape(2, 5, HEADS, -1).swapaxes(1, 2) for part in np.split(rows, 3, axis=-1))
    expected = softmax(queries @ keys.swapaxes(2, 3) / math.sqrt(WIDTH // HEADS) + last) @ values
    assert found == pytest.approx(expected.swapaxes(1, 2).reshape(2, 5, WIDTH), abs=1e-5)


def test_a_program_takes_what_was_given_by_name() -> None:
    graph = Graph()
    first, second = graph.given("first", None), graph.given("second", None, kind=np.int64)
    run = graph.finished(graph.of("Gather", first, second))
    assert run(first=np.array([1.5, 2.5], np.float32), second=np.array([1, 1, 0])).tolist() == [2.5, 2.5, 1.5]
