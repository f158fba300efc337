"""Which place a document is of, by its title, and what people call that place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.naming import place_of


@pytest.mark.parametrize(
    ("title", "short", "level", "names"),
    [
        ("太仓市碳达峰实施方案", "太仓", "city", ["太仓市", "太仓", "Taicang"]),
        ("苏州市吴江区碳达峰实施方案", "吴江", "district", ["苏州市吴江区", "吴江区", "吴江", "Wujiang"]),
        (
            "江苏省苏州市相城区碳达峰实施方案",
            "相城",
            "district",
            ["江苏省苏州市相城区", "相城区", "相城", "Xiangcheng"],
        ),
        ("太仓市浏河镇碳达峰实施方案", "浏河", "", ["太仓市浏河镇", "浏河镇", "浏河", "Liuhe"]),
        (
            "江苏省碳达峰碳中和试点（苏州浒墅关经济技术开发区）建设方案",
            "浒墅关",
            "district",
            [
                "苏州浒墅关经济技术开发区",
                "苏州浒墅关经开区",
                "浒墅关经济技术开发区",
                "浒墅关经开区",
                "浒墅关",
                "Xushuguan",
            ],
        ),
        (
            "苏州工业园区碳达峰实施方案",
            "苏州工业园",
            "district",
            ["苏州工业园区", "苏州工业园", "Suzhou Industrial Park"],
        ),
        ("陕西省碳达峰实施方案", "陕西", "province", ["陕西省", "陕西", "Shaanxi"]),
        (
            "内蒙古自治区碳达峰实施方案",
            "内蒙古",
            "province",
            ["内蒙古自治区", "内蒙古", "Inner Mongolia", "Nei Mongol"],
        ),
        ("四川林草碳汇行动方案", "四川", "", ["四川", "Sichuan"]),
        ("关于印发《中共无锡市委关于推进绿色发展的意见》", "无锡", "city", ["无锡市", "无锡", "Wuxi"]),
    ],
)
def test_the_place_of_a_title(title: str, short: str, level: str, names: list[str]) -> None:
    place = place_of(title)
    assert place is not None
    assert (place.short, place.level, place.names) == (short, level, names)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("上海市绿色社区创建行动方案", "上海"),
        ("成都市近零碳排放区试点方案", "成都"),
        ("福建省城市更新行动方案", "福建"),
    ],
)
def test_words_that_only_end_like_a_district(title: str, short: str) -> None:
    place = place_of(title)
    assert place is not None
    assert place.short == short


@pytest.mark.parametrize(
    "title",
    [
        "自治区人民政府关于加快发展的意见",
        "为认真贯彻省政府《关于绿色发展的通知》",
        "关于推进我省绿色发展的意见",
        "“十四五”规划",
        "",
    ],
)
def test_titles_that_name_no_place(title: str) -> None:
    assert place_of(title) is None


@given(st.text(alphabet="江苏省市州区县开发高新镇关于碳达峰实施方案（）", max_size=20))
def test_a_place_is_printed_as_it_stands(title: str) -> None:
    place = place_of(title)
    assert place is None or (place.full.endswith(place.name) and place.short in place.names)
