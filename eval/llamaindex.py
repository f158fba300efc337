"""llama-index's own pipeline as it comes out of the box, for comparison.

Plans are its documents, with their title as metadata; ``SentenceSplitter()`` cuts them with its defaults (1024 tokens,
200 of overlap). Only the depth of the ranking is ours, so that it can be measured. A node knows its place in the
document, so that it can be cited by span; departments it knows none.
"""

from collections.abc import Mapping, Sequence

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, NodeWithScore, TextNode
from pydantic import PrivateAttr

from corpus.errors import EvaluationError
from corpus.plans import Plan
from eval.answers import AnswerRow, CitationRow, RetrievedRow
from eval.baselines import MOST
from eval.questions import Question
from index.embedding import Embedder


class ShippedEmbedding(BaseEmbedding):
    """The shipped model as llama-index knows embedding models."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name="shipped")
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embedder.embed([text])[0].tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class NodePipeline:
    """The best node is the answer; where no node scores above 0, nothing was found and it refuses."""

    def __init__(self, retriever: BaseRetriever) -> None:
        self._retriever = retriever

    def answer(self, question: Question) -> AnswerRow:
        """The best node, word for word."""
        found = [hit for hit in self._retriever.retrieve(question.question) if (hit.score or 0) > 0]
        ranked = tuple(map(_retrieved, found))
        best = ranked[0] if ranked else None
        cited = [CitationRow(plan=hit.plan, quote=hit.text, start=hit.start, end=hit.end) for hit in ranked[:1]]
        return AnswerRow(
            id=question.id,
            answer=best.text if best else "",
            refused=best is None,
            reason="" if best else "not_in_any_plan",
            citations=tuple(cited),
            retrieved=ranked,
        )


def _retrieved(hit: NodeWithScore) -> RetrievedRow:
    node = hit.node
    assert isinstance(node, TextNode)  # SentenceSplitter makes no other
    return RetrievedRow(
        plan=node.ref_doc_id or "",
        start=node.start_char_idx,
        end=node.end_char_idx,
        text=node.text,
        score=hit.score or 0.0,
    )


def split(plans: Mapping[str, Plan]) -> Sequence[BaseNode]:
    """The nodes of all plans, in order."""
    documents = [Document(id_=key, text=plan.text, metadata={"title": plan.info.title}) for key, plan in plans.items()]
    return SentenceSplitter().get_nodes_from_documents(documents)


def bm25_pipeline(plans: Mapping[str, Plan]) -> NodePipeline:
    """SentenceSplitter and BM25Retriever, whose words are runs of letters, stemmed as English.

    Raises:
        EvaluationError: llama-index's package with that retriever is not installed.
    """
    try:
        from llama_index.retrievers.bm25 import BM25Retriever  # noqa: PLC0415  for development only
    except ImportError as error:
        raise EvaluationError("llama-index-retrievers-bm25 is not installed: run `make setup`") from error
    return NodePipeline(BM25Retriever.from_defaults(nodes=list(split(plans)), similarity_top_k=MOST))


def dense_pipeline(plans: Mapping[str, Plan], embedder: Embedder) -> NodePipeline:
    """SentenceSplitter, the shipped embedder and a VectorStoreIndex over its SimpleVectorStore."""
    index = VectorStoreIndex(split(plans), embed_model=ShippedEmbedding(embedder))
    return NodePipeline(index.as_retriever(similarity_top_k=MOST))
