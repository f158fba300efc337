"""What speaks for a sentence as the answer to a follow-up: it stands near the last citation, and has the new item."""

from collections.abc import Sequence

from assistant.models import Question
from assistant.select import Candidate, has_amount, right_year

NEARBY = 3.0  # for a sentence of a clause that the answer before cited, if the question leans on it
ITEM = 4.0  # for one that has all of the thing that a follow-up puts in the place of the one before
SAID = 10.0  # against the sentence cited before, if it has nothing of that thing
NAMED = 0.3  # of the new thing: a sentence near the last citation that has so much of it answers


def reordered(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences, best first, scored anew if the question leans on an answer."""
    if not (question.near or question.item):
        return list(found)
    elsewhere = any(share_of(question.item, candidate.text) for candidate in found)
    scored = [_scored(question, candidate, elsewhere=elsewhere) for candidate in found]
    return sorted(scored, key=lambda candidate: -candidate.score)


def goes_on(question: Question, found: Sequence[Candidate]) -> bool:
    """Whether the best sentence stands near the last citation and has what is asked for: then it need not be judged."""
    if not found or not _is_near(question, found[0]):
        return False
    named = not question.item or share_of(question.item, found[0].text) >= NAMED
    return named and gives_figure(question, found[0])


def gives_figure(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence has a figure of the kind and year asked for; always if none is asked for."""
    asked = question.kind in ("value", "count") and question.amount
    return not asked or (has_amount(candidate.text, question.amount) and right_year(candidate.text, question.years))


def share_of(item: str, text: str) -> float:
    """The share of the pairs of neighbouring characters of ``item`` that ``text`` has; a word of one counts itself."""
    words = item.split()
    pairs = {word[at : at + 2] for word in words for at in range(max(1, len(word) - 1))}
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def _scored(question: Question, candidate: Candidate, *, elsewhere: bool) -> Candidate:
    near, share = _is_near(question, candidate), share_of(question.item, candidate.text)
    said = near and any(cited.start == candidate.span.start for cited in question.near)
    added = NEARBY * near + ITEM * share - SAID * (said and elsewhere and not share)
    return candidate._replace(score=candidate.score + added)


def _is_near(question: Question, candidate: Candidate) -> bool:
    return candidate.clause.clause_id in {cited.clause for cited in question.near}
