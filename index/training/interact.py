"""Learn to read a question and a sentence together: ``python -m index.training.interact --texts DIR``.

The encoder stays as it is. Every authored question is put to the sentence that it was written for and to others of the
same document that lie near; of every pair of look-alike questions, the answered one to its sentence, the other to
sentences none of which answers. The right sentence is to score above the others, and above 0, which stands for none.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import Progress
from safetensors.numpy import save_file

from corpus.plans import Plan
from index.encoder import ADAPTER, MATRICES, learnt_by
from index.interaction import BLOCKS, HEADS, INTERACTION
from index.meanings import ABOVE
from index.packed import BLOCK, PER_BLOCK, Packed, installed
from index.passages import passages
from index.training.adapt import HALF, Adapted, tokens_of
from index.training.lookalikes import FOLDER as PAIRS
from index.training.lookalikes import look_alikes
from index.training.material import Material, add_arguments, chosen
from index.training.steps import run_epoch

SEED = 0
WIDTH = 192
LAYERS = 2
EPOCHS = 1
LEARNING_RATE = 8e-4
WARM = 60  # steps
ASKED, ALIKE = 40, 8  # authored questions in a batch, and look-alikes, half of them unanswered
SHOWN = 8  # sentences that a question is put to
NEAREST, AROUND = 3, 14  # the others: the nearest ones always, the rest drawn from so many
NONE_RIGHT = 0.08  # of the authored questions, drawn anew each time, are put to sentences without the right one
AT_ONCE = 96  # pairs of a question and a sentence
Floats = NDArray[np.float32]


class Texts(NamedTuple):
    """What the encoder makes of texts: a vector of each, and a row for each token; text ``n`` from ``starts[n]`` on."""

    vectors: Floats
    tokens: NDArray[np.float16]
    starts: NDArray[np.int64]

    def of(self, text: int, *, last: int | None = None) -> torch.Tensor:
        """The tokens of a text, or the last ones."""
        start, end = self.starts[text], self.starts[text + 1]
        return torch.from_numpy(self.tokens[start if last is None else max(start, end - last) : end]).float()


class Sentences(NamedTuple):
    """All sentences, the headings above each, and the numbers of each document's sentences."""

    own: Texts
    headings: Texts
    above: Sequence[int]
    document: Sequence[str]
    of_document: Mapping[str, NDArray[np.int64]]


class Asking(NamedTuple):
    """A question, the document it is put to, and the number of the sentence that answers; None if none does."""

    question: int
    document: str
    right: int | None
    nearest: int | None = None  # one that only seems to answer


class Shown(NamedTuple):
    """A question and the numbers of the sentences it is put to; the first is the right one if ``answered``."""

    question: int
    sentences: list[int]
    answered: bool


