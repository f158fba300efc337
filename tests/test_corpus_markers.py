import pytest

from corpus.markers import Marker, Numbering, read_marker


def read(words: str) -> tuple[str, tuple[int, ...], str] | None:
    """Kind, number and printed form of the marker that ``words`` begin with."""
    marker = read_marker(words)
    return (marker.kind.name, marker.number, marker.printed) if marker else None


def marker(words: str) -> Marker:
    """The marker that ``words`` begin with."""
    found = read_marker(words)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("一、总体要求", ("comma", (1,), "一、")),
        ("二十一、附则", ("comma", (21,), "二十一、")),
        ("十、保障", ("comma", (10,), "十、")),
        ("（三）目标", ("paren", (3,), "（三）")),
        ("(十二)目标", ("paren", (12,), "(十二)")),
        ("第一章总则", ("chapter", (1,), "第一章")),
        ("第三节任务", ("section", (3,), "第三节")),
        ("第十条建设单位", ("article", (10,), "第十条")),
        ("第二十五条施工", ("article", (25,), "第二十五条")),
        ("1.加快", ("arabic", (1,), "1.")),
        ("12．加快", ("arabic", (12,), "12．")),
        ("3、加快", ("arabic", (3,), "3、")),
        ("1.2加快", ("decimal2", (1, 2), "1.2")),
        ("1.2.3加快", ("decimal3", (1, 2, 3), "1.2.3")),
        ("（1）加快", ("arabic_paren", (1,), "（1）")),
        ("2）加快", ("half_paren", (2,), "2）")),
        ("③加快", ("circled", (3,), "③")),
        ("二是加快", ("ordinal", (2,), "二是")),
        ("专栏2重点工程", ("box", (2,), "专栏2")),
        ("附件1名单", ("attachment", (1,), "附件1")),
    ],
)
def test_markers(words: str, expected: tuple[str, tuple[int, ...], str]) -> None:
    assert read(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "一二三产业",
        "一、二、三产业",
        "1.1万吨/日",
        "13.5%",
        "2025年",
        "到2025年",
        "一是否",
        "三产融合",
        "1总体要求",
    ],
)
def test_no_markers(words: str) -> None:
    assert read(words) is None


def test_a_number_fits_where_it_begins_or_continues_a_list() -> None:
    numbering = Numbering()
    assert numbering.fits(marker("一、甲"))
    assert not numbering.fits(marker("五、乙"))
    numbering.open(marker("一、甲").kind, (1,))
    assert numbering.fits(marker("二、乙"))
    assert numbering.fits(marker("四、丁"))  # two lost in conversion
    assert not numbering.fits(marker("五、戊"))
    assert numbering.exactly(marker("二、乙"))
    assert not numbering.exactly(marker("四、丁"))


def test_depth_follows_the_order_in_which_kinds_nest() -> None:
    numbering = Numbering()
    opened = ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "3.己", "二、庚"]
    assert [numbering.open(marker(words).kind, marker(words).number) for words in opened] == [0, 1, 2, 2, 1, 2, 0]
