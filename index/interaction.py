"""A question and a sentence read together: does this sentence, under these headings, answer this question?

What the encoder made of every word of a sentence is stored with the index. The words of a question are compared with
them one by one, in their context, and then look at them in two small blocks of a transformer (a modular ranker: Gao et
al., EMNLP 2020, arXiv:2004.13313). That takes milliseconds a question. ``index.training.interact`` learnt it.
"""

import math
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from corpus.errors import ModelError
from index.packed import unpacked

INTERACTION = Path(__file__).parent / "adapter" / "interaction.safetensors"
BLOCKS = ".blocks"  # a matrix in four bits
HEADS = 6
NEVER = np.float32(-1e9)
EPSILON = 1e-5
Floats = NDArray[np.float32]


class Words(NamedTuple):
    """What is stored of a sentence and of the headings above it: a row for each of their words."""

    own: Floats
    above: Floats


class Interaction:
    """Scores sentences by the words of a question, each compared with each of theirs."""

    def __init__(self, path: Path = INTERACTION) -> None:
        try:
            stored = load_file(path)
            self.digest = sha256(path.read_bytes()).hexdigest()
        except (OSError, SafetensorError) as error:
            raise ModelError(f"cannot read {str(path)!r}: {error}; get the file again") from error
        self._learnt = dict(_whole(stored))
        self.width = len(self._learnt["null"])
        self._layers = 1 + max(int(name.split(".")[1]) for name in self._learnt if name.startswith("blocks."))
        names = ["match", "val.weight"]
        names += [f"blocks.{n}.{part}.weight" for n in range(self._layers) for part in ("ck", "cv")]
        self._of_words = np.concatenate([self._learnt[name] for name in names], axis=1)

    def project(self, tokens: Floats) -> Floats:
        """What is stored of the words of a text: from ``(words, width of the encoder)`` to ``(words, width)``."""
        return self._normal(tokens @ self._learnt["proj.weight"], "ln0")

    def scores(self, question: Floats, sentences: Sequence[Words], cosines: Sequence[float]) -> Floats:
        """A logit for each sentence: above 0, it rather answers than not.

        Args:
            question: what the encoder made of the words of the question, shape ``(words, width of the encoder)``.
            sentences: what is stored of the sentences.
            cosines: how near each sentence is to the question as a whole.
        """
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        words = self.project(question)
        seen, own, above = self._seen(sentences)
        parts = [self._heads(part) for part in np.split(seen, seen.shape[-1] // self.width, axis=-1)]
        there = own | above
        there[:, 0] = True
        blind = np.where(there, 0, NEVER).astype(np.float32)[:, None, None, :]
        alike = _directions(self._heads(words @ self._learnt["match"])) @ _directions(parts[0]).swapaxes(-1, -2)
        sharp = np.exp(self._learnt["temp"])[:, None, None]
        found = self._joined(_softmax(alike * sharp + blind) @ parts[1])
        asked = np.broadcast_to(words, found.shape)
        nearest = [_highest(alike, some) for some in (own, above)]
        compared = np.concatenate([asked, found, asked * found, np.abs(asked - found), *nearest], axis=-1)
        state = self._normal(asked + self._two(compared, "comp.0", "comp.2"), "lnx")
        for n in range(self._layers):
            state = self._block(state, parts[2 + 2 * n], parts[3 + 2 * n], blind, f"blocks.{n}")
        weights = _softmax(self._linear(state, "gate")[..., 0])
        near = np.array(cosines, dtype=np.float32)
        means = [(weights[..., None] * state).sum(axis=1), state.mean(axis=1)]
        logits = self._two(np.concatenate([*means, near[:, None]], axis=-1), "out.0", "out.2")[:, 0]
        return (logits + near * self._learnt["cosw"] + self._learnt["bias"]).astype(np.float32)

    def _seen(self, sentences: Sequence[Words]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        """What a question sees of every sentence, behind a word that stands for none; its own words, those above."""
        own, above = self._learnt["seg"]
        rows = [
            self._learnt["null"][None],
            *(part for words in sentences for part in (words.own + own, words.above + above)),
        ]
        seen = np.concatenate(rows) @ self._of_words
        longest = 1 + max(len(words.own) + len(words.above) for words in sentences)
        padded = np.zeros((len(sentences), longest, seen.shape[1]), dtype=np.float32)
        padded[:, 0] = seen[0]
        is_own, is_above = (np.zeros(padded.shape[:2], dtype=np.bool_) for _ in range(2))
        at = 1
        for n, words in enumerate(sentences):
            middle, end = 1 + len(words.own), 1 + len(words.own) + len(words.above)
            padded[n, 1:end] = seen[at : at + end - 1]
            is_own[n, 1:middle], is_above[n, middle:end] = True, True
            at += end - 1
        return padded, is_own, is_above

    def _block(self, state: Floats, keys: Floats, values: Floats, blind: Floats, name: str) -> Floats:
        """The words of the question look at each other, then at those of the sentence."""
        queries, own_keys, own_values = (self._heads(x) for x in np.split(self._linear(state, f"{name}.qkv"), 3, -1))
        among = self._joined(_attended(queries, own_keys, own_values))
        state = self._normal(state + self._linear(among, f"{name}.o"), f"{name}.n1")
        queries = self._heads(self._linear(state, f"{name}.cq"))
        keys, values = (x + self._shift(f"{name}.{part}") for x, part in ((keys, "ck"), (values, "cv")))
        across = self._joined(_attended(queries, keys, values, blind))
        state = self._normal(state + self._linear(across, f"{name}.co"), f"{name}.n2")
        return self._normal(state + self._two(state, f"{name}.f1", f"{name}.f2"), f"{name}.n3")

    def _shift(self, name: str) -> Floats:
        return self._learnt[f"{name}.bias"].reshape(HEADS, 1, -1)

    def _heads(self, rows: Floats) -> Floats:
        """From ``(…, words, width)`` to ``(…, heads, words, width of a head)``."""
        return rows.reshape(*rows.shape[:-1], HEADS, -1).swapaxes(-2, -3)

    def _joined(self, heads: Floats) -> Floats:
        return heads.swapaxes(-2, -3).reshape(*heads.shape[:-3], heads.shape[-2], self.width)

    def _linear(self, rows: Floats, name: str) -> Floats:
        weights = self._learnt[f"{name}.weight"][: rows.shape[-1]]  # a matrix is filled up to whole blocks
        flat = rows.reshape(-1, rows.shape[-1]) @ weights + self._learnt[f"{name}.bias"]
        return flat.reshape(*rows.shape[:-1], -1)

    def _two(self, rows: Floats, first: str, second: str) -> Floats:
        return self._linear(gelu(self._linear(rows, first)), second)

    def _normal(self, rows: Floats, name: str) -> Floats:
        rows = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt((rows * rows).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
        return rows / spread * self._learnt[f"{name}.weight"] + self._learnt[f"{name}.bias"]


def _whole(stored: Mapping[str, NDArray[Any]]) -> Mapping[str, Floats]:
    """Tensors in single precision; matrices transposed, so that rows are multiplied from the left."""
    whole: dict[str, Floats] = {}
    for name, values in stored.items():
        if name.endswith(BLOCKS):
            whole[name.removesuffix(BLOCKS)] = np.ascontiguousarray(unpacked(values).T)
        else:
            whole[name] = values.astype(np.float32)
    return whole


def _attended(queries: Floats, keys: Floats, values: Floats, blind: Floats | float = 0.0) -> Floats:
    scores = queries @ keys.swapaxes(-1, -2) / np.float32(math.sqrt(queries.shape[-1]))
    return _softmax(scores + blind) @ values


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _directions(rows: Floats) -> Floats:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)


def _highest(alike: Floats, there: NDArray[np.bool_]) -> Floats:
    """For each word and head, how like its likest of some words is, -1 if there are none: ``(n, words, heads)``."""
    return np.where(there[:, None, None, :], alike, np.float32(-1)).max(axis=-1).swapaxes(1, 2)


def gelu(rows: Floats) -> Floats:
    """The Gaussian error linear unit, approximated by a tangent (Hendrycks & Gimpel, 2016), within 5e-4."""
    inner = np.float32(math.sqrt(2 / math.pi)) * (rows + np.float32(0.044715) * rows * rows * rows)
    return np.float32(0.5) * rows * (1 + np.tanh(inner))
