"""What the encoder makes of a plan's sentences, as it is kept."""

from pathlib import Path

import numpy as np
import pytest

from corpus.plans import load_plans
from index.encoder import load_encoder
from index.meanings import ABOVE, Meanings, meanings_of
from index.passages import Passage, passages


@pytest.fixture(scope="module")
def sentences() -> list[Passage]:
    """Some sentences of a real plan, several under the same heading."""
    return [passage for passage in passages({"gusu": load_plans()["gusu"]}) if not passage.is_clause][:30]


@pytest.fixture(scope="module")
def meanings(sentences: list[Passage]) -> Meanings:
    """What is made of them."""
    return meanings_of(sentences, load_encoder())


def test_every_sentence_has_its_own_words_and_those_above_it(sentences: list[Passage], meanings: Meanings) -> None:
    encoder = load_encoder()
    assert len(meanings.above) == len(sentences)
    assert len(meanings.vectors) == len(sentences) + len({passage.context for passage in sentences})
    for n in (0, 7, 29):
        own, above = encoder.sentences([sentences[n].text, sentences[n].context])
        words = meanings.words_of(n)
        assert words.own == pytest.approx(encoder.interaction.project(own.tokens), abs=2e-2)
        assert words.above == pytest.approx(encoder.interaction.project(above.tokens[-ABOVE:]), abs=2e-2)


def test_a_sentence_is_nearest_to_its_own_words(sentences: list[Passage], meanings: Meanings) -> None:
    asked = load_encoder().question(sentences[7].text)
    near = meanings.near(asked)
    assert near.shape == (len(sentences), 2)
    assert int(near[:, 0].argmax()) == 7


def test_what_is_saved_is_what_is_loaded(meanings: Meanings, tmp_path: Path) -> None:
    assert Meanings.load(tmp_path) is None
    meanings.save(tmp_path)
    loaded = Meanings.load(tmp_path)
    assert loaded is not None
    assert all(np.array_equal(one, other) for one, other in zip(meanings, loaded, strict=True))
