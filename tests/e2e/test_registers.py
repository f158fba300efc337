"""The panes of targets, departments and enterprises in the real page."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.e2e]

PAPER = "我们是太仓一家造纸厂，年用电600万千瓦时，屋顶5000平方米。"
FOREST = "到2025年，林木覆盖率达18.93%。"


def tab(page: Page, name: str) -> Locator:
    """The pane of that name, opened."""
    page.locator(f"[data-tab-to={name}]").click()
    pane = page.locator(f"#{name}")
    expect(pane.locator("form")).to_be_visible()
    return pane


def type_in(pane: Locator, name: str, words: str) -> None:
    pane.locator(f"[name={name}]").fill(words)
    pane.locator(f"[name={name}]").press("Enter")


def test_an_indicator_is_charted_across_the_plans_and_a_row_opens_its_words(page: Page) -> None:
    pane = tab(page, "targets")
    expect(page.locator("#chat")).to_be_hidden()
    type_in(pane, "indicator", "林木覆盖率")
    expect(pane.locator(".chart .bars .point")).to_have_count(2)
    expect(pane.locator(".silent")).to_have_count(3)
    expect(pane.locator(".silent").first).to_contain_text("未写明")
    row = pane.locator("tr.entry", has_text="18.93%").first
    row.click()
    expect(page.locator("mark.here")).to_have_text(FOREST)
    expect(row).to_have_class("entry across active")
    pane.locator(".back").click()
    expect(pane.locator(".toolbar")).to_contain_text("条有数字的目标")


def test_a_bar_opens_the_words_it_stands_for(page: Page) -> None:
    pane = tab(page, "targets")
    pane.locator(".common .pill", has_text="林木覆盖率").click()
    pane.locator(".chart .bars .point").last.click(force=True)
    expect(page.locator(".book")).to_have_attribute("data-plan", "wuxi")
    expect(page.locator("mark.here")).to_contain_text("林木覆盖率达到27.8%")


def test_the_filters_narrow_the_targets_and_the_workbook_holds_what_is_shown(page: Page, tmp_path: Path) -> None:
    pane = tab(page, "targets")
    pane.locator("[name=plan]").select_option("gusu")
    pane.locator("[name=year]").select_option("2025")
    expect(pane.locator("tr.entry .where b").first).to_have_text("姑苏")
    expect(pane.locator("tr.entry .where b", has_text="太仓")).to_have_count(0)
    with page.expect_download() as waiting:
        pane.locator("[data-file=xlsx]").click()
    waiting.value.save_as(tmp_path / "targets.xlsx")
    assert waiting.value.suggested_filename == "目标.xlsx"
    rows = list(load_workbook(tmp_path / "targets.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows) >= pane.locator("tr.entry").count()
    assert all(str(row[0]).startswith("姑苏") for row in rows)


def test_a_click_in_the_chart_leads_to_the_tasks_of_a_department(page: Page) -> None:
    pane = tab(page, "departments")
    pane.locator("[name=plan]").select_option("wuxi")
    label = pane.locator(".ytick text", has_text="发展和改革委员会")
    label.click()
    expect(pane.locator(".department h3")).to_contain_text("发展和改革委员会")
    expect(pane.locator(".group h4").first).to_contain_text("牵头")
    task = pane.locator(".group.role-lead .entry").first
    task.click()
    expect(page.locator(".book")).to_have_attribute("data-plan", "wuxi")
    expect(page.locator("mark.here").first).to_contain_text("市发展改革委")
    pane.locator(".back").click()
    expect(pane.locator(".chart .ytick").first).to_be_visible()


def test_a_plan_without_departments_says_so(page: Page) -> None:
    pane = tab(page, "departments")
    pane.locator("[name=plan]").select_option("kunshan")
    expect(pane.locator(".remark")).to_contain_text("没有为任务列出责任部门")


def test_an_enterprise_in_plain_words_gets_its_four_groups_and_a_sheet_to_print(page: Page) -> None:
    pane = tab(page, "check")
    pane.locator("textarea").fill(PAPER)
    pane.locator(".send").click()
    expect(pane.locator(".understood")).to_contain_text("造纸企业")
    expect(pane.locator(".verdict")).to_have_count(4)
    would = pane.locator(".verdict.would_bind .card", has_text="5000平方米 ≥ 3000平方米").first
    would.locator(".where").click()
    expect(page.locator("mark.here")).to_contain_text("屋顶面积3000平方米以上")
    with page.context.expect_page() as waiting:
        pane.locator("[data-file=html]").click()
    expect(waiting.value.locator("h1")).to_contain_text("企业核对单")
    with page.expect_download() as file:
        pane.locator("[data-file=xlsx]").click()
    assert file.value.suggested_filename == "企业核对单.xlsx"


def test_facts_may_be_given_in_the_form_and_a_slip_is_one_line(page: Page) -> None:
    pane = tab(page, "check")
    pane.locator(".facts-given summary").click()
    pane.locator("[name=industry]").fill("造纸企业")
    pane.locator("[name=roof]").fill("很大")
    pane.locator(".send").click()
    expect(pane.locator(".notice")).to_contain_text("要填数字")
    pane.locator("[name=roof]").fill("5000")
    pane.locator("[name=plan]").select_option("taicang")
    pane.locator(".send").click()
    expect(pane.locator(".notice")).to_have_count(0)
    expect(pane.locator(".understood")).to_contain_text("5,000 m²")


def test_an_address_opens_the_words_it_names(page: Page, address: str) -> None:
    page.goto(f"{address}?plan=wuxi&start=3000&end=3060#targets")
    expect(page.locator(".book")).to_have_attribute("data-at", "wuxi:3000-3060")
    expect(page.locator("#targets form")).to_be_visible()
    expect(page.locator("mark.here")).to_be_in_viewport()


def test_a_server_that_fails_is_one_line(page: Page) -> None:
    page.route("**/component_server/**", lambda route: route.abort())
    page.locator("[data-tab-to=targets]").click()
    expect(page.locator("#targets .notice")).to_contain_text("请再试一次")
