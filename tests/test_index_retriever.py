"""The hybrid retriever over the five plans that ship."""

from collections.abc import Mapping

import pytest
from llama_index.core.schema import MetadataMode

from corpus.concepts import Lexicon
from corpus.plans import Plan
from index.embedding import StaticEmbedder
from index.llama import ClauseRetriever
from index.retriever import HybridRetriever
from index.store import make_index


@pytest.fixture(scope="module")
def retriever(plans: Mapping[str, Plan], embedder: StaticEmbedder, lexicon: Lexicon) -> HybridRetriever:
    clauses, sentences = make_index(plans, embedder=embedder, lexicon=lexicon)
    return HybridRetriever(clauses, sentences, embedder=embedder, lexicon=lexicon)


def test_everyday_english_finds_the_printed_chinese(retriever: HybridRetriever) -> None:
    hits = retriever.retrieve("rooftop solar", k=5)
    assert all("光伏" in hit.clause.text for hit in hits)
    assert {hit.clause.plan_id for hit in hits} == {"taicang", "gusu", "wuxi", "kunshan", "xushuguan"}


@pytest.mark.parametrize(
    ("query", "clause_id"),
    [
        ("造纸行业怎么达峰", "taicang/3.1.3"),
        ("工业上楼", "xushuguan/3.2.1"),
        ("与欧洲企业在绿色低碳领域合作", "taicang/3.10.2"),
        ("古城保护和城市更新", "gusu/3.3.1"),
    ],
)
def test_the_clause_in_question_is_among_the_first(retriever: HybridRetriever, query: str, clause_id: str) -> None:
    assert clause_id in [hit.clause.clause_id for hit in retriever.retrieve(query, k=3)]


@pytest.mark.parametrize("wanted", [["gusu"], ["kunshan", "wuxi"]])
def test_only_the_plans_asked_for(retriever: HybridRetriever, wanted: list[str]) -> None:
    hits = retriever.retrieve("新型电力系统", plans=wanted, k=20)
    assert len(hits) == 20
    assert {hit.clause.plan_id for hit in hits} == set(wanted)


def test_no_plans_no_clauses(retriever: HybridRetriever) -> None:
    assert retriever.retrieve("新型电力系统", plans=[]) == []
    assert retriever.retrieve("新型电力系统", plans=["nowhere"]) == []


def test_nothing_asked_nothing_found(retriever: HybridRetriever) -> None:
    assert retriever.retrieve("") == []


def test_hits_are_distinct_clauses_best_first(retriever: HybridRetriever) -> None:
    hits = retriever.retrieve("公共交通出行分担率", k=20)
    ids = [hit.clause.clause_id for hit in hits]
    assert len(set(ids)) == len(ids) == 20
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert ids[:5] == [hit.clause.clause_id for hit in retriever.retrieve("公共交通出行分担率", k=5)]


def test_a_hit_brings_its_sentences_in_reading_order(retriever: HybridRetriever) -> None:
    (hit,) = retriever.retrieve("公共交通出行分担率达到多少", plans=["taicang"], k=1)
    assert hit.clause.clause_id == "taicang/3.5.3"
    spans = [match.passage.span for match in hit.sentences]
    assert spans == sorted(spans)
    assert all(hit.clause.span.contains(span) for span in spans)
    best = max(hit.sentences, key=lambda match: match.lexical)
    assert "公共交通出行分担率达到5%以上" in best.passage.text
    assert best.lexical == 1.0


def test_the_same_query_gives_the_same_hits(retriever: HybridRetriever) -> None:
    assert retriever.retrieve("碳汇") == retriever.retrieve("碳汇")


def test_llama_index_gets_the_same_clauses_as_nodes(retriever: HybridRetriever, plans: Mapping[str, Plan]) -> None:
    nodes = ClauseRetriever(retriever, plans=["taicang", "wuxi"], k=4).retrieve("可再生能源")
    hits = retriever.retrieve("可再生能源", plans=["taicang", "wuxi"], k=4)
    assert [(node.node_id, node.score) for node in nodes] == [(hit.clause.clause_id, hit.score) for hit in hits]
    for node in nodes:
        place = node.metadata
        text = plans[place["plan_id"]].text[place["start"] : place["end"]]
        assert text.split()[0].startswith(node.get_content(MetadataMode.NONE).split()[0])
