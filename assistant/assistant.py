"""The one facade: a question in, an answer out, every sentence of it borne by the plans."""

import time
from collections.abc import Iterable, Mapping, Sequence

from assistant.answers import profile
from assistant.answers.compare import answer_compare, answer_mention, is_side_by_side, side_by_side
from assistant.answers.context import Context, Refusal
from assistant.answers.gaps import elsewhere
from assistant.answers.passage import answer_passage
from assistant.answers.pointed import answer_pointed
from assistant.answers.portfolio import answer_portfolio
from assistant.answers.responsibility import answer_responsibility
from assistant.draft import Draft, cite
from assistant.frames import frame, listed
from assistant.models import Answer, Citation, Retrieved, Sentence, Turn
from assistant.question import Question, Reader, patterns, topic_words
from assistant.select import Candidate, know
from assistant.settings import Settings
from assistant.state import state_of
from assistant.verify import stands, supported
from corpus.concepts import Lexicon, load_lexicon
from corpus.departments import Directory, load_directory, printed_names
from corpus.english import load_translator
from corpus.errors import CorpusError
from corpus.places import load_gazetteer
from corpus.plans import Plan, load_plans
from index.embedding import load_embedder
from index.encoder import load_encoder
from index.retriever import Hit, HybridRetriever
from index.store import Progress, index_folder, open_or_build

CONSIDERED = 20  # clauses that an answer names as looked at
FIGURES = ("value", "compare", "count")  # kinds of questions that ask for a figure


