"""A question and a sentence read together: does this sentence, under these headings, answer this question?

What the encoder made of every word of a sentence is stored with the index. The words of a question are compared with
them one by one, in their context, and then look at them in two small blocks of a transformer (a modular ranker: Gao et
al., EMNLP 2020, arXiv:2004.13313). That takes milliseconds a question. ``index.training.interact`` learnt it.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from corpus.errors import ModelError
from index.graph import Graph, Program
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
        learnt = dict(_whole(stored))
        self.width = len(learnt["null"])
        self._none, self._kinds = learnt["null"][None], learnt["seg"]
        self._project = _projecting(learnt)
        self._score = _Scoring(learnt).program()

    def project(self, tokens: Floats) -> Floats:
        """What is stored of the words of a text: from ``(words, width of the encoder)`` to ``(words, width)``."""
        return self._project(tokens=tokens)

    def scores(self, question: Floats, sentences: Sequence[Words], cosines: Sequence[float]) -> Floats:
        """A logit for each sentence: above 0, it rather answers than not.

        Args:
            question: what the encoder made of the words of the question, shape ``(words, width of the encoder)``.
            sentences: what is stored of the sentences.
            cosines: how near each sentence is to the question as a whole.
        """
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        near = np.array(cosines, dtype=np.float32)[:, None]
        return self._score(asked=self.project(question)[None], near=near, **self._seen(sentences))[:, 0]

    def _seen(self, sentences: Sequence[Words]) -> dict[str, NDArray[Any]]:
        """What a question looks at.

        ``seen`` are rows of words, the first of which stands for none; ``places`` says which of them a sentence has,
        filled up with the first. The rest is added to how like two words are: 0 where they count, else NEVER.
        """
        of_own, of_above = self._kinds
        rows = [part for words in sentences for part in (words.own + of_own, words.above + of_above)]
        longest = 1 + max(len(words.own) + len(words.above) for words in sentences)
        places = np.zeros((len(sentences), longest), dtype=np.int64)
        own, above = (np.zeros((len(sentences), 1, 1, longest), dtype=np.bool_) for _ in range(2))
        at = 1
        for n, words in enumerate(sentences):
            middle, end = 1 + len(words.own), 1 + len(words.own) + len(words.above)
            places[n, 1:end] = range(at, at + end - 1)
            own[n, ..., 1:middle], above[n, ..., middle:end] = True, True
            at += end - 1
        there = own | above
        there[..., 0] = True
        counting = {"there": there, "own": own, "above": above}
        return {
            "seen": np.concatenate([self._none, *rows]),
            "places": places,
            **{name: np.where(some, np.float32(0), NEVER) for name, some in counting.items()},
        }


class _Scoring(Graph):
    """The graph from what ``Interaction.scores`` passes in to a logit for each sentence, shape ``(sentences, 1)``."""

    def __init__(self, learnt: Mapping[str, Floats]) -> None:
        super().__init__()
        self._learnt = learnt
        self._width = len(learnt["null"])

    def program(self) -> Program:
        """The graph, ready to run."""
        asked, near = self.given("asked", 1, None, self._width), self.given("near", None, 1)
        there, own, above = (self.given(name, None, 1, 1, None) for name in ("there", "own", "above"))
        match, value, *shown = self._of_words()
        alike = self._directions(self.heads(self.product(asked, self._learnt["match"]), HEADS))
        alike = self.product(alike, self.turned(self._directions(match)))
        sharp = self.of("Mul", alike, self.held(np.exp(self._learnt["temp"])[:, None, None]))
        found = self.joined(self.product(self.of("Softmax", self.of("Add", sharp, there), axis=-1), value))
        asked = self.of("Expand", asked, self.of("Shape", found))
        both, apart = self.of("Mul", asked, found), self.of("Abs", self.of("Sub", asked, found))
        nearest = [self._highest(alike, some) for some in (own, above)]
        compared = self.of("Concat", asked, found, both, apart, *nearest, axis=-1)
        compared = self._two(compared, "comp.0", "comp.2", 4 * self._width + 2 * HEADS)
        state = self._normal(self.of("Add", asked, compared), "lnx")
        for n, (keys, values) in enumerate(zip(shown[::2], shown[1::2], strict=True)):
            state = self._block(state, keys, values, there, f"blocks.{n}")
        logits = self._two(self._means(state, near), "out.0", "out.2", 2 * self._width + 1)
        near = self.of("Mul", near, self.held(self._learnt["cosw"]))
        return self.finished(self.of("Add", self.of("Add", logits, near), self.held(self._learnt["bias"])))

    def _of_words(self) -> list[str]:
        """What the words of each sentence are compared by, what they give, and what they show to each block: heads."""
        layers = range(1 + max(int(name.split(".")[1]) for name in self._learnt if name.startswith("blocks.")))
        shown = [f"blocks.{n}.{part}" for n in layers for part in ("ck", "cv")]
        weights = [
            self._learnt["match"],
            self._learnt["val.weight"],
            *(self._learnt[f"{name}.weight"] for name in shown),
        ]
        moved = [np.zeros(2 * self._width, np.float32), *(self._learnt[f"{name}.bias"] for name in shown)]
        seen, places = self.given("seen", None, self._width), self.given("places", None, None, kind=np.int64)
        rows = self.linear(seen, np.concatenate(weights, axis=1), np.concatenate(moved))
        return [self.heads(self.of("Gather", part, places), HEADS) for part in self.split(rows, len(weights))]

    def _block(self, state: str, keys: str, values: str, there: str, name: str) -> str:
        """The words of the question look at each other, then at those of the sentence."""
        queries, *own = (self.heads(part, HEADS) for part in self.split(self._linear(state, f"{name}.qkv"), 3))
        among = self._linear(self._attended(queries, *own), f"{name}.o")
        state = self._normal(self.of("Add", state, among), f"{name}.n1")
        queries = self.heads(self._linear(state, f"{name}.cq"), HEADS)
        across = self._linear(self._attended(queries, keys, values, there), f"{name}.co")
        state = self._normal(self.of("Add", state, across), f"{name}.n2")
        return self._normal(self.of("Add", state, self._two(state, f"{name}.f1", f"{name}.f2")), f"{name}.n3")

    def _means(self, state: str, near: str) -> str:
        """The mean word, weighted by the gate and not, and how near the whole is."""
        weights = self.of("Softmax", self._linear(state, "gate"), axis=1)
        words = self.held([1], np.int64)
        gated = self.of("ReduceSum", self.of("Mul", weights, state), words, keepdims=0)
        return self.of("Concat", gated, self.of("ReduceMean", state, words, keepdims=0), near, axis=-1)

    def _attended(self, queries: str, keys: str, values: str, there: str = "") -> str:
        return self.joined(self.attended(queries, keys, values, self._width // HEADS, there))

    def _linear(self, rows: str, name: str, width: int | None = None) -> str:
        weights = self._learnt[f"{name}.weight"][:width]  # a matrix is filled up to whole blocks
        return self.linear(rows, weights, self._learnt[f"{name}.bias"])

    def _two(self, rows: str, first: str, second: str, width: int | None = None) -> str:
        return self._linear(self.gelu(self._linear(rows, first, width)), second)

    def _normal(self, rows: str, name: str) -> str:
        return self.normal(rows, self._learnt[f"{name}.weight"], self._learnt[f"{name}.bias"], EPSILON)

    def _directions(self, rows: str) -> str:
        return self.of("LpNormalization", rows, axis=-1, p=2)

    def _highest(self, alike: str, counting: str) -> str:
        """For each word and head, how like its likest word is, -1 if none counts: ``(sentences, words, heads)``."""
        highest = self.of("ReduceMax", self.of("Add", alike, counting), self.held([-1], np.int64), keepdims=0)
        return self.of("Transpose", self.of("Max", highest, self.held(-1)), perm=[0, 2, 1])


def _projecting(learnt: Mapping[str, Floats]) -> Program:
    """The graph of ``Interaction.project``."""
    graph = Graph()
    tokens = graph.product(graph.given("tokens", None, len(learnt["proj.weight"])), learnt["proj.weight"])
    return graph.finished(graph.normal(tokens, learnt["ln0.weight"], learnt["ln0.bias"], EPSILON))


def _whole(stored: Mapping[str, NDArray[Any]]) -> Mapping[str, Floats]:
    """Tensors in single precision; matrices transposed, so that rows are multiplied from the left."""
    whole: dict[str, Floats] = {}
    for name, values in stored.items():
        if name.endswith(BLOCKS):
            whole[name.removesuffix(BLOCKS)] = np.ascontiguousarray(unpacked(values).T)
        else:
            whole[name] = values.astype(np.float32)
    return whole
