"""The page's parts, without a browser: what is rendered, marked, escaped and copied."""

import re
import tomllib
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.draft import cite, words
from assistant.models import Answer, Citation, Reason, Sentence, Turn
from assistant.web.chat import conversation, departments, notice
from assistant.web.conversation import NOTHING, Exchange, Pointer, Shown, shown, turns
from assistant.web.copying import answer_markdown, answer_text, citation_text, place
from assistant.web.markup import Markup, element
from assistant.web.page import Actions
from assistant.web.reader import printed, reader
from assistant.web.texts import HERE, offered, say
from corpus.layout import lay_out
from corpus.models import Departments
from corpus.plans import SHIPPED, Plan, describe, load_plans
from corpus.spans import Span

PLANS = load_plans(SHIPPED)
HOSTILE = "太仓市<script>alert(1)</script>实施方案\n一、总体要求\n<img src=x onerror=alert(2)>达到50%。{{7*7}} ${7*7}\n"


def find(plan_id: str, quote: str) -> Citation:
    plan = PLANS[plan_id]
    start = plan.text.index(quote)
    span = Span(start, start + len(quote))
    clause = next(clause for clause in plan.outline.clauses if clause.span.contains(span))
    return cite(plan, clause, span)


FOREST = find("taicang", "到2025年，林木覆盖率达18.93%。")
WETLAND = find("wuxi", "到2025年，林木覆盖率达到27.8%，湿地保护率达到52.7%。")
ANSWER = Answer(
    question="林木覆盖率",
    kind="value",
    plans=(),
    citations=(FOREST, WETLAND),
    latency_ms=12.3,
    sentences=(
        Sentence(text=FOREST.quote, marks=(1,), verdict="exact"),
        Sentence(text="两地都有。", marks=(1, 2), verdict="framed"),
    ),
)
REFUSAL = Answer(
    question="湿地",
    kind="value",
    plans=("gusu",),
    related=(WETLAND,),
    refused=True,
    reason="value_not_given",
    sentences=(Sentence(text="没有给出数值。", verdict="framed"),),
)


class Broken:
    """An assistant that fails at every question."""

    plans = PLANS

    def ask(self, question: str, history: Sequence[Turn], *, plans: Sequence[str] | None) -> Answer:
        """Fail."""
        raise ZeroDivisionError(question)


def plain(html: str) -> str:
    """The text between the tags."""
    return unescape(re.sub("<[^>]*>", "", html))


def test_an_element_escapes_text_and_attributes_and_keeps_markup() -> None:
    built = element("p", "<b>", element("i", "&"), class_='"x"', data_turn=3, hidden=True, title=None)
    assert built == '<p class="&#34;x&#34;" data-turn="3" hidden>&lt;b&gt;<i>&amp;</i></p>'


@given(st.text())
def test_any_text_survives_an_element(text: str) -> None:
    built = element("p", text, title=text)
    assert unescape(built[built.index(">") + 1 : -4]) == text
    assert "<" not in built[1:-4]


def test_every_reason_role_and_level_has_words() -> None:
    assert all(say(f"refusals.{reason}").zh for reason in get_args(Reason) if reason)
    assert all(say(f"roles.{role}").en for role in Departments.model_fields)
    assert all(say(f"levels.{plan.info.level}").zh for plan in PLANS.values())


def test_every_text_is_a_pair_and_chinese_comes_first() -> None:
    sections = tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))
    pairs = [pair for section in sections.values() for pair in section.values()]
    assert all(len(pair) == 2 and re.search("[\u4e00-\u9fff]", pair[0]) for pair in pairs)
    assert not any(re.search("[\u4e00-\u9fff]", pair[1]) for pair in pairs)


