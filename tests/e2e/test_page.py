"""The real page over the real assistant, driven in the system's Chromium."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.e2e]

FOREST = "到2025年，太仓市林木覆盖率目标是多少？"
FOREST_QUOTE = "到2025年，林木覆盖率达18.93%。"
WETLAND = "姑苏区到2025年的湿地保护率是多少？"  # the draft says 稳步提升 and gives no figure
HOSTILE = '<script>document.title="hit"</script><img src=x onerror=alert(1)> 太仓 林木覆盖率 2025 {{7*7}} ${7*7} &amp;'


def ask(page: Page, question: str) -> None:
    answered = page.locator(".exchange").count() + 1
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(answered)
    expect(page.locator(".pending")).to_have_count(0)


def in_sight(page: Page, selector: str, frame: str) -> bool:
    """Whether the first element lies inside the visible part of ``frame``."""
    inner, outer = page.locator(selector).first.bounding_box(), page.locator(frame).bounding_box()
    assert inner is not None
    assert outer is not None
    return outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"]


def test_the_empty_page_says_what_it_does_and_offers_questions(page: Page) -> None:
    expect(page).to_have_title("政策问答 Policy Assistant")
    expect(page.locator(".welcome h2")).to_contain_text("看原文")
    assert page.locator(".audience").count() == 3
    assert page.locator(".example").count() == 9
    expect(page.locator(".book")).to_have_attribute("data-plan", "taicang")


def test_an_answer_has_its_citation_departments_and_the_sentence_marked_in_the_plan(page: Page) -> None:
    ask(page, FOREST)
    expect(page.locator(".answer")).to_contain_text("18.93%")
    card = page.locator(".card").first
    expect(card.locator(".where")).to_contain_text("太仓")
    expect(card.locator(".where")).to_contain_text("三、（四）1 推行绿色规划建设方式")
    expect(card.locator("blockquote")).to_have_text(FOREST_QUOTE)
    expect(card.locator(".role.lead .chip")).to_have_text(["市资源规划局", "市住建局"])
    expect(card.locator(".role.inherited .chip")).to_have_text(["各区镇"])
    expect(page.locator("mark.here")).to_have_text(FOREST_QUOTE)
    expect(page.locator(".contents .opened")).to_contain_text("推行绿色规划建设方式")
    assert in_sight(page, "mark.here", ".text")


def test_a_click_on_an_example_asks_it(page: Page) -> None:
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".reply:not(.pending)")).to_have_count(1)


def test_a_click_on_a_card_opens_its_plan_there_and_again_after_scrolling_away(page: Page) -> None:
    ask(page, "装配式建筑，姑苏和无锡的比例有什么不同？")
    card = page.locator(".card", has_text="无锡").first
    quote = card.locator("blockquote").inner_text()
    card.locator(".open").click()
    expect(page.locator(".book")).to_have_attribute("data-plan", "wuxi")
    expect(page.locator("mark.here")).to_have_text(quote)
    expect(page.locator(".card.active blockquote")).to_have_text(quote)
    page.locator(".text").evaluate("text => text.scrollTop = 0")
    assert not in_sight(page, "mark.here", ".text")
    card.locator(".open").click()
    page.wait_for_timeout(300)
    assert in_sight(page, "mark.here", ".text")


def test_a_refusal_is_a_banner_and_what_is_near_is_no_answer(page: Page) -> None:
    ask(page, WETLAND)
    expect(page.locator(".banner h4")).to_contain_text("没有给出所问的数值")
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator(".sources")).to_have_count(0)
    expect(page.locator(".related h5")).to_contain_text("仅供对照")
    expect(page.locator(".related .card").first).to_contain_text("征求意见稿")


def test_a_follow_up_is_read_in_the_light_of_the_conversation(page: Page) -> None:
    ask(page, FOREST)
    ask(page, "无锡呢？")
    expect(page.locator(".exchange").last.locator(".answer")).to_contain_text("27.8%")
    expect(page.locator(".book")).to_have_attribute("data-plan", "wuxi")


def test_html_in_a_question_is_text(page: Page) -> None:
    ask(page, HOSTILE)
    expect(page.locator(".question")).to_have_text(HOSTILE)
    assert page.locator("#conversation img, #conversation script").count() == 0
    expect(page).to_have_title("政策问答 Policy Assistant")


def test_a_question_without_words_is_one_friendly_line_and_stays_to_be_mended(page: Page) -> None:
    page.locator("#question textarea").fill("？？")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("请改一下再发")
    expect(page.locator("#question textarea")).to_have_value("？？")
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, FOREST)
    expect(page.locator(".notice")).to_have_count(0)


def test_shift_enter_is_a_new_line(page: Page) -> None:
    page.locator("#question textarea").fill("太仓")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#question textarea")).to_have_value("太仓\n")
    expect(page.locator(".exchange")).to_have_count(0)


def test_the_scope_keeps_the_answer_within_a_plan(page: Page) -> None:
    page.locator("#scope label", has_text="无锡").click()
    ask(page, "到2025年林木覆盖率目标是多少？")
    expect(page.locator(".card .where b")).to_have_text(["无锡"] * page.locator(".card").count())
    page.locator("#scope-all").click()
    expect(page.locator("#scope input:checked")).to_have_count(0)


def test_a_cleared_conversation_is_forgotten(page: Page) -> None:
    ask(page, FOREST)
    page.locator("#clear").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)


def test_an_answer_is_copied_with_its_citations(page: Page) -> None:
    ask(page, FOREST)
    page.locator(".actions .copy").first.click()
    expect(page.locator(".actions .copy[data-state=done]")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"“{FOREST_QUOTE}”——太仓市碳达峰实施方案，三、（四）1 推行绿色规划建设方式" in copied
    assert "牵头：市资源规划局、市住建局" in copied


def test_the_reader_shows_any_plan_and_its_outline_leads_there(page: Page) -> None:
    page.locator(".choose").select_option("gusu")
    expect(page.locator(".book")).to_have_attribute("data-plan", "gusu")
    expect(page.locator(".facts .badge")).to_contain_text("征求意见稿")
    entry = page.locator(".contents a", has_text="大力发展节能低碳建筑")
    entry.click()
    target = f"#{entry.get_attribute('data-go')}"
    assert page.locator(".text").evaluate("text => text.scrollTop") > 0
    expect(page.locator(target)).to_be_in_viewport()


def test_on_a_phone_a_citation_turns_to_the_plan_and_nothing_sticks_out(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, FOREST)
    expect(page.locator("#reader")).to_be_hidden()
    page.locator(".card .open").first.click()
    expect(page.locator("mark.here")).to_be_visible()
    assert in_sight(page, "mark.here", ".text")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".panes [data-pane=chat]").click()
    expect(page.locator(".answer")).to_be_visible()


def test_a_follow_up_shows_what_it_takes_from_before(page: Page) -> None:
    ask(page, FOREST)
    assert page.locator(".state").count() == 0
    ask(page, "那无锡呢？")
    state = page.locator(".exchange").nth(1).locator(".state")
    expect(state.locator(".carried")).to_contain_text("2025年 · 林木覆盖率")
    expect(state.locator(".own")).to_contain_text("无锡")
    ask(page, "第一条具体怎么说的")
    expect(page.locator(".exchange").nth(2).locator(".answer")).to_contain_text("27.8%")
