import pytest

from corpus.normal import normalise, simplify


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("２０２５ 年　ＰＵＥ", "2025年pue"),
        ("〔2024〕34号", "(2024)34号"),
        ("许墅关经开区", "浒墅关经开区"),
        ("能耗\n强度", "能耗强度"),
        ("PM₂.₅", "pm2.5"),
    ],
)
def test_normalise(words: str, same: str) -> None:
    assert normalise(words) == same


@pytest.mark.parametrize(
    ("words", "simplified"),
    [("無錫市碳達峰實施方案", "无锡市碳达峰实施方案"), ("滸墅關", "浒墅关"), ("Gusu plan", "Gusu plan"), ("", "")],
)
def test_simplify(words: str, simplified: str) -> None:
    assert simplify(words) == simplified
