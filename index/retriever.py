"""A query to a ranking of clauses, each with its best sentences: lexical and dense, fused."""

from collections.abc import Mapping, Sequence
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
        self._clause_rows = {passage.clause_id: [row] for row, passage in enumerate(clauses.passages)}
        self._row = {passage.passage_id: row for row, passage in enumerate(sentences.passages)}
        self.sentences = sentences.passages
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(sentences.passages):
            self._rows.setdefault(passage.clause_id, []).append(row)

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
            allowed = _allowed(index.passages, plans)
            lexical[kind] = index.lexical.scores(tokens)
            rankings[f"lexical {kind}"] = _lexical(index, lexical[kind], allowed)
            rankings[f"dense {kind}"] = _dense(index, vector, plans) if vector.any() else []
        sentences = self._indexes["sentence"].passages
        rankings["meaning sentence"] = _meant(sentences, meaning, _allowed(sentences, plans))
        fused = reciprocal_rank_fusion(
            [_by_clause(ranking) for ranking in rankings.values()],
            k=k,
            weights=[self._weights[name] for name in rankings],
        )
        return self._hits(fused, query, lexical, vector, meaning)

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
        fused: Ranking,
        query: str,
        lexical: Mapping[str, NDArray[np.float32]],
        vector: NDArray[np.float32],
        meaning: NDArray[np.float32] | None,
    ) -> list[Hit]:
        found = [clause_id for clause_id, _ in fused]
        of_clauses = self._matches("clause", self._clause_rows, found, lexical["clause"], vector)
        of_sentences = self._matches("sentence", self._rows, found, lexical["sentence"], vector)
        words = [(match.passage.text, match.passage.context) for matches in of_sentences for match in matches]
        alignments = iter(self.aligner.align(query, words))
        rows = (row for clause_id in found for row in self._rows.get(clause_id, []))
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
        rows_of: Mapping[str, Sequence[int]],
        clause_ids: Sequence[str],
        lexical: NDArray[np.float32],
        vector: NDArray[np.float32],
    ) -> list[list[Match]]:
        """For each clause, how well its passages of this kind match."""
        index = self._indexes[kind]
        best = max(float(lexical.max(initial=0)), 1e-6)
        out: list[list[Match]] = []
        for clause_id in clause_ids:
            rows = rows_of.get(clause_id, [])
            cosines = index.vectors.rows(rows) @ vector if rows else []
            out.append(
                [
                    Match(index.passages[row], float(lexical[row]) / best, float(cosine))
                    for row, cosine in zip(rows, cosines, strict=True)
                ]
            )
        return out

    def rarity(self, token: str) -> float:
        """How rare a token is among the sentences: 0 if none has it."""
        return self._indexes["sentence"].lexical.rarity(token)


def _read(match: Match, alignment: Alignment, meaning: float, above: float) -> Match:
    return match._replace(alignment=alignment, meaning=meaning, meaning_above=above)


def _meant(sentences: Sequence[Passage], meaning: NDArray[np.float32] | None, allowed: NDArray[np.bool_]) -> Ranking:
    if meaning is None:
        return []
    scores = np.where(allowed, meaning[:, 0], -1)
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [Scored(sentences[row].passage_id, float(scores[row])) for row in order if allowed[row]]


def _allowed(passages: Sequence[Passage], plans: Sequence[str] | None) -> NDArray[np.bool_]:
    if plans is None:
        return np.ones(len(passages), dtype=np.bool_)
    return np.array([passage.plan_id in plans for passage in passages], dtype=np.bool_)


def _lexical(index: PassageIndex, scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> Ranking:
    scores = np.where(allowed, scores, 0)
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [Scored(index.passages[row].passage_id, float(scores[row])) for row in order if scores[row] > 0]


def _dense(index: PassageIndex, vector: NDArray[np.float32], plans: Sequence[str] | None) -> Ranking:
    filters = None
    if plans is not None:
        filters = MetadataFilters(filters=[MetadataFilter(key=PLAN, value=list(plans), operator=FilterOperator.IN)])
    query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=DEPTH, filters=filters)
    found = index.vectors.query(query)
    return [
        Scored(index.passages[int(row)].passage_id, score)
        for row, score in zip(found.ids or [], found.similarities or [], strict=True)
    ]


def _by_clause(ranking: Ranking) -> Ranking:
    """Passages to their clauses, each at the place of its best passage."""
    best: dict[str, Scored] = {}
    for passage_id, score in ranking:
        clause_id = passage_id.split("#", 1)[0]
        best.setdefault(clause_id, Scored(clause_id, score))
    return list(best.values())
