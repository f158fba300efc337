"""Answers about one citation of the answer before: who is responsible for it, or what the clause around it says."""

from collections.abc import Sequence

from assistant.answers.context import Context
from assistant.answers.responsibility import answer_responsibility
from assistant.draft import Draft, cite
from assistant.frames import frame
from assistant.models import Cited
from assistant.select import Candidate
from corpus.models import Clause
from corpus.spans import Span

LONGEST = 420  # characters of an answer


def answer_pointed(context: Context, found: Sequence[Candidate], pointed: Cited, draft: Draft) -> None:
    """Name the departments of what was cited, or quote it with the sentences around it.

    Args:
        context: whose question points at a citation.
        found: the sentences of the clause cited, the one cited first.
        pointed: what was cited.
        draft: what is said.

    Raises:
        Refusal: the departments are asked for and ``found`` is empty.
    """
    if context.question.kind == "responsibility":
        return answer_responsibility(context, found, draft)
    plan, english = context.plans[pointed.plan], context.question.english
    clause = plan.by_id[pointed.clause]
    before = frame("in_plan", english=english, plan=plan.info.called(english=english))
    for span in _around(clause, Span(pointed.start, pointed.end)):
        draft.quote(cite(plan, clause, span), before=before)
        before = ""
    return None


def _around(clause: Clause, cited: Span) -> list[Span]:
    """The sentence cited and its neighbours, nearest first as far as they fit, in reading order."""
    heading = clause.heading_span or Span(0, 0)
    spans = [Span(*span) for span in clause.sentences if not heading.overlap(span)]
    at = max(range(len(spans)), key=lambda n: spans[n].overlap(cited), default=None)
    if at is None:
        return [cited]
    chosen, length = [spans[at]], spans[at].end - spans[at].start
    for span in sorted(spans, key=lambda span: abs(spans.index(span) - at))[1:]:
        length += span.end - span.start
        if length > LONGEST:
            break
        chosen.append(span)
    return sorted(chosen)
