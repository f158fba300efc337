"""A query to a ranking of clauses, each with its best sentences: lexical and dense, fused."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)
from numpy.typing import NDArray

from corpus.concepts import Lexicon
from index.alignment import Alignment, load_aligner
from index.embedding import Embedder
from index.encoder import Encoder
from index.fusion import Ranking, Scored, reciprocal_rank_fusion
from index.lexical import LexicalIndex, query_tokens
from index.meanings import Meanings
from index.passages import Passage
from index.vectors import PLAN, PlanVectorStore

DEPTH = 100  # passages that each ranking hands to the fusion
WEIGHTS = {
    "lexical clause": 1.0,
    "lexical sentence": 1.0,
    "dense clause": 0.5,
    "dense sentence": 0.5,
    "meaning sentence": 1.0,
}


class Match(NamedTuple):
    """A passage and how well it matches: BM25 as a share of the best passage's, and the cosine of the vectors.

    ``meaning`` and ``meaning_above`` are the encoder's cosines with a sentence and with the headings above it.
    """

    passage: Passage
    lexical: float
    dense: float
    alignment: Alignment | None = None  # of sentences
    meaning: float = 0.0
    meaning_above: float = 0.0


class Hit(NamedTuple):
    """A clause that matches, with its fused score, its own match, and all its sentences in reading order."""

    clause: Passage
    score: float
    match: Match
    sentences: tuple[Match, ...]


class PassageIndex(NamedTuple):
    """Passages of one kind (clauses, or sentences), ranked lexically and densely.

    ``meanings`` is what the encoder makes of sentences.
    """

    passages: Sequence[Passage]
    lexical: LexicalIndex
    vectors: PlanVectorStore
    meanings: Meanings | None = None


class HybridRetriever:
    """Ranks the clauses of all plans, or of some."""

    def __init__(
        self,
        clauses: PassageIndex,
        sentences: PassageIndex,
        *,
        embedder: Embedder,
        lexicon: Lexicon,
        encoder: Encoder | None = None,
        weights: Mapping[str, float] = WEIGHTS,
    ) -> None:
        self._indexes = {"clause": clauses, "sentence": sentences}
        self._embedder = embedder
        self._lexicon = lexicon
        self._weights = weights
        self.encoder = encoder
        self._meanings = sentences.meanings
        self.aligner = load_aligner(embedder)
        self._clauses = {passage.clause_id: passage for passage in clauses.passages}
        self._row = {passage.passage_id: row for row, passage in enumerate(sentences.passages)}
        self.sentences = sentences.passages
        self._of_plan, self._of_clause = (
            {kind: _rows(index.passages, key) for kind, index in self._indexes.items()}
            for key in (attrgetter("plan_id"), attrgetter("clause_id"))
        )

    def retrieve(self, query: str, *, asked: str = "", plans: Sequence[str] | None = None, k: int = 20) -> list[Hit]:
        """The ``k`` best clauses, best first; none if the query has no word in common with any and no vector.

        Args:
            query: any text.
            asked: the whole question, if the query is a part of it: what the encoder reads.
            plans: ids of the plans to search; all if None.
            k: how many clauses.
        """
        tokens = query_tokens(query, self._lexicon)
        vector = self._embedder.embed([query])[0]
        meaning = self._meaning(asked or query)
        rankings: dict[str, Ranking] = {}
        lexical: dict[str, NDArray[np.float32]] = {}
        for kind, index in self._indexes.items():
            allowed = self._allowed(kind, plans)
            lexical[kind] = index.lexical.scores(tokens)
            found = _best(np.where(allowed, lexical[kind], 0), above=0)
            rankings[f"lexical {kind}"] = _clauses(index, found)
            rankings[f"dense {kind}"] = _clauses(index, _dense(index, vector, plans)) if vector.any() else []
            if kind == "sentence" and meaning is not None:
                found = _best(np.where(allowed, meaning[:, 0], -np.inf), above=-np.inf)
                rankings["meaning sentence"] = _clauses(index, found)
        weights = [self._weights[name] for name in rankings]
        fused = reciprocal_rank_fusion(list(rankings.values()), k=k, weights=weights)
        return self._hits(fused, query, lexical, vector, meaning)

    def _allowed(self, kind: str, plans: Sequence[str] | None) -> NDArray[np.bool_]:
        """Which passages of a kind belong to the plans."""
        rows = np.full(len(self._indexes[kind].passages), plans is None)
        for plan_id in plans or ():
            rows[self._of_plan[kind].get(plan_id, [])] = True
        return rows

    def _meaning(self, asked: str) -> NDArray[np.float32] | None:
        """The encoder's cosines of a question with every sentence and its headings, shape ``(n, 2)``."""
        if self.encoder is None or self._meanings is None or not asked.strip():
            return None
        return self._meanings.near(self.encoder.question(asked))

    def read(self, asked: str, sentences: Sequence[str]) -> list[float]:
        """How well each sentence answers the question, both read together: a logit. None at all without the encoder.

        Args:
            asked: the whole question.
            sentences: ids of passages.
        """
        if self.encoder is None or self._meanings is None or not asked.strip():
            return []
        question, rows = self.encoder.question(asked), [self._row[passage_id] for passage_id in sentences]
        cosines = [float(self._meanings.vectors[row] @ question.vector) for row in rows]
        words = [self._meanings.words_of(row) for row in rows]
        return self.encoder.interaction.scores(question.tokens, words, cosines).tolist()

    def _hits(
        self,
        fused: Sequence[Scored],
        query: str,
        lexical: Mapping[str, NDArray[np.float32]],
        vector: NDArray[np.float32],
        meaning: NDArray[np.float32] | None,
    ) -> list[Hit]:
        found = [clause_id for clause_id, _ in fused]
        of_clauses, of_sentences = (
            self._matches(kind, found, lexical[kind], vector) for kind in ("clause", "sentence")
        )
        words = [(match.passage.text, match.passage.context) for matches in of_sentences for match in matches]
        alignments = iter(self.aligner.align(query, words))
        rows = (row for clause_id in found for row in self._of_clause["sentence"].get(clause_id, []))
        meant = ((0.0, 0.0) if meaning is None else meaning[row].tolist() for row in rows)
        return [
            Hit(
                self._clauses[clause_id],
                score,
                own[0],
                tuple(_read(match, next(alignments), *next(meant)) for match in sentences),
            )
            for (clause_id, score), own, sentences in zip(fused, of_clauses, of_sentences, strict=True)
        ]

    def _matches(
        self,
        kind: str,
        clause_ids: Sequence[str],
        lexical: NDArray[np.float32],
        vector: NDArray[np.float32],
    ) -> list[list[Match]]:
        """For each clause, how well its passages of this kind match."""
        index = self._indexes[kind]
        rows_of = [self._of_clause[kind].get(clause_id, []) for clause_id in clause_ids]
        rows = [*chain.from_iterable(rows_of)]
        if not rows:
            return [[] for _ in rows_of]
        shares = lexical[rows] / max(float(lexical.max()), 1e-6)
        cosines = index.vectors.rows(rows) @ vector
        seen = zip(rows, shares.tolist(), cosines.tolist(), strict=True)
        matches = iter([Match(index.passages[row], share, cosine) for row, share, cosine in seen])
        return [[*islice(matches, len(own))] for own in rows_of]

    def rarity(self, token: str) -> float:
        """How rare a token is among the sentences: 0 if none has it."""
        return self._indexes["sentence"].lexical.rarity(token)


def _read(match: Match, alignment: Alignment, meaning: float, above: float) -> Match:
    return match._replace(alignment=alignment, meaning=meaning, meaning_above=above)


def _rows(passages: Sequence[Passage], key: Callable[[Passage], str]) -> dict[str, list[int]]:
    """The rows of the passages that share a key."""
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        rows.setdefault(key(passage), []).append(row)
    return rows


def _best(scores: NDArray[np.float32], *, above: float) -> list[int]:
    """The rows with the highest scores, best first, equal ones in their order; none that is not ``above``."""
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return order[scores[order] > above].tolist()


def _dense(index: PassageIndex, vector: NDArray[np.float32], plans: Sequence[str] | None) -> list[int]:
    """The rows whose vectors are nearest, best first."""
    filters = None
    if plans is not None:
        filters = MetadataFilters(filters=[MetadataFilter(key=PLAN, value=list(plans), operator=FilterOperator.IN)])
    query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=DEPTH, filters=filters)
    return [int(row) for row in index.vectors.query(query).ids or []]


def _clauses(index: PassageIndex, rows: Sequence[int]) -> Ranking:
    """The clauses of passages, each at the place of its best."""
    return list(dict.fromkeys(index.passages[row].clause_id for row in rows))
