"""The panes of targets, departments and enterprises, without a browser."""

import re
import tomllib
from base64 import b64decode
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.check import check, read
from assistant.registers import Filters, Registers
from assistant.web.check import EnterpriseCheck
from assistant.web.conversation import NOTHING
from assistant.web.entries import place_of, quotation
from assistant.web.markup import Markup
from assistant.web.pane import Pane, fields_of, functions, placeholder
from assistant.web.registers import Departments, Targets
from assistant.web.texts import HERE, profiles
from corpus.plans import SHIPPED, Plan, describe, load_plans
from corpus.spans import Span

PLANS = load_plans(SHIPPED)
REGISTERS = Registers(PLANS, likeness=lambda _, others: [0.0] * len(others))
PANES: tuple[Pane, ...] = (Targets(REGISTERS), Departments(REGISTERS), EnterpriseCheck(REGISTERS))
PAPER = "我们是太仓一家造纸厂，年用电600万千瓦时，屋顶5000平方米。"
HOSTILE = '"><script>alert(1)</script>{name}'


def ask(pane: Pane, **fields: str) -> str:
    """What a pane finds, as the browser gets it."""
    return calls(pane)["found"](fields)


def calls(pane: Pane) -> dict[str, Callable[[object], Any]]:
    return {function.__name__: function for function in functions(pane)}


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


def places(html: str) -> list[tuple[str, int, int]]:
    found = re.findall(r'data-plan="([^"]+)" data-start="(\d+)" data-end="(\d+)"', html)
    return [(plan, int(start), int(end)) for plan, start, end in found]


TARGETS, DEPARTMENTS, CHECK = PANES


def test_every_text_of_the_panes_is_a_pair_and_chinese_comes_first() -> None:
    sections = tomllib.loads((HERE / "registers.toml").read_text(encoding="utf-8"))
    pairs = [pair for name, section in sections.items() if name != "profiles" for pair in section.values()]
    assert all(len(pair) == 2 and re.search("[\u4e00-\u9fff]", pair[0]) for pair in pairs)
    assert not any(re.search("[\u4e00-\u9fff]", pair[1]) for pair in pairs)


def test_the_targets_of_a_plan_are_listed_with_the_words_they_were_read_from() -> None:
    html = ask(TARGETS, plan="wuxi", year="2025")
    expected = [t for t in REGISTERS.targets(Filters(("wuxi",), year=2025)) if t.amount]
    assert places(html) == [("wuxi", *target.span) for target in expected]
    assert f"{len(expected)} 条有数字的目标" in plain(html)


def test_targets_without_a_figure_are_a_click_away() -> None:
    every = REGISTERS.targets(Filters(("gusu",)))
    assert 'data-set-open="1"' in ask(TARGETS, plan="gusu")
    assert len(places(ask(TARGETS, plan="gusu", open="1"))) == len(every)


def test_an_indicator_is_compared_across_the_plans_and_silence_is_a_row() -> None:
    html = ask(TARGETS, indicator="forest coverage rate")
    assert "data-figure" in html
    rows = [plain(row) for row in re.findall("<tr.*?</tr>", html)]
    assert [row for row in rows if "18.93%" in row]
    assert [row for row in rows if row.startswith("姑苏未写明")]


def test_a_word_that_only_stands_in_names_lists_those_indicators() -> None:
    html = ask(TARGETS, indicator="绿化")
    assert "名称里有这个词" in plain(html)
    assert "建成区绿化覆盖率" in plain(html)


def test_an_unknown_department_is_one_line_with_the_nearest_name() -> None:
    html = ask(DEPARTMENTS, department="发展与改革局")
    assert "方案里没有叫“发展与改革局”的部门" in plain(html)
    assert "data-set-department" in html
    assert not places(html)


def test_the_tasks_of_a_department_are_in_the_order_of_the_plan_role_by_role() -> None:
    html = ask(DEPARTMENTS, plan="taicang", department="市发改委")
    (entry,) = REGISTERS.departments(Filters(("taicang",), "市发改委"))
    by_role = {role: [("taicang", *t.span) for t in entry.tasks if t.role == role] for role in ("lead", "responsible")}
    groups = re.split(r'class="group role-', html)[1:]
    assert places(groups[0]) == sorted(by_role["lead"])
    assert places(groups[1]) == sorted(by_role["responsible"])
    assert "无锡" in plain(html)


def test_the_beginning_of_a_name_offers_the_departments_that_have_it() -> None:
    assert {"财政局", "生态环境局"} & set(re.findall('data-set-department="([^"]+)"', ask(TARGETS, department="环境")))


def test_a_plan_that_names_no_department_says_so() -> None:
    html = ask(DEPARTMENTS, plan="kunshan")
    assert "没有为任务列出责任部门" in plain(html)
    assert "data-figure" not in html


def test_the_check_shows_each_finding_in_its_group() -> None:
    found = check(read(PAPER, PLANS).profile, PLANS)
    html = ask(CHECK, text=PAPER)
    for verdict in ("binds", "forbidden", "encouraged", "would_bind"):
        group = re.search(rf'<section class="verdict {verdict}".*?</section>', html)
        assert group is not None
        spans = [("taicang", *each.obligation.span) for each in found.of("taicang", verdict)]
        assert sorted(places(group[0])) == sorted(spans)
    assert "屋顶面积 5000平方米 ≥ 3000平方米" in plain(html)
    assert "“造纸厂”" in plain(html) or "<q>造纸厂</q>" in html


