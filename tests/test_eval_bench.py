"""Speed: the plain libraries rank what they should, in a fresh process too, and the table shows what was measured."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.settings import Settings
from corpus.errors import EvaluationError
from corpus.plans import Plan
from eval.bench import Speed, SystemSpeed, measure_speed
from eval.plain import LIBRARIES, answer_cold, write_plain
from eval.questions import Question
from eval.tables import speed_table
from index.embedding import StaticEmbedder
from index.passages import passages

WORDS = "现代服务业总量规模突破1000亿元"
ASKED = [Question(id="q", question=WORDS, type="target", style="formal", answerable=True)]


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_plain_library_finds_again_what_it_wrote(
    name: str, plans: Mapping[str, Plan], embedder: StaticEmbedder, tmp_path: Path
) -> None:
    cut = passages(plans)
    built = LIBRARIES[name].build(cut, embedder)
    rows = built.search(WORDS)
    assert len(rows) == 20
    assert "1000亿元" in cut[rows[0]].text
    write_plain(built, cut, tmp_path / name)
    assert answer_cold(name, str(tmp_path / name), WORDS, "") == cut[rows[0]].text


def test_every_time_is_measured(plans: Mapping[str, Plan]) -> None:
    measured = measure_speed(ASKED, Settings(), n_cold=1, progress=lambda *_: None, systems=["faiss"])
    (faiss,) = measured.systems
    assert (faiss.name, measured.n_passages, measured.n_questions) == ("plain faiss", len(passages(plans)), 1)
    assert 0 < faiss.warm_p50_ms <= faiss.warm_p95_ms < 1000 * faiss.cold_s
    assert Speed.model_validate_json(measured.model_dump_json()) == measured


def test_a_fresh_process_that_fails_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.bench.COLD", "raise SystemExit('no such luck')")
    with pytest.raises(EvaluationError, match="failed with exit code 1: no such luck"):
        measure_speed(ASKED, Settings(), n_cold=1, progress=lambda *_: None, systems=["bm25s"])


def test_the_table_has_a_line_for_each_system() -> None:
    row = SystemSpeed(name="assistant", build_s=2.351, cold_s=1.5, warm_p50_ms=20.04, warm_p95_ms=60)
    measured = Speed(
        date="2026-11-21",
        commit="c",
        hardware={"cores": 2},
        n_questions=3,
        n_passages=9,
        n_cold=1,
        parse_s=0.25,
        systems=(row, row.model_copy(update={"name": "plain bm25s"})),
    )
    console = Console(width=120, file=StringIO())
    with console.capture() as printed:
        console.print(speed_table(measured))
    shown = printed.get()
    assert "9 passages, 3 questions, 2 cores" in shown
    assert all(figure in shown for figure in ("2.35", "1.50", "20.0", "60.0"))
    assert "plain bm25s" in shown
    assert "0.25 s" in shown
