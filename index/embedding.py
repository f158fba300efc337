"""Text to vectors: the shipped model by numpy alone, any other by sentence-transformers."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.errors import ModelError

SHIPPED = Path(__file__).parent / "model"


class Embedder(Protocol):
    """Text to vectors of length 1."""

    @property
    def digest(self) -> str:
        """Identifies the weights, for the digest of an index."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of length 1, shape ``(len(texts), d)``; an empty text is a zero row."""
        ...


class StaticEmbedder:
    """A sentence-transformers ``StaticEmbedding`` folder without torch: the mean of token vectors, normalised."""

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.rglob("tokenizer.json")), sorted(folder.rglob("model.safetensors"))
        if not all(files):
            raise ModelError(f"{str(folder)!r} holds no tokenizer.json and model.safetensors; train with `make model`")
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(files[0][0]))
        self._tokenizer.no_padding()
        self._weights = next(iter(load_file(files[1][0]).values())).astype(np.float32)
        self._digest = sha256(b"".join(path.read_bytes() for (path, *_) in files)).hexdigest()

    @property
    def digest(self) -> str:
        """SHA-256 of tokenizer and weights."""
        return self._digest

    @property
    def weights(self) -> NDArray[np.float32]:
        """A vector for each token, shape ``(vocabulary, d)``; the longer, the more the token counts."""
        return self._weights

    def tokens(self, text: str) -> list[int]:
        """The ids of the tokens of ``text``."""
        return self._tokenizer.encode(text, add_special_tokens=False).ids

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of length 1, shape ``(len(texts), d)``."""
        rows = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for row, encoding in zip(
            rows, self._tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True
        ):
            if encoding.ids:
                row += self._weights[encoding.ids].mean(axis=0)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


class TransformerEmbedder:
    """Any sentence-transformers model, from a folder or by its hub name."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  seven seconds and torch

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"cannot load the embedding model {name!r}: {error}; set POLICY_EMBEDDING_MODEL"
            ) from error
        self._digest = _digest_of(self._model)

    @property
    def digest(self) -> str:
        """SHA-256 of all weights."""
        return self._digest

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of length 1, shape ``(len(texts), d)``."""
        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True), dtype=np.float32)


def _digest_of(model: Any) -> str:
    digest = sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode() + weights.cpu().float().numpy().tobytes())
    return digest.hexdigest()


def load_embedder(name: str = "") -> Embedder:
    """The shipped model for an empty ``name``; else a folder or a hub name.

    Raises:
        ModelError: there is no such model.
    """
    folder = Path(name) if name else SHIPPED
    if _is_static(folder):
        return StaticEmbedder(folder)
    return TransformerEmbedder(name or str(folder))


def _is_static(folder: Path) -> bool:
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    kinds = [module["type"].rsplit(".", 1)[-1] for module in json.loads(modules.read_text(encoding="utf-8"))]
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])
