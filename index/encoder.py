"""Whole sentences to vectors, by a small transformer that was adapted to questions about plans.

The lower layers of multilingual-e5-small (``index.packed``), each matrix with a low-rank change (Hu et al., ICLR 2022,
arXiv:2106.09685) that ``index.training.adapt`` learnt from authored questions; mean of the last layer, length 1. It
knows words that no plan and no lexicon prints, and word order; it runs by numpy alone, milliseconds a question.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from corpus.errors import ModelError
from index.packed import SHA256, Packed, installed

ADAPTER = Path(__file__).parent / "adapter" / "adapter.safetensors"
SCALE = ".scale"  # what the eight-bit rows of a tensor are multiplied by
MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # the names in the file: attention, then the two layers behind it
LONGEST = 160  # tokens of a text that are read
KEPT = 256  # questions whose vectors are remembered
AT_ONCE = 4096  # tokens, padding included, that go through the layers together
Floats = NDArray[np.float32]


class Encoder:
    """Questions and sentences to vectors that are near where one answers the other."""

    def __init__(self, packed: Packed, adapter: Path = ADAPTER) -> None:
        self._packed = packed
        self._tokenizer = packed.tokenizer
        try:
            learnt = load_file(adapter)
        except (OSError, SafetensorError) as error:
            raise ModelError(f"cannot read {str(adapter)!r}: {error}; get the file again") from error
        self._question = lru_cache(maxsize=KEPT)(lambda text: self._embed([f"query: {text}"])[0])
        self._digest = sha256(SHA256.encode() + adapter.read_bytes()).hexdigest()
        self._learnt = {name: _whole(name, learnt) for name in learnt if not name.endswith(SCALE)}
        self._layers = sorted({int(name[1 : name.index(".")]) for name in self._learnt if name[0] == "l"})
        self._weights = {f"l{n}.{name}": self._matrix(f"l{n}.{name}") for n in self._layers for name in MATRICES}
        self._positions = packed.floats("emb.pos").reshape(-1, packed.width) + packed.floats("emb.type")[: packed.width]

    @property
    def digest(self) -> str:
        """SHA-256 of the weights and of what was learnt, for the digest of an index."""
        return self._digest

    @property
    def width(self) -> int:
        """The length of a vector."""
        return self._packed.width

    def question(self, text: str) -> Floats:
        """A vector of length 1, shape ``(width,)``; those of the last questions are kept."""
        return self._question(text)

    def sentences(self, texts: Sequence[str]) -> Floats:
        """Rows of length 1, shape ``(len(texts), width)``. White space inside a text does not count."""
        return self._embed([f"passage: {''.join(text.split())}" for text in texts])

    def _matrix(self, name: str) -> Floats:
        """A matrix with its change, transposed, so that rows of activations are multiplied from the left."""
        columns = self._packed.inner if name.endswith(".fo") else self._packed.width
        change = self._learnt.pop(f"{name}.up") @ self._learnt.pop(f"{name}.down")
        return np.ascontiguousarray((self._packed.rows(f"{name}.w", columns) + change).T, dtype=np.float32)

    def _embed(self, texts: Sequence[str]) -> Floats:
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ids = [[self._packed.start, *encoding.ids[:LONGEST], self._packed.end] for encoding in encodings]
        rows = np.zeros((len(ids), self.width), dtype=np.float32)
        for some in _batches([len(row) for row in ids]):
            rows[some] = self._forward([ids[n] for n in some])
        return rows

    def _forward(self, ids: Sequence[Sequence[int]]) -> Floats:
        """Through all layers; texts shorter than the longest are padded and the padding is not looked at."""
        lengths = np.array([len(row) for row in ids])
        longest = int(lengths.max())
        padded = np.full((len(ids), longest), self._packed.padding, dtype=np.int64)
        for row, tokens in zip(padded, ids, strict=True):
            row[: len(tokens)] = tokens
        there = np.arange(longest) < lengths[:, None]
        hidden = self._words(padded) + self._positions[:longest]
        hidden = self._normal(hidden.reshape(-1, self.width), "eln")
        blind = np.where(there, 0, -np.inf).astype(np.float32)[:, None, None, :]
        for n in self._layers:
            hidden = self._layer(hidden, f"l{n}", len(ids), blind)
        means = (hidden.reshape(len(ids), longest, -1) * there[..., None]).sum(axis=1)
        lengths = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        return (means / lengths).astype(np.float32)

    def _words(self, ids: NDArray[np.int64]) -> Floats:
        there, places = np.unique(ids, return_inverse=True)
        return self._packed.rows("emb.word", self.width, there)[places.reshape(ids.shape)]

    def _layer(self, hidden: Floats, name: str, texts: int, blind: Floats) -> Floats:
        queries, keys, values = (self._heads(self._linear(hidden, f"{name}.{part}"), texts) for part in "qkv")
        scores = queries @ keys.swapaxes(2, 3) / math.sqrt(queries.shape[-1]) + blind
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (scores / scores.sum(axis=-1, keepdims=True)) @ values
        mixed = self._linear(seen.swapaxes(1, 2).reshape(hidden.shape), f"{name}.ao")
        hidden = self._normal(hidden + mixed, f"{name}.aln")
        inner = self._linear(_gelu(self._linear(hidden, f"{name}.fi")), f"{name}.fo")
        return self._normal(hidden + inner, f"{name}.oln")

    def _heads(self, rows: Floats, texts: int) -> Floats:
        """From ``(tokens, width)`` to ``(texts, heads, tokens of a text, width of a head)``."""
        return rows.reshape(texts, -1, self._packed.heads, self.width // self._packed.heads).swapaxes(1, 2)

    def _linear(self, rows: Floats, name: str) -> Floats:
        return rows @ self._weights[name] + self._learnt[f"{name}.b"]

    def _normal(self, rows: NDArray[Any], name: str) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + self._packed.epsilon)
        return rows / spread * self._learnt[f"{name}.w"] + self._learnt[f"{name}.b"]


def _whole(name: str, learnt: Mapping[str, NDArray[Any]]) -> Floats:
    """A tensor in single precision."""
    values = learnt[name].astype(np.float32)
    return values * learnt[name + SCALE].astype(np.float32)[:, None] if name + SCALE in learnt else values


def _batches(lengths: Sequence[int]) -> Iterable[list[int]]:
    """Numbers of texts of about the same length, so that little is padded."""
    some: list[int] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if some and (len(some) + 1) * lengths[n] > AT_ONCE:
            yield some
            some = []
        some.append(n)
    if some:
        yield some


def _gelu(rows: Floats) -> Floats:
    """The Gaussian error linear unit, its error function by a polynomial (Abramowitz & Stegun 7.1.26, within 1e-6)."""
    away = np.abs(rows) * np.float32(math.sqrt(0.5))
    part = 1 / (1 + np.float32(0.3275911) * away)
    series = part * (
        0.254829592 + part * (-0.284496736 + part * (1.421413741 + part * (-1.453152027 + part * 1.061405429)))
    )
    beyond = np.float32(0.5) * series.astype(np.float32) * np.exp(-away * away)
    return rows * np.where(rows >= 0, 1 - beyond, beyond)


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The shipped encoder.

    Raises:
        ModelError: the package with its weights is not installed.
    """
    return Encoder(installed())
