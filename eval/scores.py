"""The measures. A score is a share from 0 to 1, or None where the measure does not apply to the question."""

import tomllib
from functools import cache
from pathlib import Path

from corpus.models import Record
from eval.questions import Style, Type

FILE = Path(__file__).parent / "measures.toml"
Score = float | None


class Measure(Record):
    """What a measure is called, and what it says."""

    title: str
    meaning: str
    lower_is_better: bool = False


class Scores(Record):
    """One answer, measured; ``reason`` is the gold's. Every ``Score`` but the last is a measure of measures.toml."""

    id: str
    type: Type
    style: Style
    missing: bool
    reason: str | None = None

    strict: Score = None
    correct: Score = None
    facts: Score = None
    departments: Score = None
    departments_on_hit: Score = None
    cite_hit: Score = None
    cite_recall: Score = None
    cite_precision: Score = None
    cite_precision_clause: Score = None
    clause_first: Score = None
    char_precision: Score = None
    char_recall: Score = None
    char_f1: Score = None
    success_1: Score = None
    success_5: Score = None
    success_10: Score = None
    recall_1: Score = None
    recall_5: Score = None
    recall_10: Score = None
    reciprocal_rank: Score = None
    ndcg_10: Score = None
    set_recall: Score = None
    set_precision: Score = None
    set_f1: Score = None
    refusal_recall: Score = None
    refusal_precision: Score = None
    refusal_reason: Score = None
    refusal_right: Score = None
    false_refusal: Score = None
    quotes_valid: Score = None
    misattributed: Score = None
    fabricated: Score = None
    numbers_supported: Score = None
    clean: Score = None
    kept: Score = None
    dropped: Score = None
    latency_ms: Score = None


LATENCIES = {"latency_p50_ms": 50.0, "latency_p95_ms": 95.0}  # percentiles, where all else is a mean
ABOUT = ("id", "type", "style", "missing", "reason", "latency_ms")  # fields that are no measures
MEASURES = tuple(name for name in Scores.model_fields if name not in ABOUT)


@cache
def measures() -> dict[str, Measure]:
    """The measures by name, in the order of the table."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Measure.model_validate(row) for name, row in rows.items()}


def title_of(measure: str) -> str:
    """How a measure is called in a table."""
    return measures()[measure].title
