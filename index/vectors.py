"""FAISS behind llama-index's vector store interface, with the filter by plan that llama-index's own store lacks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.vector_stores.faiss import FaissVectorStore
from numpy.typing import NDArray
from pydantic import PrivateAttr

PLAN = "plan_id"


class PlanVectorStore(FaissVectorStore):
    """Exact inner-product search; a ``plan_id`` filter (``==`` or ``in``) is applied inside FAISS."""

    _plan_ids: NDArray[np.str_] = PrivateAttr()

    def __init__(self, faiss_index: Any, plan_ids: Sequence[str]) -> None:
        super().__init__(faiss_index=faiss_index)
        self._plan_ids = np.array(plan_ids, dtype=np.str_)

    @classmethod
    def of(cls, vectors: NDArray[np.float32], plan_ids: Sequence[str]) -> "PlanVectorStore":
        """A store of ``vectors``, shape ``(n, d)``, row ``i`` belonging to ``plan_ids[i]``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)  # pyright: ignore[reportCallIssue]  SWIG's signature
        return cls(index, plan_ids)

    @classmethod
    def read(cls, path: Path, plan_ids: Sequence[str]) -> "PlanVectorStore":
        """Read what ``persist`` wrote."""
        return cls(faiss.read_index(str(path)), plan_ids)

    def rows(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of these rows, shape ``(len(numbers), d)``."""
        return self.client.reconstruct_batch(np.asarray(numbers, dtype=np.int64))

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """The rows nearest to the query, best first; ids are row numbers."""
        wanted = _plans(query)
        rows = np.flatnonzero(np.isin(self._plan_ids, list(wanted))) if wanted is not None else None
        vector = np.array([query.query_embedding], dtype=np.float32)
        params = _only(rows) if rows is not None else None
        scores, ids = self.client.search(vector, query.similarity_top_k, params=params)
        found = [(float(score), str(row)) for score, row in zip(scores[0], ids[0], strict=True) if row >= 0]
        return VectorStoreQueryResult(similarities=[score for score, _ in found], ids=[row for _, row in found])


def _only(rows: NDArray[np.intp]) -> faiss.SearchParameters:
    return faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # pyright: ignore[reportCallIssue]  SWIG's signature


def _plans(query: VectorStoreQuery) -> set[str] | None:
    """The plans that the filters of ``query`` allow; None for all."""
    if query.filters is None:
        return None
    allowed: set[str] | None = None
    for item in query.filters.filters:
        if not isinstance(item, MetadataFilter) or item.key != PLAN:
            raise ValueError(f"only filters on {PLAN!r} are supported, not {item!r}")
        if item.operator not in (FilterOperator.EQ, FilterOperator.IN):
            raise ValueError(f"the filter on {PLAN!r} must be == or in, not {item.operator!r}")
        values = {str(value) for value in item.value} if isinstance(item.value, list) else {str(item.value)}
        allowed = values if allowed is None else allowed & values
    return allowed
