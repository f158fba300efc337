from corpus.layout import Layout, display_width, lay_out


def kept(layout: Layout) -> list[str]:
    """The words of the lines that hold any."""
    return [line.text for line in layout.lines]


def furniture(layout: Layout) -> list[str]:
    """The words of the lines that are none of the document."""
    return [line.text for line in layout.furniture]


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert display_width("能耗13%，") == 9


def test_page_numbers_are_furniture() -> None:
    layout = lay_out("推动能耗强\n— 3 —\n度下降。\n第4页\n新增绿色工厂\n20家\n- 5 -\n")
    assert kept(layout) == ["推动能耗强", "度下降。", "新增绿色工厂", "20家"]
    assert furniture(layout) == ["—3—", "第4页", "-5-"]


def test_running_heads_are_furniture_but_for_the_title() -> None:
    pages = [f"滨海市节能规划\n第{n}页的第一行文字，\n第二行文字。\n" for n in range(1, 5)]
    layout = lay_out("\f".join(pages))
    assert furniture(layout) == ["滨海市节能规划"] * 3
    assert kept(layout)[0] == "滨海市节能规划"


def test_a_line_that_only_two_pages_begin_with_is_text() -> None:
    pages = [f"重要内容\n这是第{n}页的文字。\n" for n in "一二"]
    assert furniture(lay_out("\f".join(pages))) == []


def test_the_contents_end_before_the_foreword() -> None:
    contents = "规划\n目录\n一、总体要求\n二、重点任务\n三、保障措施\n四、附则\n"
    headings = ["一、总体要求", "二、重点任务", "三、保障措施", "四、附则"]
    body = "前言讲明背景。\n" + "".join(f"{heading}\n文字若干。\n" for heading in headings)
    layout = lay_out(contents + body + "更多文字。\n" * 8)
    assert furniture(layout) == ["目录", "一、总体要求", "二、重点任务", "三、保障措施", "四、附则"]
    assert kept(layout)[:3] == ["规划", "前言讲明背景。", "一、总体要求"]


def test_entries_with_leaders_are_furniture_anywhere() -> None:
    layout = lay_out("一、总体要求……………………1\n二、重点任务............3\n一、总体要求\n文字。\n")
    assert kept(layout) == ["一、总体要求", "文字。"]


def test_lines_cut_at_one_width_are_wrapped() -> None:
    assert lay_out("推动能耗双控逐步转向碳排放双控，完善制度\n" * 20).wrapped
    assert not lay_out("\n".join("推动能耗双控。" * n for n in (20, 45, 70, 33))).wrapped


def test_words_keep_their_places() -> None:
    text = "\ufeff  [bookmark: _Toc1] 总体 要求\n\n任务\n"
    first, second = lay_out(text).lines
    assert (first.text, second.text) == ("总体要求", "任务")
    assert first.bookmarked
    assert not second.bookmarked
    assert [text[at] for at in first.flat.offsets] == list("总体要求")
