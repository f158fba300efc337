"""How much one who describes himself is told."""

from pathlib import Path

import pytest

from assistant.answers.context import Context
from assistant.answers.profile import concerned
from assistant.assistant import Assistant
from assistant.question import reader_of
from assistant.settings import Settings
from assistant.telling import MOST, Concerned, signs_of, telling_weights, told
from assistant.training.telling import marked, rows_of
from corpus.concepts import Lexicon
from corpus.departments import load_directory
from index.encoder import load_encoder

ASKED = "我们是无锡一家钢厂，方案对我们有哪些要求？"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped plans; its index is shared by the modules of one run."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


@pytest.fixture(scope="module")
def context(assistant: Assistant, lexicon: Lexicon) -> Context:
    """A steelworks asks what concerns it."""
    question = reader_of(assistant.plans, lexicon, load_encoder()).read(ASKED)
    return Context(question, assistant.plans, assistant.retriever, lexicon, load_directory())


def test_the_signs_are_those_that_have_weights(context: Context) -> None:
    found = context.found[1]
    seen = signs_of(found, concerned(context, found))
    assert all(set(signs) == set(weights) for signs in seen for weights in telling_weights().values())
    assert seen[0]["behind"] == seen[0]["rank"] == 0
    assert any(signs["reaches"] for signs in seen)
    assert signs_of([], Concerned([], [])) == []


@pytest.mark.parametrize(("longest", "bearing"), [(0, 0.0), (300, 0.0), (300, 0.9), (5000, 0.0), (5000, 0.6)])
def test_the_best_is_told_and_no_more_than_fits(context: Context, longest: int, bearing: float) -> None:
    found = context.found[1]
    chosen = told(found, concerned(context, found), longest=longest, bearing=bearing)
    assert chosen[0] is found[0]
    assert len(chosen) == len({candidate.passage_id for candidate in chosen}) <= MOST
    assert sum(len(candidate.text) for candidate in chosen) <= max(longest, len(found[0].text))


def test_less_is_told_the_more_of_it_must_bear(context: Context) -> None:
    found = context.found[1]
    sizes = [len(told(found, concerned(context, found), longest=5000, bearing=share)) for share in (0.3, 0.6, 0.9)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1


def test_a_steelworks_is_told_what_it_may_not_build(assistant: Assistant) -> None:
    said = " ".join(sentence.text for sentence in assistant.ask(ASKED).sentences)
    assert "严禁新增钢铁产能" in said
    assert "短流程" in said


def test_the_marked_questions_have_sentences_to_tell() -> None:
    questions = [*marked()]
    assert len(questions) > 200
    assert all(question.needed and question.words and question.document for question in questions)
    assert sum(len(question.needed) > 1 for question in questions) > 100


def test_marked_sentences_are_found_again(context: Context) -> None:
    found = context.found[1]
    question = next(marked())._replace(needed=(found[2].text[:12],), also=())
    rows = [*rows_of(context, found, question)]
    assert [n for n, row in enumerate(rows) if row.needed] == [2]
    assert rows[2].bears
    assert not [*rows_of(context, found, question._replace(needed=("绝无此句",)))][2].needed


def test_no_questions_are_read_from_an_empty_folder(tmp_path: Path) -> None:
    assert [*marked(tmp_path)] == []
