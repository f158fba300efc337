"""How plans bind: the compiled patterns of ``lexicon/obligations.toml``."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

PATTERNS = Path(__file__).parents[1] / "lexicon" / "obligations.toml"


class Modality(NamedTuple):
    """The patterns, by what they find."""

    stop: re.Pattern[str]
    lead: re.Pattern[str]
    adverb: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    urge: re.Pattern[str]
    ensure: re.Pattern[str]
    retire: re.Pattern[str]
    rules: re.Pattern[str]
    of_rules: re.Pattern[str]
    use: re.Pattern[str]
    summed: re.Pattern[str]
    quality: re.Pattern[str]
    other_object: re.Pattern[str]
    product: re.Pattern[str]
    liable: re.Pattern[str]
    liability: re.Pattern[str]
    done_to: re.Pattern[str]
    newly: re.Pattern[str]
    new: re.Pattern[str]
    whole: re.Pattern[str]
    strong_before: re.Pattern[str]
    strong_after: re.Pattern[str]
    forbid: re.Pattern[str]
    hold: re.Pattern[str]
    forbidden: re.Pattern[str]
    modal: re.Pattern[str]
    firm: re.Pattern[str]
    soft: re.Pattern[str]
    government: re.Pattern[str]
    qualifier: re.Pattern[str]
    conjunction: re.Pattern[str]
    bracket: re.Pattern[str]
    toward: re.Pattern[str]
    modifier: re.Pattern[str]
    describing: re.Pattern[str]
    object: re.Pattern[str]
    between: re.Pattern[str]
    narrowed: re.Pattern[str]
    action: re.Pattern[str]
    verb: re.Pattern[str]
    noun: re.Pattern[str]
    promoted: re.Pattern[str]
    compound: re.Pattern[str]
    situated: re.Pattern[str]
    task: re.Pattern[str]
    general: re.Pattern[str]
    eligible: re.Pattern[str]
    preposition: re.Pattern[str]
    inside: re.Pattern[str]
    circumstance: re.Pattern[str]
    stated: re.Pattern[str]
    share: re.Pattern[str]
    department: re.Pattern[str]
    demand: re.Pattern[str]
    conditional: re.Pattern[str]
    built: re.Pattern[str]
    many: re.Pattern[str]
    measure: re.Pattern[str]
    joint: re.Pattern[str]
    condition: re.Pattern[str]


@cache
def modality() -> Modality:
    """The patterns, read once; those that are made of several words or patterns are put together."""
    data = tomllib.loads(PATTERNS.read_text(encoding="utf-8"))
    single = {
        name: re.compile(pattern)
        for section in data.values()
        for name, pattern in section.items()
        if isinstance(pattern, str) and name in Modality._fields
    }
    return Modality(**{**single, **_of_lists(data), **_composed(data)})


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


def _of_lists(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    lead, must, bare, actions = data["lead"], data["must"], data["bare"], data["actions"]
    lists = {
        "lead": lead["words"],
        "adverb": [*lead["words"], *lead["adverbs"]],
        "urge": must["urge"],
        "ensure": must["ensure"],
        "hold": data["must_not"]["hold"],
        "firm": bare["firm"],
        "soft": bare["soft"],
        "government": bare["government"],
        "qualifier": data["qualifiers"]["words"],
        "action": [*actions["adverbs"], *actions["prepositions"], *actions["verbs"]],
        "verb": actions["verbs"],
    }
    return {name: re.compile(_any(words)) for name, words in lists.items()}


def _composed(data: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    encouraged, never, condition = data["encouraged"], data["must_not"], data["condition"]
    forbid, also = _any(never["forbid"]), encouraged["also"]
    modals = _any(data["must"]["modals"])
    patterns = {
        "stop": f"[{data['split']['stops']}]",
        "strong": rf"{_any(encouraged['strong'])}(?:{also})?",
        "weak": rf"{_any(encouraged['weak'])}(?:{also})?",
        "strong_before": rf"(?:{encouraged['before']})$",
        "forbid": rf"{forbid}(?:[和或、]?{forbid})?",
        "forbidden": rf"(?:{never['acts']}[、和或及]?)*",
        "modal": f"(?P<never>{forbid}|{never['held']})|(?P<must>{modals})",
        "measure": rf"(?:{condition['measure']})$",
        "joint": rf"(?:{condition['joint']})*",
    }
    return {name: re.compile(pattern) for name, pattern in patterns.items()}
