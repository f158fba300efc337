"""From clauses that match to sentences that answer: figures, years, and what is covered of a question."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.context import Context
from assistant.assistant import Assistant
from assistant.evidence import evidence_of, evidence_weights
from assistant.question import patterns, reader_of
from assistant.select import covered, has_amount, prints_year, ranker, right_year, unit_coverage, wanted_by
from assistant.settings import Settings
from corpus.concepts import Lexicon
from corpus.departments import load_directory
from corpus.spans import Span
from index.encoder import load_encoder

NAMES = st.sampled_from("abcdef")
WEIGHTS = st.dictionaries(NAMES, st.floats(0.1, 10))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on the shipped plans; its index is shared by the modules of one run."""
    return Assistant.open(Settings(data_dir=tmp_path_factory.getbasetemp() / "assistant"))


@pytest.fixture(scope="module")
def ask_for(assistant: Assistant, lexicon: Lexicon) -> "Understand":
    """What an answerer is given for a question."""
    return Understand(assistant, lexicon)


class Understand:
    """Questions to contexts, as the assistant makes them."""

    def __init__(self, assistant: Assistant, lexicon: Lexicon) -> None:
        self.assistant, self.lexicon, self.directory = assistant, lexicon, load_directory()
        self.reader = reader_of(assistant.plans, lexicon, load_encoder())

    def __call__(self, question: str) -> Context:
        """The context of a question without a conversation."""
        read = self.reader.read(question)
        return Context(read, self.assistant.plans, self.assistant.retriever, self.lexicon, self.directory)


@pytest.mark.parametrize(
    ("text", "amount", "given"),
    [
        ("林木覆盖率达18.93%", "share", True),
        ("比重达到百分之二十", "share", True),
        ("到2025年持续提升", "share", False),
        ("到2025年持续提升", "count", False),
        ("到2025年持续提升", "other", False),  # a year is no quantity
        ("到2025年达到峰值", "date", True),
        ("“十四五”期间", "date", True),
        ("投资3,200万元", "money", True),
        ("装机容量达到50万千瓦", "power", True),
        ("发电量50万千瓦时", "power", False),
        ("建成12个示范园区", "count", True),
        ("建成一批示范园区", "count", False),
    ],
)
def test_whether_a_sentence_gives_a_figure(text: str, amount: str, given: bool) -> None:
    assert has_amount(text, amount) is given


@pytest.mark.parametrize("amount", sorted(patterns().amounts))
def test_every_amount_that_may_be_asked_for_can_be_given(amount: str) -> None:
    assert not has_amount("没有任何数字", amount)


@pytest.mark.parametrize(
    ("text", "years", "right", "printed"),
    [
        ("到2025年达18.93%", ("2025",), True, True),
        ("到2025年达18.93%", ("2030",), False, False),
        ("到2025年达18.93%", (), True, False),
        ("持续提升", ("2030",), True, False),
        ("十五五期间", ("2030",), True, True),
        ("十五五期间", ("2025",), False, False),
        ("到2025年和2030年", ("2030",), True, True),
    ],
)
def test_whether_a_sentence_speaks_of_the_year(text: str, years: tuple[str, ...], right: bool, printed: bool) -> None:
    assert (right_year(text, years), prints_year(text, years)) == (right, printed)


@given(wanted=WEIGHTS, there=st.frozensets(NAMES), more=st.frozensets(NAMES))
def test_what_is_covered_is_a_share_and_grows(
    wanted: Mapping[str, float], there: frozenset[str], more: frozenset[str]
) -> None:
    share = covered(wanted, there)
    assert 0 <= share <= 1
    assert share <= covered(wanted, there | more) + 1e-12
    assert covered(wanted, frozenset(wanted)) == (1.0 if wanted else 0.0)


