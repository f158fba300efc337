"""What the shipped embedding model learns from, and that it learns."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from corpus.concepts import Concept, Lexicon
from corpus.plans import Plan, PlanInfo, load_plans
from index.alignment import Aligner
from index.embedding import StaticEmbedder, load_embedder
from index.training.pairs import Pair, lexicon_pairs, question_pairs, spoken_pairs, structure_pairs

LEXICON = Lexicon([Concept("光伏发电", ("光伏发电", "光伏"), ("太阳能板", "rooftop solar"), ())])


def plan(plan_id: str, sentence: str) -> Plan:
    """A plan of one task."""
    info = PlanInfo(title=plan_id, short=plan_id, names=(plan_id,), sha256="0" * 64)
    return Plan(plan_id, info, f"一、重点任务\n（一）大力发展可再生能源。{sentence}\n")


ONE = plan("one", "在工业厂房屋顶加快建设光伏发电设施，提高清洁能源使用比例。")
OTHER = plan("other", "积极引进区外清洁电力，推动风光一体化开发。")


def test_a_heading_goes_with_its_body_and_with_the_same_task_of_another_plan() -> None:
    pairs = list(structure_pairs([ONE, OTHER], rng=random.Random(1)))
    body = "在工业厂房屋顶加快建设光伏发电设施，提高清洁能源使用比例。"
    assert Pair("大力发展可再生能源", body) in pairs
    assert Pair("重点任务 大力发展可再生能源", body) in pairs
    assert Pair(body, "积极引进区外清洁电力，推动风光一体化开发。") in pairs


def test_a_part_of_a_sentence_goes_with_the_rest() -> None:
    parts = ["在工业厂房屋顶加快建设光伏发电设施", "提高清洁能源使用比例。"]
    pairs = set(structure_pairs([ONE], rng=random.Random(1)))
    assert pairs & {Pair(parts[0], "，" + parts[1]), Pair(parts[1], parts[0] + "，")}


def test_pairs_are_the_same_for_the_same_seed() -> None:
    one, other = (list(structure_pairs([ONE, OTHER], rng=random.Random(7))) for _ in range(2))
    assert one == other


def test_every_expression_goes_with_the_concept() -> None:
    assert list(lexicon_pairs(LEXICON)) == [
        Pair("太阳能板", "光伏发电"),
        Pair("太阳能板", "光伏发电"),
        Pair("rooftop solar", "光伏发电"),
        Pair("rooftop solar", "光伏"),
        Pair("光伏", "光伏发电"),
        Pair("光伏", "光伏发电"),
    ]


def test_a_sentence_goes_with_what_people_say_of_its_concepts() -> None:
    pairs = list(spoken_pairs([ONE], LEXICON, rng=random.Random(3)))
    assert len(pairs) == 2
    assert all("太阳能板" in pair.query or "rooftop solar" in pair.query for pair in pairs)
    assert {pair.answer for pair in pairs} == {"在工业厂房屋顶加快建设光伏发电设施，提高清洁能源使用比例。"}
    assert list(spoken_pairs([OTHER], LEXICON, rng=random.Random(3))) == []


def test_authored_questions_are_read_file_by_file(tmp_path: Path) -> None:
    for name, question in (("b", "谁负责？"), ("a", "多少？")):
        row = {"question": question, "text": "答", "more": 1}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert list(question_pairs(tmp_path)) == [Pair("多少？", "答"), Pair("谁负责？", "答")]


def test_the_authored_questions_that_ship_are_whole() -> None:
    pairs = list(question_pairs())
    assert len(pairs) > 1000
    assert all(pair.query.strip() and pair.answer.strip() for pair in pairs)


@pytest.mark.slow
def test_training_pulls_pairs_together_and_its_folder_is_read_without_torch(tmp_path: Path) -> None:
    from index.training.train import fit, save, train_tokenizer  # noqa: PLC0415  torch

    said = [a + b for a in "甲乙丙丁戊己庚辛" for b in "子丑寅卯辰巳午未"]
    meant = [a + b for a in "东南西北春夏秋冬" for b in "金木水火土风云雷"]
    tokenizer = train_tokenizer([*said, *meant] * 50)
    ids = {text: tokenizer.encode(text, add_special_tokens=False).ids for text in (*said, *meant)}
    start = np.random.default_rng(1).normal(size=(tokenizer.get_vocab_size(), 64)).astype(np.float32)
    pairs = [(ids[question], ids[answer]) for question, answer in zip(said, meant, strict=True)] * 160
    save(tokenizer, start, tmp_path / "before")
    save(tokenizer, fit(start, pairs, epochs=20), tmp_path / "after")
    before, after = (load_embedder(str(tmp_path / name)) for name in ("before", "after"))
    assert isinstance(after, StaticEmbedder)
    first = [
        float(np.mean(np.argmax(model.embed(said) @ model.embed(meant).T, axis=1) == np.arange(len(said))))
        for model in (before, after)
    ]
    assert first[0] < 0.2
    assert first[1] > 0.8


@pytest.mark.slow
def test_the_last_stage_scores_as_retrieval_does_and_puts_the_right_sentence_first() -> None:
    from index.training.train import Aligned, Asked, sharpen  # noqa: PLC0415  torch

    embedder = load_embedder()
    assert isinstance(embedder, StaticEmbedder)
    question, sentences = (
        "屋顶装太阳能板要占多少？",
        ["新建厂房屋顶光伏覆盖率达到60%。", "全市绿色出行比例达到60%以上。"],
    )
    ids = [embedder.tokens(text) for text in sentences]
    by_mean, by_token = Aligned(embedder.weights.copy())([embedder.tokens(question)], ids)
    aligned = Aligner(embedder).align(question, [(text, "") for text in sentences])
    assert by_mean[0].tolist() == pytest.approx([each.own for each in aligned], abs=1e-4)
    assert by_token[0].tolist() == pytest.approx([each.words for each in aligned], abs=1e-4)

    rng = np.random.default_rng(1)
    document = [[2 * n, 2 * n + 1] for n in range(20)]
    asked = [Asked([40 + n], 0, n) for n in range(20)] * 100
    vectors = sharpen(0.02 * rng.normal(size=(60, 16)).astype(np.float32), asked, [document])
    rows = np.array([vectors[ids].mean(axis=0) for ids in document])
    assert np.mean(np.argmax(vectors[40:] @ rows.T, axis=1) == np.arange(20)) > 0.8


def test_what_was_asked_of_a_plan_that_is_left_out_is_left_out() -> None:
    from index.training.material import printed_in  # noqa: PLC0415  torch

    plans = load_plans()
    alone = printed_in([plans["gusu"]]) - printed_in(plan for name, plan in plans.items() if name != "gusu")
    assert "坚决禁止煤炭消费。" in alone
    assert not any(" " in text or "\n" in text for text in alone)
