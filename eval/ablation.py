"""The assistant with one part taken out, to see what that part is worth."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.concepts import Lexicon, load_lexicon
from corpus.departments import load_directory
from corpus.plans import load_plans
from index.alignment import Aligner, Alignment, Gaps
from index.embedding import SHIPPED, Embedder, StaticEmbedder, load_embedder
from index.encoder import load_encoder
from index.retriever import WEIGHTS, Hit, HybridRetriever
from index.store import index_folder, open_or_build

Part = Literal["sentences", "dense", "encoder", "lexical", "lexicon"]
MEANINGS = ("meaning", "meaning_above")
SILENT = -10.0  # the logit of a clause without a sentence


class BlindEmbedder:
    """Sees nothing: every vector is zero. It opens the index of the embedder whose place it takes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def digest(self) -> str:
        """That of the embedder whose place it takes."""
        return self._embedder.digest

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Zero rows, shape ``(len(texts), d)``."""
        return np.zeros_like(self._embedder.embed(texts))


class ClauseRetriever(HybridRetriever):
    """Gives each clause as if it were one sentence, so that none is chosen in it."""

    def retrieve(self, query: str, *, asked: str = "", plans: Sequence[str] | None = None, k: int = 20) -> list[Hit]:
        """The same clauses; the whole of each is its only sentence, as near in meaning as its nearest one."""
        hits = super().retrieve(query, asked=asked, plans=plans, k=k)
        alignments = self.aligner.align(query, [(hit.clause.text, hit.clause.context) for hit in hits])
        return [
            hit._replace(sentences=(hit.match._replace(alignment=alignment, **_nearest(hit)),))
            for hit, alignment in zip(hits, alignments, strict=True)
        ]

    def read(self, asked: str, sentences: Sequence[str]) -> list[float]:
        """Of each clause, how well the sentence answers that answers best."""
        of_clauses = [[p.passage_id for p in self.sentences if p.clause_id == clause_id] for clause_id in sentences]
        return [max(super(ClauseRetriever, self).read(asked, ids), default=SILENT) for ids in of_clauses]


def _nearest(hit: Hit) -> dict[str, float]:
    return {name: max((getattr(match, name) for match in hit.sentences), default=0.0) for name in MEANINGS}


class BlindAligner(Aligner):
    """Sees nothing: no word has its like anywhere."""

    def align(self, query: str, sentences: Sequence[tuple[str, str]]) -> list[Alignment]:
        """Zeros for each sentence."""
        return super().align("", sentences)

    def gaps(self, query: str, sentences: Sequence[tuple[str, str]]) -> Gaps:
        """Zeros."""
        return super().gaps("", sentences)


def open_without(part: Part, settings: Settings, *, progress: Callable[[str, int, int], None]) -> Assistant:
    """The assistant without choosing sentences, the static vectors, the encoder, lexical rankings, or the lexicon.

    The index is the shipped one each time; without lexical rankings, the sentences of a clause are still weighed by
    words.
    """
    plans, embedder, encoder = load_plans(settings.plans_dir), load_embedder(settings.embedding_model), load_encoder()
    folder = index_folder(settings.data_dir, plans, embedder, encoder)
    lexicon = load_lexicon()
    clauses, sentences = open_or_build(
        folder, plans, embedder=embedder, lexicon=lexicon, encoder=encoder, progress=progress
    )
    known = Lexicon([]) if part == "lexicon" else lexicon
    weights = {name: 0.0 if part == "lexical" and name.startswith(part) else w for name, w in WEIGHTS.items()}
    seeing = BlindEmbedder(embedder) if part == "dense" else embedder
    retrieving = ClauseRetriever if part == "sentences" else HybridRetriever
    reading = None if part == "encoder" else encoder
    retriever = retrieving(clauses, sentences, embedder=seeing, lexicon=known, encoder=reading, weights=weights)
    if part == "dense":
        retriever.aligner = BlindAligner(StaticEmbedder(SHIPPED))
    return Assistant(plans, retriever, lexicon=known, directory=load_directory())
