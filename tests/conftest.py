"""What several tests share: the shipped plans, the lexicon, the shipped model, and the documents in ``tests/data``."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.concepts import Lexicon, load_lexicon
from corpus.models import Outline
from corpus.outline import parse_outline
from corpus.plans import Plan, load_plans
from corpus.readers import read_text
from index.embedding import StaticEmbedder, load_embedder

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def plans() -> Mapping[str, Plan]:
    """The five plans that ship."""
    return load_plans()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    return load_lexicon()


@pytest.fixture(scope="session")
def embedder() -> StaticEmbedder:
    """The embedding model that ships."""
    shipped = load_embedder()
    assert isinstance(shipped, StaticEmbedder)
    return shipped


@pytest.fixture(scope="session")
def document() -> Callable[[str], tuple[str, Outline]]:
    """The text and outline of ``tests/data/NAME.txt``, parsed as the plan ``made``."""

    def read(name: str) -> tuple[str, Outline]:
        text = read_text(DATA / f"{name}.txt")
        return text, parse_outline(text, plan_id="made")

    return read
