"""A benchmark in BEIR layout, made from six passages."""

import json
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, R, nDCG
from typer.testing import CliRunner

from corpus.errors import EvaluationError
from eval.__main__ import app
from eval.beir import measure, read_benchmark

PASSAGES = {
    "p1": "到2025年，林木覆盖率达到24%。湿地得到保护。",
    "p2": "新建建筑全面执行绿色标准。",
    "p3": "推广新能源公交车，城市绿色出行比例提高。",
    "p4": "发展绿色金融，鼓励银行发放绿色贷款。",
    "p5": "淘汰落后产能，严控高耗能项目。",
    "q1": "林木覆盖率要达到多少？",
}
QUERIES = {"q1": "林木覆盖率要达到多少？", "q2": "银行贷款", "q3": "公交车", "q9": "没有判断"}


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    corpus = [json.dumps({"_id": key, "title": "", "text": text}) for key, text in PASSAGES.items()]
    (folder / "corpus.jsonl").write_text("\n".join(corpus), encoding="utf-8")
    queries = [json.dumps({"_id": key, "text": text}) for key, text in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(queries), encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\tp1\t2\nq1\tp2\t0\nq2\tp4\t1\nq3\tp3\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_every_mode_writes_a_run_that_scores_as_it_says(beir: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = CliRunner().invoke(app, ["retrieval", "--beir", str(beir), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    shown = json.loads((out / "retrieval.json").read_text(encoding="utf-8"))
    qrels = [
        ir_measures.Qrel(q, p, grade)
        for q, row in read_benchmark(beir, split="test").qrels.items()
        for p, grade in row.items()
    ]
    for mode in ("hybrid", "lexical", "dense"):
        run = list(ir_measures.read_trec_run(str(out / f"run-{mode}.trec")))
        theirs = ir_measures.calc_aggregate([nDCG @ 10, R @ 10, RR @ 10], qrels, run)
        for name, wanted in (("nDCG@10", nDCG @ 10), ("recall@10", R @ 10), ("MRR@10", RR @ 10)):
            assert shown[mode][name]["value"] == pytest.approx(theirs[wanted], abs=1e-9)
    assert shown["lexical"]["nDCG@10"]["value"] == 1
    assert {hit.doc_id for hit in run if hit.query_id == "q1"}.isdisjoint({"q1"})


def test_only_judged_queries_are_asked(beir: Path) -> None:
    benchmark = read_benchmark(beir, split="test")
    assert list(benchmark.queries) == ["q1", "q2", "q3"]
    assert benchmark.qrels["q1"] == {"p1": 2, "p2": 0}


def test_a_query_without_a_result_counts_as_nothing(beir: Path) -> None:
    scores = measure({}, read_benchmark(beir, split="test").qrels)
    assert list(scores) == ["nDCG@10", "recall@10", "recall@100", "MRR@10"]
    assert {tuple(values) for values in scores.values()} == {(0, 0, 0)}


def test_a_bad_layout_is_one_sentence(beir: Path) -> None:
    with pytest.raises(EvaluationError, match=r"cannot read .*train\.tsv"):
        read_benchmark(beir, split="train")
    (beir / "qrels" / "test.tsv").write_text("q1 p1 2\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"test\.tsv, line 1"):
        read_benchmark(beir, split="test")
    (beir / "qrels" / "test.tsv").write_text("q7\tp1\t2\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="judges 'q7', which"):
        read_benchmark(beir, split="test")
    (beir / "corpus.jsonl").write_text("[]", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl, line 1"):
        read_benchmark(beir, split="test")