def test_a_figure_belongs_to_the_words_before_it(ask_for: "Understand", lexicon: Lexicon) -> None:
    wanted = wanted_by(ask_for("林木覆盖率").question, lexicon, ask_for.assistant.retriever)

    def gives(part: str) -> bool:
        return has_amount(part, "share")

    assert unit_coverage("林木覆盖率达到27.8%，湿地保护率达到52.7%", gives, wanted, lexicon) == 1
    assert unit_coverage("湿地保护率达到52.7%，林木覆盖率持续提升", gives, wanted, lexicon) == 0
    assert unit_coverage("林木覆盖率持续提升", gives, wanted, lexicon) == 0


def test_what_no_plan_prints_is_not_wanted(ask_for: "Understand") -> None:
    context = ask_for("月球基地的林木覆盖率是多少？")
    wanted = wanted_by(context.question, context.lexicon, context.retriever)
    assert not any("月球" in word for word in wanted.words)
    assert all(weight > 0 for weight in (*wanted.words.values(), *wanted.concepts.values()))


@pytest.mark.parametrize(
    "question", ["太仓2025年林木覆盖率是多少？", "哪些方案提到氢能？", "Who leads green building?"]
)
def test_candidates_are_all_sentences_of_the_hits_best_first(ask_for: "Understand", question: str) -> None:
    context = ask_for(question)
    hits = context.search([plan.plan_id for plan in context.scope])
    (found,) = context.candidates([hits])
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    sentences = {(hit.clause.clause_id, match.passage.span) for hit in hits for match in hit.sentences}
    assert {(c.clause.clause_id, c.span) for c in found} == sentences
    for candidate in found:
        assert candidate.clause.span.contains(Span(*candidate.span))
        assert set(candidate.features) <= set(ranker().last)
        assert candidate.score == pytest.approx(
            sum(ranker().last[name] * value for name, value in candidate.features.items())
        )


def test_the_sentence_that_has_the_figure_comes_first(ask_for: "Understand") -> None:
    context = ask_for("太仓2025年林木覆盖率是多少？")
    assert context.candidates([context.search(["taicang"])])[0][0].text == "到2025年，林木覆盖率达18.93%。"


def test_nothing_found_has_no_candidate(ask_for: "Understand") -> None:
    assert ask_for("林木").candidates([[]]) == [[]]


def test_every_sign_that_the_judge_of_refusals_sees_has_its_weight(ask_for: "Understand") -> None:
    context = ask_for("太仓2025年林木覆盖率是多少？")
    (found,) = context.candidates([context.search(["taicang"])])
    aligner = context.retriever.aligner
    seen = evidence_of(context.question, found, context.wanted, lexicon=context.lexicon, aligner=aligner)
    assert set(seen) == set(evidence_weights())


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("各市、县人民政府，省人民政府各委、办、厅、局：", True),
        ("各区人民政府、市有关部门：", True),
        ("各部门要落实责任，抓好以下工作：", False),
        ("各区应当在年底前完成：", False),
    ],
)
def test_addressees_of_a_letter_answer_nothing(text: str, letter: bool) -> None:
    assert bool(patterns().named["letter"].search(text)) == letter


def test_the_judge_sees_what_no_sentence_of_the_plan_prints(ask_for: "Understand") -> None:
    def seen(words: str) -> dict[str, float]:
        context = ask_for(words)
        return evidence_of(
            context.question,
            context.found[1],
            context.wanted,
            lexicon=context.lexicon,
            aligner=context.retriever.aligner,
        )

    absent, there = seen("昆山高新区的工业上楼怎么做？"), seen("浒墅关的工业上楼怎么做？")
    assert absent["named_not_in_plan"] > 0.5 > there["named_not_in_plan"] == 0
    assert absent["concepts_in_plan"] < there["concepts_in_plan"]
    assert seen("太仓2030年光伏装机多少？")["year_not_with_concept"] == 1
    assert seen("太仓2025年光伏装机多少？")["year_not_with_concept"] == 0
