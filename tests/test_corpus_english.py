import pytest

from corpus.concepts import Concept, Lexicon
from corpus.english import Translator

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
