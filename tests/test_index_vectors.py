from pathlib import Path

import numpy as np
import pytest
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)

from index.vectors import PLAN, PlanVectorStore

PLANS = ["taicang", "gusu", "wuxi"] * 20
VECTORS = np.random.default_rng(7).normal(size=(60, 8)).astype(np.float32)
QUERY = np.random.default_rng(8).normal(size=8).astype(np.float32)


@pytest.fixture(scope="module")
def store() -> PlanVectorStore:
    return PlanVectorStore.of(VECTORS, PLANS)


def query(k: int, *filters: MetadataFilter) -> VectorStoreQuery:
    """The ``k`` rows nearest to ``QUERY`` that pass the filters."""
    return VectorStoreQuery(
        query_embedding=QUERY.tolist(),
        similarity_top_k=k,
        filters=MetadataFilters(filters=list(filters)) if filters else None,
    )


def plan_is(value: str | list[str]) -> MetadataFilter:
    """A filter on one plan, or on several."""
    operator = FilterOperator.IN if isinstance(value, list) else FilterOperator.EQ
    return MetadataFilter(key=PLAN, value=value, operator=operator)


def by_numpy(rows: list[int], k: int) -> list[int]:
    """The ``k`` of ``rows`` with the greatest inner product, best first."""
    return sorted(rows, key=lambda row: -float(VECTORS[row] @ QUERY))[:k]


def test_nearest_rows_are_those_of_numpy(store: PlanVectorStore) -> None:
    found = store.query(query(10))
    rows = [int(row) for row in found.ids or []]
    assert rows == by_numpy(list(range(60)), 10)
    assert found.similarities == pytest.approx([float(VECTORS[row] @ QUERY) for row in rows], abs=1e-5)


@pytest.mark.parametrize("wanted", [["gusu"], ["gusu", "wuxi"], ["taicang", "gusu", "wuxi"]])
def test_a_filter_leaves_the_best_of_some_plans(store: PlanVectorStore, wanted: list[str]) -> None:
    found = store.query(query(10, plan_is(wanted)))
    allowed = [row for row, plan in enumerate(PLANS) if plan in wanted]
    assert [int(row) for row in found.ids or []] == by_numpy(allowed, 10)


@pytest.mark.parametrize("filters", [[["gusu", "wuxi"], "wuxi"], ["wuxi", ["gusu", "wuxi"]]])
def test_filters_are_joined_by_and(store: PlanVectorStore, filters: list[str | list[str]]) -> None:
    found = store.query(query(60, *map(plan_is, filters)))
    assert sorted(map(int, found.ids or [])) == [row for row, plan in enumerate(PLANS) if plan == "wuxi"]


@pytest.mark.parametrize("value", ["nowhere", []])
def test_no_plan_no_rows(store: PlanVectorStore, value: str | list[str]) -> None:
    found = store.query(query(10, plan_is(value)))
    assert (found.ids, found.similarities) == ([], [])


def test_more_than_there_are_gives_all(store: PlanVectorStore) -> None:
    assert len(store.query(query(1000)).ids or []) == 60


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        (MetadataFilter(key="clause_id", value="x"), "only filters on 'plan_id'"),
        (MetadataFilter(key=PLAN, value="x", operator=FilterOperator.NE), "must be == or in"),
    ],
)
def test_other_filters_are_refused(store: PlanVectorStore, odd: MetadataFilter, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        store.query(query(10, odd))


def test_written_and_read_is_the_same(store: PlanVectorStore, tmp_path: Path) -> None:
    store.persist(str(tmp_path / "vectors.faiss"))
    again = PlanVectorStore.read(tmp_path / "vectors.faiss", PLANS)
    assert again.query(query(10, plan_is("gusu"))) == store.query(query(10, plan_is("gusu")))
    assert np.array_equal(again.rows([3, 1]), VECTORS[[3, 1]])
