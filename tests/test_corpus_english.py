import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.concepts import Concept, Lexicon
from corpus.english import ALTERNATIVES, FOLDER, Translator, load_translator

LEXICON = Lexicon([Concept("光伏发电", ("光伏发电", "光伏"), ("太阳能板", "rooftop solar"), ())])
TRANSLATOR = Translator({"promote": "推动|促进|推广", "green building": "绿色建筑", "building": "建筑"}, LEXICON)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Promote rooftop solar", "推动 促进 光伏发电"),  # two renderings at most
        ("promoting green buildings", "推动 促进 绿色建筑"),  # the longest phrase, inflected
        ("the building of 2025 in 太仓", "建筑 2025 太仓"),
        ("building, building", "建筑"),
        ("hello world", ""),
        ("", ""),
    ],
)
def test_phrases_become_the_plans_words(text: str, chinese: str) -> None:
    assert TRANSLATOR.translate(text) == chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Taicang's solar panels", "光伏"),
        ("carbon peaking", "碳达峰"),
        ("Carbon-peak", "碳达峰"),
        ("carbon", "碳"),
        ("green buildings", "绿色建筑"),
        ("new energy vehicles", "新能源汽车"),
    ],
)
def test_the_glossary_that_ships(lexicon: Lexicon, text: str, chinese: str) -> None:
    assert chinese in load_translator(lexicon).translate(text)


def test_every_phrase_of_the_glossary_has_a_chinese_rendering(lexicon: Lexicon) -> None:
    paths = sorted(FOLDER.glob("english_*.csv"))
    assert paths
    translator = load_translator(lexicon)
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) > 1_000
        for row in rows:
            renderings = row["chinese"].split("|")
            assert any(re.search("[\u4e00-\u9fff]", each) for each in renderings), row
            assert len(renderings) == len(set(renderings)), row
            assert translator.translate(row["english"]), row


def test_a_phrase_of_the_glossary_with_a_possessive(lexicon: Lexicon) -> None:
    assert "人民政府" in load_translator(lexicon).translate("the people's government")


@given(st.text())
def test_any_text_is_translated_without_repeating_itself(text: str) -> None:
    words = TRANSLATOR.translate(text).split()
    assert len(words) == len(set(words))
    capitals = {word.lower() for word in re.findall(r"\b[A-Z]{2,}\b", text)}
    assert {word for word in words if word.isascii() and word.isalpha()} <= capitals


@given(st.lists(st.sampled_from(["promote", "green building", "solar", "2025", "太仓"]), max_size=6))
def test_a_phrase_has_few_renderings(phrases: list[str]) -> None:
    assert len(TRANSLATOR.translate(", ".join(phrases)).split()) <= ALTERNATIVES * len(set(phrases))
