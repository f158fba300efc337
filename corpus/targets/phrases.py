"""What stands in front of a number: an action (建成), a scope (新建), a name, a verb (达到)."""

from typing import NamedTuple

from corpus.targets.grammar import BLANK, grammar
from corpus.targets.indicators import is_measure
from corpus.targets.sheets import Sheet

ENDS = "，；。：、,;.ꎬꎮ 和及与的" + BLANK


class Phrase(NamedTuple):
    """The name, which begins at ``start`` with its scope, and what goes around it; ``tail`` is all behind the name."""

    start: int
    name: str
    action: str
    scope: str
    verb: str
    tail: str


def phrase_at(sheet: Sheet, start: int, end: int, *, carried: str) -> Phrase:
    """The words ``start:end`` taken apart; an action holds on for the next thing (建成A 3座、B 5座)."""
    lead = grammar().leading.match(sheet.masked, start, end)
    begin = lead.end() if lead else start
    body, verb = _without_verbs(sheet.masked[begin:end])
    tail = sheet.masked[begin + len(body) : end]
    within = grammar().within.match(body)
    skipped = within.end() if within else 0
    action = grammar().action.match(body, skipped)
    said = action[0] if action else ""
    skipped += len(said)
    attribute = grammar().attribute.match(body, skipped)
    scope = attribute[0] if attribute and not is_measure(body.rstrip(ENDS)) else ""
    name = body[skipped + len(scope) :]
    first = begin + skipped + (0 if scope else len(name) - len(name.lstrip(ENDS)))
    named = sheet.text(begin + skipped + len(scope), begin + len(body)).strip(ENDS)
    return Phrase(first, named, said or ("" if verb else carried), scope, verb, tail)


def _without_verbs(body: str) -> tuple[str, str]:
    """The words without the verbs and adverbs at their end, and the last of those verbs."""
    verb = ""
    while True:
        body = grammar().trailing.sub("", body)
        ends = (pattern.search(body) for pattern in (grammar().level, grammar().up, grammar().down))
        match = next((match for match in ends if match), None)
        if match is None:
            return body, verb
        verb, body = verb or match[0], body[: match.start()]
