"""The baselines and the ablations: each answers as it says it does, with spans that are the plan's words."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.errors import EvaluationError
from corpus.plans import Plan
from eval.ablation import open_without
from eval.answers import AnswerRow
from eval.baselines import Baseline
from eval.lineup import MEANINGS, named
from eval.llamaindex import bm25_pipeline, dense_pipeline, split
from eval.questions import Question
from eval.systems import ABLATIONS, BASELINES, System, open_system
from index.embedding import StaticEmbedder
from index.encoder import load_encoder
from index.store import index_folder

ASKED = "太仓市2025年林木覆盖率要达到多少？"


def question(words: str = ASKED) -> Question:
    return Question(id="q", question=words, type="target", style="formal", answerable=True)


def is_verbatim(row: AnswerRow, plans: Mapping[str, Plan]) -> bool:
    """Whether the one citation is what the plan has at its span, and the ranking is in order."""
    (cited,) = row.citations
    scores = [hit.score for hit in row.retrieved]
    return plans[cited.plan].text[cited.start : cited.end] == cited.quote and scores == sorted(scores, reverse=True)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


def test_every_system_can_be_opened_and_is_explained() -> None:
    special = {"assistant", "llamaindex-bm25", "llamaindex-dense"}
    assert set(MEANINGS) == {*special, *ABLATIONS, *BASELINES}


def test_systems_are_named_in_the_order_of_the_table() -> None:
    assert named(None) == list(MEANINGS)
    assert named(["bm25-clause", "assistant", "assistant"]) == ["assistant", "bm25-clause"]
    with pytest.raises(EvaluationError, match="no system 'gpt', there are assistant, "):
        named(["gpt"])


def test_whitespace_words_find_only_what_stands_between_spaces(plans: Mapping[str, Plan]) -> None:
    whitespace = Baseline(plans, clauses=True, words=str.split)
    assert whitespace.answer(question()).refused
    found = whitespace.answer(question("太仓市碳达峰实施方案"))
    assert is_verbatim(found, plans)
    assert found.citations[0].plan == "taicang"


def test_nodes_are_cut_as_llama_index_cuts_them(plans: Mapping[str, Plan]) -> None:
    nodes = split(plans)
    assert len(nodes) > len(plans)
    assert {node.ref_doc_id for node in nodes} == set(plans)


def test_a_node_is_cited_by_its_span(plans: Mapping[str, Plan], embedder: StaticEmbedder) -> None:
    row = dense_pipeline(plans, embedder).answer(question())
    assert is_verbatim(row, plans)
    assert (row.answer, len(row.retrieved), row.refused) == (row.citations[0].quote, 20, False)


def test_the_bm25_retriever_of_llama_index_finds_no_chinese_words(plans: Mapping[str, Plan]) -> None:
    pytest.importorskip("llama_index.retrievers.bm25")
    pipeline = bm25_pipeline(plans)
    missed = pipeline.answer(question())
    assert (missed.refused, missed.reason, missed.citations, missed.retrieved) == (True, "not_in_any_plan", (), ())
    assert is_verbatim(pipeline.answer(question("苏委发〔2022〕7号")), plans)


def test_whole_clauses_are_quoted_where_no_sentence_is_chosen(settings: Settings, plans: Mapping[str, Plan]) -> None:
    whole = open_without("sentences", settings, progress=lambda *_: None).ask("太仓2025年公交车新能源占比是多少？")
    chosen = open_without("lexical", settings, progress=lambda *_: None).ask("太仓2025年公交车新能源占比是多少？")
    (cited,) = whole.citations
    clause = plans[cited.plan].by_id[cited.clause]
    assert (cited.start, cited.end) == clause.span
    assert "92%" in whole.text
    assert "92%" in chosen.text
    assert chosen.citations[0].end - chosen.citations[0].start < clause.span.end - clause.span.start


@pytest.mark.parametrize("name", ["assistant", "no-dense", "no-lexicon"])
def test_an_ablation_uses_the_shipped_index(
    name: str, settings: Settings, plans: Mapping[str, Plan], embedder: StaticEmbedder
) -> None:
    opened: System = open_system(named([name])[0], settings, plans, progress=lambda *_: None)
    row = opened.answer(question())
    assert row.retrieved[0].plan == "taicang"
    assert [path.name for path in (settings.data_dir / "index").iterdir()] == [
        index_folder(Path(), plans, embedder, load_encoder()).name
    ]
