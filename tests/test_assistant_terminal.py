"""Answers and outlines as they are printed."""

import json
from collections.abc import Callable, Mapping

import pytest

from assistant.draft import cite, words
from assistant.models import Answer, Citation, Sentence
from assistant.terminal import outline_record, show_answer, show_outline
from corpus.models import Outline
from corpus.plans import Plan, describe
from corpus.spans import Span


def find(plan: Plan, quote: str) -> Citation:
    """The citation of words of a plan."""
    start = plan.text.index(quote)
    span = Span(start, start + len(quote))
    return cite(plan, next(c for c in plan.outline.clauses if c.span.contains(span)), span)


def answer_of(*citations: Citation, **more: object) -> Answer:
    """An answer that quotes ``citations``."""
    sentences = tuple(
        Sentence(text=words(each), marks=(n,), verdict="exact") for n, each in enumerate(citations, start=1)
    )
    return Answer.model_validate(
        {"question": "?", "kind": "value", "plans": (), "sentences": sentences, "citations": citations, **more}
    )


@pytest.fixture
def forest(plans: Mapping[str, Plan]) -> Citation:
    """太仓's sentence on forests."""
    return find(plans["taicang"], "到2025年，林木覆盖率达18.93%。")


def test_an_answer_shows_where_its_words_stand_and_who_is_responsible(
    plans: Mapping[str, Plan], forest: Citation, capsys: pytest.CaptureFixture[str]
) -> None:
    show_answer(answer_of(forest), plans)
    shown = capsys.readouterr().out
    assert shown.count(forest.quote) == 2
    assert f"{forest.start}–{forest.end}" in shown
    for name in ("[1]", "太仓", forest.path, forest.heading, *forest.departments.lead, *forest.departments.responsible):
        assert name in shown
    assert "对照" not in shown


def test_what_is_shown_for_contrast_is_said_to_be(
    plans: Mapping[str, Plan], forest: Citation, capsys: pytest.CaptureFixture[str]
) -> None:
    show_answer(answer_of(related=(forest,), refused=True, reason="value_not_given"), plans)
    shown = capsys.readouterr().out
    assert shown.index("不是答案") < shown.index(forest.quote)


def test_a_draft_is_said_to_be_one(plans: Mapping[str, Plan], capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(answer_of(find(plans["gusu"], "星级绿色建筑占比达到50%以上")), plans)
    assert "征求意见稿" in capsys.readouterr().out


def test_square_brackets_of_a_plan_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    text = "测试市实施方案\n一、总体要求\n到2025年，[red]占比[/red]达到[/]50%[1]。\n"
    plan = Plan("made", describe(text, plan_id="made", digest="0" * 64), text)
    show_answer(answer_of(find(plan, "[red]占比[/red]达到[/]50%[1]。")), {"made": plan})
    assert capsys.readouterr().out.count("[red]占比[/red]达到[/]50%[1]。") == 2


def test_a_quotation_over_a_line_break_is_one_line(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        for clause in plan.outline.clauses:
            for span in clause.sentences:
                said = words(cite(plan, clause, span))
                assert "\n" not in said
                assert "".join(said.split()) in "".join(plan.quote(span).split()) or "[bookmark" in plan.quote(span)


@pytest.mark.parametrize("name", ["boxes", "labels", "wrapped"])
def test_an_outline_shows_every_heading(
    name: str, document: Callable[[str], tuple[str, Outline]], capsys: pytest.CaptureFixture[str]
) -> None:
    _, outline = document(name)
    show_outline(outline)
    shown = "".join(char for char in capsys.readouterr().out if char not in "│├└─ \n")
    for clause in outline.clauses:
        assert "".join(clause.heading.split()) in shown


def test_the_record_of_an_outline_is_as_documented(plans: Mapping[str, Plan]) -> None:
    for plan in plans.values():
        record = json.loads(json.dumps(outline_record(plan.outline), ensure_ascii=False))
        assert set(record) == {"title", "clauses", "warnings"}
        assert record["title"] == plan.outline.title
        for clause in record["clauses"]:
            assert set(clause) == {"id", "path", "heading", "level", "text", "start", "end", "sentences",
                                   "responsibilities"}  # fmt: skip
            for span in clause["sentences"]:
                assert clause["start"] <= span["start"] < span["end"] <= clause["end"]
            for bracket in clause["responsibilities"]:
                assert set(bracket) == {"quote", "start", "end", "covers", "lead", "responsible", "assisting",
                                        "inherited"}  # fmt: skip
                assert bracket["quote"] == plan.quote(Span(bracket["start"], bracket["end"]))
