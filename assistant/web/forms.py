"""Controls of the panes' forms, and what is said where one cannot be read."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.web.markup import Markup, element
from assistant.web.texts import both, say
from corpus.plans import Plan

Fields = Mapping[str, str]  # what a form holds, by the names of its controls; empty where nothing is chosen
Choice = tuple[str, str]  # the value, and what is read


def field(label: str, control: str) -> Markup:
    """A control under its name, which is one of ``[fields]``."""
    return element("label", element("span", both(f"fields.{label}"), class_="name"), control)


def select(name: str, choices: Iterable[Choice], *, chosen: str = "") -> Markup:
    """A list to choose one of."""
    options = [element("option", words, value=value, selected=value == chosen) for value, words in choices]
    return element("select", *options, name_=name)


def search(name: str, known: Sequence[str], *, pane: str, hint: str = "") -> Markup:
    """A field to type in, which offers what is known; ``hint`` names the words in it while it is empty."""
    offered = f"known-{pane}-{name}"
    typed = element(
        "input",
        type="search",
        name_=name,
        list=offered,
        placeholder=say(hint).plain if hint else None,
        autocomplete="off",
        spellcheck="false",
    )
    return typed + element("datalist", *(element("option", value=value) for value in known), id=offered)


def plans_to_choose(plans: Mapping[str, Plan]) -> list[Choice]:
    """The plans by their short names."""
    return [(plan_id, plan.info.short) for plan_id, plan in plans.items()]


def setter(*words: str, class_: str = "link", **fields: str) -> Markup:
    """A button that fills in ``fields`` of its pane's form and asks again."""
    filled = {f"data_set_{name}": value for name, value in fields.items()}
    return element("button", *words, type="button", class_=class_, **filled)


def file_button(kind: str, words: str) -> Markup:
    """A button that fetches what is shown as a file of a kind."""
    return element("button", both(words), type="button", class_="fetch", data_file=kind)


def remark(name: str, /, *more: str, **values: str | int) -> Markup:
    """One friendly line."""
    return element("p", both(name, **values), *more, class_="remark", role="status")


def problem(name: str, detail: str = "", /, **values: str | int) -> Markup:
    """One friendly line about what cannot be done, and the detail beside it."""
    beside = element("small", detail, lang="en") if detail else Markup()
    return element("p", both(name, **values), beside, class_="notice", role="alert")
