"""How reading together is learnt: what a question is put to, that it learns, that what is saved is what was learnt."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from corpus.plans import load_plans
from index.encoder import load_encoder
from index.interaction import Interaction, Words
from index.packed import installed, unpacked
from index.training.lookalikes import READING
from index.training.material import Material
from index.training.pairs import Pair

pytestmark = pytest.mark.slow

ASKED = [
    Pair("烧煤的自己能不能建", "坚决禁止煤炭消费。"),
    Pair("煤还让不让用", "严格落实禁燃区控制要求，全区全面禁止煤炭消费。"),
]


def test_four_bits_are_read_back_about_as_they_were() -> None:
    from index.training.interact import packed_rows  # noqa: PLC0415  torch

    matrix = np.random.default_rng(1).normal(size=(5, 70)).astype(np.float32)
    matrix[3] = 0
    back = unpacked(packed_rows(matrix))
    assert back.shape == (5, 96)
    assert np.all(back[:, 70:] == 0)
    assert np.abs(back[:, :70] - matrix).max() < np.abs(matrix).max() / 8 + 1e-3
    assert unpacked(packed_rows(back)) == pytest.approx(back, abs=1e-6)


def test_the_encoder_in_torch_is_the_one_that_ships() -> None:
    from index.training.interact import adapted, texts_of  # noqa: PLC0415  torch

    texts = ["提高秸秆综合利用水平。", "氢"]
    made = texts_of(adapted(installed()), [f"passage: {text}" for text in texts], "sentence")
    for n, reading in enumerate(load_encoder().sentences(texts)):
        assert made.of(n).shape == reading.tokens.shape
        assert made.vectors[n] @ reading.vector == pytest.approx(1.0, abs=2e-3)


def test_a_question_is_put_to_its_sentence_and_to_its_neighbours(tmp_path: Path) -> None:
    from index.training import interact  # noqa: PLC0415  torch

    row = {"document": "gusu", "question": "煤炭占比要压到百分之几", "twin": "能不能烧煤"}
    row |= {"text": ASKED[0].answer, "nearest": ASKED[1].answer}
    (tmp_path / "part_0.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / READING).write_text("gusu\n", encoding="utf-8")
    model, plan = interact.adapted(installed()), load_plans()["gusu"]
    sentences, numbers = interact.sentences_of(model, [plan])
    words, authored, alike = interact.askings(Material([plan], ASKED), tmp_path, sentences, numbers)
    assert words == ["烧煤的自己能不能建", "煤还让不让用", "能不能烧煤", "煤炭占比要压到百分之几"]
    questions = interact.texts_of(model, [f"query: {text}" for text in words], "question")
    rng = random.Random(3)
    first = interact.shown(authored[0], questions, sentences, rng)
    assert first.answered
    assert first.sentences[0] == numbers["坚决禁止煤炭消费。"]
    assert len(set(first.sentences)) == interact.SHOWN
    ((answered, other),) = alike
    assert interact.shown(answered, questions, sentences, rng).sentences[0] == answered.right
    unanswered = interact.shown(other, questions, sentences, rng)
    assert not unanswered.answered
    assert unanswered.sentences[0] == numbers[ASKED[1].answer]


def test_it_learns_and_what_is_saved_is_what_was_learnt(tmp_path: Path) -> None:
    import torch  # noqa: PLC0415  seconds

    from index.training import interact  # noqa: PLC0415  torch

    torch.manual_seed(1)
    encoder = interact.adapted(installed())
    things = ["林木覆盖率", "绿化覆盖率", "公交分担率", "装配式建筑", "屋顶光伏", "再生水", "垃圾焚烧", "海绵城市"]
    questions = interact.texts_of(encoder, [f"query: {n}号" for n in range(8)], "question")
    own = interact.texts_of(encoder, [f"passage: {thing}" for thing in things], "sentence")
    headings = interact.texts_of(encoder, ["passage: "], "sentence")
    sentences = interact.Sentences(own, headings, [0] * 8, ["plan"] * 8, {"plan": np.arange(8)})
    batch = [interact.Shown(n, [n, *(m for m in range(8) if m != n)], answered=True) for n in range(7)]
    batch.append(interact.Shown(7, list(range(7)), answered=False))
    model = interact.Interacting(encoder.packed.width, inner=96, layers=1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    losses: list[float] = []
    for _ in range(40):
        loss = interact.loss_of(model, batch, questions, sentences)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 3
    interact.save(model.eval(), tmp_path / "interaction.safetensors")
    opened = Interaction(tmp_path / "interaction.safetensors")
    stored = [Words(*(opened.project(texts.of(n).numpy()) for texts, n in ((own, n), (headings, 0)))) for n in range(8)]
    right = 0
    for n in range(8):
        cosines = (own.vectors @ questions.vectors[n]).tolist()
        scores = opened.scores(questions.of(n).numpy(), stored[: 7 if n == 7 else 8], cosines[: 7 if n == 7 else 8])
        right += bool(scores.max() < 0) if n == 7 else int(scores.argmax()) == n
    assert right >= 7