class Assistant:
    """Answers questions about a library of plans."""

    def __init__(
        self, plans: Mapping[str, Plan], retriever: HybridRetriever, *, lexicon: Lexicon, directory: Directory
    ) -> None:
        self.plans = plans
        self.retriever = retriever
        self._lexicon = lexicon
        self._directory = directory
        self._reader = Reader(
            plans,
            directory=directory,
            gazetteer=load_gazetteer(),
            translator=load_translator(lexicon),
            lexicon=lexicon,
            encoder=retriever.encoder,
        )

    @classmethod
    def open(cls, settings: Settings, *, progress: Progress = lambda *_: None) -> "Assistant":
        """Load the plans and open their index, which is built if it is missing or damaged.

        Raises:
            CorpusError: the plans cannot be read.
            IndexNotBuilt: the index cannot be written.
            ModelError: the embedding model cannot be loaded.
        """
        plans, lexicon, embedder = (
            load_plans(settings.plans_dir),
            load_lexicon(),
            load_embedder(settings.embedding_model),
        )
        encoder = load_encoder()
        folder = index_folder(settings.data_dir, plans, embedder, encoder)
        clauses, sentences = open_or_build(
            folder, plans, embedder=embedder, lexicon=lexicon, encoder=encoder, progress=progress
        )
        retriever = HybridRetriever(clauses, sentences, embedder=embedder, lexicon=lexicon, encoder=encoder)
        return cls(plans, retriever, lexicon=lexicon, directory=load_directory())

    def warm(self) -> None:
        """Look at every sentence once, a second or so for five plans: worth it where many questions follow."""
        know(self.retriever, self._lexicon)
        profile.know(self.plans.values())

    def ask(self, question: str, history: Sequence[Turn] = (), *, plans: Sequence[str] | None = None) -> Answer:
        """Answer ``question`` in the light of the turns before it.

        Args:
            question: in Chinese or English.
            history: the conversation so far, oldest first.
            plans: ids of the plans to stay within; all if None.

        Raises:
            QuestionError: the question is empty, too long or holds no words.
            CorpusError: ``plans`` names one that is not in the library.
        """
        started = time.perf_counter()
        understood = self._within(self._reader.read(question, history), plans)
        context = Context(understood, self.plans, self.retriever, self._lexicon, self._directory)
        hits, found = side_by_side(context) if is_side_by_side(context) else context.found
        hits = _reordered(hits, found)
        draft = Draft()
        try:
            self._refuse_early(understood, hits)
            _answer(context, found, draft)
            answer = self._checked(context, draft, hits)
        except Refusal as refusal:
            answer = self._refused(context, elsewhere(context, refusal), hits)
        latency = (time.perf_counter() - started) * 1000
        asked = question.encode("utf-8", "replace").decode("utf-8")
        return answer.model_copy(update={"question": asked, "latency_ms": latency})

    def _within(self, question: Question, plans: Sequence[str] | None) -> Question:
        unknown = [plan_id for plan_id in plans or () if plan_id not in self.plans]
        if unknown:
            raise CorpusError(f"no plan {unknown[0]!r} in the library: choose from {', '.join(self.plans)}")
        if plans:
            named = [plan_id for plan_id in question.plans if plan_id in plans]
            outside = self._called(question.plans, english=question.english) if not named else []
            return question._replace(plans=tuple(named or plans), outside=tuple(outside))
        return question

    def _called(self, plan_ids: Iterable[str], *, english: bool) -> list[str]:
        return [self.plans[plan_id].info.called(english=english) for plan_id in plan_ids]

    def _refuse_early(self, question: Question, hits: Sequence[Hit]) -> None:
        if question.instructed and len(topic_words(question.query)) < 4:
            raise Refusal("instruction")
        if question.stray:
            raise Refusal(question.stray)
        if patterns().named["off_topic"].search(question.text):
            raise Refusal("off_topic")
        if question.beyond:
            raise Refusal("no_such_citation", number=question.beyond)
        if question.outside:
            raise Refusal("outside_scope", place=listed(question.outside, english=question.english))
        if question.unknown_places and not question.plans:
            raise Refusal("no_such_plan", place=question.unknown_places[0])
        if not hits:
            raise Refusal("off_topic")

    def _checked(self, context: Context, draft: Draft, hits: Sequence[Hit]) -> Answer:
        """The answer without the sentences that the plans do not bear."""
        citations = [citation for citation in draft.citations if stands(citation, self.plans)]
        if len(citations) < len(draft.citations):
            raise Refusal("not_in_any_plan")
        counts = [str(len(citations)), *(str(n) for n in range(len(citations)))]
        allowed = [*counts, *self._called(self.plans, english=context.question.english)]
        bodies = [name for plan in context.scope for name in printed_names(plan)]
        kept = [s for s in draft.sentences if supported(s, citations, allowed=allowed, bodies=bodies)]
        if not kept:
            raise Refusal("not_in_any_plan")
        answer = self._framed(context, tuple(kept), hits, citations=tuple(citations))
        return answer.model_copy(update={"related": tuple(draft.related)})

    def _refused(self, context: Context, refusal: Refusal, hits: Sequence[Hit]) -> Answer:
        text = self._refusal_text(context.question, refusal)
        related = tuple(cite(c.plan, c.clause, c.span) for c in refusal.related)
        answer = self._framed(context, (Sentence(text=text, verdict="framed"),), hits, citations=())
        return answer.model_copy(update={"related": related, "refused": True, "reason": refusal.reason})

    def _refusal_text(self, question: Question, refusal: Refusal) -> str:
        english = question.english
        called = listed(self._called(question.plans or self.plans, english=english), english=english)
        asked = question.amount or ("other" if question.kind in FIGURES else "detail")
        asked = frame(f"asked.{asked}", english=english)
        if question.years and refusal.reason == "value_not_given":
            asked = frame("asked.year", english=english, year=question.years[0])
        values = {
            "n": len(self.plans),
            "plans": called,
            "asked": asked,
            "plan": called,
            **refusal.values,
        }
        name: str = refusal.reason
        if name == "not_in_any_plan" and question.profile == "all":
            name = "nothing_of_his_own"
        elif name == "not_in_any_plan" and len(self.plans) == 1:
            name = "not_in_the_only_plan"
        return frame(f"refusal.{name}", english=english, **values)

    def _framed(
        self, context: Context, sentences: tuple[Sentence, ...], hits: Sequence[Hit], citations: tuple[Citation, ...]
    ) -> Answer:
        return Answer(
            question=context.question.text,
            kind=context.question.kind,
            plans=context.question.plans,
            sentences=sentences,
            citations=citations,
            state=state_of(context.question, citations),
            retrieved=self._considered(hits, citations),
        )

    def _considered(self, hits: Sequence[Hit], citations: Sequence[Citation]) -> tuple[Retrieved, ...]:
        """The clauses that were found, best first: those that the answer cites before the others.

        A clause that the departments' brackets led to, and not the search, has no score.
        """
        found = {hit.clause.clause_id: _retrieved(hit) for hit in hits}
        cited = {citation.clause: citation.plan for citation in citations}
        first = [found.pop(clause, None) or self._looked_up(plan, clause) for clause, plan in cited.items()]
        return (*first, *found.values())[:CONSIDERED]

    def _looked_up(self, plan_id: str, clause_id: str) -> Retrieved:
        plan = self.plans[plan_id]
        span = plan.by_id[clause_id].span
        text = plan.quote(span)
        return Retrieved(plan=plan_id, clause=clause_id, start=span.start, end=span.end, text=text, score=0.0)


def _answer(context: Context, found: Sequence[Candidate], draft: Draft) -> None:
    kind, pointed = context.question.kind, context.question.pointed
    if pointed is not None:
        return answer_pointed(context, [c for c in found if c.clause.clause_id == pointed.clause], pointed, draft)
    if is_side_by_side(context):
        return (answer_mention if kind == "mention" else answer_compare)(context, found, draft)
    if kind in ("portfolio", "count") and answer_portfolio(context, draft):
        return None
    if kind == "portfolio" and context.question.departments:
        raise Refusal("department_not_named", department=context.question.departments[0])
    if context.question.asks_who:
        return answer_responsibility(context, found, draft)
    return answer_passage(context, found, draft)


def _reordered(hits: Sequence[Hit], found: Sequence[Candidate]) -> list[Hit]:
    """The clauses in the order of their best sentences."""
    first: dict[str, int] = {}
    for rank, candidate in enumerate(found):
        first.setdefault(candidate.clause.clause_id, rank)
    return sorted(hits, key=lambda hit: first.get(hit.clause.clause_id, len(found)))


def _retrieved(hit: Hit) -> Retrieved:
    passage = hit.clause
    return Retrieved(
        plan=passage.plan_id,
        clause=passage.clause_id,
        start=passage.span.start,
        end=passage.span.end,
        text=passage.text,
        score=hit.score,
    )


__all__ = ["Assistant", "CorpusError"]
