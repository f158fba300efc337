"""What a turn of the assistant cited, read again from its text: the sentences of the plans that it quotes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.models import Cited, Turn
from corpus.normal import normalise
from corpus.plans import Plan

RUN = 5  # characters that must stand side by side in both
FEWEST = 3  # such runs in common, and ...
SHARE = 0.3  # ... of those of what is looked for
WHOLE = 0.8  # of a sentence's runs: it is quoted whole, and not only in part
MOST = 4_000  # characters of a turn that are read
MARK = re.compile(r"\[(\d{1,2})\]")
HEADING = re.compile(r"^\s*“([^”]{4,60})”")  # how the assistant begins a sentence on a clause, see frames.toml
PART = re.compile(r"[\n。;；:：!！?？]")
DECORATION = re.compile(r"[.“”\"'()（）,，。、;；:：*#>\s-]")


class _Sentence(NamedTuple):
    cited: Cited
    n_runs: int


class _Index(NamedTuple):
    """The sentences of a plan, and in which of them each run of characters stands."""

    sentences: Sequence[_Sentence]
    holding: Mapping[str, Sequence[int]]


class Quotations:
    """Finds the sentences that a text quotes. A plan is indexed when it is first looked at."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = plans
        self._indexes: dict[str, _Index] = {}

    def cited(self, turn: Turn, plans: Sequence[str]) -> tuple[Cited, ...]:
        """What the turn cites, in the order of its marks; without marks, in the order of its text.

        Args:
            turn: of the assistant; what it says it cites is taken as it is, as far as the library has it.
            plans: ids of the plans that it may quote; all if empty.
        """
        if turn.cited:
            return tuple(cited for cited in turn.cited if self._has(cited))
        text = turn.content[:MOST]
        marked = _marked(text)
        parts = [marked[number] for number in sorted(marked)] if marked else PART.split(text)
        found = [cited for part in parts if (cited := self._quoted(part, plans or tuple(self._plans))) is not None]
        return tuple(found if marked else dict.fromkeys(found))

    def _quoted(self, part: str, plans: Sequence[str]) -> Cited | None:
        """The sentence that a part of the text quotes, or the heading that it begins with."""
        heading = HEADING.match(part)
        return (heading and self._find(heading[1], plans)) or self._find(part, plans)

    def _has(self, cited: Cited) -> bool:
        plan = self._plans.get(cited.plan)
        return plan is not None and cited.clause in plan.by_id and cited.start < cited.end <= len(plan.text)

    def _find(self, words: str, plans: Sequence[str]) -> Cited | None:
        """The sentence with most in common; None if too little is.

        Where sentences of two clauses have as much, it is the one that is quoted whole; None if that does not decide.
        """
        runs = _runs(words)
        shared = Counter[_Sentence]()
        for plan_id in plans:
            sentences, holding = self._index(plan_id)
            for at, count in Counter(at for run in runs for at in holding.get(run, ())).items():
                shared[sentences[at]] = count
        best = max(shared.values(), default=0)
        first = [sentence for sentence, count in shared.items() if count == best]
        if len({sentence.cited.clause for sentence in first}) > 1:
            first = [sentence for sentence in first if best >= WHOLE * sentence.n_runs]
        if best < max(FEWEST, SHARE * len(runs)) or len({sentence.cited.clause for sentence in first}) != 1:
            return None
        return min(first, key=lambda sentence: (sentence.n_runs, sentence.cited.start)).cited

    def _index(self, plan_id: str) -> _Index:
        if plan_id not in self._indexes:
            self._indexes[plan_id] = _indexed(self._plans[plan_id])
        return self._indexes[plan_id]


def _indexed(plan: Plan) -> _Index:
    sentences: list[_Sentence] = []
    holding: dict[str, list[int]] = {}
    for clause in plan.outline.clauses:
        for span in clause.sentences:
            runs = _runs(plan.quote(span))
            for run in runs:
                holding.setdefault(run, []).append(len(sentences))
            cited = Cited(plan=plan.plan_id, clause=clause.clause_id, start=span.start, end=span.end)
            sentences.append(_Sentence(cited, len(runs)))
    return _Index(sentences, holding)


def _runs(words: str) -> set[str]:
    flat = DECORATION.sub("", normalise(words))
    return {flat[at : at + RUN] for at in range(len(flat) - RUN + 1)}


def _marked(text: str) -> dict[int, str]:
    """The words before each mark, back to the line's start or the mark before; those that share their words share."""
    found: dict[int, str] = {}
    for line in text.split("\n"):
        words = ""
        for part, number in zip(*[iter((*MARK.split(line), ""))] * 2, strict=True):
            words = part.strip() or words
            if number:
                found.setdefault(int(number), words)
    return found
