"""The plain libraries over the same passages, as one would use them without the project: what speed is held against."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

import bm25s
import faiss
import numpy as np

from index.embedding import Embedder, load_embedder
from index.passages import Passage
from index.tokens import jieba_words

K = 20  # passages of a ranking
TEXTS = "passages.json"


class Plain(Protocol):
    """A library's index of passages."""

    def search(self, query: str) -> Sequence[int]:
        """The rows of the ``K`` best passages, best first."""
        ...

    def save(self, folder: Path) -> None:
        """Write the index as the library does."""
        ...


class PlainBM25:
    """bm25s with its defaults over jieba's words."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25

    @classmethod
    def build(cls, passages: Sequence[Passage], embedder: Embedder) -> Self:
        """Cut and index; it needs no vectors."""
        del embedder
        bm25 = bm25s.BM25()
        bm25.index([jieba_words(passage.indexed) for passage in passages], show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path, model: str) -> Self:
        """Read what ``save`` wrote."""
        del model
        return cls(bm25s.BM25.load(str(folder / "bm25s")))

    def save(self, folder: Path) -> None:
        """Write the index."""
        self._bm25.save(str(folder / "bm25s"), show_progress=False)

    def search(self, query: str) -> Sequence[int]:
        """The best rows."""
        rows, _ = self._bm25.retrieve([jieba_words(query)], k=K, show_progress=False)
        return rows[0].tolist()


class PlainFaiss:
    """FAISS's exact inner product over the vectors of the configured embedding model."""

    def __init__(self, index: faiss.Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    @classmethod
    def build(cls, passages: Sequence[Passage], embedder: Embedder) -> Self:
        """Embed and index."""
        vectors = embedder.embed([passage.embedded for passage in passages])
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))  # pyright: ignore[reportCallIssue]  SWIG's signature
        return cls(index, embedder)

    @classmethod
    def load(cls, folder: Path, model: str) -> Self:
        """Read what ``save`` wrote."""
        return cls(faiss.read_index(str(folder / "vectors.faiss")), load_embedder(model))

    def save(self, folder: Path) -> None:
        """Write the index."""
        faiss.write_index(self._index, str(folder / "vectors.faiss"))

    def search(self, query: str) -> Sequence[int]:
        """The best rows."""
        _, rows = self._index.search(self._embedder.embed([query]), K)  # pyright: ignore[reportCallIssue]  the same
        return rows[0].tolist()


LIBRARIES: dict[str, type[PlainBM25] | type[PlainFaiss]] = {"bm25s": PlainBM25, "faiss": PlainFaiss}


def write_plain(library: Plain, passages: Sequence[Passage], folder: Path) -> None:
    """Write an index and the texts that it ranks."""
    folder.mkdir(parents=True)
    library.save(folder)
    (folder / TEXTS).write_text(json.dumps([passage.text for passage in passages]), encoding="utf-8")


def answer_cold(name: str, folder: str, question: str, model: str) -> str:
    """What a fresh process does: read index and texts, and give the best text."""
    best = LIBRARIES[name].load(Path(folder), model).search(question)[0]
    return json.loads((Path(folder) / TEXTS).read_text(encoding="utf-8"))[best]
