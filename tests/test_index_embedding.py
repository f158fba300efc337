from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from index.embedding import SHIPPED, StaticEmbedder, TransformerEmbedder, load_embedder

TEXTS = ["在厂房屋顶安装光伏", "rooftop solar power", "1.坚决遏制“两高”项目盲目发展。到2025年，达到18.93%。", "氢"]


def test_rows_have_length_one(embedder: StaticEmbedder) -> None:
    rows = embedder.embed(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (4, 192)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0] * 4)


def test_a_text_without_tokens_is_a_zero_row(embedder: StaticEmbedder) -> None:
    rows = embedder.embed(["", " \n"])
    assert not rows.any()


def test_no_texts_no_rows(embedder: StaticEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 192)


def test_a_row_does_not_depend_on_its_neighbours(embedder: StaticEmbedder) -> None:
    together = embedder.embed(TEXTS)
    assert np.array_equal(together, np.concatenate([embedder.embed([text]) for text in TEXTS]))


def test_people_s_words_are_near_the_printed_ones(embedder: StaticEmbedder) -> None:
    query, near, far = embedder.embed(["屋顶装太阳能板", "分布式光伏发电", "干部培训"])
    assert query @ near > query @ far + 0.3


def test_a_digest_identifies_the_weights(embedder: StaticEmbedder, tmp_path: Path) -> None:
    assert embedder.digest == StaticEmbedder(SHIPPED).digest
    for path in (SHIPPED / "tokenizer.json", SHIPPED / "model.safetensors"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert StaticEmbedder(tmp_path).digest == embedder.digest
    with (tmp_path / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert StaticEmbedder(tmp_path).digest != embedder.digest


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no tokenizer.json and model.safetensors") as caught:
        StaticEmbedder(tmp_path)
    assert repr(str(tmp_path)) in str(caught.value)


@pytest.mark.slow
def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load the embedding model") as caught:
        load_embedder(str(tmp_path))
    assert repr(str(tmp_path)) in str(caught.value)


@pytest.mark.slow
def test_the_shipped_model_is_what_sentence_transformers_makes_of_its_folder(embedder: StaticEmbedder) -> None:
    reference = TransformerEmbedder(str(SHIPPED)).embed(TEXTS)
    assert np.abs(embedder.embed(TEXTS) - reference).max() < 1e-5
