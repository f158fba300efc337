"""What holds for any text whatever: nothing crashes, spans tile the text, and quotations lie where they say."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Outline
from corpus.outline import parse_outline
from corpus.responsibility import names
from corpus.sentences import sentence_ranges
from corpus.spans import BOOKMARK, Flat, Span, flatten, quotation

FRAGMENTS = [
    *("一、", "二、", "三、", "（一）", "（二）", "(三)", "1.", "2．", "3、", "（1）", "①", "②", "一是", "二是"),
    *(
        "第一章",
        "第二章",
        "第一条",
        "第十条",
        "1.1",
        "1.2",
        "2.1.1",
        "1 ",
        "专栏1",
        "附件2：",
        "目录",
        "[bookmark: _Toc12]",
    ),
    *("总体要求", "重点任务", "推动煤电行业碳达峰", "大力发展可再生能源", "到2025年", "下降13.5%", "1.1 万吨/日"),
    *(
        "（市发改委负责）",
        "（市工信局牵头，市科技局配合）",
        "〔责任单位：市能源局；配合单位：市财政局〕",
        "（近）",
        "（当量值）",
    ),
    *(
        "责任单位：市住建局",
        "牵头单位：市交运局",
        "配合单位：",
        "以下所有任务均需各区镇落实，不再列出",
        "（",
        "）",
        "〔",
        "《",
        "》",
        "“",
    ),
    *("持续推进绿色低碳循环发展，" * 12, "坚持节约优先。" * 20, "实施重点行业改造。打造绿色制造体系，以绿"),
    *(
        "。",
        "；",
        "，",
        "、",
        "：",
        "！",
        ".",
        " ",
        "\u3000",
        "\n",
        "\n\n",
        "\r\n",
        "\f",
        "\n— 3 —\n",
        "\n12\n",
        "……………3\n",
    ),
]
assembled = st.lists(st.sampled_from(FRAGMENTS), max_size=80).map("".join)
documents = st.one_of(st.text(max_size=200), assembled)

DEPARTMENTS = [
    *(
        "市发改委",
        "市工信局",
        "太仓生态环境局",
        "港口委发展局",
        "资规姑苏分局",
        "市各相关部门和单位",
        "国网无锡供电公司",
    ),
    *("各市（县）区人民政府", "市委党校（行政学院）", "市委组织部", "无锡经开区管委会", "区教体文旅委", "市供电公司"),
]


def check_clauses(text: str, outline: Outline) -> None:
    """Clauses stand in order; what is between them is white space or a bookmark; their text is the file's."""
    end = 0
    for clause in outline.clauses:
        assert BOOKMARK.sub("", text[end : clause.span.start]).strip("\ufeff \t\r\n\f\v\u3000").strip() == ""
        assert clause.text == text[clause.span.start : clause.span.end]
        assert clause.span.start >= end
        end = clause.span.end
    assert BOOKMARK.sub("", text[end:]).strip("\ufeff").strip() == ""


def check_insides(text: str, outline: Outline) -> None:
    """Sentences stand in order inside their clause and hold words; brackets and what they govern lie inside, too."""
    for clause in outline.clauses:
        assert all(clause.span.contains(span) for span in clause.sentences)
        assert all(before.end <= after.start for before, after in pairwise(clause.sentences))
        assert all(re.search(r"\w", text[span.start : span.end]) for span in clause.sentences)
        for responsibility in clause.responsibilities:
            assert clause.span.contains(responsibility.span)
            assert clause.span.contains(responsibility.covers)
            assert responsibility.quote == quotation(text, responsibility.span)
            assert responsibility.departments
        assert all(a.span.end <= b.span.start for a, b in pairwise(clause.responsibilities))
        assert clause.heading_span is None or clause.span.contains(clause.heading_span)


def check_tree(outline: Outline) -> None:
    """Ids are unique, and every parent stands before its children, one level above or more."""
    levels: dict[str, int] = {}
    for clause in outline.clauses:
        assert clause.clause_id not in levels
        assert clause.parent is None or levels[clause.parent] < clause.level
        levels[clause.clause_id] = clause.level


@given(documents)
def test_an_outline_of_any_text(text: str) -> None:
    outline = parse_outline(text, plan_id="any")
    check_clauses(text, outline)
    check_insides(text, outline)
    check_tree(outline)


@given(documents)
def test_an_outline_is_the_same_twice(text: str) -> None:
    assert parse_outline(text, plan_id="any") == parse_outline(text, plan_id="any")


@given(documents)
def test_a_heading_is_what_stands_at_its_span(text: str) -> None:
    for clause in parse_outline(text, plan_id="any").clauses:
        if clause.heading_span is not None:
            start, end = clause.heading_span
            assert text[start] == clause.heading[0]
            assert text[end - 1] == clause.heading[-1]


@given(documents)
def test_sentences_cover_the_words(words: str) -> None:
    ranges = sentence_ranges(words)
    assert "".join(words[start:end] for start, end in ranges) == words
    assert all(start < end for start, end in ranges)


@given(documents)
def test_a_flat_text_leads_back_to_the_file(text: str) -> None:
    flat = flatten(text, [Span(0, len(text))])
    assert flat.text == "".join(char for char in text if not char.isspace())
    assert "".join(text[at] for at in flat.offsets) == flat.text


@given(documents, st.data())
def test_a_piece_of_a_flat_text_has_the_words_of_its_span(text: str, data: st.DataObject) -> None:
    flat = flatten(text, [Span(0, len(text))])
    start = data.draw(st.integers(0, max(len(flat.text) - 1, 0)))
    end = data.draw(st.integers(start, len(flat.text)))
    piece = flat.cut(start, end)
    assert isinstance(piece, Flat)
    if piece.text:
        span = flat.span(start, end)
        assert "".join(text[span.start : span.end].split()) == piece.text
        assert [flat.position(at) for at in (span.start, span.end)] == [start, end]


@given(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, unique=True), st.sampled_from("、，；"), st.data())
def test_a_list_of_departments_gives_exactly_these(some: list[str], separator: str, data: st.DataObject) -> None:
    tail = data.draw(st.sampled_from(["", "等部门", "等部门和单位", separator]))
    assert names(separator.join(some) + tail) == some


@pytest.mark.parametrize(
    "text", ["一、\n", "（一）（二）", "1.\n2.\n", "目录\n目录\n", "第一条", "（" * 500, "附件：\n附件："]
)
def test_texts_that_are_all_marker(text: str) -> None:
    outline = parse_outline(text, plan_id="any")
    check_clauses(text, outline)
    check_insides(text, outline)
    check_tree(outline)
