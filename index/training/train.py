"""Train the shipped embedding model: ``python -m index.training.train --texts DIR``.

A static model: each token has one vector, a text is the mean of its tokens' vectors, so it runs in microseconds on any
CPU. Vectors begin as the singular vectors of which tokens meet in sentences and are then pulled together for texts that
mean the same (in-batch negatives, InfoNCE). Last, each authored question is held against the sentences of its own
document that come nearest to it, so that the right one comes first. Everything is seeded.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from corpus.concepts import Lexicon, load_lexicon
from corpus.plans import Plan
from index.embedding import SHIPPED as MODEL
from index.passages import passages
from index.training.material import add_arguments, chosen
from index.training.pairs import Pair, lexicon_pairs, spoken_pairs, structure_pairs

SEED = 20240712
VOCABULARY = 20_000
DIMENSIONS = 192
BATCH = 1024
EPOCHS = 6
LEARNING_RATE = 3e-3
TEMPERATURE = 0.05
HARD_BATCH = 96
HARD_EPOCHS = 6
HARD_LEARNING_RATE = 1e-3
ALIGNED_TEMPERATURE = 0.04
LONGEST = {
    "question": 24,
    "sentence": 100,
}  # tokens seen in the last stage; of a sentence with its headings, the last ones
NEAREST = 20  # sentences of the same document, of which RIVALS are drawn for each question
RIVALS = 7
DROPPED = 0.3  # of the tokens, drawn anew each time: what is learnt must not hang on one word
WEIGHTS = {"lexicon": 2, "questions": 4}  # how often a pair is seen in an epoch; others once


def train_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """A unigram tokenizer: frequent words stay whole, rare ones fall into characters."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY, max_piece_length=8, unk_token="[UNK]", special_tokens=["[UNK]"], show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def singular_vectors(ids: Sequence[Sequence[int]], size: int) -> NDArray[np.float32]:
    """Start vectors, shape ``(size, DIMENSIONS)``: positive pointwise mutual information, reduced."""
    rows = np.concatenate([np.full(len(row), n) for n, row in enumerate(ids)])
    columns = np.concatenate([np.asarray(row, dtype=np.int64) for row in ids])
    counts = coo_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(ids), size)).tocsr()
    counts.data[:] = 1
    together = (counts.T @ counts).tocoo()
    single = np.asarray(counts.sum(axis=0)).ravel() + 1
    values = np.log(np.maximum(together.data * len(ids) / (single[together.row] * single[together.col]), 1e-9))
    kept = values > 0
    ppmi = csr_matrix((values[kept], (together.row[kept], together.col[kept])), shape=(size, size))
    left, scale, _ = svds(ppmi, k=DIMENSIONS, v0=np.ones(size), rng=SEED)
    vectors = (left * np.sqrt(scale)).astype(np.float32)
    rarity = np.log(len(ids) / single).astype(np.float32)
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors / norms * np.maximum(rarity, 0.1)[:, None]


class Asked(NamedTuple):
    """The tokens of an authored question, and which sentence of which document it was written for."""

    ids: list[int]
    document: int
    sentence: int


def hard_questions(
    plans: Sequence[Plan], questions: Sequence[Pair], tokenizer: Tokenizer
) -> tuple[list[Asked], list[list[list[int]]]]:
    """The authored questions, and the tokens of every sentence of every document, with the headings above."""
    documents: list[list[list[int]]] = []
    places: dict[str, tuple[int, int]] = {}
    for plan in plans:
        sentences = [passage for passage in passages({plan.plan_id: plan}) if not passage.is_clause]
        if len(sentences) > 1:
            for at, passage in enumerate(sentences):
                places.setdefault("".join(passage.text.split()), (len(documents), at))
            encoded = tokenizer.encode_batch([passage.embedded for passage in sentences], add_special_tokens=False)
            documents.append([encoding.ids[:256] or [0] for encoding in encoded])
    pairs = [(pair.query, places["".join(pair.answer.split())]) for pair in questions
             if "".join(pair.answer.split()) in places]  # fmt: skip
    ids = tokenizer.encode_batch([query for query, _ in pairs], add_special_tokens=False)
    return [Asked(row.ids, *place) for row, (_, place) in zip(ids, pairs, strict=True) if row.ids], documents


