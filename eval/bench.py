"""How fast: building, a first answer from a cold start, answers when warm; beside the plain libraries."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.concepts import load_lexicon
from corpus.errors import EvaluationError
from corpus.models import Record
from corpus.plans import Plan, load_plans
from eval import provenance
from eval.plain import LIBRARIES, write_plain
from eval.questions import Question
from index.embedding import load_embedder
from index.encoder import load_encoder
from index.passages import Passage, passages
from index.store import build_index, index_folder

COLD = "import sys; from eval.plain import answer_cold; print(answer_cold(*sys.argv[1:]))"
SYSTEMS = ("assistant", *LIBRARIES)
WARM_UP = 5  # questions asked before any is timed
Progress = Callable[[str, int, int], None]


class SystemSpeed(Record):
    """One system's times; cold is the median of some fresh processes."""

    name: str
    build_s: float
    cold_s: float
    warm_p50_ms: float
    warm_p95_ms: float


class Speed(Record):
    """All of them, and what they were measured on."""

    date: str
    commit: str
    hardware: dict[str, Any]
    n_questions: int
    n_passages: int
    n_cold: int
    parse_s: float
    systems: tuple[SystemSpeed, ...]


class Task(NamedTuple):
    """What every system is measured with; indexes go to ``settings.data_dir``."""

    questions: Sequence[Question]
    settings: Settings
    plans: Mapping[str, Plan]
    passages: Sequence[Passage]
    n_cold: int


def measure_speed(
    questions: Sequence[Question],
    settings: Settings,
    *,
    n_cold: int,
    progress: Progress,
    systems: Sequence[str] = SYSTEMS,
) -> Speed:
    """Measure the assistant, then each plain library over the assistant's own passages.

    Raises:
        EvaluationError: a fresh process fails.
    """
    started = time.perf_counter()
    plans = load_plans(settings.plans_dir)
    cut = passages(plans)
    parse_s = time.perf_counter() - started
    speeds: list[SystemSpeed] = []
    with tempfile.TemporaryDirectory() as folder:
        own = {"data_dir": Path(folder), "plans_dir": settings.plans_dir.absolute()}
        task = Task(questions, settings.model_copy(update=own), plans, cut, n_cold)
        for n, name in enumerate(systems):
            progress("measuring", n, len(systems))
            speeds.append(_library(name, task) if name in LIBRARIES else _assistant(task))
    return Speed(
        date=time.strftime("%Y-%m-%d"),
        commit=provenance.commit(),
        hardware=provenance.hardware(),
        n_questions=len(questions),
        n_passages=len(cut),
        n_cold=n_cold,
        parse_s=parse_s,
        systems=tuple(speeds),
    )


def _assistant(task: Task) -> SystemSpeed:
    settings, embedder = task.settings, load_embedder(task.settings.embedding_model)
    lexicon, encoder = load_lexicon(), load_encoder()
    folder = index_folder(settings.data_dir, task.plans, embedder, encoder)
    started = time.perf_counter()
    build_index(folder, task.plans, embedder=embedder, lexicon=lexicon, encoder=encoder)
    build_s = time.perf_counter() - started
    cold_s = _cold(["-m", "assistant", "ask", task.questions[0].question, "--json"], task)
    opened = Assistant.open(settings)
    return _speed("assistant", build_s, cold_s, _warm(lambda q: opened.ask(q.question, q.history), task.questions))


def _library(name: str, task: Task) -> SystemSpeed:
    library, embedder = LIBRARIES[name], load_embedder(task.settings.embedding_model)
    started = time.perf_counter()
    built = library.build(task.passages, embedder)
    build_s = time.perf_counter() - started
    folder = task.settings.data_dir / name
    write_plain(built, task.passages, folder)
    asked = [name, str(folder), task.questions[0].question, task.settings.embedding_model]
    cold_s = _cold(["-c", COLD, *asked], task)
    return _speed(f"plain {name}", build_s, cold_s, _warm(lambda q: built.search(q.question), task.questions))


def _cold(arguments: Sequence[str], task: Task) -> float:
    """The median time that a fresh Python takes, from its start to its end; one run before warms the file cache."""
    taken: list[float] = []
    for _ in range(task.n_cold + 1):
        started = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, *arguments], cwd=provenance.ROOT, env=_environment(task), capture_output=True, check=False
        )
        taken.append(time.perf_counter() - started)
        if ran.returncode:
            said = ran.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise EvaluationError(f"a fresh process failed with exit code {ran.returncode}: {said}")
    return statistics.median(taken[1:])


def _environment(task: Task) -> dict[str, str]:
    """The settings, for a fresh process."""
    given = task.settings.model_dump(include={"plans_dir", "data_dir", "embedding_model"})
    return {**os.environ, **{f"POLICY_{name.upper()}": str(value) for name, value in given.items()}}


def _warm(ask: Callable[[Question], object], questions: Sequence[Question]) -> list[float]:
    """The milliseconds that each question takes, asked once."""
    for question in questions[:WARM_UP]:
        ask(question)
    taken: list[float] = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append(1000 * (time.perf_counter() - started))
    return taken


def _speed(name: str, build_s: float, cold_s: float, warm_ms: Sequence[float]) -> SystemSpeed:
    p50, p95 = np.percentile(warm_ms, [50, 95])
    return SystemSpeed(name=name, build_s=build_s, cold_s=cold_s, warm_p50_ms=float(p50), warm_p95_ms=float(p95))