class Interacting(torch.nn.Module):
    """What ``index.interaction`` computes, as a module that learns; its parameters have the names of the saved file."""

    def __init__(self, width: int, *, inner: int = WIDTH, layers: int = LAYERS) -> None:
        super().__init__()
        nn = torch.nn
        self.inner = inner
        self.proj = nn.Linear(width, inner, bias=False)
        nn.init.orthogonal_(self.proj.weight)
        self.seg, self.null = nn.Parameter(torch.zeros(2, inner)), nn.Parameter(torch.randn(inner) * 0.05)
        self.match, self.temp = nn.Parameter(torch.eye(inner)), nn.Parameter(torch.full((HEADS,), 2.5))
        self.val = nn.Linear(inner, inner, bias=False)
        nn.init.eye_(self.val.weight)
        self.comp = nn.Sequential(nn.Linear(4 * inner + 2 * HEADS, 2 * inner), nn.GELU(), nn.Linear(2 * inner, inner))
        self.ln0, self.lnx = nn.LayerNorm(inner), nn.LayerNorm(inner)
        self.blocks = nn.ModuleList([_block(inner) for _ in range(layers)])
        self.gate = nn.Linear(inner, 1)
        self.out = nn.Sequential(nn.Linear(2 * inner + 1, inner), nn.GELU(), nn.Linear(inner, 1))
        self.cosw, self.bias = nn.Parameter(torch.tensor(8.0)), nn.Parameter(torch.tensor(-6.0))
        self._drop = nn.Dropout(0.1)

    def forward(
        self, asked: torch.Tensor, said: torch.Tensor, memory: torch.Tensor, kind: torch.Tensor, cosines: torch.Tensor
    ) -> torch.Tensor:
        """A logit for each of ``n`` pairs, shape ``(n,)``.

        Args:
            asked: tokens of the questions, shape ``(n, words, width)``.
            said: where a question has a word, shape ``(n, words)``.
            memory: tokens of each sentence and of its headings, shape ``(n, tokens, width)``.
            kind: 0 for a token of the sentence, 1 for one above it, -1 for padding, shape ``(n, tokens)``.
            cosines: of the vectors of both, shape ``(n,)``.
        """
        count = len(asked)
        words = self.ln0(self.proj(asked))
        memory = self.ln0(self.proj(memory)) + self.seg[kind.clamp(min=0)]
        memory = torch.cat([self.null.expand(count, 1, -1), memory], 1)
        kind = torch.cat([kind.new_full((count, 1), 2), kind], 1)
        there = (kind >= 0)[:, None, None]
        heads = torch.nn.functional.normalize
        alike = heads(self._heads(words @ self.match), dim=-1) @ heads(
            self._heads(memory @ self.match), dim=-1
        ).transpose(-1, -2)
        sharp = alike * self.temp.exp()[:, None, None]
        found = _joined(torch.softmax(sharp.masked_fill(~there, -1e9), -1) @ self._heads(self.val(memory)))
        nearest = [alike.masked_fill(~(kind == n)[:, None, None], -1).amax(-1).transpose(1, 2) for n in (0, 1)]
        compared = torch.cat([words, found, words * found, (words - found).abs(), *nearest], -1)
        state = self.lnx(words + self._drop(self.comp(compared)))
        for block in self.blocks:
            state = self._through(block, state, said[:, None, None], memory, there)
        weights = torch.softmax(self.gate(state)[..., 0].masked_fill(~said, -1e9), -1)
        mean = (state * said[..., None]).sum(1) / said.sum(1, keepdim=True)
        pooled = torch.cat([(weights[..., None] * state).sum(1), mean, cosines[:, None]], -1)
        return self.out(pooled)[:, 0] + self.cosw * cosines + self.bias

    def _through(
        self, block: torch.nn.Module, state: torch.Tensor, said: torch.Tensor, memory: torch.Tensor, there: torch.Tensor
    ) -> torch.Tensor:
        attend, parts = torch.nn.functional.scaled_dot_product_attention, dict(block.named_children())
        queries, keys, values = (self._heads(rows) for rows in parts["qkv"](state).chunk(3, -1))
        state = parts["n1"](state + self._drop(parts["o"](_joined(attend(queries, keys, values, attn_mask=said)))))
        queries, keys, values = (
            self._heads(parts[name](rows)) for name, rows in (("cq", state), ("ck", memory), ("cv", memory))
        )
        state = parts["n2"](state + self._drop(parts["co"](_joined(attend(queries, keys, values, attn_mask=there)))))
        inner = torch.nn.functional.gelu(parts["f1"](state))
        return parts["n3"](state + self._drop(parts["f2"](inner)))

    def _heads(self, rows: torch.Tensor) -> torch.Tensor:
        return rows.view(*rows.shape[:-1], HEADS, -1).transpose(-2, -3)


def _block(inner: int) -> torch.nn.ModuleDict:
    nn = torch.nn
    sizes = {"qkv": (inner, 3 * inner), "f1": (inner, 3 * inner), "f2": (3 * inner, inner)}
    linear = {
        name: nn.Linear(*sizes.get(name, (inner, inner))) for name in ("qkv", "o", "cq", "ck", "cv", "co", "f1", "f2")
    }
    return nn.ModuleDict({**linear, **{name: nn.LayerNorm(inner) for name in ("n1", "n2", "n3")}})


def _joined(heads: torch.Tensor) -> torch.Tensor:
    return heads.transpose(1, 2).flatten(2)


def adapted(packed: Packed, path: Path = ADAPTER) -> Adapted:
    """The encoder as it was learnt."""
    learnt = learnt_by(path)
    layers = 1 + max(int(name[1 : name.index(".")]) for name in learnt if name[0] == "l")
    model = Adapted(packed, layers=layers, rank=len(learnt[f"l0.{MATRICES[0]}.down"]))
    with torch.no_grad():
        for name, values in model.named().items():
            values.copy_(torch.from_numpy(learnt[name]))
    return model


def texts_of(model: Adapted, texts: Sequence[str], kind: str) -> Texts:
    """What the encoder makes of texts, several at a time."""
    rows = tokens_of(model.packed, texts, kind)
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    tokens = np.zeros((int(starts[-1]), model.packed.width), dtype=np.float16)
    with torch.no_grad(), Progress() as progress:
        task = progress.add_task(f"{kind}s", total=len(rows))
        for numbers, hidden in model.states(rows):
            for n, states in zip(numbers, hidden, strict=True):
                tokens[starts[n] : starts[n + 1]] = states[: len(rows[n])].numpy()
            progress.advance(task, len(numbers))
    means = np.add.reduceat(tokens, starts[:-1], axis=0, dtype=np.float32)
    return Texts(means / np.linalg.norm(means, axis=1, keepdims=True), tokens, starts)


