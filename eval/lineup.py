"""What can be asked, by name. Imports no library, so that ``--help`` loads none."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from corpus.errors import EvaluationError

SystemName = Literal[
    "assistant",
    "no-sentences",
    "no-dense",
    "no-encoder",
    "no-lexical",
    "no-lexicon",
    "bm25-clause",
    "bm25-sentence",
    "bm25-whitespace",
    "llamaindex-bm25",
    "llamaindex-dense",
]
MEANINGS: Mapping[SystemName, str] = MappingProxyType(
    {
        "assistant": "the project's assistant, whole",
        "no-sentences": "it quotes whole clauses, no sentence is chosen in them",
        "no-dense": "without the static vectors",
        "no-encoder": "without the encoder: neither word order nor words that no plan prints",
        "no-lexical": "without the lexical rankings",
        "no-lexicon": "without the lexicon, in questions and in sentences",
        "bm25-clause": "BM25 over jieba's words, the best clause is the answer",
        "bm25-sentence": "BM25 over jieba's words, the best sentence is the answer",
        "bm25-whitespace": "BM25 over text.split(), as chat products ship it, the best clause is the answer",
        "llamaindex-bm25": "llama-index as it comes: SentenceSplitter and BM25Retriever, the best node is the answer",
        "llamaindex-dense": "llama-index as it comes: SentenceSplitter, the shipped embedder, SimpleVectorStore",
    }
)


def named(names: Sequence[str] | None) -> list[SystemName]:
    """The systems of these names, in the order of the line-up; all of them for None.

    Raises:
        EvaluationError: there is no system of that name.
    """
    unknown = next((name for name in names or () if name not in MEANINGS), None)
    if unknown is not None:
        raise EvaluationError(f"no system {unknown!r}, there are {', '.join(MEANINGS)}")
    return [name for name in MEANINGS if not names or name in names]
