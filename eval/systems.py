"""What can be asked: the assistant, and the plain baselines it is measured against."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from assistant.settings import Settings
from corpus.plans import Plan
from eval.answers import AnswerRow, CitationRow, RetrievedRow, row_of
from eval.questions import Question
from index.lexical import LexicalIndex
from index.passages import Passage, passages
from index.tokens import jieba_words

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from eval.ablation import Part

SystemName = Literal["assistant", "bm25-clause", "bm25-sentence", "no-dense", "no-lexical", "no-lexicon"]
ABLATIONS: dict[str, "Part"] = {"no-dense": "dense", "no-lexical": "lexical", "no-lexicon": "lexicon"}
MOST = 20  # passages in a ranking
Progress = Callable[[str, int, int], None]


class System(Protocol):
    """Answers questions."""

    def answer(self, question: Question) -> AnswerRow:
        """One answer; never sees the gold."""
        ...


class AssistantSystem:
    """The project's assistant, whole or with a part taken out."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def answer(self, question: Question) -> AnswerRow:
        """What the assistant says after the turns before."""
        return row_of(question.id, self._assistant.ask(question.question, question.history))


class Baseline:
    """BM25 with its defaults over jieba's words; the best clause, or the best sentence, is the answer.

    A passage is indexed with its plan's title and the headings above it, so that a place in the question counts. It
    refuses only a question that shares no word with any passage.
    """

    def __init__(self, plans: Mapping[str, Plan], *, clauses: bool) -> None:
        self._plans = plans
        self._passages = [passage for passage in passages(plans) if passage.is_clause == clauses]
        self._bm25 = LexicalIndex.build(list(map(self._words, self._passages)))

    def _words(self, passage: Passage) -> list[str]:
        return jieba_words(f"{self._plans[passage.plan_id].info.title}\n{passage.context}\n{passage.text}")

    def answer(self, question: Question) -> AnswerRow:
        """The best passage, word for word; its departments are those of the bracket that governs it."""
        ranked = self._rank(question.question)
        best = ranked[0][0] if ranked else None
        return AnswerRow(
            id=question.id,
            answer=best.text if best else "",
            refused=best is None,
            reason="" if best else "not_in_any_plan",
            citations=(self._cite(best),) if best else (),
            retrieved=tuple(
                RetrievedRow(plan=hit.plan_id, clause=hit.clause_id, text=hit.text, score=score, **hit.span._asdict())
                for hit, score in ranked
            ),
        )

    def _rank(self, query: str) -> Sequence[tuple[Passage, float]]:
        scores = self._bm25.scores(Counter(jieba_words(query)))
        order = np.argsort(-scores, kind="stable")[:MOST]
        return [(self._passages[row], float(scores[row])) for row in order if scores[row] > 0]

    def _cite(self, hit: Passage) -> CitationRow:
        clause = self._plans[hit.plan_id].by_id[hit.clause_id]
        return CitationRow(
            plan=hit.plan_id,
            clause=hit.clause_id,
            path=clause.path,
            heading=clause.heading,
            quote=self._plans[hit.plan_id].quote(hit.span),
            departments=clause.departments_at(hit.span),
            **hit.span._asdict(),
        )


def open_system(name: SystemName, settings: Settings, plans: Mapping[str, Plan], *, progress: Progress) -> System:
    """The system called ``name``, ready to be asked."""
    if name in ("bm25-clause", "bm25-sentence"):
        return Baseline(plans, clauses=name == "bm25-clause")
    from assistant.assistant import Assistant  # noqa: PLC0415  llama-index, a second
    from eval.ablation import open_without  # noqa: PLC0415  the same

    part = ABLATIONS.get(name)
    if part is None:
        return AssistantSystem(Assistant.open(settings, progress=progress))
    return AssistantSystem(open_without(part, settings, progress=progress))
