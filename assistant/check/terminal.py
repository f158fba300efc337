"""The check in the terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape

from assistant.check.judge import VERDICTS, Check, Finding
from assistant.check.labels import fact_words, label, plan_name, value_words
from assistant.check.profile import Words
from assistant.check.reading import Reading
from corpus.plans import Plan

STYLES = {"binds": "bold green", "forbidden": "bold red", "encouraged": "green", "would_bind": "yellow"}


def show_check(check: Check, reading: Reading, plans: Mapping[str, Plan]) -> None:
    """Print what was read, then what each plan says, verdict by verdict; near misses at the end."""
    console = Console()
    _show_reading(console, reading, plans)
    for plan_id in check.plans:
        console.rule(escape(plan_name(plans[plan_id])))
        for verdict in VERDICTS:
            found = [each for each in check.of(plan_id, verdict) if verdict != "does_not_reach" or each.near]
            if found:
                heading = label("text.near") if verdict == "does_not_reach" else label(f"verdicts.{verdict}")
                style = STYLES.get(verdict, "dim")
                console.print(f"\n{escape(_both(heading))} ({len(found)})", style=style, soft_wrap=True)
            for finding in found:
                _show(console, finding)
        others = [each for each in check.mentions if each.plan == plan_id]
        if others:
            console.print(f"\n{escape(_both(label('text.mentions')))} ({len(others)})", style="dim", soft_wrap=True)
        for mention in others:
            console.print(f"  · {escape(mention.path)} {escape(_flat(mention.quote))}", soft_wrap=True)


def _show_reading(console: Console, reading: Reading, plans: Mapping[str, Plan]) -> None:
    for heard in reading.heard:
        words = f"  “{heard.words}”" if heard.words else ""
        line = f"{_both(fact_words(heard.fact))}: {_both(value_words(heard, plans))}{words}"
        console.print(escape(line), style="cyan", soft_wrap=True)
    for unread in reading.unread:
        console.print(escape(f"“{unread.words}”: {_both(unread.why)}"), style="yellow", soft_wrap=True)
    if reading.elsewhere:
        words = label("text.elsewhere", places="、".join(reading.elsewhere))
        console.print(escape(_both(words)), style="yellow", soft_wrap=True)


def _show(console: Console, finding: Finding) -> None:
    told = finding.obligation
    console.print(f"  · {escape(told.addressee)}：{escape(told.word + told.action)}", soft_wrap=True)
    reasons = "；".join(reason.zh for reason in finding.because)
    missing = label("text.and").zh.join(fact.words.zh for fact in finding.missing)
    if missing:
        console.print(f"      {label('text.if').zh}{escape(missing)}", style="yellow", soft_wrap=True)
    departments = "　".join(
        f"{label(f'roles.{role}').zh}：{'、'.join(names)}" for role, names in told.departments if names
    )
    place = f"{finding.path}  {told.span.start}–{told.span.end}  {departments}"
    console.print(f"      {escape(reasons)}\n      {escape(place)}", style="dim", soft_wrap=True)


def _both(words: Words) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def _flat(quote: str) -> str:
    return "".join(quote.split())
