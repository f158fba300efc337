"""BM25 with its defaults over the project's passages: the plain systems that the assistant is measured against."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corpus.plans import Plan
from eval.answers import AnswerRow, CitationRow, RetrievedRow
from eval.questions import Question
from index.lexical import LexicalIndex
from index.passages import Passage, passages
from index.tokens import jieba_words

MOST = 20  # passages in a ranking


class Baseline:
    """The best clause, or the best sentence, is the answer.

    A passage is indexed with its plan's title and the headings above it, so that a place in the question counts. It
    refuses only a question that shares no word with any passage.
    """

    def __init__(
        self, plans: Mapping[str, Plan], *, clauses: bool, words: Callable[[str], list[str]] = jieba_words
    ) -> None:
        self._plans = plans
        self._words = words
        self._passages = [passage for passage in passages(plans) if passage.is_clause == clauses]
        self._bm25 = LexicalIndex.build([words(self._text(passage)) for passage in self._passages])

    def _text(self, passage: Passage) -> str:
        return f"{self._plans[passage.plan_id].info.title}\n{passage.context}\n{passage.text}"

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
        scores = self._bm25.scores(Counter(self._words(query)))
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
