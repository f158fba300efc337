import pytest

from index.tokens import jieba_words, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("。，（）\n", []),
        ("光伏", ["光伏", "光伏·"]),
        ("光伏发电", ["光伏", "发电", "光伏·", "伏发·", "发电·"]),
        ("碳", []),  # one character alone says nothing
        ("ＰＵＥ降至1.3", ["pue", "降至·", "1.3"]),
        ("18.93%", ["18.93%"]),
        ("PM2.5", ["pm", "2.5"]),
        ("Solar roofs", ["solar", "roofs"]),
    ],
)
def test_words_bigrams_and_figures(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_repeats_are_kept() -> None:
    assert tokenise("光伏，光伏") == tokenise("光伏") * 2


def test_full_width_is_half_width() -> None:
    assert tokenise("２０２５年") == tokenise("2025年")


def test_plain_words_leave_out_white_space() -> None:
    assert jieba_words("绿色 发展") == ["绿色", "发展"]
