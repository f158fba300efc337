"""Which of several plans speak of what is asked: the signs, the learnt weights, and the answers that come of them."""

import math

import pytest

from assistant.answers.compare import asked_of, by_plan, side_by_side
from assistant.answers.context import Context
from assistant.assistant import Assistant
from assistant.question import reader_of
from assistant.settings import Settings
from assistant.speaking import signs_of, speaking_weights, spoken_by
from assistant.training.speaking import Row, held_out, libraries
from corpus.concepts import Lexicon
from corpus.departments import load_directory
from index.encoder import load_encoder


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped plans; its index is shared by the modules of one run."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


@pytest.fixture(scope="module")
def context(assistant: Assistant, lexicon: Lexicon) -> Context:
    """A question to all plans."""
    question = reader_of(assistant.plans, lexicon, load_encoder()).read("哪些方案提到抽水蓄能？")
    return Context(question, assistant.plans, assistant.retriever, lexicon, load_directory())


def test_every_plan_is_seen_with_the_signs_that_have_weights(context: Context, lexicon: Lexicon) -> None:
    groups = [*by_plan(context, side_by_side(context)[1]).values()]
    asked = asked_of(context)
    seen = signs_of(asked, groups, lexicon=lexicon, aligner=context.retriever.aligner)
    assert len(seen) == len(context.scope)
    assert all(set(signs) == set(speaking_weights()) for signs in seen)
    assert all(math.isfinite(value) for signs in seen for value in signs.values())
    assert sum(signs["is_best"] for signs in seen) == 1


def test_a_plan_without_a_sentence_says_nothing(context: Context, lexicon: Lexicon) -> None:
    groups = [*by_plan(context, side_by_side(context)[1]).values()]
    spoken = spoken_by(asked_of(context), [[], *groups[1:]], lexicon=lexicon, aligner=context.retriever.aligner)
    assert spoken[0] == (-math.inf, -math.inf)
    assert all(math.isfinite(logit) for each in spoken[1:] for logit in each)


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("哪些方案提到碳普惠试点？", {"taicang", "xushuguan"}),
        ("五份方案中，哪些提出了“光储直柔”？", {"taicang", "gusu", "wuxi", "kunshan"}),
        ("Which of the plans call for an EOD model?", {"kunshan", "xushuguan"}),
    ],
)
def test_the_plans_that_mention_a_thing(assistant: Assistant, question: str, plans: set[str]) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "mention"
    assert not answer.refused
    assert {citation.plan for citation in answer.citations} >= plans


def test_what_no_plan_mentions_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("有没有哪个方案打算自己造核电站？")
    assert answer.refused
    assert answer.reason == "not_in_any_plan"
    assert not answer.citations


def test_the_others_are_asked_where_one_is_excepted(assistant: Assistant) -> None:
    answer = assistant.ask("除了昆山高新区，还有哪些方案提到加氢站？")
    assert answer.citations
    assert "kunshan" not in {citation.plan for citation in answer.citations}


def test_the_labelled_questions_name_documents_of_their_library() -> None:
    found = [*libraries()]
    assert len(found) > 10
    for documents, questions in found:
        assert len(documents) == len(set(documents)) == 5
        assert all(labelled.says <= set(range(5)) for labelled in questions)
        assert {labelled.kind for labelled in questions} == {"mention", "compare"}
    asked = [labelled.words for _, questions in found for labelled in questions]
    assert len(asked) > 900
    assert any(not labelled.says for _, questions in found for labelled in questions)


def test_weights_are_tried_on_libraries_that_they_have_not_seen() -> None:
    rows = [
        Row({"bias": 1.0, "score": score + library / 100}, score > 0, question, library, whole=True)
        for library in range(3)
        for question in range(6)
        for score in (-1.0, 1.0)
    ]
    assert held_out(rows) == 1
