"""Answer every question once, each answer written at once, so that an interrupted run goes on where it stopped."""

import time
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.settings import Settings
from corpus.errors import EvaluationError, PolicyError
from corpus.plans import Plan
from eval import provenance
from eval.answers import FILE, AnswerRow, drop_torn_line, line_of, read_answers, trec_run
from eval.questions import Question
from eval.systems import Progress, System, open_system

PROBLEMS = "problems.log"
RUN = "run.trec"
SCORED = ("summary.json", "scores.jsonl", "report.html")  # of the answers that were there before


class Tally(NamedTuple):
    """How many questions were answered before, were answered now, and could not be."""

    n_before: int
    n_now: int
    n_problems: int


def answer_run(
    run: Mapping[str, Any],
    questions: Sequence[Question],
    settings: Settings,
    plans: Mapping[str, Plan],
    *,
    out: Path,
    fresh: bool,
    progress: Progress,
) -> Tally:
    """Open the system that ``run`` names and answer what the folder does not hold yet, with the rankings as a TREC run.

    Raises:
        EvaluationError: the folder holds answers of another run, or cannot be written; a package is not installed.
    """
    done = prepare(out, run, fresh=fresh)
    system = open_system(run["system"], settings, plans, progress=progress)
    tally = answer_all(questions, system, out=out, done=done, progress=lambda n, total: progress("answering", n, total))
    write_trec(out, read_answers(out / FILE).values(), tag=run["system"])
    return tally


def prepare(out: Path, run: Mapping[str, Any], *, fresh: bool) -> dict[str, AnswerRow]:
    """Make the folder ready for a run with these settings; the answers it holds of this run already.

    Raises:
        EvaluationError: it holds answers of another run, or cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        if fresh:
            for name in (FILE, PROBLEMS, RUN, provenance.FILE, *SCORED):
                (out / name).unlink(missing_ok=True)
        provenance.check_same_run(out, run)
        provenance.write_settings(out, run)
        drop_torn_line(out / FILE)
    except OSError as error:
        raise EvaluationError(f"cannot write to {str(out)!r}: {error.strerror or error}") from error
    return read_answers(out / FILE) if (out / FILE).is_file() else {}


def answer_all(
    questions: Sequence[Question],
    system: System,
    *,
    out: Path,
    done: Collection[str],
    progress: Callable[[int, int], None],
) -> Tally:
    """Answer the questions that are not in ``done``; what fails goes to ``problems.log`` and counts as missing."""
    left = [question for question in questions if question.id not in done]
    n_problems = 0
    with (out / FILE).open("a", encoding="utf-8") as answers, (out / PROBLEMS).open("w", encoding="utf-8") as log:
        for n, question in enumerate(left, start=1):
            try:
                answers.write(line_of(timed(system, question)))
                answers.flush()
            except PolicyError as error:
                n_problems += 1
                log.write(f"{question.id}\t{error}\n")
            except Exception:  # noqa: BLE001  a fault in one question must not lose the others
                n_problems += 1
                log.write(f"{question.id}\t{traceback.format_exc()}\n")
            progress(n, len(left))
    return Tally(len(questions) - len(left), len(left) - n_problems, n_problems)


def timed(system: System, question: Question) -> AnswerRow:
    """The answer with the wall time that it took, measured here for every system alike."""
    start = time.perf_counter()
    row = system.answer(question)
    return row.model_copy(update={"latency_ms": round(1000 * (time.perf_counter() - start), 3)})


def write_trec(out: Path, rows: Iterable[AnswerRow], *, tag: str) -> None:
    """Write the rankings for other tools."""
    (out / RUN).write_text(trec_run(rows, tag=tag), encoding="utf-8")
