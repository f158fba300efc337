"""What the browser may ask of a pane: its form, what it finds, a file. What the browser sends is not trusted."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from assistant.registers.files import write_csv
from assistant.registers.tables import Table
from assistant.web.forms import Fields, problem
from assistant.web.markup import Markup, element
from assistant.web.texts import both, say
from corpus.errors import PolicyError
from corpus.plans import Plan

# ruff: noqa: PLC0415  openpyxl only where a workbook is written, plotly only where a chart is drawn

MOST_FIELDS, LONGEST = 60, 8_000  # of a form, and characters of one
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv;charset=utf-8",
    "html": "text/html;charset=utf-8",
}


class Download(NamedTuple):
    """A file; the ending of its name is one of ``TYPES``."""

    name: str
    content: bytes


class Pane(Protocol):
    """A part of the page with a form and what is found by it."""

    name: str

    def form(self) -> Markup:
        """Its form, empty."""
        ...

    def found(self, fields: Fields) -> Markup:
        """What is found by the form.

        Raises:
            PolicyError: the fields cannot be read.
        """
        ...

    def file(self, fields: Fields) -> Download:
        """The same as a file; the field ``file`` is its kind.

        Raises:
            PolicyError: the fields cannot be read.
        """
        ...


def placeholder(pane: Pane) -> Markup:
    """What stands in the place of a pane until it is opened."""
    waiting = element("p", both("panes.opening"), class_="waiting")
    return element("div", waiting, class_=f"pane {pane.name}", data_failed=say("panes.failed").plain)


def functions(pane: Pane) -> list[Callable[..., Any]]:
    """The functions for the browser, called by their names with one value; none fails for what a person may type."""

    def opened(_: object) -> str:
        return pane.form() + element("div", _found(pane, {}), class_="results", aria_live="polite")

    def found(sent: object) -> str:
        return _found(pane, fields_of(sent))

    def file(sent: object) -> dict[str, str]:
        try:
            name, content = pane.file(fields_of(sent))
        except PolicyError as error:
            return {"problem": problem("panes.unclear", str(error))}
        return {"name": name, "type": TYPES[name.rpartition(".")[2]], "content": b64encode(content).decode("ascii")}

    return [opened, found, file, chart_library]


def _found(pane: Pane, fields: Fields) -> Markup:
    try:
        return pane.found(fields)
    except PolicyError as error:
        return problem("panes.unclear", str(error))


def fields_of(sent: object) -> Fields:
    """The fields of a form as the browser sent them, without blanks around; nothing of what is no text."""
    if not isinstance(sent, Mapping):
        return {}
    named = list(sent.items())[:MOST_FIELDS]
    return {str(name): value.strip()[:LONGEST] for name, value in named if isinstance(value, str)}


def as_file(name: str, kind: str, tables: Sequence[Table], plans: Mapping[str, Plan], *, flat: Table) -> Download:
    """The tables as a workbook, or the ``flat`` one as CSV.

    Raises:
        PolicyError: the file cannot be written.
    """
    ending = "csv" if kind == "csv" else "xlsx"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{ending}"
        if ending == "csv":
            write_csv(path, flat)
        else:
            from assistant.registers.sheets import write_xlsx

            write_xlsx(path, tables, plans)
        return Download(f"{name}.{ending}", path.read_bytes())


def chart_library(_: object = None) -> str:
    """The script that draws charts, fetched when the first one is drawn."""
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()
