"""Documents of our own making with other numbering than the plans that ship (``tests/data``)."""

from collections.abc import Callable

import pytest

from corpus.models import Clause, Outline
from corpus.outline import parse_outline

Document = Callable[[str], tuple[str, Outline]]


def paths(outline: Outline) -> list[str]:
    """The printed chain of every clause."""
    return [clause.path for clause in outline.clauses]


def at(outline: Outline, path: str) -> Clause:
    """The one clause with this path."""
    (found,) = [clause for clause in outline.clauses if clause.path == path]
    return found


def words(text: str, clause: Clause) -> list[str]:
    """The clause's sentences as one writes them on one line."""
    return ["".join(text[span.start : span.end].split()) for span in clause.sentences]


def test_chapters_and_articles(document: Document) -> None:
    text, outline = document("articles")
    assert outline.title == "临江市民用建筑节能管理办法"
    assert outline.warnings == ()
    assert paths(outline) == [
        "",
        "第一章",
        *(f"第一章第{n}条" for n in "一二三"),
        "第二章",
        "第二章第四条",
        "第二章第五条",
        *(f"第二章第五条（{n}）" for n in "一二三"),
        "第二章第六条",
        "第三章",
        *(f"第三章第{n}条" for n in "七八九"),
        "第四章",
        "第四章第十条",
        "第四章第十一条",
    ]
    assert at(outline, "第四章第十条").parent == at(outline, "第四章").clause_id == "made/4"
    assert words(text, at(outline, "第四章第十条")) == [
        "第十条违反本办法第五条规定的，由住房城乡建设主管部门责令改正，处3万元以上10万元以下的罚款。"
    ]


def test_the_second_paragraph_of_an_article_belongs_to_it(document: Document) -> None:
    text, outline = document("articles")
    assert words(text, at(outline, "第一章第三条")) == [
        "第三条市住房城乡建设主管部门负责本市民用建筑节能的监督管理工作。",
        "县（市、区）住房城乡建设主管部门负责本行政区域内民用建筑节能的监督管理工作。",
    ]


def test_a_sentence_that_names_duties_is_no_bracket(document: Document) -> None:
    _, outline = document("articles")
    assert [clause.path for clause in outline.clauses if clause.responsibilities] == []


def test_decimal_numbers(document: Document) -> None:
    _, outline = document("decimals")
    assert paths(outline) == [
        *["", "1", "2", "3", "3.1", "3.1.1", "3.1.2", "3.2", "3.2.1", "3.2.2", "4", "4.1", "4.2"],
    ]
    assert [clause.level for clause in outline.clauses] == [0, 1, 1, 1, 2, 3, 3, 2, 3, 3, 1, 2, 2]
    assert at(outline, "3.2.1").heading == "改造老旧管网"
    assert at(outline, "3.2.1").clause_id == "made/3.2.1"


def test_a_figure_at_the_start_of_a_line_is_no_heading(document: Document) -> None:
    text, outline = document("decimals")
    assert words(text, at(outline, "2"))[1:] == [
        "到2025年，县城生活污水集中收集率达到75%以上，新增处理能力1.1万吨/日，出水全面达到一级A标准。"
    ]


def test_items_below_items(document: Document) -> None:
    text, outline = document("items")
    assert paths(outline)[3:11] == [
        "二、（一）",
        "二、（一）1",
        "二、（一）1（1）",
        "二、（一）1（1）①",
        "二、（一）1（1）②",
        "二、（一）1（2）",
        "二、（一）2",
        "二、（二）",
    ]
    assert words(text, at(outline, "二、（一）1（1）②")) == ["②末班车不早于22时；"]


def test_an_ordinal_begins_a_clause_only_at_the_start_of_a_line(document: Document) -> None:
    text, outline = document("items")
    assert words(text, at(outline, "二、（一）2")) == [
        "2.更新公交车辆。",
        "一是新增车辆全部使用新能源汽车。",
        "二是淘汰国四及以下排放标准柴油车辆。",
        "三是配建专用充电桩200个。",
    ]
    assert [clause.path for clause in outline.clauses if clause.kind == "ordinal"] == [
        "二、（二）一是",
        "二、（二）二是",
        "二、（二）三是",
    ]


def test_a_line_that_holds_all_ordinals_is_text(document: Document) -> None:
    text, outline = document("industries")
    assert outline.clauses[-1].path == "五、"
    assert words(text, outline.clauses[-1]) == ["五、组织保障", "一是加强领导。", "二是严格考核。"]


def test_boxes_hold_their_own_numbers(document: Document) -> None:
    _, outline = document("boxes")
    assert [(clause.path, clause.heading) for clause in outline.clauses[2:7]] == [
        ("一、（一）", "控制扬尘污染"),
        ("一、（一）专栏1", "大气污染防治重点工程"),
        ("一、（一）专栏1·1", "工业炉窑治理"),
        ("一、（一）专栏1·2", "扬尘在线监控"),
        ("一、（二）", "治理挥发性有机物"),
    ]
    assert at(outline, "二、（一）专栏2·2").heading == "入湖河道整治"
    assert paths(outline)[-1] == "二、（二）"


