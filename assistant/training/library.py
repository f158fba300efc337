"""Libraries of a few documents each, searchable, of which training asks its questions."""

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rich.progress import track

from assistant.answers.context import Context
from assistant.question import Question, Reader, reader_of
from corpus.concepts import Lexicon, load_lexicon
from corpus.departments import load_directory
from corpus.plans import Plan, load_plans
from index.embedding import load_embedder
from index.encoder import load_encoder
from index.retriever import HybridRetriever
from index.store import make_index

SEED = 20240712
LIBRARY = 5  # documents


class Library(NamedTuple):
    """A few documents and the way to ask them."""

    plans: Mapping[str, Plan]
    retriever: HybridRetriever
    reader: Reader
    lexicon: Lexicon

    def context(self, question: Question) -> Context:
        """What an answerer is given of a question."""
        return Context(question, self.plans, self.retriever, self.lexicon, load_directory())


class Shelf:
    """All documents of a folder, of which libraries are made.

    Args:
        texts: the folder.
        model: the embedding model to learn with; the shipped one if empty.
    """

    def __init__(self, texts: Path, model: str) -> None:
        self._plans, self._lexicon = load_plans(texts), load_lexicon()
        self._embedder, self._encoder = load_embedder(model), load_encoder()

    def library(self, names: Iterable[str]) -> Library:
        """A library of these documents."""
        plans = {name: self._plans[name] for name in names}
        embedder, lexicon, encoder = self._embedder, self._lexicon, self._encoder
        clauses, sentences = make_index(plans, embedder=embedder, lexicon=lexicon, encoder=encoder)
        retriever = HybridRetriever(clauses, sentences, embedder=embedder, lexicon=lexicon, encoder=encoder)
        return Library(plans, retriever, reader_of(plans, lexicon, encoder), lexicon)

    def libraries(self, names: Iterable[str] | None = None) -> Iterator[Library]:
        """These documents in their order, or all of them shuffled, in libraries of five."""
        chosen = list(names) if names is not None else sorted(self._plans)
        if names is None:
            random.Random(SEED).shuffle(chosen)
        for start in track(range(0, len(chosen), LIBRARY), description="libraries"):
            yield self.library(chosen[start : start + LIBRARY])
