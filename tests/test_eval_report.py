"""Summary, comparison, gate and report of runs made by hand."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from corpus.plans import load_plans
from eval.answers import FILE, AnswerRow, CitationRow, line_of
from eval.check import load_questions
from eval.compare import compare_runs
from eval.gate import Gate, misses, read_gates, run_gates
from eval.report import write_report
from eval.scores import Scores
from eval.scoring import Judged, score_run
from eval.summary import Summary, read_scores, read_summary, summarise

ROOT = Path(__file__).parent.parent
DEV = ROOT / "eval" / "sets" / "dev.jsonl"


def perfect(n: int) -> list[AnswerRow]:
    """For the first ``n`` questions, what the gold says."""
    return [
        AnswerRow(
            id=gold.id,
            answer=gold.answer,
            refused=not gold.answerable,
            latency_ms=5,
            citations=tuple(CitationRow(plan=e.plan, quote=e.quote) for e in gold.evidence),
        )
        for gold in load_questions([DEV], load_plans())[:n]
    ]


def run(out: Path, rows: list[AnswerRow]) -> tuple[Summary, list[Judged]]:
    out.mkdir()
    (out / FILE).write_text("".join(map(line_of, rows)), encoding="utf-8")
    plans = load_plans()
    return score_run(load_questions([DEV], plans), out, plans)


def test_the_gold_answers_are_correct_and_the_missing_ones_wrong(tmp_path: Path) -> None:
    summary, judged = run(tmp_path / "half", perfect(58))
    assert summary.n_missing == 58
    answered = [each for each in judged if not each.scores.missing]
    assert sum(each.scores.facts or 0 for each in answered) == sum(each.scores.facts is not None for each in answered)
    assert {each.scores.quotes_valid for each in answered} <= {1, None}
    assert summary.measures["strict"].n == 116
    assert summary.measures["latency_p95_ms"].value == 5
    assert read_summary(tmp_path / "half") == summary
    assert list(read_scores(tmp_path / "half").values()) == [each.scores for each in judged]


def test_groups_hold_every_question_once_by_type_and_once_by_style(tmp_path: Path) -> None:
    summary, _ = run(tmp_path / "run", perfect(9))
    for kind in ("type:", "style:"):
        assert sum(row["strict"].n for name, row in summary.groups.items() if name.startswith(kind)) == 116


def test_refusals_are_grouped_by_the_reason_that_the_gold_states() -> None:
    about = {"type": "unanswerable", "style": "formal", "missing": False}
    scores = [Scores(id=str(n), reason="off_topic" if n else None, refusal_right=n, **about) for n in (0, 1)]
    groups = summarise(scores, run={}).groups
    assert list(groups) == ["type:unanswerable", "style:formal", "reason:off_topic"]
    assert (groups["reason:off_topic"]["refusal_right"].value, groups["reason:off_topic"]["refusal_right"].n) == (1, 1)


def test_two_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    run(tmp_path / "less", perfect(30))
    run(tmp_path / "more", perfect(50))
    found = compare_runs(tmp_path / "less", tmp_path / "more")
    strict = found.differences[0]
    assert strict.measure == "strict"
    assert strict.change.value == pytest.approx((len(found.gained) - len(found.lost)) / 116)
    assert strict.p < 0.01
    assert found.lost == ()
    same = compare_runs(tmp_path / "less", tmp_path / "less")
    assert {each.p for each in same.differences} == {1.0}


def test_only_scored_runs_over_the_same_questions_are_compared(tmp_path: Path) -> None:
    run(tmp_path / "run", perfect(3))
    (tmp_path / "bare").mkdir()
    with pytest.raises(EvaluationError, match="run `python -m eval score` on it first"):
        compare_runs(tmp_path / "run", tmp_path / "bare")
    line = (tmp_path / "run" / "scores.jsonl").read_text(encoding="utf-8").split("\n")[0]
    (tmp_path / "bare" / "scores.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(EvaluationError, match="115 are in one alone"):
        compare_runs(tmp_path / "run", tmp_path / "bare")


class Page(HTMLParser):
    """Counts tags and what would be loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the tag."""
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_report_shows_every_wrong_answer_and_loads_nothing(tmp_path: Path) -> None:
    rows = perfect(116)
    rows[0] = rows[0].model_copy(update={"answer": "<script>alert(1)</script>"})
    summary, judged = run(tmp_path / "run", rows)
    write_report(tmp_path / "run", summary, judged, beside=[summary])
    page, text = Page(), (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    page.feed(text)
    assert page.counts["details"] == sum(bool(each.reasons) for each in judged)
    assert page.loads == []
    assert "script" not in page.counts
    assert "does not say 苏委发〔2022〕7号" in text


def test_every_answer_that_is_not_strict_has_a_reason(tmp_path: Path) -> None:
    rows = [
        row.model_copy(update={"citations": row.citations[:1], "refused": n % 7 == 0})
        for n, row in enumerate(perfect(116))
    ]
    _, judged = run(tmp_path / "run", rows)
    assert [each.scores.id for each in judged if bool(each.reasons) != (not each.scores.strict)] == []


def test_a_gate_says_what_is_missed(tmp_path: Path) -> None:
    summary, _ = run(tmp_path / "run", perfect(58))
    bounds = {"least": {"facts": 0.9, "missed": 1}, "most": {"latency_p50_ms": 9}}
    gate = Gate.model_validate({"name": "g", "commands": (), "out": tmp_path / "run", **bounds})
    assert misses(gate, summary.measures) == [
        "facts is 0.5096, must be at least 0.9",
        "missed is undefined, must be at least 1",
    ]


def test_gates_run_only_eval(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[gate]]\nname = "g"\ncommands = ["rm -r /"]\nout = "x"\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="a gate runs `python -m eval` and nothing else"):
        list(run_gates(path))
    with pytest.raises(EvaluationError, match="no gate 'h'"):
        list(run_gates(path, only="h"))
    path.write_text("gate = 1", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"gates\.toml"):
        read_gates(path)


def test_the_gates_of_this_repository_name_known_measures() -> None:
    from eval.register_scores import MEASURES  # noqa: PLC0415
    from eval.scores import measures  # noqa: PLC0415

    gates = read_gates(ROOT / "eval" / "expected.toml")
    assert gates
    assert {name for gate in gates for name in (*gate.least, *gate.most)} <= {*measures(), *MEASURES}
