"""The pane of the enterprise check: what is said of an enterprise, and what the plans demand of it."""

import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from assistant.check import Check, Reading, check, read
from assistant.check.given import Given, add
from assistant.check.labels import fact_words
from assistant.check.printed import both as both_words
from assistant.check.printed import page as sheet
from assistant.registers import Filters, Registers
from assistant.web.check_views import check_view, legend
from assistant.web.forms import Fields, field, plans_to_choose, problem, search, select
from assistant.web.markup import Markup, element
from assistant.web.pane import Download
from assistant.web.texts import both, profiles, say
from corpus.addressees import load_register
from corpus.errors import QuestionError

FACTS = (
    "key_energy_user",
    "key_emitter",
    "above_scale",
    "energy_intensive",
    "state_owned",
    "listed",
    "exporter",
    "small",
    "public_institution",
)
TRADES = ("enterprise", "building")  # groups of kinds that one may be


class Amount(NamedTuple):
    """A number of the form: the fact that it gives, and how many of the fact's units one of its own is."""

    name: str
    fact: str
    size: int = 1


AMOUNTS = (
    Amount("electricity", "electricity_kwh", 10_000),
    Amount("energy", "annual_energy_tce"),
    Amount("roof", "roof_m2"),
    Amount("floor", "floor_m2"),
    Amount("solar", "pv_kw"),
)


class EnterpriseCheck:
    """What binds an enterprise, is forbidden to it, is encouraged, or would bind it."""

    name = "check"

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._plans = registers.plans

    def form(self) -> Markup:
        """A field for free text, and the facts that may be given apart."""
        hint = say("check.hint").zh
        text = element("textarea", "", name_="text", rows=3, placeholder=hint, aria_label=say("fields.text").plain)
        send = element("button", both("check.send"), type="submit", class_="send")
        tries = [
            element("button", words, type="button", class_="pill", data_say=words) for words in profiles(self._plans)
        ]
        return element(
            "form",
            element("h2", both("check.title")),
            element("p", both("check.lead"), class_="lead"),
            text,
            element("div", send, element("button", both("panes.reset"), type="reset", class_="link"), class_="sending"),
            element("p", element("b", both("check.try")), *tries, class_="common"),
            element("details", element("summary", both("check.more")), self._facts(), class_="facts-given"),
            class_="asking",
        )

    def _facts(self) -> Markup:
        places = [("", say("choices.from_text").plain), *plans_to_choose(self._plans)]
        states = [(name, say(f"choices.{name or 'unsaid'}").plain) for name in ("", "new", "existing")]
        answers = [(name, say(f"choices.{name or 'unsaid'}").plain) for name in ("", "yes", "no")]
        kinds = [name for name, kind in load_register().kinds.items() if kind.group in TRADES]
        numbers = [
            field(a.name, element("input", name_=a.name, inputmode="decimal", autocomplete="off")) for a in AMOUNTS
        ]
        flags = [element("label", _called(fact), select(fact, answers)) for fact in FACTS]
        first = (
            field("place", select("plan", places)),
            field("industry", search("industry", kinds, pane=self.name)),
            field("status", select("status", states)),
        )
        return element("div", *first, *numbers, *flags, class_="controls")

    def found(self, fields: Fields) -> Markup:
        """What was understood, and the findings in their four groups; what these are, before the first question."""
        if "text" not in fields:
            return legend()
        if not any(fields.values()):
            return problem("check.empty")
        reading, checked = self._checked(fields)
        return check_view(checked, reading, self._plans)

    def file(self, fields: Fields) -> Download:
        """The same as a workbook, or as a sheet to print."""
        reading, checked = self._checked(fields)
        if fields.get("file") == "html":
            text = sheet(checked, reading, self._plans)
            return Download(f"{say('check.file').zh}.html", text.encode("utf-8"))
        from assistant.check.sheets import write_workbook  # noqa: PLC0415  openpyxl, only where a workbook is written

        with TemporaryDirectory() as folder:
            path = Path(folder) / "check.xlsx"
            write_workbook(path, checked, reading, self._plans)
            return Download(f"{say('check.file').zh}.xlsx", path.read_bytes())

    def _checked(self, fields: Fields) -> tuple[Reading, Check]:
        text = fields.get("text", "")
        reading = add(read(text, self._plans) if text else None, _given(fields), self._plans)
        covered = self._plans if reading.profile.plans or not reading.elsewhere else {}
        known = {plan_id: self._registers.obligations(Filters((plan_id,))) for plan_id in covered}
        return reading, check(reading.profile, covered, obligations=known)


def _called(fact: str) -> Markup:
    words = fact_words(fact)
    return element("span", both_words(words), class_="name", title=f"{words.zh} {words.en}")


def _given(fields: Fields) -> Given:
    """The facts that the form gives apart from the text.

    Raises:
        QuestionError: there is something else than a number where one belongs.
    """
    numbers = {amount: _number(amount, fields.get(amount.name, "")) for amount in AMOUNTS}
    answers = {fact: fields.get(fact, "") for fact in FACTS}
    status = fields.get("status", "")
    return Given(
        plans=tuple(filter(None, [fields.get("plan", "")])),
        industries=tuple(filter(None, [fields.get("industry", "")])),
        status="new" if status == "new" else "existing" if status == "existing" else None,
        amounts={a.fact: number * a.size for a, number in numbers.items() if number is not None},
        so=tuple(fact for fact, answer in answers.items() if answer == "yes"),
        not_so=tuple(fact for fact, answer in answers.items() if answer == "no"),
    )


def _number(amount: Amount, typed: str) -> Decimal | None:
    """A number as people type it (1,200 or １２００); None for nothing."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not plain:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        field_name = say(f"fields.{amount.name}").zh
        raise QuestionError(say("panes.not_a_number", field=field_name, value=typed).plain) from None
