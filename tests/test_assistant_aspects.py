"""What a question asks for beside its topic, and whether a sentence gives it."""

import pytest

from assistant.aspects import asked_aspects, aspects, lacking


def asked(words: str, *, by_bracket: bool = False) -> set[str]:
    """The aspects that a question asks for."""
    return set(asked_aspects(words, by_bracket=by_bracket))


@pytest.mark.parametrize(
    ("words", "aspect"),
    [
        ("新的换乘枢纽建在哪条路上？", "place"),
        ("头一个示范放在哪栋楼？", "place"),
        ("Which district gets the new park?", "place"),
        ("垃圾不分类的学校会受什么处分", "penalty"),
        ("讲绿电的那个公众号叫什么名字？", "name"),
        ("企业申请这笔钱要准备啥材料？", "procedure"),
        ("检查多久搞一次？", "frequency"),
        ("How often are firms inspected?", "frequency"),
        ("哪天起城区禁止烧柴油的送货车进来", "date"),
        ("现在全市坐公交出行的占几成？", "present"),
        ("那两个2各指哪几个产业？", "enumeration"),
        ("谁来定哪些学校算绿色学校？", "decides"),
        ("评价怎么打分？", "standard"),
        ("停了电，居民能拿到赔偿吗？", "compensation"),
        ("比哪一年低两成？", "baseline"),
        ("依据的是第几条？", "law"),
    ],
)
def test_what_is_asked_for_is_seen(words: str, aspect: str) -> None:
    assert aspect in asked(words)


@pytest.mark.parametrize(
    ("words", "aspect"),
    [
        ("城镇污泥处置率要达到多少？", "penalty"),
        ("绿色建筑材料怎么推广？", "procedure"),
        ("碳达峰定在哪一年？", "place"),
        ("对绿色建筑有哪些要求？", "place"),
        ("氢能有哪几方面的措施？", "organisation"),
        ("Do people feel any change?", "money"),
        ("油品消费在哪段时间见顶？", "place"),
    ],
)
def test_what_only_looks_like_it_is_not(words: str, aspect: str) -> None:
    assert aspect not in asked(words)


def test_a_bracket_gives_who_and_not_where() -> None:
    words = "充电桩谁来定，几家出面，建在哪条路上？"
    assert {"decides", "count", "place"} <= asked(words)
    assert asked(words, by_bracket=True) & {"decides", "count", "place"} == {"place"}


@pytest.mark.parametrize(
    ("aspect", "gives", "lacks"),
    [
        ("date", "力争2028年前达峰。", "力争尽早达峰。"),
        ("money", "每瓦补贴0.1元。", "2025年给予补贴。"),
        ("baseline", "比2020年下降14%。", "到2025年下降14%。"),
        ("penalty", "对未完成目标的予以通报。", "落实目标责任。"),
        ("enumeration", "发展集成电路、生物医药和新能源。", "发展新兴产业。"),
        ("place", "在金阊街道开展试点。", "开展试点示范。"),
    ],
)
def test_a_sentence_gives_what_is_asked_for_or_lacks_it(aspect: str, gives: str, lacks: str) -> None:
    assert lacking([aspect], gives) == set()
    assert lacking([aspect], lacks) == {aspect}


def test_only_dates_count_years() -> None:
    assert {name for name, aspect in aspects().items() if aspect.years} == {"date", "baseline"}