class TokenMeans(torch.nn.Module):
    """Mean of token vectors, length 1."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(vectors), freeze=False, mode="mean", sparse=True
        )

    def forward(self, ids: Sequence[Sequence[int]]) -> torch.Tensor:
        """Rows of length 1, shape ``(len(ids), DIMENSIONS)``."""
        flat = torch.tensor([token for row in ids for token in row], dtype=torch.long)
        starts = torch.tensor(np.cumsum([0, *map(len, ids[:-1])]), dtype=torch.long)
        return torch.nn.functional.normalize(self.bag(flat, starts), dim=1)


def fit(
    vectors: NDArray[np.float32], pairs: Sequence[tuple[list[int], list[int]]], *, epochs: int
) -> NDArray[np.float32]:
    """Pull the two sides of each pair together and all other pairs of the batch apart."""
    torch.manual_seed(SEED)
    model = TokenMeans(vectors.copy())
    optimizer = torch.optim.SparseAdam(model.parameters(), lr=LEARNING_RATE)
    order = np.random.default_rng(SEED)
    for epoch in range(epochs):
        shuffled = order.permutation(len(pairs))
        batches = [shuffled[at : at + BATCH] for at in range(0, len(shuffled) - BATCH // 2, BATCH)]
        losses = []
        for batch in track(batches, description=f"epoch {epoch + 1}/{epochs}"):
            queries = model([pairs[n][0] for n in batch])
            answers = model([pairs[n][1] for n in batch])
            scores = queries @ answers.T / TEMPERATURE
            target = torch.arange(len(batch))
            loss = (
                torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)
            ) / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}", file=sys.stderr)
    return model.bag.weight.detach().numpy()


class Aligned(torch.nn.Module):
    """Token vectors, by which questions are scored against sentences in both ways."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        super().__init__()
        self.tokens = torch.nn.Embedding.from_pretrained(torch.from_numpy(vectors), freeze=False, sparse=True)

    def forward(self, asked: Sequence[list[int]], held: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Cosines of means, and mean best cosines of the question's tokens by their length.

        Both are of shape ``(len(asked), len(held) // len(asked))``: each question and the sentences held against it.
        """
        each = len(held) // len(asked)
        questions, said = self._looked_up(asked)
        sentences, printed = self._looked_up(held)
        means = torch.nn.functional.normalize(questions.sum(1), dim=1)[:, None]
        others = torch.nn.functional.normalize(sentences.sum(1), dim=1).view(len(asked), each, -1)
        lengths = questions.norm(dim=2) * said
        shares = lengths / lengths.sum(1, keepdim=True).clamp_min(1e-6)
        units = torch.nn.functional.normalize(questions, dim=2, eps=1e-6).repeat_interleave(each, 0)
        likeness = units @ torch.nn.functional.normalize(sentences, dim=2, eps=1e-6).transpose(1, 2)
        best = likeness.masked_fill(~printed[:, None], -1.0).amax(2).view(len(asked), each, -1)
        return (means * others).sum(2), (best * shares[:, None]).sum(2)

    def _looked_up(self, rows: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """The vectors of the tokens, zero behind the end of a row, and which of them are tokens."""
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        there = torch.arange(ids.shape[1])[None] < torch.tensor([len(row) for row in rows])[:, None]
        return self.tokens(ids) * there[..., None], there


def sharpen(
    vectors: NDArray[np.float32], asked: Sequence[Asked], documents: Sequence[Sequence[list[int]]]
) -> NDArray[np.float32]:
    """Put the sentence that a question was written for before its rivals in the same document."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    model = Aligned(vectors.copy())
    optimizer = torch.optim.SparseAdam(model.parameters(), lr=HARD_LEARNING_RATE)

    def thinned(ids: list[int], longest: int) -> list[int]:
        ids = ids[-longest:]
        return [token for token in ids if rng.random() >= DROPPED] or ids

    for epoch in range(HARD_EPOCHS):
        with torch.no_grad():
            bags = TokenMeans(model.tokens.weight.numpy())
            rows = [bags(sentences).numpy() for sentences in documents]
            questions = bags([one.ids for one in asked]).numpy()
        batches = np.array_split(rng.permutation(len(asked)), max(1, len(asked) // HARD_BATCH))
        losses = []
        for batch in track(batches, description=f"rivals {epoch + 1}/{HARD_EPOCHS}"):
            held = [
                documents[asked[n].document][at] for n in batch for at in _rivals(rows, asked[n], questions[n], rng)
            ]
            by_mean, by_token = model(
                [thinned(asked[n].ids, LONGEST["question"]) for n in batch],
                [thinned(ids, LONGEST["sentence"]) for ids in held],
            )
            right = torch.zeros(len(batch), dtype=torch.long)
            loss = torch.nn.functional.cross_entropy(by_mean / TEMPERATURE, right)
            loss = loss + torch.nn.functional.cross_entropy(by_token / ALIGNED_TEMPERATURE, right)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"rivals {epoch + 1}: loss {np.mean(losses):.3f}", file=sys.stderr)
    return model.tokens.weight.detach().numpy()


def _rivals(
    rows: Sequence[NDArray[np.float32]], asked: Asked, question: NDArray[np.float32], rng: np.random.Generator
) -> list[int]:
    """The right sentence, then ``RIVALS`` drawn from the nearest others of its document."""
    likeness = rows[asked.document] @ question
    likeness[asked.sentence] = -np.inf
    nearest = np.argsort(-likeness)[: min(NEAREST, len(likeness) - 1)]
    return [asked.sentence, *rng.choice(nearest, size=RIVALS, replace=len(nearest) < RIVALS).tolist()]


def all_pairs(plans: Sequence[Plan], lexicon: Lexicon, questions: Sequence[Pair]) -> list[Pair]:
    """Every pair, each as often as its kind weighs."""
    rng = random.Random(SEED)
    pairs = [*structure_pairs(plans, rng=rng), *spoken_pairs(plans, lexicon, rng=rng)]
    pairs += [*lexicon_pairs(lexicon)] * WEIGHTS["lexicon"]
    pairs += [*questions] * WEIGHTS["questions"]
    return pairs


def save(tokenizer: Tokenizer, vectors: NDArray[np.float32], folder: Path) -> None:
    """Write a sentence-transformers folder."""
    card = folder / "README.md"
    kept = card.read_bytes() if card.is_file() else None
    shutil.rmtree(folder, ignore_errors=True)
    static = StaticEmbedding(tokenizer, embedding_weights=vectors)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder), create_model_card=False)
    if kept is not None:
        card.write_bytes(kept)


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m index.training.train --texts ../texts"
    )
    add_arguments(parser)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    plans, questions = chosen(parser, given)
    pairs = all_pairs(plans, load_lexicon(), questions)
    print(f"{len(plans)} documents, {len(pairs)} pairs", file=sys.stderr)
    tokenizer = train_tokenizer(sorted({text for pair in pairs for text in pair}))
    sides = [tokenizer.encode_batch([pair[side] for pair in pairs], add_special_tokens=False) for side in (0, 1)]
    encoded = [(a.ids, b.ids[:256]) for a, b in zip(*sides, strict=True) if a.ids and b.ids]
    vectors = singular_vectors([b for _, b in encoded], tokenizer.get_vocab_size())
    learnt = fit(vectors, encoded, epochs=given.epochs)
    asked, documents = hard_questions(plans, questions, tokenizer)
    save(tokenizer, sharpen(learnt, asked, documents), given.out)


if __name__ == "__main__":
    main()
