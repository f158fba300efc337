"""Word by word: how well the words of a query find their like in a sentence.

One vector for a whole sentence blurs what a long one says in passing. Here each token of the query looks for its near
token (late interaction, Khattab & Zaharia, SIGIR 2020, doi:10.1145/3397271.3401075), and the query is held against each
segment of the sentence by itself. The token vectors are those of a static model.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding import SHIPPED, StaticEmbedder

SEGMENT = re.compile("[，；：。]")
SHORTEST = 4  # characters of a segment worth looking at alone
ALIKE = 0.6  # cosine from which two tokens count as the same thing
SCALE = 10.0  # brings importance to about 1
KEPT = 50_000  # texts whose tokens and segments are remembered
Rows = NDArray[np.float32]


class Alignment(NamedTuple):
    """How a query lies on a sentence: shares of its words by weight, and cosines."""

    words: float  # mean best cosine of the query's tokens in the sentence
    words_above: float  # the same in the sentence and the headings above it
    found: float  # the share of tokens that have their like in the sentence
    segment: float  # cosine of the best segment
    two_segments: float  # cosine of the best two neighbouring segments
    own: float  # cosine of the sentence without headings
    above: float  # cosine of the headings


class Gaps(NamedTuple):
    """Which tokens of a query have no like: in the best text, and in any of them. Importance is a token's length."""

    worst_gap: float  # the most important gap in the best text
    worst_share: float  # the same, importance as a share of the query's
    pool_words: float  # mean best cosine over all texts
    pool_gap: float  # the most important gap over all texts
    pool_found: float  # the share of tokens that have their like in some text
    worst_cosine: float  # of the token that the best text matches least
    importance: float  # of the mean token


class Parts(NamedTuple):
    """The tokens of a text and the vectors of its parts."""

    tokens: NDArray[np.int64]
    vectors: Rows  # of the whole text, of its segments, of two neighbouring segments
    starts: tuple[int, int, int]  # of these three among the vectors


class Aligner:
    """Holds queries against sentences, token by token."""

    def __init__(self, embedder: StaticEmbedder) -> None:
        self._embedder = embedder
        lengths = np.linalg.norm(embedder.weights, axis=1)
        self._importance = lengths
        self._units: Rows = embedder.weights / np.maximum(lengths, 1e-9)[:, None]
        self._parts = lru_cache(maxsize=KEPT)(self._parts_of)
        self._tokens = lru_cache(maxsize=KEPT)(embedder.tokens)

    def align(self, query: str, sentences: Sequence[tuple[str, str]]) -> list[Alignment]:
        """An alignment for each ``(sentence, headings above)``; zeros for a query without tokens."""
        tokens = self._embedder.tokens(query)
        if not tokens or not sentences:
            return [Alignment(0, 0, 0, 0, 0, 0, 0)] * len(sentences)
        share = self._importance[tokens] / max(float(self._importance[tokens].sum()), 1e-9)
        vector = self._embedder.embed([query])[0]
        headings = {context: n for n, context in enumerate(dict.fromkeys(context for _, context in sentences))}
        over = [headings[context] for _, context in sentences]  # many sentences stand under the same headings
        parts, above = [self._parts(text) for text, _ in sentences], [self._parts(context) for context in headings]
        best, best_above = self._nearest(tokens, parts), self._nearest(tokens, above)[:, over]
        own, segment, pair = self._cosines(vector, parts)
        shares = [share @ best, share @ np.maximum(best, best_above), share @ (best > ALIKE)]
        seen = np.stack([*shares, segment, pair, own, self._cosines(vector, above)[0, over]], axis=1)
        return [Alignment(*values) for values in seen.tolist()]

    def shares(self, queries: Sequence[str], text: str) -> list[float]:
        """How much of each query lies in one text, by its words alone (``Alignment.words``)."""
        tokens = [self._tokens(query) for query in queries]
        flat = [token for own in tokens for token in own]
        if not flat:
            return [0.0] * len(queries)
        best = iter(self._nearest(flat, [self._parts(text)])[:, 0])
        return [self._share(own, [*islice(best, len(own))]) for own in tokens]

    def _cosines(self, vector: Rows, parts: Sequence[Parts]) -> Rows:
        """Of a query with each text, with its nearest segment and nearest two segments: shape ``(3, texts)``."""
        first = np.cumsum([0, *(len(part.vectors) for part in parts[:-1])])
        starts = first[:, None] + np.array([part.starts for part in parts])
        cosines = np.concatenate([part.vectors for part in parts]) @ vector
        return np.maximum.reduceat(cosines, starts.ravel()).reshape(-1, 3).T

    def _share(self, tokens: Sequence[int], best: Sequence[float]) -> float:
        importance = self._importance[list(tokens)]
        return float(importance @ np.array(best)) / max(float(importance.sum()), 1e-9) if tokens else 0.0

    def know(self, texts: Iterable[str]) -> None:
        """Look at texts once, so that questions need not wait for it."""
        for text in texts:
            self._parts(text)

    def gaps(self, query: str, sentences: Sequence[tuple[str, str]]) -> Gaps:
        """What of the query the first ``(sentence, headings above)``, and what all together, leave unmatched."""
        tokens = self._embedder.tokens(query)
        if not tokens or not sentences:
            return Gaps(0, 0, 0, 0, 0, 0, 0)
        importance = self._importance[tokens]
        share = importance / max(float(importance.sum()), 1e-9)
        own, above = (
            self._nearest(tokens, [self._parts(text) for text in texts]) for texts in zip(*sentences, strict=True)
        )
        nearest = np.maximum(own, above)
        best, pool = nearest[:, 0], nearest.max(axis=1)
        return Gaps(
            float(((1 - best) * importance).max()) / SCALE,
            float(((1 - best) * share).max()),
            float(share @ pool),
            float(((1 - pool) * importance).max()) / SCALE,
            float(share @ (pool > ALIKE)),
            float(best.min()),
            float(importance.mean()) / SCALE,
        )

    def _nearest(self, tokens: Sequence[int], parts: Sequence[Parts]) -> Rows:
        """The best cosine of each token in each text, shape ``(tokens, texts)``."""
        starts = np.cumsum([0, *(len(part.tokens) for part in parts[:-1])])
        there, places = np.unique(np.concatenate([part.tokens for part in parts]), return_inverse=True)
        likeness = self._units[there] @ self._units[tokens].T
        return np.maximum.reduceat(likeness[places], starts, axis=0).T

    def _parts_of(self, text: str) -> Parts:
        segments = [part for part in SEGMENT.split(text) if len(part) >= SHORTEST] or [text]
        pairs = [first + second for first, second in pairwise(segments)] or segments
        rows = self._embedder.embed([text, *segments, *pairs])
        tokens = np.unique(self._embedder.tokens(text) or [0])
        return Parts(tokens, rows, (0, 1, 1 + len(segments)))


def load_aligner(embedder: object = None) -> Aligner:
    """An aligner by the vectors of ``embedder`` if it is static, else by the shipped ones."""
    return Aligner(embedder if isinstance(embedder, StaticEmbedder) else StaticEmbedder(SHIPPED))
