"""A document's title, from its first lines."""

import re

from corpus.headings import Start
from corpus.layout import Layout

GENRES = (
    "方案|规划|计划|意见|办法|措施|条例|规定|细则|指南|纲要|要点|导则|行动|决定|目录|清单|标准|政策|规程|"
    "通知|通告|公告|报告|白皮书"
)
TITLE = re.compile(rf"(?:{GENRES})》?(?:[（(].{{1,20}}[）)])*$")
ISSUED = re.compile(r"印发.{0,30}?[《«<](?P<title>.{4,80}?)[》»>](?:等.*)?的通知")
LETTER = re.compile(r"的(?:通知|函|批复|公告|通告)(?:[（(].*[）)])?$")
TORN = re.compile(r"[^《]*》|[^（(]*[）)]")  # closes what the line before it opened
FIRST = 60  # lines
# the beginning of a sentence, or what stands above a title
NO_TITLE = re.compile(r"(?:为(?!什么)|根据|按照|依据|近日|牵头|各[^类项])|附件\d*[:：]?$")
ADDED = re.compile(
    r"[（(](?![^（）()]*(?:试行|暂行|征求意见|稿|版|\d{4}[年]?\s*[-—–―~～至]))"
    r"[^（）()]*(?:\d{4}年\d|号)[^（）()]*[）)]$"
)


def document_title(layout: Layout, starts: list[Start]) -> str:
    """The title as printed: of the plan itself where a notice issues it; the first line if nothing looks like one."""
    end = min(FIRST, len(layout.lines), starts[0].line if starts else FIRST)
    return _bare(_printed_title([line.text for line in layout.lines[: max(end, 1)]]))


def _bare(title: str) -> str:
    """The title without the date or number in brackets behind it, and without 《》 around it."""
    title = ADDED.sub("", title)
    inner = re.search("《(?P<title>.+)》$", title)
    return (
        inner["title"]
        if inner and (inner.start() == 0 or re.search("(?:印发|发布)$", title[: inner.start()]))
        else title
    )


def _printed_title(lines: list[str]) -> str:
    found = [title for n in range(len(lines)) if (title := _title_ending(lines, n))]
    plain = [title for title in found if not LETTER.search(re.sub(r"[（(].*[）)]$", "", title))]
    if plain:
        return plain[-1]
    issued = ISSUED.search("".join(lines))
    if issued:
        return issued["title"]
    first = (line for line in lines if not NO_TITLE.match(line))
    return found[0] if found else next(first, lines[0] if lines else "")


def _title_ending(lines: list[str], n: int) -> str | None:
    """The title that ends on line ``n``, with the lines above that belong to it."""
    if not TITLE.search(lines[n]) or re.search("[。；，]", lines[n]) or len(lines[n]) > 60 or NO_TITLE.match(lines[n]):
        return None
    title, first = lines[n], n
    while first and len(title) < 60 and _goes_on(lines[first - 1], title):
        first -= 1
        title = lines[first] + title
    if title.count("《") != title.count("》") or TORN.match(title):
        return None
    after = lines[n + 1] if n + 1 < len(lines) else ""
    draft = re.fullmatch(r"[（(](?!\d+[）)]).{2,12}[）)]", after)
    return title + (after if draft else "")


def _goes_on(line: str, title: str) -> bool:
    """Whether ``line`` is the first part of a title that goes on with ``title``."""
    if re.search(r"[。；，]|[：:）)〕〗号日]$", line) or TITLE.search(line) or len(line) > 40:
        return False
    if "关于" in line and "关于" not in title and line.count("《") >= line.count("》"):
        return True
    return len(title) < 14 or title.startswith(("的", "（", "(")) or title.count("》") > title.count("《")
