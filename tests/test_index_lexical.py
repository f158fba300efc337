from pathlib import Path

import bm25s
import numpy as np
import pytest

from corpus.concepts import Concept, Lexicon
from index.lexical import CONCEPT, RELATED, LexicalIndex, document_tokens, query_tokens

SMALL = Lexicon(
    [
        Concept("光伏发电", ("光伏发电", "光伏"), ("rooftop solar",), ("储能",)),
        Concept("储能", ("储能",), ("battery",), ()),
    ]
)
TEXTS = ["在厂房屋顶安装光伏", "新建储能电站", "植树造林增加碳汇", "推广新能源公交车"]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build([document_tokens(text, SMALL) for text in TEXTS])


def test_a_passage_has_its_words_and_the_concepts_that_it_prints() -> None:
    assert document_tokens("安装光伏", SMALL) == ["安装", "光伏", "安装·", "装光·", "光伏·", "#光伏发电"]
    assert "#光伏发电" not in document_tokens("rooftop solar", SMALL)


def test_a_query_has_its_words_the_concepts_that_it_means_and_their_neighbours() -> None:
    weights = query_tokens("Rooftop Solar", SMALL)
    assert (weights["rooftop"], weights["solar"]) == (1.0, 1.0)
    assert weights["#光伏发电"] == CONCEPT
    assert weights["光伏"] == weights["#储能"] == RELATED


def test_everyday_words_find_the_printed_ones(index: LexicalIndex) -> None:
    scores = index.scores(query_tokens("rooftop solar", SMALL))
    assert [TEXTS[row] for row in np.argsort(-scores)[:2]] == ["在厂房屋顶安装光伏", "新建储能电站"]
    assert scores[2:].tolist() == [0.0, 0.0]


def test_unknown_words_score_nothing(index: LexicalIndex) -> None:
    assert index.scores(query_tokens("hydrogen", SMALL)).tolist() == [0.0] * 4
    assert index.scores({}).tolist() == [0.0] * 4


def test_a_share_counts_by_its_weight_and_is_that_of_bm25s(index: LexicalIndex) -> None:
    half, whole = index.scores({"碳汇": 0.5}), index.scores({"碳汇": 1.0})
    assert whole[2] > 0
    assert (half * 2).tolist() == pytest.approx(whole.tolist())
    library = bm25s.BM25()
    library.index([document_tokens(text, SMALL) for text in TEXTS], show_progress=False)
    both = index.scores({"碳汇": 1.0, "光伏": 1.0})
    assert both.tolist() == pytest.approx(library.get_scores(["碳汇", "光伏"]).tolist(), abs=1e-6)


def test_rare_tokens_are_rarer(index: LexicalIndex) -> None:
    assert index.rarity("没有") == 0.0
    assert index.rarity("光伏") == index.rarity("碳汇") > 0


def test_saved_and_loaded_is_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    weights = query_tokens("rooftop solar 碳汇", SMALL)
    assert again.scores(weights).tolist() == index.scores(weights).tolist()
    assert again.rarity("光伏") == index.rarity("光伏")
    assert not list(tmp_path.rglob("*.pkl"))
