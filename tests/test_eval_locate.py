"""Places in a plan's flat text."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.plans import Plan, PlanInfo, load_plans
from eval.locate import FlatPlan, Shelf, flatten, plain


def flat(text: str) -> FlatPlan:
    return FlatPlan(Plan("p", PlanInfo(title="p", short="p", names=("p",), sha256="0" * 64), text))


def test_paragraphs_end_at_line_ends_of_whole_lines() -> None:
    long = "为贯彻落实上级部署，" * 7
    text = f"一、总则\n{long}\n制定本方案。\n（一）目标\n{long}。\n"
    assert [flat(text).text[start:end] for start, end in flat(text).paragraphs] == [
        "一、总则",
        f"{long}制定本方案。",
        "（一）目标",
        f"{long}。",
    ]


def test_paragraphs_of_wrapped_lines_end_before_numbers() -> None:
    wide = "推动绿色低碳发展加快形成节约资源和保护环境的产业结构"
    text = "\n".join([wide, "和生产方式。", "1.发展绿色建筑。" + wide, wide, "7", wide, "2.绿色出行。", wide])
    found = [flat(text).text[start:end] for start, end in flat(text).paragraphs]
    assert found == [f"{wide}和生产方式。", f"1.发展绿色建筑。{wide}{wide}7{wide}", "2.绿色出行。", wide]


def test_bookmarks_and_white_space_are_no_characters() -> None:
    plan = flat("一、[bookmark: _Toc1]总 则\n二、目标")
    assert plan.text == "一、总则二、目标"
    assert plan.at(plan.raw.index("总"), plan.raw.index("总") + 3)[1:] == (2, 4)
    assert plan.find("总则 二") == [("p", 2, 5)]
    assert plan.find("没有") == plan.find(" ") == []


def test_overlapping_occurrences_are_all_found() -> None:
    assert [place.start for place in flat("绿绿绿").find("绿绿")] == [0, 1]


@given(st.text(alphabet="一、（二）1.绿色发展。， \n\t", max_size=200))
def test_paragraphs_cover_the_flat_text(text: str) -> None:
    plan = flat(text)
    assert "".join(plan.text[start:end] for start, end in plan.paragraphs) == plan.text
    assert plan.position[-1] == len(plan.text)


def test_a_citation_stands_only_where_its_quote_is() -> None:
    shelf = Shelf(load_plans())
    plan = shelf.plans["taicang"]
    start = plan.raw.index("林木覆盖率")
    assert shelf.cited("taicang", "林木覆盖率", start, start + 5) == [plan.at(start, start + 5)]
    assert shelf.cited("taicang", "林木覆盖率", start + 1, start + 6) == []
    assert shelf.cited("taicang", "", start, start + 5) == []
    assert len(shelf.cited("taicang", "林木覆盖率", None, None)) > 1
    assert len(shelf.cited("taicang", "林木覆盖率", 0, 10**9)) > 1
    assert shelf.cited("nowhere", "林木覆盖率", 0, 5) == []


def test_a_page_number_may_be_left_out_of_a_quote() -> None:
    info = PlanInfo(title="p", short="p", names=("p",), sha256="0" * 64)
    shelf = Shelf({"p": Plan("p", info, "能耗强\n\n12\n\n度下降")})
    assert shelf.cited("p", "能耗强度下降", 0, 12)
    assert shelf.cited("p", "能耗强12度下降", 0, 12)
    assert not shelf.cited("p", "能耗强1度下降", 0, 12)


def test_plain_is_one_spelling() -> None:
    assert plain(" ＰＵＥ 达到１．３，许墅关 ") == "pue达到1.3,浒墅关"
    assert flatten("a b\n[bookmark: x y]c") == "abc"


def test_headings_of_the_shipped_plans() -> None:
    headings = {plan_id: len(plan.headings) for plan_id, plan in Shelf(load_plans()).plans.items()}
    assert headings["taicang"] > 33
    assert headings["wuxi"] > 28
