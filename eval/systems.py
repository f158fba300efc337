"""The systems that can be asked, opened by name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from assistant.settings import Settings
from corpus.plans import Plan
from eval.answers import AnswerRow, row_of
from eval.baselines import Baseline
from eval.lineup import SystemName
from eval.questions import Question
from index.embedding import load_embedder

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from eval.ablation import Part

ABLATIONS: dict[str, "Part"] = {
    "no-sentences": "sentences",
    "no-dense": "dense",
    "no-encoder": "encoder",
    "no-lexical": "lexical",
    "no-lexicon": "lexicon",
}
BASELINES: dict[str, Callable[[Mapping[str, Plan]], Baseline]] = {
    "bm25-clause": lambda plans: Baseline(plans, clauses=True),
    "bm25-sentence": lambda plans: Baseline(plans, clauses=False),
    "bm25-whitespace": lambda plans: Baseline(plans, clauses=True, words=str.split),
}
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


def open_system(name: SystemName, settings: Settings, plans: Mapping[str, Plan], *, progress: Progress) -> System:
    """The system called ``name``, ready to be asked.

    Raises:
        EvaluationError: it needs a package that is not installed.
    """
    if name in BASELINES:
        return BASELINES[name](plans)
    if name.startswith("llamaindex"):
        return _open_llamaindex(name, settings, plans)
    return _open_assistant(name, settings, progress=progress)


def _open_llamaindex(name: SystemName, settings: Settings, plans: Mapping[str, Plan]) -> System:
    from eval.llamaindex import bm25_pipeline, dense_pipeline  # noqa: PLC0415  llama-index, a second

    if name == "llamaindex-bm25":
        return bm25_pipeline(plans)
    return dense_pipeline(plans, load_embedder(settings.embedding_model))


def _open_assistant(name: SystemName, settings: Settings, *, progress: Progress) -> System:
    from assistant.assistant import Assistant  # noqa: PLC0415  llama-index, a second
    from eval.ablation import open_without  # noqa: PLC0415  the same

    part = ABLATIONS.get(name)
    whole = part is None
    opened = Assistant.open(settings, progress=progress) if whole else open_without(part, settings, progress=progress)
    opened.warm()
    return AssistantSystem(opened)
