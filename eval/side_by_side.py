"""Several systems over the same questions, each answered, scored and tested against the first."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.settings import Settings
from corpus.plans import Plan
from eval import provenance
from eval.intervals import permutation_p
from eval.lineup import MEANINGS, SystemName
from eval.questions import Question
from eval.run import answer_run
from eval.scoring import Judged, score_run
from eval.summary import Summary, read_scores

FILE = "table.json"
TESTED = "strict"  # the measure in which systems are tested against the first
Progress = Callable[[str, int, int], None]


class Scored(NamedTuple):
    """A system's summary, and how likely chance makes it differ as much from the first; None for the first itself."""

    summary: Summary
    p: float | None


def answer_all_systems(
    runs: Sequence[Mapping[str, Any]],
    questions: Sequence[Question],
    settings: Settings,
    plans: Mapping[str, Plan],
    *,
    out: Path,
    fresh: bool,
    progress: Progress,
) -> int:
    """Answer what a folder ``out/SYSTEM`` does not hold yet; answers of another run are made again.

    Returns how many questions could not be answered, over all systems.
    """
    n_problems = 0
    for run in runs:
        name, folder = run["system"], out / run["system"]
        stale = fresh or bool(provenance.differing(folder, run))
        tally = answer_run(
            run,
            questions,
            settings,
            plans,
            out=folder,
            fresh=stale,
            progress=lambda what, n, total, name=name: progress(f"{name}: {what}", n, total),
        )
        n_problems += tally.n_problems
    return n_problems


def score_all_systems(
    names: Sequence[SystemName], questions: Sequence[Question], plans: Mapping[str, Plan], *, out: Path
) -> tuple[list[Scored], list[Judged]]:
    """Score every system's answers, the first also question by question; writes ``table.json``."""
    scored: list[Scored] = []
    first: list[Judged] = []
    for name in names:
        summary, judged = score_run(questions, out / name, plans)
        first = first or judged
        scored.append(Scored(summary, _chance(out / names[0], out / name) if scored else None))
    (out / FILE).write_text(table_json(scored) + "\n", encoding="utf-8")
    return scored, first


def _chance(first: Path, other: Path) -> float | None:
    """The paired permutation test of two scored runs."""
    before, after = read_scores(first), read_scores(other)
    pairs = [(getattr(before[key], TESTED), getattr(after[key], TESTED)) for key in before]
    return permutation_p([b - a for a, b in pairs if a is not None and b is not None])


def table_json(scored: Sequence[Scored]) -> str:
    """The whole table, every measure with its interval and n, and what each system is."""
    rows = [
        {"system": each.summary.name, "what": MEANINGS.get(each.summary.name, ""), "p": each.p}  # pyright: ignore[reportArgumentType, reportCallIssue]  any name may be asked for
        | each.summary.model_dump(mode="json")
        for each in scored
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)
