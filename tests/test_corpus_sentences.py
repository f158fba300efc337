import pytest

from corpus.sentences import closing, enclosed, sentence_ranges


def cut(words: str) -> list[str]:
    """The sentences of ``words``."""
    return [words[start:end] for start, end in sentence_ranges(words)]


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("", []),
        ("总体要求", ["总体要求"]),
        ("绿色发展。低碳生活！好吗？", ["绿色发展。", "低碳生活！", "好吗？"]),
        ("一句；同一句，还是同一句：完。", ["一句；同一句，还是同一句：完。"]),
        ("实行“节能优先。效率优先。”方针。", ["实行“节能优先。效率优先。”方针。"]),
        ("落实（见附件。）要求。好。", ["落实（见附件。）要求。", "好。"]),
        ("（以上不闭合。第二句。", ["（以上不闭合。", "第二句。"]),
        ("他说完。”第二句。", ["他说完。”", "第二句。"]),
        ("到2025年下降13.5%.增长", ["到2025年下降13.5%.", "增长"]),
        ("用CO2.5表示", ["用CO2.5表示"]),
        ("标准.第二句.", ["标准.", "第二句."]),
    ],
)
def test_sentences(words: str, sentences: list[str]) -> None:
    assert cut(words) == sentences


def test_nested_brackets_close_together() -> None:
    words = "各市（县（区））人民政府）"
    assert closing(words, 2) == 7
    assert [at for at, inside in enumerate(enclosed(words)) if inside] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(("words", "at"), [("没有括号", 1), ("（不闭合", 0), ("（" + "长" * 400 + "）", 0)])
def test_nothing_closes_what_is_no_bracket_stays_open_or_is_too_long(words: str, at: int) -> None:
    assert closing(words, at) is None
