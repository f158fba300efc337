"""Adapt the encoder to questions on plans: ``python -m index.training.adapt --texts DIR``.

The lower layers of the packed transformer stay as they are; what is learnt is a low-rank change of every matrix, and
the biases and scales beside them. Questions are pulled towards the sentence that they were written for and away from
the others of the batch (InfoNCE in both directions), which is made of sentences of one document that lie close to each
other; expressions of the lexicon are pulled towards the official terms. The changes are saved in eight bits.
"""

import argparse
import math
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from corpus.concepts import load_lexicon
from index.embedding import load_embedder
from index.encoder import ADAPTER, MATRICES, SCALE
from index.packed import Packed, installed
from index.passages import passages
from index.training.material import Material, add_arguments, chosen
from index.training.pairs import Pair, lexicon_pairs
from index.training.steps import run_epoch

SEED = 0
LAYERS = 8
RANK = 24
EPOCHS = 2
LEARNING_RATE = 7e-4
BESIDE = 0.3  # of the learning rate, for biases and scales
TEMPERATURE = 0.03
SENTENCES = 128  # in a batch
GROUP = 16  # of them from one document, near to each other
ASKED = 3  # questions of a sentence that are seen at once, at most
HEADED = 0.3  # of the sentences, drawn anew each time, stand behind their heading
BACK = 0.3  # weight of finding the question by the sentence
EXPRESSIONS, WEIGHT = 96, 0.3  # pairs of the lexicon beside each batch, and what they weigh
LONGEST = {"question": 40, "sentence": 96}  # tokens
AT_ONCE = 2200  # tokens, padding included, that go through the layers together
HALF = torch.bfloat16
Ids = list[int]


class Asked(NamedTuple):
    """The tokens of a sentence, alone and behind its heading, and of the questions that were written for it."""

    document: str
    text: str
    alone: Ids
    headed: Ids
    questions: list[Ids]


