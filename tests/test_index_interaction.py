"""A question and a sentence read together."""

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from index.encoder import Encoder, load_encoder
from index.interaction import Interaction, Words

HEADING = "增强农业农村固碳能力"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The encoder that ships."""
    return load_encoder()


def words_of(encoder: Encoder, sentence: str, heading: str = "") -> Words:
    """What is stored of a sentence."""
    own, above = encoder.sentences([sentence, heading])
    return Words(*(encoder.interaction.project(reading.tokens) for reading in (own, above)))


def scores(encoder: Encoder, question: str, sentences: list[str], heading: str = "") -> np.ndarray:
    """A logit for each sentence under the same heading."""
    asked = encoder.question(question)
    cosines = [float(reading.vector @ asked.vector) for reading in encoder.sentences(sentences)]
    return encoder.interaction.scores(asked.tokens, [words_of(encoder, s, heading) for s in sentences], cosines)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("到2025年秸秆综合利用率要达到多少？", "到2025年，秸秆综合利用率达到99%以上。", "大力提高秸秆综合利用水平。"),
        ("装配式建筑占比要到几成", "装配式建筑占新建建筑比例达到50%。", "绿色建筑占新建建筑比例达到100%。"),
        ("新建工厂的楼顶要不要装太阳能板", "新建厂房屋顶应安装光伏。", "鼓励居民购买节能家电。"),
        ("Who pays for charging piles?", "充电桩建设资金由市财政局安排。", "到2025年，建成充电桩2000个。"),
    ],
)
def test_what_answers_is_above_what_is_about_the_same(encoder: Encoder, question: str, right: str, wrong: str) -> None:
    first, second = scores(encoder, question, [right, wrong])
    assert first > second


def test_a_sentence_is_scored_alike_among_any_others(encoder: Encoder) -> None:
    sentences = ["提高秸秆综合利用水平。", "推进餐厨废弃物资源化利用，建立健全收运体系，提升处置能力。", "氢"]
    together = scores(encoder, "秸秆怎么用", sentences, HEADING)
    alone = [scores(encoder, "秸秆怎么用", [sentence], HEADING)[0] for sentence in sentences]
    assert together == pytest.approx(np.array(alone), abs=1e-3)


def test_headings_count(encoder: Encoder) -> None:
    sentence = ["到2025年，全市综合利用率达到99%以上。"]
    question = "秸秆综合利用率是多少"
    assert scores(encoder, question, sentence, "秸秆综合利用") > scores(encoder, question, sentence, "工业固废综合利用")


def test_nothing_to_read_is_nothing(encoder: Encoder) -> None:
    assert encoder.interaction.scores(encoder.question("光伏").tokens, [], []).shape == (0,)


def test_weights_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "interaction.safetensors"
    broken.write_bytes(b"\0")
    with pytest.raises(ModelError, match="cannot read") as caught:
        Interaction(broken)
    assert str(broken) in str(caught.value)