def sentences_of(model: Adapted, plans: Sequence[Plan]) -> tuple[Sentences, dict[str, int]]:
    """All sentences of the plans, each text once, and the number of each without white space."""
    found: dict[str, tuple[str, str]] = {}
    for plan in plans:
        for passage in passages({plan.plan_id: plan}):
            if not passage.is_clause:
                found.setdefault(_flat(passage.text), (plan.plan_id, _flat(passage.context)))
    headings = sorted({context for _, context in found.values()})
    numbers = {text: n for n, text in enumerate(found)}
    of_document: dict[str, list[int]] = {}
    for n, (document, _) in enumerate(found.values()):
        of_document.setdefault(document, []).append(n)
    sentences = Sentences(
        texts_of(model, [f"passage: {text}" for text in found], "sentence"),
        texts_of(model, [f"passage: {heading}" for heading in headings], "sentence"),
        [headings.index(context) for _, context in found.values()],
        [document for document, _ in found.values()],
        {document: np.array(some) for document, some in of_document.items()},
    )
    return sentences, numbers


def askings(
    material: Material, pairs: Path, sentences: Sentences, numbers: Mapping[str, int]
) -> tuple[list[str], list[Asking], list[tuple[Asking, Asking]]]:
    """The questions, the authored ones as they are asked, and the look-alikes: the answered one and the other."""
    words: dict[str, int] = {}
    authored: list[Asking] = []
    for pair in material.questions:
        right = numbers.get(_flat(pair.answer))
        if right is not None:
            authored.append(Asking(words.setdefault(pair.query, len(words)), sentences.document[right], right))
    alike: list[tuple[Asking, Asking]] = []
    for pair in look_alikes(pairs, for_reading=True):
        right = numbers.get(_flat(pair.text))
        if right is not None and pair.document in sentences.of_document:
            answered, other = (words.setdefault(asked, len(words)) for asked in (pair.twin, pair.question))
            seeming = numbers.get(_flat(pair.nearest))
            alike.append((Asking(answered, pair.document, right), Asking(other, pair.document, None, seeming)))
    return [*words], authored, alike


def shown(asking: Asking, questions: Texts, sentences: Sentences, rng: random.Random) -> Shown:
    """What a question is put to."""
    numbers = sentences.of_document[asking.document]
    order = numbers[np.argsort(-(sentences.own.vectors[numbers] @ questions.vectors[asking.question]), kind="stable")]
    others = [int(n) for n in order[: AROUND + 2] if n not in (asking.right, asking.nearest)][:AROUND]
    if asking.right is None:
        seeming = [] if asking.nearest is None else [asking.nearest]
        return Shown(asking.question, [*seeming, *others][:SHOWN], answered=False)
    if rng.random() < NONE_RIGHT:
        return Shown(asking.question, others[:SHOWN], answered=False)
    rest = others[NEAREST:]
    drawn = rng.sample(rest, min(len(rest), SHOWN - 1 - NEAREST))
    return Shown(asking.question, [asking.right, *others[:NEAREST], *drawn], answered=True)


def loss_of(model: Interacting, batch: Sequence[Shown], questions: Texts, sentences: Sentences) -> torch.Tensor:
    """How improbable the right sentences are, or none where none is right."""
    scores = _scores(model, [(one.question, n) for one in batch for n in one.sentences], questions, sentences)
    losses: list[torch.Tensor] = []
    for one, own in zip(batch, scores.split([len(one.sentences) for one in batch]), strict=True):
        with_none = torch.cat([own.new_zeros(1), own])
        losses.append(-torch.log_softmax(with_none, 0)[int(one.answered)])
    return torch.stack(losses).mean()


def _scores(
    model: Interacting, pairs: Sequence[tuple[int, int]], questions: Texts, sentences: Sentences
) -> torch.Tensor:
    lengths = np.diff(sentences.own.starts)
    order = sorted(range(len(pairs)), key=lambda n: lengths[pairs[n][1]])
    parts: list[torch.Tensor] = []
    for start in range(0, len(order), AT_ONCE):
        some = [pairs[n] for n in order[start : start + AT_ONCE]]
        with torch.autocast("cpu", dtype=HALF):
            parts.append(model(*_tensors(some, questions, sentences)).float())
    return torch.cat(parts)[torch.argsort(torch.tensor(order))]


