"""The check as a sheet to print: one self-contained HTML file, A4, Chinese first with English beside it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from assistant.check.judge import Check, Finding, Verdict
from assistant.check.labels import fact_words, label, value_words
from assistant.check.mentions import Mention
from assistant.check.profile import Words
from assistant.check.reading import Reading
from assistant.registers.files import replace
from assistant.web.markup import Markup, element
from corpus.models import Departments, Obligation
from corpus.plans import Plan
from corpus.spans import Span, flatten

STYLE = Path(__file__).parents[1] / "data" / "check.css"
DIRECT: tuple[Verdict, ...] = ("binds", "forbidden", "encouraged")


def write_page(path: Path, check: Check, reading: Reading, plans: Mapping[str, Plan]) -> None:
    """Write the check as HTML.

    Raises:
        PolicyError: the file cannot be written.
    """
    text = str(page(check, reading, plans))
    replace(path, lambda beside: beside.write_text(text, encoding="utf-8"))


def page(check: Check, reading: Reading, plans: Mapping[str, Plan]) -> Markup:
    """The whole page; everything that comes from a plan or a person is escaped."""
    title = label("text.title")
    head = element(
        "head",
        Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", f"{title.zh} {title.en}"),
        element("style", Markup(STYLE.read_text(encoding="utf-8"))),
    )
    body = element(
        "body",
        element("header", element("h1", both(title)), element("p", check.profile.words, class_="words")),
        _reading(reading, plans),
        *(_plan(check, plans[plan_id]) for plan_id in check.plans),
        element("footer", both(label("text.honest"))),
    )
    return Markup("<!DOCTYPE html>\n") + element("html", head, body, lang="zh-CN")


def both(words: Words) -> Markup:
    """Chinese, and English beside it where it differs."""
    if words.zh == words.en:
        return element("span", words.zh)
    return element("span", words.zh) + element("small", words.en, lang="en", class_="en")


def _reading(reading: Reading, plans: Mapping[str, Plan]) -> Markup:
    rows = [
        element(
            "tr",
            element("th", both(fact_words(heard.fact))),
            element("td", both(value_words(heard, plans))),
            element("td", heard.words),
        )
        for heard in reading.heard
    ]
    names = (label("text.fact"), label("text.value"), label("text.words"))
    head = element("tr", *(element("th", both(name)) for name in names))
    notes = [element("li", f"“{each.words}”：", both(each.why)) for each in reading.unread]
    if reading.elsewhere:
        notes.append(element("li", both(label("text.elsewhere", places="、".join(reading.elsewhere)))))
    unread = element("h3", both(label("text.unread"))) + element("ul", *notes) if notes else Markup()
    return element("section", element("h2", both(label("text.heard"))), element("table", head, *rows), unread)


def _plan(check: Check, plan: Plan) -> Markup:
    counts = {verdict: len(check.of(plan.plan_id, verdict)) for verdict in (*DIRECT, "would_bind")}
    near = [each for each in check.of(plan.plan_id, "does_not_reach") if each.near]
    rest = len(check.of(plan.plan_id, "does_not_reach")) - len(near)
    mentions = [each for each in check.mentions if each.plan == plan.plan_id]
    return element(
        "section",
        element("h2", plan.info.title),
        element("p", both(label("text.summary", **counts)), class_="summary"),
        *(_verdict(check.of(plan.plan_id, verdict), verdict, plan) for verdict in DIRECT),
        _would_bind(check.of(plan.plan_id, "would_bind"), plan),
        _listed("near", (_entry(each, plan) for each in near)),
        _listed("mentions", (_mention(each) for each in mentions)),
        element("p", both(label("text.rest", count=rest)), class_="rest"),
        class_="plan",
    )


def _verdict(findings: Sequence[Finding], verdict: Verdict, plan: Plan) -> Markup:
    """What names the trade, then what is said of enterprises in general."""
    if not findings:
        return Markup()
    parts: list[Markup] = [element("h3", both(label(f"verdicts.{verdict}")), class_=verdict)]
    for general, group in groupby(findings, key=lambda each: each.general):
        parts.append(element("h4", both(label("text.general" if general else "text.specific"))))
        parts.append(element("ol", *(_entry(each, plan) for each in group)))
    return element("div", *parts)


def _would_bind(findings: Sequence[Finding], plan: Plan) -> Markup:
    """Grouped by what would have to hold."""
    if not findings:
        return Markup()
    grouped: dict[Words, list[Finding]] = {}
    for each in findings:
        grouped.setdefault(_together(each), []).append(each)
    parts: list[Markup] = [element("h3", both(label("verdicts.would_bind")), class_="would_bind")]
    for words, group in grouped.items():
        parts.append(element("h4", both(words)))
        parts.append(element("ol", *(_entry(each, plan) for each in group)))
    return element("div", *parts)


def _together(finding: Finding) -> Words:
    opening, joint = label("text.if"), label("text.and")
    return Words(
        zh=opening.zh + joint.zh.join(fact.words.zh for fact in finding.missing),
        en=f"{opening.en} {joint.en.join(fact.words.en for fact in finding.missing)}",
    )


def _listed(name: str, entries: Iterable[Markup]) -> Markup:
    listed = list(entries)
    return element("div", element("h3", both(label(f"text.{name}"))), element("ol", *listed)) if listed else Markup()


def _entry(finding: Finding, plan: Plan) -> Markup:
    told = finding.obligation
    reasons = [element("li", both(reason)) for reason in finding.because]
    condition = "，".join(dict.fromkeys(filter(None, [told.condition, *told.qualifiers])))
    if condition:
        reasons.append(element("li", both(label("text.condition")), f"：{condition}"))
    if told.year or told.period:
        reasons.append(element("li", both(label("text.by")), f"：{told.year or told.period}"))
    firmness = element("b", both(label(f"modalities.{told.modality}")), class_="tag")
    return element(
        "li",
        element("blockquote", *_marked(told, plan), "" if finding.verdict in DIRECT else firmness),
        element("ul", *reasons, class_="because") if reasons else Markup(),
        _where(finding.path, finding.heading, told.span, told.departments),
        class_=f"modality-{told.modality}",
    )


def _marked(told: Obligation, plan: Plan) -> list[str]:
    """The sentence, with the words of the obligation marked."""
    flat = flatten(plan.text, [told.span])
    start, end = flat.position(told.part.start), flat.position(told.part.end)
    return [flat.text[:start], element("mark", flat.text[start:end]), flat.text[end:]]


def _mention(mention: Mention) -> Markup:
    quote = element("blockquote", "".join(mention.quote.split()))
    return element("li", quote, _where(mention.path, mention.heading, mention.span, mention.departments))


def _where(path: str, heading: str, span: Span, departments: Departments) -> Markup:
    clause = path if path.endswith(heading) else f"{path} {heading}"
    named = [f"{label(f'roles.{role}').zh}：{'、'.join(names)}" for role, names in departments if names]
    who = element("span", "　".join(named)) if named else both(label("roles.none"))
    at = both(label("text.place", start=span.start, end=span.end))
    return element("p", element("b", clause), who, at, class_="where")
