"""A run: nothing answered is lost, nothing is mixed, nothing that fails stops it."""

import json
from pathlib import Path

import pytest

from assistant.models import Answer, Citation, Retrieved, Sentence
from corpus.errors import EvaluationError, QuestionError
from corpus.models import Departments
from corpus.plans import load_plans
from eval import provenance
from eval.answers import FILE, AnswerRow, drop_torn_line, line_of, read_answers, row_of, trec_run
from eval.baselines import Baseline
from eval.questions import Question
from eval.run import PROBLEMS, answer_all, prepare

RUN = {"system": "scripted", "code": "1"}


class ScriptedSystem:
    """Answers with the question, and fails where it is told to."""

    def __init__(self, failures: dict[str, Exception] | None = None) -> None:
        self.asked: list[str] = []
        self._failures = failures or {}

    def answer(self, question: Question) -> AnswerRow:
        """The question's own words."""
        self.asked.append(question.id)
        if question.id in self._failures:
            raise self._failures[question.id]
        return AnswerRow(id=question.id, answer=question.question, refused=False)


def question(name: str, words: str = "多少？") -> Question:
    return Question(id=name, question=words, type="target", style="formal", answerable=False)


QUESTIONS = [question(name) for name in "abc"]


def ask(system: ScriptedSystem, out: Path) -> None:
    answer_all(QUESTIONS, system, out=out, done=prepare(out, RUN, fresh=False), progress=lambda *_: None)


def test_an_interrupted_run_keeps_what_is_answered(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        ask(ScriptedSystem({"b": KeyboardInterrupt()}), tmp_path)  # pyright: ignore[reportArgumentType]
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"id": "b", "answ')
    system = ScriptedSystem()
    ask(system, tmp_path)
    assert system.asked == ["b", "c"]
    assert list(read_answers(tmp_path / FILE)) == ["a", "b", "c"]


def test_what_fails_is_logged_and_asked_again(tmp_path: Path) -> None:
    ask(ScriptedSystem({"a": QuestionError("too long"), "b": ZeroDivisionError("by hand")}), tmp_path)
    log = (tmp_path / PROBLEMS).read_text(encoding="utf-8")
    assert log.startswith("a\ttoo long\nb\tTraceback")
    assert "ZeroDivisionError: by hand" in log
    system = ScriptedSystem()
    ask(system, tmp_path)
    assert system.asked == ["a", "b"]


def test_a_folder_holds_one_run(tmp_path: Path) -> None:
    ask(ScriptedSystem(), tmp_path)
    with pytest.raises(EvaluationError, match="made with another code: give another --out"):
        prepare(tmp_path, RUN | {"code": "2"}, fresh=False)
    assert prepare(tmp_path, RUN | {"code": "2"}, fresh=True) == {}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match="cannot write to"):
        prepare(tmp_path / "file" / "run", RUN, fresh=False)


def test_answers_read_as_they_were_written(tmp_path: Path) -> None:
    row = AnswerRow(id="a", answer="是。\n[1]", refused=False, latency_ms=1.5)
    (tmp_path / FILE).write_text(line_of(row), encoding="utf-8")
    assert read_answers(tmp_path / FILE) == {"a": row}
    drop_torn_line(tmp_path / "none")


def test_a_bad_answers_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / FILE
    row = line_of(AnswerRow(id="a", answer="", refused=True))
    path.write_text(row + row, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"answers.jsonl, line 2: the id 'a' stands twice"):
        read_answers(path)
    path.write_text('\n{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"answers.jsonl, line 2: no field 'answer'"):
        read_answers(path)


def test_an_answer_becomes_a_line_of_the_documented_format() -> None:
    citation = Citation(
        plan="p",
        clause="p/1",
        path="一、",
        heading="总则",
        quote="一句话。",
        start=3,
        end=7,
        departments=Departments(lead=("市住建局",)),
    )
    hit = Retrieved(plan="p", clause="p/1", start=0, end=9, text="总则一句话。", score=0.5)
    sentence = Sentence(text="是。", marks=(1,), verdict="exact")
    answer = Answer(
        question="?", kind="value", plans=("p",), sentences=(sentence,), citations=(citation,), retrieved=(hit,)
    )
    row = json.loads(line_of(row_of("q1", answer)))
    assert list(row) == ["id", "answer", "refused", "reason", "citations", "related", "retrieved", "latency_ms"]
    assert row["answer"] == "是。[1]"
    assert row["citations"][0] == {
        "plan": "p",
        "clause": "p/1",
        "path": "一、",
        "heading": "总则",
        "quote": "一句话。",
        "start": 3,
        "end": 7,
        "departments": {"lead": ["市住建局"], "responsible": [], "assisting": [], "inherited": []},
    }
    assert list(row["retrieved"][0]) == ["plan", "clause", "start", "end", "text", "score"]
    assert trec_run([row_of("q1", answer)], tag="ours") == "q1 Q0 p/1@0-9 1 0.500000 ours\n"


def test_a_baseline_quotes_the_plan() -> None:
    plans = load_plans()
    sentence = Baseline(plans, clauses=False).answer(question("q", "太仓市现代服务业总量规模突破多少亿元？"))
    clause = Baseline(plans, clauses=True).answer(question("q", "太仓市现代服务业总量规模突破多少亿元？"))
    assert "1000亿元" in sentence.answer
    for row in (sentence, clause):
        cited = row.citations[0]
        assert plans[cited.plan].text[cited.start : cited.end] == cited.quote
        assert (len(row.citations), len(row.retrieved)) == (1, 20)
        assert [hit.score for hit in row.retrieved] == sorted((hit.score for hit in row.retrieved), reverse=True)
    assert Baseline(plans, clauses=True).answer(question("q", "xyzzy")).refused


def test_the_code_digest_sees_every_source(tmp_path: Path) -> None:
    (tmp_path / "assistant").mkdir()
    before = provenance.code_digest(tmp_path)
    (tmp_path / "assistant" / "frames.toml").write_text("a = 1", encoding="utf-8")
    after = provenance.code_digest(tmp_path)
    (tmp_path / "assistant" / "picture.png").write_bytes(b"x")
    assert before != after == provenance.code_digest(tmp_path)