def _tensors(pairs: Sequence[tuple[int, int]], questions: Texts, sentences: Sentences) -> tuple[torch.Tensor, ...]:
    pad = torch.nn.utils.rnn.pad_sequence
    asked = [questions.of(question) for question, _ in pairs]
    own = [sentences.own.of(n) for _, n in pairs]
    above = [sentences.headings.of(sentences.above[n], last=ABOVE) for _, n in pairs]
    kinds = [torch.cat([torch.zeros(len(a)), torch.ones(len(b))]).long() for a, b in zip(own, above, strict=True)]
    cosines = [float(questions.vectors[question] @ sentences.own.vectors[n]) for question, n in pairs]
    return (
        pad(asked, batch_first=True),
        pad([torch.ones(len(rows), dtype=torch.bool) for rows in asked], batch_first=True),
        pad([torch.cat(rows) for rows in zip(own, above, strict=True)], batch_first=True),
        pad(kinds, batch_first=True, padding_value=-1),
        torch.tensor(cosines),
    )


def batches(
    authored: Sequence[Asking], alike: Sequence[tuple[Asking, Asking]], rng: random.Random
) -> Iterator[list[Asking]]:
    """One epoch of the authored questions, with look-alikes drawn anew for each batch."""
    order = rng.sample(authored, len(authored))
    for start in range(0, len(order), ASKED):
        drawn = rng.sample(alike, min(ALIKE // 2, len(alike)))
        yield [*order[start : start + ASKED], *(asking for pair in drawn for asking in pair)]


def fit(
    model: Interacting,
    authored: Sequence[Asking],
    alike: Sequence[tuple[Asking, Asking]],
    questions: Texts,
    sentences: Sentences,
    *,
    epochs: int,
) -> None:
    """Learn, with a learning rate that rises at first and falls from there on."""
    rng = random.Random(SEED)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    steps = max(1, epochs * -(-len(authored) // ASKED))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM, max(0.02, (steps - step) / steps))
    )

    def loss(batch: Sequence[Asking]) -> torch.Tensor:
        put = [shown(asking, questions, sentences, rng) for asking in batch]
        return loss_of(model, put, questions, sentences)

    for epoch in range(epochs):
        name = f"epoch {epoch + 1}/{epochs}"
        run_epoch(name, list(batches(authored, alike, rng)), loss, model, optimizer, schedule)


def save(model: Interacting, path: Path) -> None:
    """Write what was learnt: matrices in four bits, all else in half precision."""
    tensors: dict[str, NDArray[np.generic]] = {}
    for name, values in model.state_dict().items():
        rows = values.numpy()
        if rows.ndim == 2 and name != "seg":
            tensors[name + BLOCKS] = packed_rows(rows.T if name == "match" else rows)
        else:
            tensors[name] = rows.astype(np.float16)
    save_file(tensors, path)


def packed_rows(matrix: Floats) -> NDArray[np.uint8]:
    """Rows of blocks as bytes, the last block of a row filled up with zeros (see ``index.packed``)."""
    full = np.pad(matrix, ((0, 0), (0, -matrix.shape[1] % PER_BLOCK))).reshape(len(matrix), -1, PER_BLOCK)
    highest = np.take_along_axis(full, np.abs(full).argmax(axis=-1)[..., None], axis=-1)
    scale = (highest / -8).astype(np.float16)
    steps = np.divide(full, scale, out=np.zeros_like(full), where=scale != 0)
    levels = np.clip(np.floor(steps + 8.5), 0, 15).astype(np.uint8)
    blocks = np.zeros(full.shape[:2], dtype=BLOCK)
    blocks["scale"] = scale[..., 0]
    blocks["halves"] = levels[..., : PER_BLOCK // 2] | levels[..., PER_BLOCK // 2 :] << 4
    return blocks.view(np.uint8).reshape(len(matrix), -1)


def _flat(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    """Learn and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m index.training.interact --texts ../texts"
    )
    add_arguments(parser)
    parser.add_argument(
        "--pairs",
        type=Path,
        default=PAIRS,
        help="pairs of look-alike questions, one of them unanswerable; reading.txt names the documents whose are used",
    )
    parser.add_argument("--out", type=Path, default=INTERACTION)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    material, encoder = chosen(parser, given), adapted(installed())
    sentences, numbers = sentences_of(encoder, material.plans)
    words, authored, alike = askings(material, given.pairs, sentences, numbers)
    questions = texts_of(encoder, [f"query: {text}" for text in words], "question")
    print(f"{len(authored)} questions, {len(alike)} pairs of look-alikes", file=sys.stderr)
    model = Interacting(encoder.packed.width)
    fit(model, authored, alike, questions, sentences, epochs=given.epochs)
    save(model.eval(), given.out)


if __name__ == "__main__":
    main()