def test_examples_are_those_that_the_library_can_answer() -> None:
    assert [len(questions) for _, questions in offered(PLANS)] == [3, 3, 3]
    only = offered({"wuxi": PLANS["wuxi"]})
    assert [len(questions) for _, questions in only] == [3, 3, 3]
    questions = " ".join(question for _, group in only for question in group)
    assert "无锡" in questions
    assert not re.search("太仓|姑苏|{place}", questions)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_the_reader_shows_every_word_of_the_plan_once_and_in_order(plan: Plan) -> None:
    shown_text = "".join(flat.text for clause in printed(plan) for flat in clause)
    assert shown_text == "".join(line.text for line in lay_out(plan.text).lines)
    text = plain(reader(plan, NOTHING, PLANS).split('class="text"')[1].split(">", 1)[1])
    assert "".join(text.split()).startswith(shown_text)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_every_sentence_can_be_marked(plan: Plan) -> None:
    sentences = [(clause, span) for clause in plan.outline.clauses for span in clause.sentences]
    for clause, span in [*sentences[:3], *sentences[3::17]]:
        citation = cite(plan, clause, span)
        html = reader(plan, Shown((citation,), 0, related=False), PLANS)
        marked = "".join(re.findall(r'<mark class="[^"]*here[^"]*"[^>]*>(.*?)</mark>', html))
        assert "".join(plain(marked).split()) == "".join(words(citation).split())
        assert html.count("data-number=") == 1


def test_the_reader_marks_the_other_citations_of_its_plan_paler_and_numbers_them() -> None:
    html = reader(PLANS["wuxi"], Shown((FOREST, WETLAND), 1, related=False), PLANS)
    assert 'data-number="2"' in html
    assert 'data-number="1"' not in html  # another plan's
    assert 'data-at="wuxi:' in html


def test_words_for_contrast_are_marked_as_such() -> None:
    html = reader(PLANS["wuxi"], Shown((WETLAND,), 0, related=True), PLANS)
    assert re.search('<mark class="[^"]*here contrast', html)
    assert "data-number" not in html


def test_a_draft_carries_its_badge() -> None:
    facts = reader(PLANS["gusu"], NOTHING, PLANS).split('class="pages"')[0].split('class="facts"')[1]
    assert "征求意见稿" in plain(facts)
    assert "badge" not in reader(PLANS["wuxi"], NOTHING, PLANS)


def test_html_in_a_plan_is_text() -> None:
    plan = Plan("x", describe(HOSTILE, plan_id="x", digest="0" * 64), HOSTILE)
    clause = plan.outline.clauses[-1]
    citation = cite(plan, clause, clause.sentences[-1])
    answer = Answer(
        question="问",
        kind="value",
        plans=(),
        citations=(citation,),
        sentences=(Sentence(text=citation.quote, marks=(1,), verdict="exact"),),
    )
    html = reader(plan, Shown((citation,), 0, related=False), {"x": plan})
    html += conversation([Exchange("<script>", answer)], {"x": plan})
    assert not re.search("<(?:script|img)", html)
    assert "<script>alert(1)</script>" in plain(html)


def test_an_answer_has_marks_cards_and_chips() -> None:
    html = conversation([Exchange("问", ANSWER)], PLANS)
    assert len(re.findall('class="card"', html)) == 2
    assert re.findall('class="mark"[^>]*>(.)<', html) == ["1", "1", "2"]
    assert "banner" not in html


def test_a_refusal_has_a_banner_and_no_sources() -> None:
    html = conversation([Exchange("问", REFUSAL)], PLANS)
    assert say("refusals.value_not_given").zh in html
    assert "仅供对照" in html
    assert 'class="sources"' not in html


def test_many_citations_are_folded() -> None:
    many = ANSWER.model_copy(update={"citations": tuple(FOREST.model_copy(update={"start": n}) for n in range(9))})
    html = conversation([Exchange("问", many)], PLANS)
    assert "其余 5 条" in html
    assert html.count('class="card"') == 9


def test_departments_have_a_row_for_each_role_that_is_named() -> None:
    html = departments(Departments(lead=("甲局",), inherited=("乙镇", "丙镇")))
    assert re.findall('class="role ([a-z]+)"', html) == ["lead", "inherited"]
    assert plain(html) == "牵头Lead甲局沿用Inherited乙镇丙镇"
    assert "没有列出责任部门" in departments(Departments())


