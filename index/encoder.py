"""Whole sentences to vectors, by a small transformer that was adapted to questions about plans.

The lower layers of multilingual-e5-small (``index.packed``), each matrix with a low-rank change (Hu et al., ICLR 2022,
arXiv:2106.09685) that ``index.training.adapt`` learnt from authored questions; mean of the last layer, length 1. It
knows words that no plan and no lexicon prints, and word order; it takes milliseconds a question.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from corpus.errors import ModelError
from index.graph import Graph, Program
from index.interaction import Interaction
from index.packed import SHA256, Packed, installed

ADAPTER = Path(__file__).parent / "adapter" / "adapter.safetensors"
SCALE = ".scale"  # what the eight-bit rows of a tensor are multiplied by
MATRICES = ("q", "k", "v", "ao", "fi", "fo")  # the names in the file: attention, then the two layers behind it
LONGEST = 160  # tokens of a text that are read
KEPT = 256  # questions whose vectors are remembered
AT_ONCE = 4096  # tokens, padding included, that go through the layers together
Floats = NDArray[np.float32]


class Reading(NamedTuple):
    """What the encoder makes of a text: a vector of length 1, and a row for each of its tokens."""

    vector: Floats
    tokens: Floats


class Encoder:
    """Questions and sentences to vectors that are near where one answers the other; both together to a score."""

    def __init__(self, packed: Packed, adapter: Path = ADAPTER) -> None:
        self.interaction = Interaction()
        self._packed = packed
        self._tokenizer = packed.tokenizer
        self._adapter = adapter
        self._question = lru_cache(maxsize=KEPT)(lambda text: self._read([f"query: {text}"])[0])
        learnt_from = SHA256.encode() + adapter.read_bytes() + self.interaction.digest.encode()
        self._digest = sha256(learnt_from).hexdigest()
        self._run = self._layers()
        self._positions = packed.floats("emb.pos").reshape(-1, packed.width) + packed.floats("emb.type")[: packed.width]

    @property
    def digest(self) -> str:
        """SHA-256 of the weights and of what was learnt, for the digest of an index."""
        return self._digest

    @property
    def width(self) -> int:
        """The length of a vector."""
        return self._packed.width

    def question(self, text: str) -> Reading:
        """What is made of a question; the last ones are kept."""
        return self._question(text)

    def sentences(self, texts: Sequence[str]) -> list[Reading]:
        """What is made of each sentence. White space inside it does not count."""
        return self._read([f"passage: {''.join(text.split())}" for text in texts])

    def _layers(self) -> Program:
        """From rows of words, and 0 where there is a word, to the rows of the last layer."""
        learnt = learnt_by(self._adapter)
        graph, heads = Graph(), self._packed.heads

        def matrix(name: str) -> Floats:
            columns = self._packed.inner if name.endswith(".fo") else self.width
            change = learnt[f"{name}.up"] @ learnt[f"{name}.down"]
            return (self._packed.rows(f"{name}.w", columns) + change).T.astype(np.float32)

        def linear(rows: str, *names: str) -> str:
            weights = np.concatenate([matrix(name) for name in names], axis=1)
            return graph.linear(rows, weights, np.concatenate([learnt[f"{name}.b"] for name in names]))

        def normal(rows: str, name: str) -> str:
            return graph.normal(rows, learnt[f"{name}.w"], learnt[f"{name}.b"], self._packed.epsilon)

        hidden = normal(graph.given("words", None, None, self.width), "eln")
        blind = graph.given("blind", None, 1, 1, None)
        for layer in sorted({name.split(".")[0] for name in learnt if name[0] == "l"}, key=lambda name: int(name[1:])):
            parts = graph.split(linear(hidden, *(f"{layer}.{name}" for name in "qkv")), 3)
            queries, keys, values = (graph.heads(part, heads) for part in parts)
            seen = graph.joined(graph.attended(queries, keys, values, self.width // heads, blind))
            hidden = normal(graph.of("Add", hidden, linear(seen, f"{layer}.ao")), f"{layer}.aln")
            inner = linear(graph.gelu(linear(hidden, f"{layer}.fi")), f"{layer}.fo")
            hidden = normal(graph.of("Add", hidden, inner), f"{layer}.oln")
        return graph.finished(hidden)

    def _read(self, texts: Sequence[str]) -> list[Reading]:
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ids = [[self._packed.start, *encoding.ids[:LONGEST], self._packed.end] for encoding in encodings]
        made: dict[int, Reading] = {}
        for some in _batches([len(row) for row in ids]):
            hidden = self._forward([ids[n] for n in some])
            made |= {n: _reading(rows[: len(ids[n])]) for n, rows in zip(some, hidden, strict=True)}
        return [made[n] for n in range(len(ids))]

    def _forward(self, ids: Sequence[Sequence[int]]) -> Floats:
        """The last layer, shape ``(texts, tokens, width)``: shorter texts are padded, the padding is not looked at."""
        lengths = np.array([len(row) for row in ids])
        longest = int(lengths.max())
        padded = np.full((len(ids), longest), self._packed.padding, dtype=np.int64)
        for row, tokens in zip(padded, ids, strict=True):
            row[: len(tokens)] = tokens
        blind = np.where(np.arange(longest) < lengths[:, None], 0, -np.inf).astype(np.float32)
        return self._run(words=self._words(padded) + self._positions[:longest], blind=blind[:, None, None, :])

    def _words(self, ids: NDArray[np.int64]) -> Floats:
        there, places = np.unique(ids, return_inverse=True)
        return self._packed.rows("emb.word", self.width, there)[places.reshape(ids.shape)]


def _reading(tokens: Floats) -> Reading:
    mean = tokens.mean(axis=0)
    return Reading(mean / max(float(np.linalg.norm(mean)), 1e-12), tokens)


def learnt_by(adapter: Path) -> dict[str, Floats]:
    """What an adapter holds, in single precision.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        stored = load_file(adapter)
    except (OSError, SafetensorError) as error:
        raise ModelError(f"cannot read {str(adapter)!r}: {error}; get the file again") from error
    return {name: _whole(name, stored) for name in stored if not name.endswith(SCALE)}


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


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The shipped encoder.

    Raises:
        ModelError: the package with its weights is not installed.
    """
    return Encoder(installed())