def test_three_kinds_of_industry_are_no_heading(document: Document) -> None:
    text, outline = document("industries")
    assert words(text, at(outline, "一、"))[1:] == [
        "2022年，全市地区生产总值达到860亿元，三次产业结构调整为6.2∶45.1∶48.7，"
        "一、二、三产业增加值分别增长3.1%、5.4%和6.0%。"
    ]


def test_a_missing_number_is_reported_and_the_clause_kept(document: Document) -> None:
    _, outline = document("industries")
    assert outline.warnings == ("'四、重点工程': the number before it is missing or printed twice",)
    assert [clause.path for clause in outline.clauses if clause.level == 1] == ["一、", "二、", "四、", "五、"]


def test_wrapped_pages_are_read_as_one_text(document: Document) -> None:
    text, outline = document("wrapped")
    assert outline.title == "滨海市“十四五”节能规划"
    assert outline.warnings == ()
    assert paths(outline) == [
        *["", "一、", "一、（一）", "一、（二）", "二、", "二、（一）", "二、（一）1", "二、（一）2"],
        *["二、（二）", "二、（二）3", "二、（二）4", "三、", "三、（一）"],
    ]
    first = outline.clauses[0]
    assert words(text, first)[-1] == (
        "为加快推进节能工作，完成省下达的能耗强度下降目标，依据《省节能条例》，编制本规划。"
    )


def test_the_table_of_contents_holds_no_clause_and_no_sentence(document: Document) -> None:
    text, outline = document("wrapped")
    contents_end = text.index("— 1 —")
    sentences = [span for clause in outline.clauses for span in clause.sentences]
    assert [text[span.start : span.end] for span in sentences if span.start < contents_end] == [outline.title]


def test_a_sentence_goes_on_behind_a_page_number_and_a_running_head(document: Document) -> None:
    text, outline = document("wrapped")
    clause = at(outline, "一、（一）")
    (sentence,) = clause.sentences[1:]
    quote = text[sentence.start : sentence.end]
    assert quote.startswith("坚持节约优先、效率优先")
    assert "努力走\n                              — 2 —\n\f滨海市“十四五”节能规划\n出一条" in quote
    assert quote.endswith("奠定\n坚实基础。")


def test_a_bracket_broken_by_a_line_end_names_whole_departments(document: Document) -> None:
    _, outline = document("wrapped")
    (bracket,) = at(outline, "二、（一）1").responsibilities
    assert bracket.departments.responsible == ("市工业和信息化局", "市生态环境局")


def test_third_level_numbers_run_through_the_document(document: Document) -> None:
    _, outline = document("wrapped")
    assert [(c.clause_id, c.heading) for c in outline.clauses if c.kind == "arabic"] == [
        ("made/2.1.1", "实施锅炉改造"),
        ("made/2.1.2", "推广高效电机"),
        ("made/2.2.1", "发展绿色建筑"),
        ("made/2.2.2", "改造既有建筑"),
    ]


def test_cells_of_a_table_stay_apart() -> None:
    rows = "序号\n指标名称\n2025年目标\n林木覆盖率\n"
    text = f"一、主要目标\n到2025年，绿色发展水平显著提升，主要指标见下列各项，完成上级下达任务。\n{rows}"
    clause = parse_outline(text, plan_id="made").clauses[-1]
    assert words(text, clause)[2:] == ["序号", "指标名称", "2025年目标", "林木覆盖率"]


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff", "[bookmark: _Toc1]", "— 1 —\n"])
def test_a_document_without_words_has_no_sentence(text: str) -> None:
    assert [clause.sentences for clause in parse_outline(text, plan_id="empty").clauses] in ([], [()])


def test_a_document_without_headings_is_one_clause() -> None:
    (clause,) = parse_outline("绿色发展。低碳生活！", plan_id="short").clauses
    assert (clause.clause_id, clause.kind, clause.level, clause.path) == ("short/0", "preamble", 0, "")
    assert clause.sentences == ((0, 5), (5, 10))


def test_long_paragraphs_without_headings_are_one_clause() -> None:
    text = "\n".join("坚持节约优先。" * n for n in (20, 45, 70, 33))
    (clause,) = parse_outline(text, plan_id="long").clauses
    assert clause.span == (0, len(text))
    assert len(clause.sentences) == 20 + 45 + 70 + 33


def test_a_byte_order_mark_and_bookmarks_are_no_words() -> None:
    text = "\ufeff[bookmark: _Toc1]总体要求\n坚持节约优先。\n[bookmark: _Toc2]主要目标\n到2025年实现。\n"
    outline = parse_outline(text, plan_id="made")
    assert [(clause.path, clause.kind) for clause in outline.clauses] == [("总体要求", "bare"), ("主要目标", "bare")]
    assert outline.clauses[0].text == "总体要求\n坚持节约优先。"


def test_windows_line_ends_change_nothing_but_the_offsets(document: Document) -> None:
    text, outline = document("boxes")
    other = parse_outline(text.replace("\n", "\r\n"), plan_id="made")
    assert [(c.clause_id, c.path, c.heading) for c in other.clauses] == [
        (c.clause_id, c.path, c.heading) for c in outline.clauses
    ]