def test_a_notice_is_there_only_if_something_is_wrong() -> None:
    assert notice("") == Markup()
    assert "&lt;b&gt;" in notice("unclear", "<b>")


def test_the_conversation_passes_to_the_assistant_as_turns() -> None:
    said = turns([Exchange("一", ANSWER), Exchange("二", None)])
    assert [(turn.role, turn.content) for turn in said] == [("user", "一"), ("assistant", ANSWER.text)]


@pytest.mark.parametrize(
    ("turn", "number", "related"),
    [(0, 0, False), (0, 3, False), (1, 1, False), (-1, 1, False), (0, 1, True), (2, 1, False)],
)
def test_a_pointer_to_nothing_shows_nothing(turn: int, number: int, *, related: bool) -> None:
    assert shown([Exchange("一", ANSWER), Exchange("二", None)], Pointer(turn, number, related)) is NOTHING


def test_a_pointer_shows_its_citation_among_the_others() -> None:
    found = shown([Exchange("一", ANSWER)], Pointer(0, 2, related=False))
    assert found.citations[found.here] == WETLAND
    assert shown([Exchange("一", REFUSAL)], Pointer(0, 1, related=True)).citations == (WETLAND,)


def test_a_run_in_heading_is_not_said_twice() -> None:
    clause = next(c for c in PLANS["kunshan"].outline.clauses if c.kind == "run_in")
    assert place(cite(PLANS["kunshan"], clause, clause.sentences[0])) == f"二、（一） {clause.heading}"


def test_a_citation_as_text_has_quotation_source_and_departments() -> None:
    assert citation_text(WETLAND, PLANS["wuxi"]) == (
        "“到2025年，林木覆盖率达到27.8%，湿地保护率达到52.7%。”——无锡市碳达峰实施方案，"
        "二、（七）3 巩固提升生态系统碳汇能力"
        "（牵头：市自然资源规划局；负责：市发展改革委、市生态环境局、市市政园林局、市农业农村局；"
        "沿用：各市（县）区人民政府、无锡经开区管委会）"
    )


def test_an_answer_as_text_lists_its_citations() -> None:
    lines = answer_text("问？", ANSWER, PLANS).split("\n")
    assert lines[:3] == ["问：问？", f"答：{FOREST.quote}[1]", "两地都有。[1][2]"]
    assert [line[:4] for line in lines[3:]] == ["[1] ", "[2] "]
    assert answer_text("问？", REFUSAL, PLANS).split("\n")[-1].startswith("仅供对照：“")


@settings(max_examples=50)
@given(st.text(alphabet="甲<>*_[]`#|\\~&a ", min_size=1, max_size=20))
def test_markdown_takes_no_emphasis_from_a_question(question: str) -> None:
    head = answer_markdown(question, ANSWER, PLANS).split("\n\n")[0]
    assert re.sub(r"\\(.)", r"\1", head) == f"**{question}**"
    assert not re.search(r"(?<!\\)(?:\\\\)*[<`#\[]", head)


def test_after_a_failure_the_conversation_is_as_it_was_and_says_so() -> None:
    actions = Actions(Broken())  # pyright: ignore[reportArgumentType]  a stand-in with the two attributes that are used
    asked = actions.ask("问", [], [])
    assert "pending" in next(asked)[1]
    with pytest.raises(ZeroDivisionError):
        next(asked)
    said, problem = actions.recover([Exchange("一", ANSWER)])
    assert "pending" not in said
    assert say("ask.failed").zh in problem


def test_the_page_names_no_other_machine() -> None:
    folder = Path(HERE)
    for name in ("style.css", "page.js", "page.py", "registers.css", "registers.js", "pane.py"):
        assert not re.search(r"https?://|//[a-z]+\.|@import|url\(", (folder / name).read_text(encoding="utf-8"))