class Adapted(torch.nn.Module):
    """The lower layers, with what is learnt."""

    def __init__(self, packed: Packed, *, layers: int = LAYERS, rank: int = RANK) -> None:
        super().__init__()
        self.packed, self.layers = packed, layers
        self.learnt = torch.nn.ParameterDict()
        self._fixed: dict[str, torch.Tensor] = {}
        seeded = torch.Generator().manual_seed(SEED)
        for name in [f"l{n}.{matrix}" for n in range(layers) for matrix in MATRICES]:
            columns = packed.inner if name.endswith(".fo") else packed.width
            weights = torch.from_numpy(packed.rows(f"{name}.w", columns))
            self._fixed[name] = weights
            self._learn(f"{name}.down", torch.randn(rank, columns, generator=seeded) / math.sqrt(columns))
            self._learn(f"{name}.up", torch.zeros(len(weights), rank))
            self._copy(f"{name}.b", f"{name}.b")
        for name in ["eln", *(f"l{n}.{norm}" for n in range(layers) for norm in ("aln", "oln"))]:
            for part in "wb":
                self._copy(f"{name}.{part}", f"{name.replace('eln', 'emb.ln')}.{part}")
        positions = packed.floats("emb.pos").reshape(-1, packed.width) + packed.floats("emb.type")[: packed.width]
        self._positions = torch.from_numpy(positions)

    def named(self) -> dict[str, torch.nn.Parameter]:
        """What is learnt, by its name in the saved file."""
        return {name.replace("/", "."): values for name, values in self.learnt.items()}

    def matrices(self) -> dict[str, torch.Tensor]:
        """Every matrix with its change, in half precision: made once for a batch."""
        given = self.learnt
        return {
            name: (fixed + given[_key(f"{name}.up")] @ given[_key(f"{name}.down")]).to(HALF)
            for name, fixed in self._fixed.items()
        }

    def forward(self, rows: Sequence[Ids], matrices: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Vectors of length 1, shape ``(len(rows), width)``, in the order of ``rows``."""
        order: list[int] = []
        vectors: list[torch.Tensor] = []
        for some, states, there in self._batches(rows, matrices):
            order += some
            vectors.append(torch.nn.functional.normalize((states * there[..., None]).sum(1), dim=1))
        return torch.cat(vectors)[torch.argsort(torch.tensor(order))]

    def states(self, rows: Sequence[Ids]) -> Iterator[tuple[list[int], torch.Tensor]]:
        """The last layer for some rows after the others: their numbers, and a state for each of their tokens."""
        matrices = self.matrices()
        for some, states, _ in self._batches(rows, matrices):
            yield some, states

    def _batches(
        self, rows: Sequence[Ids], matrices: Mapping[str, torch.Tensor]
    ) -> Iterator[tuple[list[int], torch.Tensor, torch.Tensor]]:
        """The numbers of rows of about the same length, their states, and where a row has a token."""
        some: list[int] = []
        for n in sorted(range(len(rows)), key=lambda n: len(rows[n])):
            if some and (len(some) + 1) * len(rows[n]) > AT_ONCE:
                yield some, *self._together([rows[m] for m in some], matrices)
                some = []
            some.append(n)
        yield some, *self._together([rows[m] for m in some], matrices)

    def _together(self, rows: Sequence[Ids], matrices: Mapping[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        ids = torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(row) for row in rows], batch_first=True, padding_value=self.packed.padding
        )
        there = torch.arange(ids.shape[1])[None] < torch.tensor([len(row) for row in rows])[:, None]
        hidden = self._normal(self._words(ids) + self._positions[: ids.shape[1]], "eln")
        for n in range(self.layers):
            hidden = self._layer(hidden, f"l{n}", there[:, None, None, :], matrices)
        return hidden, there

    def _words(self, ids: torch.Tensor) -> torch.Tensor:
        found, places = np.unique(ids.numpy(), return_inverse=True)
        rows = torch.from_numpy(self.packed.rows("emb.word", self.packed.width, found))
        return rows[torch.from_numpy(places).reshape(ids.shape)]

    def _layer(
        self, hidden: torch.Tensor, name: str, there: torch.Tensor, matrices: Mapping[str, torch.Tensor]
    ) -> torch.Tensor:
        def linear(rows: torch.Tensor, part: str) -> torch.Tensor:
            bias = self.learnt[_key(f"{name}.{part}.b")].to(HALF)
            return torch.nn.functional.linear(rows, matrices[f"{name}.{part}"], bias)

        texts, tokens, width = hidden.shape
        queries, keys, values = (
            linear(hidden.to(HALF), part).view(texts, tokens, self.packed.heads, -1).transpose(1, 2) for part in "qkv"
        )
        seen = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, attn_mask=there)
        mixed = linear(seen.transpose(1, 2).reshape(texts, tokens, width), "ao")
        hidden = self._normal(hidden + mixed.float(), f"{name}.aln")
        inner = linear(torch.nn.functional.gelu(linear(hidden.to(HALF), "fi")), "fo")
        return self._normal(hidden + inner.float(), f"{name}.oln")

    def _normal(self, rows: torch.Tensor, name: str) -> torch.Tensor:
        scale, shift = self.learnt[_key(f"{name}.w")], self.learnt[_key(f"{name}.b")]
        return torch.nn.functional.layer_norm(rows, rows.shape[-1:], scale, shift, self.packed.epsilon)

    def _learn(self, name: str, start: torch.Tensor) -> None:
        self.learnt[_key(name)] = torch.nn.Parameter(start)

    def _copy(self, name: str, packed: str) -> None:
        self._learn(name, torch.from_numpy(self.packed.floats(packed).copy()))


def _key(name: str) -> str:
    """A module's parameter may not have a dot in its name."""
    return name.replace(".", "/")


def asked_sentences(material: Material, packed: Packed) -> list[Asked]:
    """The sentences of the material for which questions were written."""
    questions: dict[str, list[str]] = {}
    for pair in material.questions:
        questions.setdefault(_flat(pair.answer), []).append(f"query: {pair.query}")
    found: list[Asked] = []
    for plan in material.plans:
        for passage in passages({plan.plan_id: plan}):
            text = _flat(passage.text)
            if not passage.is_clause and text in questions:
                heading = _flat(passage.context.rpartition(" ")[2])
                alone, headed = tokens_of(packed, [f"passage: {text}", f"passage: {heading}：{text}"], "sentence")
                asked = tokens_of(packed, questions.pop(text), "question")
                found.append(Asked(plan.plan_id, passage.text, alone, headed, asked))
    return found


def tokens_of(packed: Packed, texts: Sequence[str], kind: str) -> list[Ids]:
    """The ids of the tokens of each text, framed as the transformer knows them."""
    encodings = packed.tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[packed.start, *encoding.ids[: LONGEST[kind]], packed.end] for encoding in encodings]


def _flat(text: str) -> str:
    return "".join(text.split())


