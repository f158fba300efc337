from pathlib import Path

import pytest

from corpus.concepts import AMBIGUOUS, COLUMNS, Concept, Lexicon, Mention, lexicon_bytes, load_lexicon
from corpus.errors import CorpusError

PV = Concept("光伏发电", ("光伏发电", "光伏"), ("太阳能板", "rooftop solar"), ("储能",))
BATTERY = Concept("储能", ("储能", "新型储能"), ("存电", "battery"), ())
SMALL = Lexicon([PV, BATTERY])


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("推进光伏发电和储能", [Mention(2, 6, "光伏发电"), Mention(7, 9, "储能")]),
        ("光伏发电", [Mention(0, 4, "光伏发电")]),  # the longer name hides the shorter
        ("太阳能板", [Mention(0, 4, "光伏发电")]),
        ("Rooftop SOLAR?", [Mention(0, 13, "光伏发电")]),
        ("batteries", [Mention(0, 9, "储能")]),
        ("solar rooftop", []),
        ("", []),
    ],
)
def test_concepts_that_a_text_means(text: str, mentions: list[Mention]) -> None:
    assert [*SMALL.mentioned_in(text)] == mentions


def test_only_printed_names_are_found_in_a_plan() -> None:
    assert SMALL.printed_in("太阳能板和新型储能") == [Mention(5, 9, "储能")]


@pytest.mark.parametrize(
    ("text", "concept"), [("rooftop solar", "分布式光伏"), ("屋顶装板子", "分布式光伏"), ("EV", "纯电动汽车")]
)
def test_the_shipped_lexicon_knows_everyday_words(lexicon: Lexicon, text: str, concept: str) -> None:
    assert concept in [mention.concept for mention in lexicon.mentioned_in(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("林木覆盖率", "绿化覆盖率"), ("装配式建筑", "装配化装修"), ("公共交通分担率", "绿色出行比例")],
)
def test_near_misses_are_two_concepts(lexicon: Lexicon, one: str, other: str) -> None:
    first = {mention.concept for mention in lexicon.printed_in(one)}
    second = {mention.concept for mention in lexicon.printed_in(other)}
    assert first
    assert second
    assert first.isdisjoint(second)


def write_lexicon(folder: Path, *rows: str) -> None:
    """A lexicon of one file."""
    (folder / "energy.csv").write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")


def test_an_expression_of_two_concepts_names_both(tmp_path: Path) -> None:
    write_lexicon(tmp_path, "光伏发电,光伏,,太阳能板,,", "太阳能热水器,,,太阳能板,,")
    with pytest.raises(CorpusError, match="'太阳能板' stands for '光伏发电' and for '太阳能热水器'"):
        load_lexicon(tmp_path)


def test_an_ambiguous_expression_may_stand_for_two_concepts(tmp_path: Path) -> None:
    write_lexicon(tmp_path, "光伏发电,光伏,,太阳能板,,", "太阳能热水器,,,太阳能板,,")
    (tmp_path / AMBIGUOUS).write_text("# two things\n太阳能板\n", encoding="utf-8")
    mentions = load_lexicon(tmp_path).mentioned_in("太阳能板")
    assert [mention.concept for mention in mentions] == ["光伏发电", "太阳能热水器"]


def test_the_digest_of_an_index_covers_every_file_that_shapes_it(tmp_path: Path) -> None:
    write_lexicon(tmp_path, "光伏发电,光伏,,,,")
    before = lexicon_bytes(tmp_path)
    (tmp_path / "outline.toml").write_text("[[marker]]\n", encoding="utf-8")
    assert lexicon_bytes(tmp_path) not in (before, b"")
