import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import FILE, load_gazetteer


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("北京和上海怎么做？上海呢", ["北京", "上海"]),
        ("南京市的目标", ["南京"]),
        ("What about Beijing and Nanjing?", ["北京", "南京"]),
        ("光伏发电", []),
    ],
)
def test_places_that_a_text_names(text: str, places: list[str]) -> None:
    assert load_gazetteer().mentioned(text) == places


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("南京市的目标", [("南京", "的目")]),
        ("南京", [("南京", "")]),
        ("苏州火车站和北京", [("苏州", "火车"), ("北京", "")]),
    ],
)
def test_a_place_with_the_words_behind_it(text: str, following: list[tuple[str, str]]) -> None:
    assert load_gazetteer().in_context(text) == following


@pytest.mark.parametrize("text", ["", "nanjingers", "BEIJINGER", "in Anhuian", "上下左右", "1234"])
def test_parts_of_words_are_no_places(text: str) -> None:
    assert load_gazetteer().mentioned(text) == []


@pytest.mark.parametrize(
    ("title", "place"),
    [("四川林草碳汇行动方案", "四川"), ("北京市碳达峰实施方案", "北京"), ("关于四川的方案", None), ("", None)],
)
def test_the_place_that_a_title_begins_with(title: str, place: str | None) -> None:
    assert load_gazetteer().beginning(title) == place


def test_every_place_that_is_listed_is_found_by_each_of_its_names() -> None:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    gazetteer = load_gazetteer()
    for row in rows:
        for name in filter(lambda name: not name.isascii(), (row["place"], *row["aliases"].split("|"))):
            assert gazetteer.mentioned(name), name


@given(st.text())
def test_any_text_is_searched_for_places(text: str) -> None:
    found = load_gazetteer().mentioned(text)
    assert len(found) == len(set(found))
