"""Which place a document is of, and what people call that place."""

import re
from typing import NamedTuple

from pypinyin import lazy_pinyin

from corpus.places import load_gazetteer

ZONES = "高新技术产业开发区|经济技术开发区|经济开发区|高新区|经开区|开发区|新区"
PLACE = re.compile(rf"[\u4e00-\u9fff]{{2,9}}?(?:自治[区州县旗]|{ZONES}|省|市|区|县|州|旗|盟)")
WITHIN = re.compile(  # the district of a city: 萧山区 of 杭州市萧山区碳达峰实施方案
    rf"[\u4e00-\u9fff]{{1,5}}?(?:自治[县旗]|{ZONES}|市|区|县|旗|镇|乡|街道)"
    r"(?=人民政府|党|委|管|政府|碳|节|关于|推|绿|工业|循环|能源|生态|低碳|应对|重点|贯彻|印发|公共|落实|加快|建|城乡|20|十|[“（(《]|$)"
)
BRACKETED = re.compile(r"[（(](?P<place>[\u4e00-\u9fff]{2,20}?(?:区|市|县|镇|园))[）)]")
LEAD = re.compile("^(?:关于(?:印发|发布)?)?《?(?:中共)?")
ENDING = re.compile(
    r"(?:特别行政区|(?:壮族|回族|维吾尔|藏族羌族|藏族|苗族侗族|彝族|土家族苗族)?自治[区州县旗]"
    rf"|{ZONES}|省|市|区|县|州|旗|盟|镇|乡|街道)$"
)
COMMON = re.compile(  # of words that only end like the name of a place
    "^自治[区县州旗]$|^城市$|[为在我]|关于|推进|深入|贯彻|建设|文明|试验|示范|先行|社区|排放|产业园|保护区|功能区|地区"
)
KINDS = re.compile("工业|产业|综合|保税|医药|化工|科技|科学")  # of zones: no name without the city
CITY = (2, 3, 4)  # characters of the name of a city
SHORTER = {"高新技术产业开发区": "高新区", "经济技术开发区": "经开区", "经济开发区": "经开区"}
LEVELS = {"省": "province", "自治区": "province", "市": "city", "县": "county", "区": "district", "州": "city"}


class Place(NamedTuple):
    """A place by its own name, and as it is printed with the city before it (苏州 and 浒墅关经开区)."""

    name: str
    full: str

    @property
    def short(self) -> str:
        """The name without its ending: 上海市 → 上海."""
        return _bare(self.name)

    @property
    def level(self) -> str:
        """province, city, county or district; empty for others."""
        return next((level for ending, level in LEVELS.items() if self.name.endswith(ending)), "")

    @property
    def names(self) -> list[str]:
        """上海市 → 上海市, 上海, Shanghai; a zone by its short form too (昆山高新技术产业开发区 → 昆山高新区)."""
        printed = [form for name in (self.full, self.name) for form in (name, _shorter(name))]
        listed = [name for form in (self.name, self.short) for name in load_gazetteer().english(form)]
        english = listed or ["".join(lazy_pinyin(self.short)).capitalize()]
        return [name for name in dict.fromkeys([*printed, self.short, *english]) if len(name) > 1]


def place_of(title: str) -> Place | None:
    """The place that a title, an issuer or the name of a file begins with, or has in brackets; None if it has none."""
    bracketed = BRACKETED.search(title)
    if bracketed and ENDING.search(bracketed["place"]):
        return Place(_without_city(bracketed["place"]), bracketed["place"])
    bare = LEAD.sub("", title)
    full = name = _named(PLACE, bare)
    if not name:
        known = load_gazetteer().beginning(bare)
        return Place(known, known) if known else None
    while name.endswith(("省", "市", "州", "自治区")) and (inner := _named(WITHIN, bare[len(full) :])):
        full, name = full + inner, inner
    return Place(_without_city(name), full)


def _named(pattern: re.Pattern[str], words: str) -> str:
    """The name that the words begin with; empty if they only look like one (为认真贯彻省…)."""
    match = pattern.match(words)
    return match[0] if match and not COMMON.search(match[0]) else ""


def _without_city(name: str) -> str:
    """The own name of what lies in a city: 浒墅关经济技术开发区 of 苏州浒墅关经济技术开发区, 大丰区 of 盐城市大丰区."""
    starts = (name[:n] for n in CITY if load_gazetteer().beginning(name[:n]))
    own = name.removeprefix(next(starts, "")).removeprefix("市")
    return own if len(_bare(own)) < len(own) and not KINDS.match(own) else name


def _shorter(name: str) -> str:
    for long, short in SHORTER.items():
        if name.endswith(long):
            return name.removesuffix(long) + short
    return name


def _bare(name: str) -> str:
    bare = ENDING.sub("", name)
    return bare if len(bare) > 1 else name
