"""Numbers with units, dates and baselines, as plans print them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Quantity
from corpus.quantities import garbled_in, quantities_in
from corpus.quantities.numerals import decimal_of
from corpus.quantities.periods import baselines_in, periods_in
from corpus.quantities.units import half_width, unit_at, units

FRAGMENTS = [
    *(
        "达到",
        "不低于",
        "超过",
        "约",
        "提高到",
        "由",
        "比2020年",
        "到2025年",
        "“十四五”期间",
        "每年",
        "第",
        "“465”",
        "《三年行动计划》",
    ),
    *(
        "253",
        "1,600",
        "9.8",
        "3–5",
        "12..5",
        "百分之十三",
        "两万",
        "五百万",
        "二〇二五年",
        "１６００",
        "100余",
        "一",
        "PM2.5",
    ),
    *(
        "万千瓦",
        "%",
        "％",
        "个百分点",
        "亿元",
        "平方米",
        "个",
        "座",
        "万标箱",
        "吨标煤/万元",
        "年",
        "日",
        "度",
        "番",
        "捆",
    ),
    *("以上", "及以上", "以内", "左右", "余", "（当量值）以上", "的", "企业", "，", "。", "、", "和", "（", "）"),
]


def one(words: str) -> Quantity:
    """The only quantity of the words."""
    (found,) = quantities_in(words)
    return found.quantity


@pytest.mark.parametrize(
    ("words", "printed", "comparator", "value", "unit"),
    [
        ("全市光伏发电装机力争达到253万千瓦以上", "253万千瓦以上", "at_least", "253", "万千瓦"),
        ("综合利用率不低于90%", "不低于90%", "at_least", "90", "%"),
        ("按照不低于装机容量8%的比例配建储能系统", "不低于装机容量8%", "at_least", "8", "%"),
        ("建筑面积两万平方米及以上大型公共建筑", "两万平方米及以上", "at_least", "20000", "平方米"),
        ("年能耗1000吨标煤（当量值）以上的企业", "1000吨标煤（当量值）以上", "at_least", "1000", "吨标煤"),
        ("高新技术企业超过1000家", "超过1000家", "more_than", "1000", "家"),
        ("总量规模突破1000亿元", "突破1000亿元", "more_than", "1000", "亿元"),
        ("并网容量超500兆瓦", "超500兆瓦", "more_than", "500", "兆瓦"),
        ("覆盖企业100余家", "100余家", "more_than", "100", "家"),
        ("电能利用效率（PUE）降低至1.3以下", "1.3以下", "at_most", "1.3", ""),
        ("年均增幅控制在2%以内", "2%以内", "at_most", "2", "%"),
        ("用水总量不超过30亿立方米", "不超过30亿立方米", "at_most", "30", "亿立方米"),
        ("线损率低于4%", "低于4%", "less_than", "4", "%"),
        ("煤炭消费比重控制在41.2%左右", "41.2%左右", "about", "41.2", "%"),
        ("常住人口约5.2万人", "约5.2万人", "about", "5.2", "万人"),
        ("产值规模达到1,600亿元", "1,600亿元", "equal", "1600", "亿元"),
        ("产值规模达到１６００亿元", "１６００亿元", "equal", "1600", "亿元"),
        ("占比达到13％", "13％", "equal", "13", "%"),
        ("比重提高百分之十三", "百分之十三", "equal", "13", "%"),
        ("年用电量五百万千瓦时以上", "五百万千瓦时以上", "at_least", "5000000", "千瓦时"),
        ("年用电六百多万度", "六百多万度", "more_than", "600", "万度"),
        ("年用电六百来万度", "六百来万度", "about", "600", "万度"),
        ("占地两千多平方米", "两千多平方米", "more_than", "2000", "平方米"),
        ("年耗标煤900吨", "标煤900吨", "equal", "900", "吨标煤"),
        ("年耗标准煤约1.2万吨", "标准煤约1.2万吨", "about", "1.2", "万吨标准煤"),
        ("一年不到标煤900吨", "不到标煤900吨", "less_than", "900", "吨标煤"),
        ("年用电几百万度", "", "", "", ""),
        ("比2020年翻一番", "一番", "equal", "1", "番"),
        ("每亩补种3.5捆。", "", "", "", ""),
        ("累计达5捆。", "5捆", "equal", "5", "捆"),
        ("投资强度达到5吨/户", "5吨/户", "equal", "5", "吨/户"),
        ("电能利用效率高于1.8的小规模", "高于1.8", "more_than", "1.8", ""),
        ("电能利用效率高于1.8的数据中心", "高于1.8", "more_than", "1.8", ""),
        ("达到5的目标。", "", "", "", ""),
    ],
)
def test_numbers_as_plans_print_them(words: str, printed: str, comparator: str, value: str, unit: str) -> None:
    if not printed:
        assert quantities_in(words) == []
        return
    found = one(words)
    assert (found.printed, found.comparator, found.value, found.unit) == (printed, comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    ("words", "quantity", "base", "unit"),
    [
        ("达到253万千瓦", "power", "2530000", "千瓦"),
        ("达到2530MW", "power", "2530000", "千瓦"),
        ("达到40GWh", "energy", "40000000", "千瓦时"),
        ("达到9.8万标箱", "container", "98000", "标箱"),
        ("新增1万个", "count", "10000", "个"),
        ("保护14平方公里", "area", "14000000", "平方米"),
        ("提高2个百分点", "percentage_point", "2", "百分点"),
        ("降至30微克/立方米", "concentration", "30", "微克/立方米"),
    ],
)
def test_numbers_in_base_units(words: str, quantity: str, base: str, unit: str) -> None:
    found = one(words)
    assert (found.quantity, found.base_value, found.base_unit) == (quantity, Decimal(base), unit)


def test_an_unknown_unit_is_kept_and_not_converted() -> None:
    found = one("累计达5捆。")
    assert (found.unit, found.quantity, found.base_value, found.base_unit) == ("捆", "", None, "")


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("建设3–5个示范园区", "3", "5"),
        ("建设3-5个示范园区", "3", "5"),
        ("建设3至5个示范园区", "3", "5"),
        ("建设3到5个示范园区", "3", "5"),
        ("建设三至五个示范园区", "3", "5"),
        ("备用率保持在10%—15%", "10", "15"),
        ("备用率保持在10-15%", "10", "15"),
    ],
)
def test_ranges(words: str, low: str, high: str) -> None:
    found = one(words)
    assert (found.value, found.high) == (Decimal(low), Decimal(high))


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    assert [m.quantity.value for m in quantities_in("由30%提高到50%")] == [Decimal(30), Decimal(50)]


def test_every_number_of_a_list_is_found() -> None:
    found = quantities_in("能耗强度比2020年分别下降2.8%、2.7%、3%、3.2%")
    assert [m.quantity.printed for m in found] == ["2.8%", "2.7%", "3%", "3.2%"]


@pytest.mark.parametrize(
    "words",
    [
        "加快构建“465”现代产业集群",
        "（国发〔2021〕23号）",
        "2024年7月12日",
        "二〇二五年",
        "到2025年底前",
        "《苏州高新区三年行动计划》",
        "打造“15分钟社区服务圈”",
        "PM_{2.5}和PM2.5协同控制",
        "5G、C9、G60、4A级景区",
        "“2+2+X”与1+2产业体系",
        "建设一批示范项目",
        "每个园区一个方案",
        "第3批、第三方",
        "六个方面",
        "三年行动计划",
        "十分重要",
        "比例尺1:5万",
        "三亚市、三门峡市",
        "“十四五”期间",
    ],
)
def test_what_is_no_quantity(words: str) -> None:
    assert quantities_in(words) == []


@pytest.mark.parametrize(
    ("words", "garbled"),
    [
        ("达到12..5%", "12..5"),
        ("达到3O%", "3O"),
        ("覆盖率达到10\U001001b088％", "10\U001001b088"),
        ("占比达到%以上", "达到%"),
        ("达到1.2.3%", "1.2.3"),
    ],
)
def test_what_cannot_be_read_is_reported_and_not_guessed(words: str, garbled: str) -> None:
    (found,) = garbled_in(words)
    assert found.words == garbled
    assert not any(m.start < found.end and found.start < m.end for m in quantities_in(words))


def test_plain_words_are_not_garbled() -> None:
    assert garbled_in("到2025年，非化石能源消费比重达到11%，单位能耗比2020年下降14.5%。") == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,600", "1600"),
        ("0.5", "0.5"),
        ("十", "10"),
        ("二十五", "25"),
        ("一百零五", "105"),
        ("两万", "20000"),
        ("两万五千", "25000"),
        ("五百万", "5000000"),
        ("一亿三千万", "130000000"),
        ("十三点五", "13.5"),
        ("百分之十三", "13"),
        ("二〇二五", "2025"),
        ("三万五", None),
        ("三十百", None),
        ("点五", None),
        ("3点", None),
    ],
)
def test_figures_and_numerals(words: str, value: str | None) -> None:
    assert decimal_of(words) == (None if value is None else Decimal(value))


@given(st.integers(min_value=1, max_value=99999))
def test_numerals_round_trip(number: int) -> None:
    assert decimal_of(numeral(number)) == number


def numeral(number: int) -> str:
    """A number below 100,000 in Chinese."""
    if number >= 10000:
        rest = number % 10000
        return numeral(number // 10000) + "万" + ("零" if 0 < rest < 1000 else "") + (numeral(rest) if rest else "")
    out, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        gap = gap or (digit == 0 and bool(out))
        if digit:
            out += ("零" if gap else "") + "〇一二三四五六七八九"[digit] + name
            gap = False
    return out


def test_the_longest_unit_wins() -> None:
    assert unit_at("万千瓦时以上", 0) == "万千瓦时"
    assert unit_at("mm", 0) == "mm"
    assert unit_at("mxyz", 0) == ""


def test_every_unit_has_a_size_and_a_base_of_its_kind() -> None:
    for unit in units().values():
        assert unit.factor > 0
        assert unit.quantity
        assert unit.base


@given(st.sampled_from(sorted(units())), st.decimals(min_value="0.01", max_value=9999, places=2))
def test_a_number_with_any_unit_is_read_back(name: str, value: Decimal) -> None:
    found = [m.quantity for m in quantities_in(f"总量达到{value}{name}。")]
    if name.startswith(("百分之", "千分之", "万分之", "百万分之")) or re.match(r"[\d(]", name):
        return  # printed in front of its number
    assert [(q.value, q.unit) for q in found] in ([(value, name)], [])
    if found and found[0].base_value is not None:
        assert found[0].base_value == value * units()[name].factor


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_quantities_lie_where_they_say(fragments: list[str]) -> None:
    words = "".join(fragments)
    end = 0
    for found in quantities_in(words):
        assert found.start >= end
        assert words[found.start : found.end] == found.quantity.printed
        assert found.quantity.high is None or found.quantity.high > found.quantity.value
        end = found.end


@given(st.text(max_size=60))
def test_any_text_can_be_searched(words: str) -> None:
    for found in (*quantities_in(words), *garbled_in(words), *periods_in(words), *baselines_in(words)):
        assert 0 <= found.start < found.end <= len(words)


@given(st.text(max_size=40))
def test_half_width_keeps_positions(words: str) -> None:
    assert len(half_width(words)) == len(words)
    assert half_width(half_width(words)) == half_width(words)


@pytest.mark.parametrize(
    ("words", "year", "period", "before"),
    [
        ("到2025年，", 2025, "", False),
        ("至2025年", 2025, "", False),
        ("２０２５年年底前", 2025, "", False),
        ("2025年6月底前", 2025, "", False),
        ("确保2030年前二氧化碳排放量达到峰值", 2030, "", True),
        ("力争到2030年前", 2030, "", True),
        ("二〇二五年", 2025, "", False),
        ("2021-2025年", 2025, "2021-2025", False),
        ("2021年至2025年", 2025, "2021-2025", False),
        ("“十四五”期间，", None, "十四五", False),
        ("到“十五五”末", None, "十五五", False),
        ("每年组织10场培训", None, "每年", False),
    ],
)
def test_periods(words: str, year: int | None, period: str, before: bool) -> None:
    (found,) = periods_in(words)
    assert (found.year, found.period, found.before) == (year, period, before)


@pytest.mark.parametrize(
    "words",
    [
        "2024年7月12日",
        "苏委发〔2022〕7号",
        "（2022年版）",
        "2022年度",
        "自2020年以来",
        "2020年起",
        "“十四五”规划纲要",
        "每年六五环境日",
    ],
)
def test_what_is_no_deadline(words: str) -> None:
    assert periods_in(words) == []


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("比2020年下降14%", 2020),
        ("较2005年下降65%以上", 2005),
        ("与2020年相比", 2020),
        ("以2022年为基数，年均增幅达到25%", 2022),
        ("在2020年基础上", 2020),
    ],
)
def test_baselines_are_no_deadlines(words: str, year: int) -> None:
    assert [found.year for found in baselines_in(words)] == [year]
    assert periods_in(words) == []
