"""What the judge of refusals learns from."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.training import answerable
from corpus.plans import load_plans
from corpus.spans import Span


def test_every_judged_question_is_of_a_sentence_of_its_plan() -> None:
    plans = load_plans()
    starts = {
        plan_id: {tuple(span) for clause in plan.outline.clauses for span in clause.sentences}
        for plan_id, plan in plans.items()
    }
    for path in answerable.JUDGED.glob("*.tsv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            start, end, style, words, *_ = line.split("\t")
            assert (int(start), int(end)) in starts[path.stem], (path.stem, line)
            assert plans[path.stem].quote(Span(int(start), int(end))).strip()
            assert style in "pcdfeax"
            assert words.strip() == words != ""


def test_judged_questions_ask_all_plans_and_nobody_twice() -> None:
    asked = Counter(asking for asking in answerable.judged())
    assert {asking.plan for asking in asked} == set(load_plans())
    assert max(asked.values()) == 1
    both = Counter((words, plan) for words, plan, _ in asked)
    assert max(both.values()) == 1, "a question cannot be answered and not"
    assert 0.15 < np.mean([not asking.answered for asking in asked]) < 0.4


def test_lines_are_read_as_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "gusu.tsv").write_text("0\t9\tp\t水怎么省\n0\t9\tx\t水价多少\t水价\n", encoding="utf-8")
    assert [*answerable.judged(tmp_path)] == [("水怎么省", "gusu", True), ("水价多少", "gusu", False)]


@pytest.mark.slow
def test_what_is_seen_of_a_question_is_what_the_weights_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.evidence import evidence_weights  # noqa: PLC0415  after the patch

    some = [asking for asking in answerable.judged() if asking.plan == "gusu"][:6]
    monkeypatch.setattr(answerable, "judged", lambda: iter(some))
    rows = answerable.collect_judged(answerable.SHIPPED)
    assert [asking for asking, _ in rows] == some
    assert all(set(seen) == set(evidence_weights()) for _, seen in rows)


def test_the_fit_tells_what_differs() -> None:
    rng = np.random.default_rng(3)
    rows = np.column_stack([np.ones(400), rng.normal(size=(400, 2))])
    answered = (rows[:, 1] > 0).astype(float)
    weights = answerable.fit(rows, answered)
    assert np.mean((rows @ weights > 0) == answered) > 0.95
    assert abs(weights[2]) < abs(weights[1]) / 5
