"""Scores of questions to a table: each measure over all, by type and by style, with n and a 95% interval."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import EvaluationError
from corpus.models import Record
from eval.intervals import Estimate, estimate, percentile
from eval.questions import in_words, numbered_lines
from eval.scores import LATENCIES, MEASURES, Scores

FILE = "summary.json"
SCORES = "scores.jsonl"
Row = Mapping[str, Estimate]  # measure to its value


class Summary(Record):
    """A scored run. ``run`` is its settings; groups are named ``type:…``, ``style:…`` and ``reason:…``."""

    run: dict[str, Any]
    n_questions: int
    n_missing: int
    measures: dict[str, Estimate]
    groups: dict[str, dict[str, Estimate]]

    @property
    def name(self) -> str:
        """What the run is called in a table."""
        return str(self.run.get("system", "answers"))


def summarise(scores: Sequence[Scores], *, run: Mapping[str, Any]) -> Summary:
    """The summary of a run whose settings are ``run``."""
    groups: dict[str, list[Scores]] = {}
    for key in ("type", "style", "reason"):
        known = [score for score in scores if getattr(score, key)]
        for score in sorted(known, key=lambda score: str(getattr(score, key))):
            groups.setdefault(f"{key}:{getattr(score, key)}", []).append(score)
    return Summary(
        run=dict(run),
        n_questions=len(scores),
        n_missing=sum(score.missing for score in scores),
        measures=row_of(scores),
        groups={name: row_of(members) for name, members in groups.items()},
    )


def row_of(scores: Sequence[Scores]) -> dict[str, Estimate]:
    """Every measure over the questions to which it applies."""
    row = {measure: estimate(values_of(scores, measure)) for measure in MEASURES}
    taken = values_of(scores, "latency_ms")
    return row | {name: estimate(taken, percentile(share)) for name, share in LATENCIES.items()}


def values_of(scores: Sequence[Scores], measure: str) -> list[float]:
    """The scores in one measure of the questions to which it applies, in their order."""
    return [value for score in scores if (value := getattr(score, measure)) is not None]


def write_scored(folder: Path, scores: Sequence[Scores], summary: Summary) -> None:
    """Write the scores, a line a question, and the summary."""
    lines = "".join(score.model_dump_json() + "\n" for score in scores)
    (folder / SCORES).write_text(lines, encoding="utf-8")
    (folder / FILE).write_text(summary.model_dump_json(indent=1) + "\n", encoding="utf-8")


def read_summary(folder: Path) -> Summary:
    """The summary of a scored run.

    Raises:
        EvaluationError: the folder holds none.
    """
    text = "\n".join(line for _, line in numbered_lines(_scored(folder, FILE)))
    try:
        return Summary.model_validate_json(text)
    except ValidationError as error:
        raise EvaluationError(f"{str(folder / FILE)!r}: {in_words(error)}; score the run again") from error


class _Measured(BaseModel):
    """What every scored folder's summary holds, whatever was scored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    measures: dict[str, Estimate]


def read_measures(folder: Path) -> dict[str, Estimate]:
    """The measures of a scored run, or of scored registers.

    Raises:
        EvaluationError: the folder holds none.
    """
    text = "\n".join(line for _, line in numbered_lines(_scored(folder, FILE)))
    try:
        return _Measured.model_validate_json(text).measures
    except ValidationError as error:
        raise EvaluationError(f"{str(folder / FILE)!r}: {in_words(error)}; score it again") from error


def read_scores(folder: Path) -> dict[str, Scores]:
    """The scores of a scored run by question id.

    Raises:
        EvaluationError: the folder holds none.
    """
    scores: dict[str, Scores] = {}
    for number, line in numbered_lines(_scored(folder, SCORES)):
        try:
            score = Scores.model_validate_json(line)
        except ValidationError as error:
            raise EvaluationError(f"{SCORES}, line {number}: {in_words(error)}; score the run again") from error
        scores[score.id] = score
    return scores


def _scored(folder: Path, name: str) -> Path:
    if not (folder / name).is_file():
        raise EvaluationError(f"{str(folder)!r} holds no {name}: run `python -m eval score` on it first")
    return folder / name
