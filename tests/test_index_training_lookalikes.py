"""Pairs of look-alike questions, shared between the reading and the judge."""

import json
from pathlib import Path

from index.training.lookalikes import FOLDER, READING, LookAlike, look_alikes

PAIR = {
    "document": "甲",
    "question": "风电多少？",
    "twin": "光伏多少？",
    "text": "光伏500兆瓦。",
    "nearest": "光伏500兆瓦。",
}


def test_a_document_serves_the_reading_or_the_judge(tmp_path: Path) -> None:
    rows = [PAIR, PAIR | {"document": "乙"}]
    lines = [json.dumps(row | {"missing": "sibling", "style": "keyword"}, ensure_ascii=False) for row in rows]
    (tmp_path / "part_0.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / READING).write_text("乙\n", encoding="utf-8")
    assert list(look_alikes(tmp_path, for_reading=False)) == [LookAlike(**PAIR)]
    assert [pair.document for pair in look_alikes(tmp_path, for_reading=True)] == ["乙"]


def test_those_that_ship_are_told_apart_by_document() -> None:
    read, judged = ([*look_alikes(for_reading=reading)] for reading in (True, False))
    assert min(len(read), len(judged)) > 1000
    assert not {pair.document for pair in read} & {pair.document for pair in judged}
    asked = [pair.question for pair in (*read, *judged)]
    assert all(pair.question != pair.twin for pair in (*read, *judged))
    assert len(set(asked)) > 0.99 * len(asked)


def test_every_document_named_for_the_reading_has_pairs() -> None:
    named = (FOLDER / READING).read_text(encoding="utf-8").splitlines()
    assert named == sorted(named)
    assert set(named) == {pair.document for pair in look_alikes(for_reading=True)}
