"""How the encoder is adapted: what is put together, that it learns, and that what is saved is what was learnt."""

import random
from pathlib import Path

import numpy as np
import pytest

from corpus.plans import load_plans
from index.encoder import Encoder
from index.packed import installed
from index.training.material import Material
from index.training.pairs import Pair

pytestmark = pytest.mark.slow

ASKED = [
    Pair("烧煤的自己能不能建", "坚决禁止煤炭消费。"),
    Pair("楼顶能装太阳能板吗", "积极推进建筑屋顶光伏开发。"),
]


@pytest.fixture(scope="module")
def material() -> Material:
    return Material([load_plans()["gusu"]], ASKED)


def test_what_was_asked_goes_with_its_sentence_and_its_heading(material: Material) -> None:
    from index.training.adapt import asked_sentences  # noqa: PLC0415  torch

    model = installed()
    found = asked_sentences(material, model)
    assert [one.text for one in found] == ["坚决禁止煤炭消费。"]
    (one,) = found
    assert model.tokenizer.decode(one.alone[1:-1]).replace("▁", "").replace(" ", "") == "passage:坚决禁止煤炭消费。"
    assert len(one.headed) > len(one.alone)
    assert len(one.questions) == 1


def test_a_group_is_of_one_document_and_near_to_each_other() -> None:
    from index.training.adapt import GROUP, Asked, groups  # noqa: PLC0415  torch

    asked = [Asked(f"plan {n % 2}", "", [0], [0], [[0]]) for n in range(6 * GROUP)]
    vectors = np.repeat(np.eye(3, dtype=np.float32), 2 * GROUP, axis=0)
    found = groups(asked, vectors, random.Random(1))
    assert sorted(n for group in found for n in group) == list(range(6 * GROUP))
    assert all(len(group) == GROUP for group in found)
    assert all(len({(asked[n].document, int(vectors[n].argmax())) for n in group}) == 1 for group in found)


def test_it_learns_and_what_is_saved_is_what_was_learnt(tmp_path: Path) -> None:
    import torch  # noqa: PLC0415  seconds

    from index.training.adapt import Adapted, Asked, loss_of, save, tokens_of  # noqa: PLC0415  torch

    torch.manual_seed(1)
    model = installed()
    words = ["林木覆盖率", "绿化覆盖率", "公交分担率", "装配式建筑", "屋顶光伏", "再生水", "垃圾焚烧", "海绵城市"]
    asked = [
        Asked(
            "plan",
            word,
            *([tokens_of(model, [f"passage: {word}"], "sentence")[0]] * 2),
            tokens_of(model, [f"query: {n}号"], "question"),
        )
        for n, word in enumerate(words)
    ]
    adapted, rng = Adapted(model, layers=2, rank=4), random.Random(1)
    optimizer = torch.optim.AdamW(adapted.parameters(), lr=3e-3)
    expressions = [Pair("太阳能板", "光伏发电")]
    losses: list[float] = []
    for _ in range(30):
        loss = loss_of(adapted, asked, expressions, rng)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 3
    save({name: values.detach().numpy() for name, values in adapted.named().items()}, tmp_path / "adapter.safetensors")
    opened = Encoder(model, tmp_path / "adapter.safetensors")
    sentences = np.stack([reading.vector for reading in opened.sentences(words)])
    scores = np.stack([sentences @ opened.question(f"{n}号").vector for n in range(len(words))])
    assert (scores.argmax(axis=1) == np.arange(len(words))).mean() >= 0.8
