import pytest

from corpus.places import load_gazetteer


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
