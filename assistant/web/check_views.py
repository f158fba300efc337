"""The enterprise check on the page: what was understood, and the findings in their groups."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.check import Check, Finding, Reading
from assistant.check.judge import VERDICTS
from assistant.check.labels import fact_words, label, value_words
from assistant.check.mentions import Mention
from assistant.check.printed import both as both_words
from assistant.check.profile import Words
from assistant.web.entries import in_charge, pointer, quotation, where
from assistant.web.forms import file_button, remark
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both
from corpus.plans import Plan

SHOWN = VERDICTS[:-1]  # all but what does not reach
Plans = Mapping[str, Plan]


def check_view(check: Check, reading: Reading, plans: Plans) -> Markup:
    """What was read, a line that counts, and the four groups; near misses and mentions folded behind them."""
    if not check.plans:
        return understood(reading, plans) + remark("check.elsewhere", places="、".join(reading.elsewhere))
    groups = [_group(check, verdict, plans) for verdict in SHOWN]
    near = [each for each in check.findings if each.near]
    rest = sum(each.verdict == "does_not_reach" for each in check.findings) - len(near)
    return together(
        (
            understood(reading, plans),
            remark("check.everywhere", count=len(plans)) if not reading.profile.plans else Markup(),
            _counts(check),
            *groups,
            _folded("near", [_finding(each, plans) for each in near]),
            _folded("mentions", [_mention(each, plans) for each in check.mentions]),
            remark("check.rest", count=rest),
        )
    )


def legend() -> Markup:
    """What the four groups are."""
    groups = [
        element("li", element("b", both_words(label(f"verdicts.{name}"))), both(f"groups.{name}"), class_=name)
        for name in SHOWN
    ]
    return element("ul", *groups, class_="legend")


def understood(reading: Reading, plans: Plans) -> Markup:
    """The facts with the words that gave them, and the words that gave none."""
    facts = [
        element(
            "li",
            element("small", fact_words(heard.fact).zh),
            element("b", value_words(heard, plans).zh),
            element("q", heard.words) if heard.words else element("i", both("check.given")),
        )
        for heard in reading.heard
    ]
    unread = [element("li", element("q", each.words), "：", both_words(each.why)) for each in reading.unread]
    lost = element("p", element("b", both("check.unread"))) + element("ul", *unread) if unread else Markup()
    return element("section", element("h3", both("check.understood")), element("ul", *facts), lost, class_="understood")


def _counts(check: Check) -> Markup:
    """How many findings each group has, to jump to, and the files."""
    links = [
        element(
            "button",
            element("b", str(sum(each.verdict == verdict for each in check.findings))),
            both_words(label(f"verdicts.{verdict}")),
            type="button",
            class_=f"count {verdict}",
            data_jump=verdict,
        )
        for verdict in SHOWN
    ]
    files = element("span", file_button("xlsx", "check.xlsx"), file_button("html", "check.print"), class_="files")
    return element("div", *links, files, class_="counts")


def _group(check: Check, verdict: str, plans: Plans) -> Markup:
    """The findings of one verdict, by plan; what names the trade before what is general."""
    found = [each for each in check.findings if each.verdict == verdict]
    title = element("h3", both_words(label(f"verdicts.{verdict}")), element("b", str(len(found))))
    by_plan = ([each for each in found if each.obligation.plan == plan_id] for plan_id in check.plans)
    parts = [part for own in by_plan for part in _in_plan(own, plans, named=len(check.plans) > 1)] or [
        element("p", both(f"check.{verdict}_none"))
    ]
    return element("section", title, *parts, class_=f"verdict {verdict}", data_group=verdict)


def _in_plan(found: Sequence[Finding], plans: Plans, *, named: bool) -> Iterator[Markup]:
    """The findings of one plan, ``named`` or not, under the fact they hang on or whom they are meant for."""
    grouped: dict[Words, list[Finding]] = {}
    for each in found:
        grouped.setdefault(_heading(each), []).append(each)
    for words, same in grouped.items():
        name = element("b", plans[same[0].obligation.plan].info.short) if named else Markup()
        yield element("h4", name, both_words(words))
        yield from (_finding(each, plans) for each in same)


def _heading(finding: Finding) -> Words:
    if not finding.missing:
        return label("text.general" if finding.general else "text.specific")
    opening, joint = label("text.if"), label("text.and")
    return Words(
        zh=opening.zh + joint.zh.join(fact.words.zh for fact in finding.missing),
        en=f"{opening.en} {joint.en.join(fact.words.en for fact in finding.missing)}",
    )


def _finding(finding: Finding, plans: Plans) -> Markup:
    told, plan = finding.obligation, plans[finding.obligation.plan]
    firmness = element("span", both_words(label(f"modalities.{told.modality}")), class_=f"tag {told.modality}")
    return element(
        "article",
        firmness if finding.verdict in ("would_bind", "does_not_reach") else Markup(),
        where(plan, plan.by_id[told.clause]),
        quotation(plan, told.span, told.part),
        element("ul", *_reasons(finding), class_="because"),
        in_charge(told.departments),
        class_=f"entry card {told.modality}",
        **pointer(told.plan, told.span),
    )


def _reasons(finding: Finding) -> Iterator[Markup]:
    told = finding.obligation
    yield from (element("li", both_words(reason), class_="reason") for reason in finding.because)
    condition = "，".join(dict.fromkeys(filter(None, [told.condition, *told.qualifiers])))
    for name, words in (("condition", condition), ("by", told.year or told.period)):
        if words:
            yield element("li", both_words(label(f"text.{name}")), f"：{words}")


def _mention(mention: Mention, plans: Plans) -> Markup:
    plan = plans[mention.plan]
    parts = (where(plan, plan.by_id[mention.clause]), quotation(plan, mention.span), in_charge(mention.departments))
    return element("article", *parts, class_="entry card", **pointer(mention.plan, mention.span))


def _folded(name: str, entries: Sequence[Markup]) -> Markup:
    if not entries:
        return Markup()
    summary = element("summary", both_words(label(f"text.{name}")), element("b", str(len(entries))))
    return element("details", summary, *entries, class_="near")
