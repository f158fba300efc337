import pytest

from corpus.spans import BOOKMARK, Span, flatten, quotation

TEXT = "能耗强\n\n度下降\t14%"


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [((0, 5), (3, 9), 2), ((0, 5), (5, 9), 0), ((2, 3), (0, 9), 1), ((7, 9), (0, 3), 0)],
)
def test_overlap_counts_shared_characters(a: tuple[int, int], b: tuple[int, int], shared: int) -> None:
    assert Span(*a).overlap(Span(*b)) == Span(*b).overlap(Span(*a)) == shared


@pytest.mark.parametrize(("inner", "inside"), [((2, 5), True), ((2, 2), True), ((1, 5), False), ((4, 6), False)])
def test_contains(inner: tuple[int, int], inside: bool) -> None:
    assert Span(2, 5).contains(Span(*inner)) is inside


def test_a_flat_text_leads_back_across_line_breaks() -> None:
    flat = flatten(TEXT, [Span(0, len(TEXT))])
    assert flat.text == "能耗强度下降14%"
    start = flat.text.index("强度")
    assert flat.span(start, start + 2) == Span(2, 6)
    assert TEXT[2:6] == "强\n\n度"


def test_a_flat_text_is_made_of_the_given_spans_only() -> None:
    flat = flatten(TEXT, [Span(0, 2), Span(5, 6)])
    assert flat.text == "能耗度"
    assert flat.offsets == [0, 1, 5]


def test_a_piece_of_a_flat_text_keeps_its_places() -> None:
    piece = flatten(TEXT, [Span(0, len(TEXT))]).cut(3, 6)
    assert piece.text == "度下降"
    assert piece.span(0, 3) == Span(5, 8)


@pytest.mark.parametrize(("offset", "position"), [(0, 0), (3, 3), (4, 3), (5, 3), (6, 4), (99, 9)])
def test_position_is_the_first_at_or_behind_an_offset(offset: int, position: int) -> None:
    assert flatten(TEXT, [Span(0, len(TEXT))]).position(offset) == position


@pytest.mark.parametrize("number", ["— 3 —", "12", "-7-", "  –  10 –  "])
def test_a_page_number_alone_on_its_line_is_left_out_of_a_quotation(number: str) -> None:
    text = f"推动能耗\n{number}\n强度下降2025年达标"
    assert quotation(text, Span(0, len(text))).split() == ["推动能耗", "强度下降2025年达标"]


def test_a_figure_within_a_line_stays_in_a_quotation() -> None:
    text = "新增工厂\n20家，2024年\n完成"
    assert quotation(text, Span(0, len(text))) == text
    assert quotation(text, Span(0, 4)) == "新增工厂"


def test_a_bookmark_is_recognised() -> None:
    assert BOOKMARK.sub("", "[bookmark: _Toc12469]总体要求[注]") == "总体要求[注]"
