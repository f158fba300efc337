"""The compiled patterns of ``lexicon/targets.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

PATTERNS = Path(__file__).parents[1] / "lexicon" / "targets.toml"
HAN = "[\u4e00-\u9fff]"
BLANK = "\0"  # stands in masked words where a date, a baseline or 力争 stood

Strength = Literal["striven", "ensured", "planned", "stated"]
Change = Literal["level", "up", "down"]


class Grammar(NamedTuple):
    """Patterns by what they find; those that end in ``$`` are searched in front of a number."""

    strength: re.Pattern[str]
    fact: re.Pattern[str]
    fact_part: re.Pattern[str]
    background: re.Pattern[str]
    level: re.Pattern[str]
    makes: re.Pattern[str]
    deeds: re.Pattern[str]
    lasting: re.Pattern[str]
    degree: re.Pattern[str]
    same: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    share: re.Pattern[str]
    action: re.Pattern[str]
    attribute: re.Pattern[str]
    within: re.Pattern[str]
    again: re.Pattern[str]
    etc: re.Pattern[str]
    behind: re.Pattern[str]
    states: re.Pattern[str]
    such: re.Pattern[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    annual: re.Pattern[str]
    purpose: re.Pattern[str]
    adverbial: re.Pattern[str]
    number_word: re.Pattern[str]
    standard: re.Pattern[str]
    measure: re.Pattern[str]
    growth: re.Pattern[str]
    ownerless: re.Pattern[str]
    rates: re.Pattern[str]
    scope: re.Pattern[str]
    per: re.Pattern[str]
    strict: re.Pattern[str]
    rising: re.Pattern[str]
    falling: re.Pattern[str]
    stable: re.Pattern[str]
    control: re.Pattern[str]
    limited: re.Pattern[str]
    change_word: re.Pattern[str]
    in_time: re.Pattern[str]
    assigned: re.Pattern[str]
    controlled: re.Pattern[str]
    peak: re.Pattern[str]
    subject_first: re.Pattern[str]
    verb_first: re.Pattern[str]
    reaches: re.Pattern[str]
    does: re.Pattern[str]


def _any(choice: str | list[str]) -> str:
    """A pattern for one of several, of which a longer one is tried before a shorter one."""
    return f"(?:{choice if isinstance(choice, str) else '|'.join(sorted(choice, key=len, reverse=True))})"


@cache
def grammar() -> Grammar:
    """The patterns, read once."""
    data: dict[str, dict[str, str | list[str]]] = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    words = {f"{part}.{name}": _any(choice) for part, rows in data.items() for name, choice in rows.items()}
    strengths = "|".join(f"(?P<{name}>{words[f'strength.{name}']})" for name in data["strength"])
    action = f"{words['actions.adverbs']}*{words['actions.verbs']}"
    change = f"(?<![不可]){words['trend.adverbs']}*(?<![不可])"
    by_date = f"{words['dated.adverbs']}*"
    share = f"(?P<verb>{words['actions.behind']})(?P<object>.*)$"
    return Grammar(
        strength=re.compile(strengths),
        fact=re.compile(words["fact.sentence"]),
        fact_part=re.compile(words["fact.part"]),
        background=re.compile(words["fact.heading"]),
        level=re.compile(f"{words['verbs.level']}$"),
        up=re.compile(f"{words['verbs.up']}$"),
        down=re.compile(f"{words['verbs.down']}$"),
        makes=re.compile(words["verbs.makes"]),
        deeds=re.compile(words["verbs.deeds"]),
        share=re.compile(f"{words['verbs.share']}(?:达到?)?$"),
        action=re.compile(action),
        attribute=re.compile(words["actions.attribute"]),
        behind=re.compile(f"的?(?P<noun>{HAN}{{0,4}}?){share}"),
        such=re.compile(f"的?(?P<noun>{HAN}{{2,20}}?){share}"),
        states=re.compile(f"(?P<verb>{words['actions.states']})(?P<object>.*)$"),
        in_time=re.compile(f"(?P<verb>{words['actions.within_time']})(?P<object>.*)$"),
        leading=re.compile(f"(?:{BLANK}|[，、；：,。]|{words['words.lead']}|{words['words.place']})+"),
        trailing=re.compile(f"(?:{BLANK}|[，：]|{words['words.adverbs']})+$"),
        within=re.compile(f"{words['words.within']}(?={action})"),
        again=re.compile(f"、(?={change}(?:{words['trend.up']}|{words['trend.down']}))"),
        etc=re.compile(words["words.etc"]),
        lasting=re.compile(words["words.lasting"]),
        degree=re.compile(words["words.degree"]),
        same=re.compile(words["words.same"]),
        annual=re.compile(words["words.annual"]),
        purpose=re.compile(words["words.purpose"]),
        adverbial=re.compile(words["words.adverbial"]),
        number_word=re.compile(words["words.number_words"]),
        standard=re.compile(words["words.standard"]),
        measure=re.compile(f"{words['measures.head']}$"),
        strict=re.compile(f"{words['measures.strict']}$"),
        limited=re.compile(f"{words['measures.limited']}$"),
        growth=re.compile(words["measures.growth"]),
        ownerless=re.compile(words["measures.ownerless"]),
        rates=re.compile(words["measures.rates"]),
        change_word=re.compile(words["measures.change_word"]),
        scope=re.compile(words["measures.scope"]),
        per=re.compile(words["measures.per"]),
        rising=re.compile(f"{change}{words['trend.up']}"),
        falling=re.compile(f"{change}{words['trend.down']}"),
        stable=re.compile(f"{change}{words['trend.stable']}"),
        control=re.compile(f"{change}{words['trend.control']}"),
        assigned=re.compile(words["trend.assigned"]),
        controlled=re.compile(words["trend.controlled"]),
        peak=re.compile(words["dated.peak"]),
        subject_first=re.compile(f"{by_date}(?:{words['dated.reaching']}|{words['dated.states']})$"),
        verb_first=re.compile(f"{by_date}{words['dated.verbs']}{{1,2}}"),
        reaches=re.compile(words["dated.reaches"]),
        does=re.compile(f"(?:按[^，]{{2,12}})?{by_date}{words['dated.does']}"),
    )
