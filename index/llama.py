"""The retriever as llama-index knows retrievers, so that it drops into anyone's pipeline."""

from collections.abc import Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.retriever import HybridRetriever


class ClauseRetriever(BaseRetriever):
    """Nodes are clauses; their metadata name the plan, the clause and where it stands in the plan's file."""

    def __init__(self, retriever: HybridRetriever, *, plans: Sequence[str] | None = None, k: int = 10) -> None:
        self._retriever = retriever
        self._plans = plans
        self._k = k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._retriever.retrieve(query_bundle.query_str, plans=self._plans, k=self._k)
        return [
            NodeWithScore(
                node=TextNode(
                    id_=hit.clause.clause_id,
                    text=hit.clause.text,
                    metadata={
                        "plan_id": hit.clause.plan_id,
                        "clause_id": hit.clause.clause_id,
                        "start": hit.clause.span.start,
                        "end": hit.clause.span.end,
                    },
                ),
                score=hit.score,
            )
            for hit in hits
        ]