def groups(asked: Sequence[Asked], vectors: NDArray[np.float32], rng: random.Random) -> list[list[int]]:
    """Sentences of one document that lie close to each other: each is what the others' questions must not find."""
    of_document: dict[str, list[int]] = {}
    for n, one in enumerate(asked):
        of_document.setdefault(one.document, []).append(n)
    found: list[list[int]] = []
    for numbers in of_document.values():
        left = rng.sample(numbers, len(numbers))
        while left:
            nearest = np.argsort(-(vectors[left] @ vectors[left[0]]), kind="stable")[:GROUP]
            found.append([left[n] for n in nearest])
            left = [n for n in left if n not in found[-1]]
    rng.shuffle(found)
    return found


def batches(asked: Sequence[Asked], vectors: NDArray[np.float32], rng: random.Random) -> Iterator[list[Asked]]:
    """One epoch."""
    batch: list[Asked] = []
    for group in groups(asked, vectors, rng):
        batch += [asked[n] for n in group]
        if len(batch) >= SENTENCES:
            yield batch
            batch = []


def loss_of(model: Adapted, batch: Sequence[Asked], expressions: Sequence[Pair], rng: random.Random) -> torch.Tensor:
    """How far the questions are from finding their sentences, and the expressions their official terms."""
    matrices = model.matrices()
    rows: list[Ids] = []
    right: list[int] = []
    for place, one in enumerate(batch):
        some = rng.sample(one.questions, min(ASKED, len(one.questions)))
        rows += some
        right += [place] * len(some)
    held = [one.headed if rng.random() < HEADED else one.alone for one in batch]
    scores = model(rows, matrices) @ model(held, matrices).T / TEMPERATURE
    target = torch.tensor(right)
    own = (target[None] == torch.arange(len(batch))[:, None]).float()
    back = (torch.log_softmax(scores.T, dim=1) * own).sum(1) / own.sum(1)
    found = torch.nn.functional.cross_entropy(scores, target) - BACK * back.mean()
    distinct = {pair.answer: pair.query for pair in expressions}
    said = model(tokens_of(model.packed, [f"query: {query}" for query in distinct.values()], "question"), matrices)
    terms = model(tokens_of(model.packed, [f"passage: {answer}" for answer in distinct], "question"), matrices)
    scores, target = said @ terms.T / TEMPERATURE, torch.arange(len(distinct))
    both = torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)
    return found + WEIGHT * both / 2


def fit(model: Adapted, asked: Sequence[Asked], expressions: Sequence[Pair], *, epochs: int) -> None:
    """Learn, with a learning rate that rises for the first twentieth and falls from there on."""
    rng = random.Random(SEED)
    vectors = load_embedder().embed([one.text for one in asked])
    learnt = model.named()
    low_rank = [values for name, values in learnt.items() if name.endswith((".up", ".down"))]
    beside = [values for name, values in learnt.items() if not name.endswith((".up", ".down"))]
    optimizer = torch.optim.AdamW(
        [{"params": low_rank}, {"params": beside, "lr": LEARNING_RATE * BESIDE}], lr=LEARNING_RATE, weight_decay=0.01
    )
    steps = max(1, epochs * len(asked) // SENTENCES)
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / steps))
    )

    def loss(batch: Sequence[Asked]) -> torch.Tensor:
        return loss_of(model, batch, rng.sample(expressions, min(EXPRESSIONS, len(expressions))), rng)

    for epoch in range(epochs):
        name = f"epoch {epoch + 1}/{epochs}"
        run_epoch(name, list(batches(asked, vectors, rng)), loss, model, optimizer, schedule)


def save(learnt: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Write what was learnt: the rows of low-rank matrices in eight bits, all else in half precision."""
    tensors: dict[str, NDArray[np.generic]] = {}
    for name, values in learnt.items():
        if values.ndim == 1:
            tensors[name] = values.astype(np.float16)
            continue
        scale = np.maximum(np.abs(values).max(axis=1), 1e-8).astype(np.float16) / np.float16(127)
        scale = np.maximum(scale, np.finfo(np.float16).tiny)
        tensors[name] = np.clip(np.rint(values / scale.astype(np.float32)[:, None]), -127, 127).astype(np.int8)
        tensors[name + SCALE] = scale
    save_file(tensors, path)


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m index.training.adapt --texts ../texts"
    )
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    packed = installed()
    asked = asked_sentences(chosen(parser, given), packed)
    print(f"{len(asked)} sentences, {sum(len(one.questions) for one in asked)} questions", file=sys.stderr)
    model = Adapted(packed)
    expressions = [pair for pair in lexicon_pairs(load_lexicon()) if pair.query != pair.answer]
    fit(model, asked, expressions, epochs=given.epochs)
    save({name: values.detach().numpy() for name, values in model.named().items()}, given.out)


if __name__ == "__main__":
    main()
