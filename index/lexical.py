"""BM25 over words, character bigrams and concepts (bm25s)."""

import logging
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.concepts import Lexicon
from index.tokens import tokenise

logging.getLogger("bm25s").setLevel(logging.WARNING)
CONCEPT = 2.0  # weight of a concept that the query means, beside its words
KEPT = 10_000  # concepts whose words are remembered
RELATED = 0.25  # weight of the words of a neighbouring concept


def document_tokens(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a passage and, as ``#name``, the concepts that it prints."""
    return tokenise(text) + [f"#{mention.concept}" for mention in lexicon.printed_in(text)]


def query_tokens(query: str, lexicon: Lexicon) -> dict[str, float]:
    """The words of a query and the concepts that it means, with their weights."""
    weights: dict[str, float] = dict.fromkeys(tokenise(query), 1.0)
    for mention in lexicon.mentioned_in(query):
        weights[f"#{mention.concept}"] = CONCEPT
        for token in _beside(mention.concept, lexicon):
            weights.setdefault(token, RELATED)
    return weights


@lru_cache(maxsize=KEPT)
def _beside(concept: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a concept's terms, and the concepts that it is related to; kept, since cutting words takes time."""
    meant = lexicon.concepts[concept]
    words = [token for term in meant.printed for token in tokenise(term)]
    related = [f"#{mention.concept}" for term in meant.related for mention in lexicon.printed_in(term)]
    return tuple(dict.fromkeys([*words, *related]))


class LexicalIndex:
    """Scores every passage for a query."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._stored: dict[str, Any] = bm25.scores

    @classmethod
    def build(cls, documents: Sequence[list[str]]) -> "LexicalIndex":
        """Index the tokens of passages, in their order."""
        bm25 = bm25s.BM25()
        bm25.index(list(documents), show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read what ``save`` wrote."""
        return cls(bm25s.BM25.load(str(folder)))

    def save(self, folder: Path) -> None:
        """Write plain arrays and JSON."""
        self._bm25.save(str(folder), show_progress=False)

    def rarity(self, token: str) -> float:
        """Inverse document frequency of ``token``: 0 if no passage has it, more the fewer have it."""
        token_id = self._bm25.vocab_dict.get(token)
        if token_id is None:
            return 0.0
        columns, total = self._stored["indptr"], int(self._stored["num_docs"])
        return math.log((total + 1) / (int(columns[token_id + 1] - columns[token_id]) + 0.5))

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every passage, shape ``(n,)``: each token's share times its weight, which bm25s does not know."""
        scores = np.zeros(self._stored["num_docs"], dtype=np.float32)
        starts, passages, shares = (self._stored[name] for name in ("indptr", "indices", "data"))
        for token, weight in weights.items():
            token_id = self._bm25.vocab_dict.get(token)
            if token_id is not None:
                own = slice(starts[token_id], starts[token_id + 1])
                scores[passages[own]] += np.float32(weight) * shares[own]
        return scores
