"""The measures: what each is called and what it says. A score is a share from 0 to 1, or None where it does not apply."""

from typing import Literal

from pydantic import Field

from corpus.models import Record
from eval.questions import Style, Type

Score = float | None


class Scores(Record):
    """One answer, measured. Every field with a title is a measure; its mean over the questions is what is reported."""

    id: str
    type: Type
    style: Style
    missing: bool = Field(description="no answer was given; counted as wrong")

    strict: Score = Field(default=None, title="strict", description=(
        "right, and to the point: correct, at least half of the citations stand in a gold clause (nine in ten for a "
        "department's tasks), and at most 500 characters (2,400 for lists)"))
    correct: Score = Field(default=None, title="correct", description=(
        "all facts said, nothing forbidden said, every quote verbatim, a citation on the gold words, lists complete, and the "
        "departments exact where they are what was asked; a question that the plans do not answer: refused without citations"))
    facts: Score = Field(default=None, title="facts", description="every fact of the gold answer is said, not just some")
    departments: Score = Field(default=None, title="departments exact", description=(
        "a citation in a gold clause names exactly the lead and the responsible departments that the plan prints there"))
    cite_hit: Score = Field(default=None, title="citation hit", description="a citation stands on the gold words")
    cite_recall: Score = Field(default=None, title="citation recall", description=(
        "share of the gold quotes of which the citations cover at least half"))
    cite_precision: Score = Field(default=None, title="citation precision", description=(
        "share of the citations that stand on gold words; 0 without citations"))
    cite_precision_clause: Score = Field(default=None, title="citation precision (clause)", description=(
        "share of the citations that stand in a clause with gold words; 0 without citations"))
    clause_first: Score = Field(default=None, title="first citation right", description=(
        "the first citation stands in a clause with gold words"))
    char_precision: Score = Field(default=None, title="character precision", description=(
        "share of the cited characters that are gold; undefined without citations"))
    char_recall: Score = Field(default=None, title="character recall", description="share of the gold characters cited")
    char_f1: Score = Field(default=None, title="character F1", description="harmonic mean of character precision and recall")
    success_1: Score = Field(default=None, title="success@1", description="the first passage is in a gold clause")
    success_5: Score = Field(default=None, title="success@5", description="one of the first five passages is in a gold clause")
    success_10: Score = Field(default=None, title="success@10", description="one of the first ten is in a gold clause")
    recall_1: Score = Field(default=None, title="recall@1", description="share of the gold clauses in the first passage")
    recall_5: Score = Field(default=None, title="recall@5", description="share of the gold clauses in the first five")
    recall_10: Score = Field(default=None, title="recall@10", description="share of the gold clauses in the first ten")
    reciprocal_rank: Score = Field(default=None, title="MRR", description="1 / rank of the first passage in a gold clause")
    ndcg_10: Score = Field(default=None, title="nDCG@10", description="discounted gain of gold clauses in the first ten")
    set_recall: Score = Field(default=None, title="list recall", description=(
        "share of the expected clauses (or, for a comparison, plans) that the answer has"))
    set_precision: Score = Field(default=None, title="list precision", description=(
        "share of the tasks named that belong to the department"))
    set_f1: Score = Field(default=None, title="plans F1", description="F1 of the plans cited against the plans expected")
    refusal_recall: Score = Field(default=None, title="refusal recall", description=(
        "share of the questions without an answer in the plans that are refused"))
    refusal_precision: Score = Field(default=None, title="refusal precision", description=(
        "share of the refusals that are right: nothing in the plans answers, or the plan leaves the value open"))
    refusal_reason: Score = Field(default=None, title="refusal reason", description=(
        "share of the refusals that give the right reason, where the gold states one"))
    false_refusal: Score = Field(default=None, title="false refusals", description=(
        "share of the answerable questions that are refused or not answered"))
    quotes_valid: Score = Field(default=None, title="quotes valid", description=(
        "share of the answers with citations whose every quote stands where the citation says"))
    misattributed: Score = Field(default=None, title="misattributed", description=(
        "share of those with a quote that stands in the plans, but not there"))
    fabricated: Score = Field(default=None, title="fabricated", description="share of those with a quote that stands nowhere")
    numbers_supported: Score = Field(default=None, title="numbers supported", description=(
        "share of the figures in an answer that its quotes or the question have"))
    clean: Score = Field(default=None, title="nothing forbidden", description=(
        "the answer says nothing that it must not, where the question tries to make it"))
    kept: Score = Field(default=None, title="conversation kept", description=(
        "a follow-up that leans on the turn before cites a gold clause"))
    dropped: Score = Field(default=None, title="conversation dropped", description=(
        "after a switch or a correction nothing of the old plan is cited"))
    latency_ms: Score = Field(default=None, description="wall time of the answer")


Direction = Literal["higher", "lower"]
LOWER_IS_BETTER = frozenset({"false_refusal", "misattributed", "fabricated", "latency_p50_ms", "latency_p95_ms"})
MEASURES = {name: field for name, field in Scores.model_fields.items() if field.title}
LATENCIES = {"latency_p50_ms": 50.0, "latency_p95_ms": 95.0}


def title_of(measure: str) -> str:
    """How a measure is called in a table."""
    if measure in LATENCIES:
        return f"latency p{LATENCIES[measure]:.0f} (ms)"
    return str(MEASURES[measure].title)


def meaning_of(measure: str) -> str:
    """What a measure says, in a sentence."""
    if measure in LATENCIES:
        return f"{LATENCIES[measure]:.0f}% of the answers take at most this long"
    return str(MEASURES[measure].description)