def test_what_the_form_gives_is_counted_like_words() -> None:
    html = ask(CHECK, text="太仓造纸厂", electricity="１,６00", status="existing", key_energy_user="yes", listed="no")
    assert "16,000,000 kWh" in plain(html)
    assert "表中填写" in plain(html)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "", "roof": ""}, "请先写几句企业的情况"),
        ({"text": "太仓造纸厂", "roof": "很大"}, "“屋顶面积（平方米）”要填数字，现在是“很大”"),
        ({"text": "", "roof": "-3"}, "没法按这些条件查"),
        ({"text": "，。"}, "没法按这些条件查"),
        ({"text": "长" * 5000}, "没法按这些条件查"),
        ({"text": "我们是苏州一家造纸厂"}, "资料库里没有苏州的方案"),
    ],
)
def test_what_cannot_be_checked_is_one_friendly_line(fields: dict[str, str], said: str) -> None:
    html = ask(CHECK, **fields)
    assert said in plain(html)
    assert not places(html)


@pytest.mark.parametrize("pane", PANES, ids=lambda pane: pane.name)
def test_what_is_typed_is_text(pane: Pane) -> None:
    fields = dict.fromkeys(("text", "indicator", "department", "industry", "year", "all", "open"), HOSTILE)
    html = calls(pane)["found"](fields) + calls(pane)["found"]({"text": "造纸厂" + HOSTILE, "roof": HOSTILE})
    assert "<script" not in html


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.none(), st.text(), st.dictionaries(st.text(), st.one_of(st.text(), st.integers()))))
def test_whatever_the_browser_sends_is_fields_or_nothing(sent: object) -> None:
    assert all(isinstance(value, str) and value == value.strip() for value in fields_of(sent).values())


@pytest.mark.parametrize("pane", PANES, ids=lambda pane: pane.name)
def test_a_pane_opens_with_its_form_and_no_unknown_plan_breaks_it(pane: Pane) -> None:
    assert "<form" in calls(pane)["opened"]({})
    assert isinstance(placeholder(pane), Markup)
    assert "没法按这些条件查" in ask(pane, plan="nowhere", text="造纸厂")


@pytest.mark.parametrize(
    ("pane", "fields", "ending", "start"),
    [
        (TARGETS, {"file": "xlsx", "indicator": "林木覆盖率"}, "目标-林木覆盖率.xlsx", b"PK"),
        (TARGETS, {"file": "csv"}, "目标.csv", b"\xef\xbb\xbf"),
        (
            DEPARTMENTS,
            {"file": "csv", "plan": "wuxi", "department": "市发改委"},
            "部门-无锡-市发改委.csv",
            b"\xef\xbb\xbf",
        ),
        (CHECK, {"file": "xlsx", "text": PAPER}, "企业核对单.xlsx", b"PK"),
        (CHECK, {"file": "html", "text": PAPER}, "企业核对单.html", b"<!DOCTYPE html>"),
    ],
)
def test_what_is_shown_is_a_file_too(pane: Pane, fields: dict[str, str], ending: str, start: bytes) -> None:
    file = calls(pane)["file"](fields)
    assert file["name"] == ending
    assert b64decode(file["content"]).startswith(start)


def test_a_file_that_cannot_be_written_is_a_line() -> None:
    assert "没法按这些条件查" in calls(CHECK)["file"]({"file": "xlsx", "text": ""})["problem"]


def test_a_profile_to_click_is_of_the_library() -> None:
    assert all("无锡" in profile for profile in profiles({"wuxi": PLANS["wuxi"]}))


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({"plan": "wuxi", "start": "3000", "end": "3050"}, True),
        ({"plan": "wuxi", "start": 3000, "end": 3050}, True),
        ({"plan": "wuxi"}, False),
        ({"plan": "wuxi", "start": "-1", "end": "x"}, False),
        ({"plan": "wuxi", "start": "50", "end": "50"}, False),
        ({"plan": "wuxi", "start": "0", "end": "99999999"}, False),
    ],
)
def test_an_address_opens_the_plan_and_marks_what_is_there(sent: dict[str, object], *, found: bool) -> None:
    located = place_of(PLANS, sent)
    assert located is not None
    plan, shown = located
    assert plan.plan_id == "wuxi"
    assert (shown is not NOTHING) == found
    assert not found or shown.citations[0].quote == plan.quote(Span(3000, 3050))


def test_an_address_of_no_plan_opens_nothing() -> None:
    assert place_of(PLANS, {"plan": "nowhere", "start": "1", "end": "2"}) is None
    assert place_of(PLANS, {}) is None


def test_a_quotation_leaves_out_page_numbers_and_marks_its_part() -> None:
    text = "一、目标\n到2025年，占比\n 12 \n达到50%。\n"
    plan = Plan("x", describe(text, plan_id="x", digest="0" * 64), text)
    start, part = text.index("到"), text.index("占")
    html = quotation(plan, Span(start, len(text) - 1), Span(part, len(text) - 2))
    assert html == "<blockquote>到2025年，<b>占比达到50%</b>。</blockquote>"
