"""An answer marked wrong becomes a draft; a draft says what it lacks; completed, it is a question like any other."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.errors import EvaluationError
from corpus.plans import load_plans
from eval.__main__ import app
from eval.check import load_questions, problems
from eval.feedback import add_drafts, read_feedback

CITED = {"plan": "taicang", "path": "三、（一）1", "quote": "林木覆盖率\n达到20%。", "start": 3, "end": 15}
MARKED: dict[str, Any] = {
    "question": "太仓的森林要占多少？",
    "history": [],
    "answer": "林木覆盖率达到20%。[1]",
    "citations": [CITED],
    "comment": "数字不对",
    "date": "2026-11-20T08:30:00+08:00",
}
FOLLOW_UP = MARKED | {"history": [{"role": "user", "content": "说说无锡"}], "citations": [], "comment": ""}
COMPLETED: dict[str, Any] = {
    "type": "target",
    "style": "colloquial",
    "answerable": True,
    "answer": "24%",
    "facts": [["24"]],
    "evidence": [{"plan": "taicang", "quote": "重点实施产业绿色提质行动"}],
}


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def drafts(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def said(path: Path) -> list[str]:
    return [problem.sentence for problem in problems([path], load_plans())]


@pytest.fixture
def draft(tmp_path: Path) -> dict[str, Any]:
    out = tmp_path / "drafts.jsonl"
    add_drafts(written(tmp_path / "feedback.jsonl", MARKED), out)
    return drafts(out)[0]


def test_a_draft_holds_what_is_known(draft: dict[str, Any]) -> None:
    assert draft["id"].startswith("feedback-")
    assert (draft["draft"], draft["question"], draft["history"]) == (True, MARKED["question"], [])
    assert draft["note"].split(" | ") == [
        "marked wrong 2026-11-20",
        "comment: 数字不对",
        "answer: 林木覆盖率达到20%。[1]",
        "cited: taicang 三、（一）1 林木覆盖率 达到20%。",
    ]


def test_a_question_marked_twice_is_one_draft_and_none_is_added_twice(tmp_path: Path) -> None:
    feedback = written(tmp_path / "feedback.jsonl", MARKED, FOLLOW_UP, MARKED | {"date": "2026-11-21", "comment": ""})
    out = tmp_path / "drafts.jsonl"
    assert add_drafts(feedback, out) == (2, 0)
    assert "marked wrong 2026-11-20 | comment" in drafts(out)[0]["note"]
    assert "marked wrong 2026-11-21 | answer" in drafts(out)[0]["note"]
    before = out.read_bytes()
    assert add_drafts(feedback, out) == (0, 2)
    assert out.read_bytes() == before


def test_drafts_go_behind_what_the_set_holds(tmp_path: Path) -> None:
    out = written(tmp_path / "set.jsonl", {"id": "a"})  # no line end
    add_drafts(written(tmp_path / "feedback.jsonl", MARKED), out)
    assert [row["id"][:8] for row in drafts(out)] == ["a", "feedback"]


def test_check_names_what_a_draft_lacks(tmp_path: Path, draft: dict[str, Any]) -> None:
    path = tmp_path / "set.jsonl"
    assert said(written(path, draft)) == [
        "a draft, still without 'type', 'style', 'answerable'; then 'answer', 'evidence' and 'facts' if the plans "
        "answer, 'reason' if they do not"
    ]
    begun = draft | {"type": "target", "style": "colloquial"}
    assert said(written(path, begun | {"answerable": True})) == ["a draft, still without 'answer', 'evidence', 'facts'"]
    assert said(written(path, begun | {"answerable": False})) == ["a draft, still without 'reason'"]
    with pytest.raises(EvaluationError, match="a draft, still without"):
        load_questions([path], load_plans())


def test_check_accepts_a_completed_draft(tmp_path: Path, draft: dict[str, Any]) -> None:
    refused = {"type": "unanswerable", "style": "formal", "answerable": False, "reason": "not_in_any_plan", "id": "b"}
    path = written(tmp_path / "set.jsonl", draft | COMPLETED, draft | refused)
    assert said(path) == []
    assert [question.draft for question in load_questions([path], load_plans())] == [True, True]


def test_a_completed_draft_is_checked_like_any_question(tmp_path: Path, draft: dict[str, Any]) -> None:
    wrong = {"evidence": [{"plan": "taicang", "quote": "没有的话"}]}
    assert said(written(tmp_path / "set.jsonl", draft | COMPLETED | wrong)) == [
        "the quote '没有的话' is not in the plan 'taicang'"
    ]


def test_an_answer_of_the_assistant_is_feedback_as_it_stands(tmp_path: Path) -> None:
    departments = {"lead": ["市资源规划局"], "responsible": [], "assisting": [], "inherited": []}
    whole = CITED | {"clause": "taicang/1", "heading": "总体要求", "departments": departments}
    (row,) = read_feedback(written(tmp_path / "feedback.jsonl", MARKED | {"citations": [whole]}))
    assert row.citations[0].departments.lead == ("市资源规划局",)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"question": ""}, "line 2: field 'question': string should have at least 1 character"),
        ({"date": "yesterday"}, "line 2: field 'date': input should be a valid datetime"),
        ({"rating": 1}, "line 2: unknown field 'rating'"),
    ],
)
def test_bad_feedback_is_a_line_number_and_a_sentence(tmp_path: Path, row: dict[str, Any], sentence: str) -> None:
    path = written(tmp_path / "feedback.jsonl", MARKED, MARKED | row)
    with pytest.raises(EvaluationError, match=sentence):
        add_drafts(path, tmp_path / "drafts.jsonl")
    assert not (tmp_path / "drafts.jsonl").exists()


def test_files_that_do_not_serve_are_named(tmp_path: Path) -> None:
    feedback = written(tmp_path / "feedback.jsonl", MARKED)
    with pytest.raises(EvaluationError, match="cannot write to"):
        add_drafts(feedback, tmp_path / "none" / "drafts.jsonl")
    with pytest.raises(EvaluationError, match=r"set.jsonl, line 1: not a question with an id"):
        add_drafts(feedback, written(tmp_path / "set.jsonl", []))
    with pytest.raises(EvaluationError, match="no feedback in"):
        read_feedback(written(tmp_path / "empty.jsonl"))


def test_the_command_says_what_comes_next(tmp_path: Path) -> None:
    feedback, out = written(tmp_path / "feedback.jsonl", MARKED), tmp_path / "drafts.jsonl"
    command = ["case", "--feedback", str(feedback), "--out", str(out)]
    ran = CliRunner().invoke(app, command)
    assert (ran.exit_code, ran.stdout) == (0, f"1 drafts added: {out}\n")
    assert f"python -m eval check {out}" in ran.stderr
    assert CliRunner().invoke(app, command).stdout == f"0 drafts added, 1 there already: {out}\n"
