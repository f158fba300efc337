"""What the validator says, line by line, before anything runs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from corpus.plans import load_plans
from eval.check import load_questions, problems

SETS = Path(__file__).parent.parent / "eval" / "sets"
ROW = {
    "id": "a",
    "question": "太仓的森林要占多少？",
    "plan": ["taicang"],
    "type": "target",
    "style": "paraphrase",
    "facts": [["24"]],
    "evidence": [{"plan": "taicang", "quote": "重点实施产业绿色提质行动"}],
    "answerable": True,
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def lines(*rows: object) -> Path:
        path = tmp_path / "set.jsonl"
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
        return path

    return lines


def said(path: Path) -> list[str]:
    return [str(problem) for problem in problems([path], load_plans())]


def test_a_good_set_has_no_problem(write: Write) -> None:
    assert said(write(ROW, "", {**ROW, "id": "b"})) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidnce": []}, "unknown field 'evidnce'"),
        ({"type": "goal"}, "field 'type': input should be 'target'"),
        ({"plan": ["suzhou"]}, "no plan 'suzhou', there are taicang, "),
        ({"evidence": [{"plan": "taicang", "quote": "没有的话"}]}, "the quote '没有的话' is not in the plan 'taicang'"),
        ({"evidence": []}, "answerable, but without evidence"),
        ({"answerable": False}, "not answerable, but with evidence"),
        ({"facts": [["太仓"]]}, "the fact '太仓' is in the question already"),
        ({"facts": [[]]}, "a fact without words"),
        ({"evidence": [{"plan": "taicang", "quote": "碳达峰"}]}, "times in the plan 'taicang': quote more"),
        ({"departments": {"lead": ["市月球局"]}}, "the department '市月球局' is not printed in taicang"),
        ({"history": [{"role": "system", "content": ""}]}, "field 'history.0.role': input should be 'user'"),
        ({"reason": "no_idea"}, "no reason 'no_idea', there are not_in_any_plan, "),
        ({"type": "portfolio"}, "a portfolio without 'clauses_expected'"),
    ],
)
def test_a_problem_is_a_line_number_and_a_sentence(write: Write, changes: dict[str, object], sentence: str) -> None:
    found = said(write("", ROW | changes))
    assert len(found) == 1
    assert found[0].startswith("set.jsonl, line 2: ")
    assert sentence in found[0]


def test_malformed_lines_and_repeated_ids(write: Write) -> None:
    assert said(write("{", ROW, "[]", ROW)) == [
        "set.jsonl, line 1: not JSON: Expecting property name enclosed in double quotes at character 2",
        "set.jsonl, line 3: field 'the line': input should be a valid dictionary or instance of Question",
        "set.jsonl, line 4: the id 'a' stands in set.jsonl, line 2, already",
    ]


def test_a_missing_field_is_named(write: Write) -> None:
    assert said(write({key: value for key, value in ROW.items() if key != "style"})) == [
        "set.jsonl, line 1: no field 'style'"
    ]


def test_loading_stops_at_what_cannot_be_scored(write: Write, tmp_path: Path) -> None:
    plans = load_plans()
    with pytest.raises(EvaluationError, match=r"set.jsonl, line 1: not JSON.*and 1 more"):
        load_questions([write("{", ROW | {"id": ""})], plans)
    assert len(load_questions([write(ROW | {"facts": [["太仓"]]})], plans)) == 1
    with pytest.raises(EvaluationError, match="no question in"):
        load_questions([write("")], plans)
    with pytest.raises(EvaluationError, match="cannot read"):
        load_questions([tmp_path / "none.jsonl"], plans)
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(EvaluationError, match="not UTF-8"):
        load_questions([tmp_path / "set.jsonl"], plans)


@pytest.mark.parametrize("path", sorted(SETS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_set_is_fit_to_score_with(path: Path) -> None:
    assert said(path) == []


def test_the_dev_set_is_what_it_was() -> None:
    questions = load_questions([SETS / "dev.jsonl"], load_plans())
    assert (len(questions), sum(question.answerable for question in questions)) == (116, 104)
    assert questions[0].id == "taicang-001"
    assert questions[0].facts[0][0] == "苏委发〔2022〕7号"
