"""The pane of targets: filters, a table with the quotations, and one indicator across the plans."""

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.registers import EVERYTHING, Filters, Registers
from assistant.registers.compare import Comparison
from assistant.registers.filters import last_year
from assistant.registers.rows import due, said
from assistant.registers.tables import Table, comparison_tables, targets_table
from assistant.registers.words import heading, term
from assistant.web.downloads import Download, as_table
from assistant.web.entries import in_charge, pointer, quotation, where
from assistant.web.forms import Choice, Fields, field, file_button, plans_to_choose, problem, remark, search, select
from assistant.web.forms import setter
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both, say
from corpus.models import Target

# ruff: noqa: PLC0415  plotly only where a chart is drawn

MOST_ROWS = 200
COMMON = 8  # indicators offered for comparison


class Targets:
    """What the plans are to reach."""

    name = "targets"

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._plans = registers.plans

    def opened(self) -> Markup:
        """The form, and every target."""
        every = self._registers.targets()
        controls = [
            field("plan", select("plan", [("", say("choices.all_plans").plain), *plans_to_choose(self._plans)])),
            field("indicator", search("indicator", _names(every), pane=self.name, hint="targets.hint_indicator")),
            field("department", search("department", self._bodies(), pane=self.name, hint="targets.hint_department")),
            field("year", select("year", _years(every))),
        ]
        head = element("h2", both("targets.title"))
        return element("form", head, element("div", *controls, class_="controls"), class_="asking", data_at_once=True)

    def found(self, fields: Fields) -> Markup:
        """The targets that pass the filters; one indicator across the plans, if one is meant."""
        filters = _filters(fields)
        if filters.department and not self._registers.bodies_meant(filters.department):
            return unknown_department(self._registers, filters.department)
        comparison = self._compared(filters)
        return self._listed(filters) if comparison is None else self._across(comparison)

    def file(self, fields: Fields) -> Download:
        """The same as a file."""
        filters = _filters(fields)
        comparison = self._compared(filters)
        tables: tuple[Table, ...] = (targets_table(self._registers.targets(filters), self._plans),)
        if comparison is not None:
            tables = comparison_tables(comparison, self._plans)
        return as_table("-".join(filter(None, (say("tabs.targets").zh, filters.indicator))), tables, self._plans, fields)

    def _bodies(self) -> list[str]:
        return sorted({entry.department for entry in self._registers.departments()})

    def _compared(self, filters: Filters) -> Comparison | None:
        """The indicator that is asked for, if any plan states it, or nothing has a name like it."""
        if not filters.indicator:
            return None
        comparison = self._registers.compare(filters.indicator, filters)
        stated = any(row.stated for row in comparison.rows)
        return comparison if stated or not self._registers.targets(filters) else None

    def _listed(self, filters: Filters) -> Markup:
        targets = self._registers.targets(filters)
        if not targets:
            return remark("targets.none")
        shown = targets[:MOST_ROWS]
        cut = remark("targets.more", shown=MOST_ROWS) if len(targets) > MOST_ROWS else Markup()
        meant = remark("targets.words_in_name", asked=filters.indicator) if filters.indicator else self._common()
        columns = ("indicator", "said", "due", "quote")
        return together(
            (_toolbar(both("targets.count", count=len(targets))), meant, self._table(columns, map(self._row, shown)), cut)
        )

    def _common(self) -> Markup:
        """The indicators that most plans state, to compare."""
        stated = {(target.plan, target.indicator) for target in self._registers.targets()}
        most = Counter(indicator for _, indicator in stated).most_common(COMMON)
        names = [setter(name, class_="pill", indicator=name) for name, count in most if count > 1]
        return element("p", element("b", both("targets.common")), *names, class_="common") if names else Markup()

    def _across(self, comparison: Comparison) -> Markup:
        from assistant.registers.charts import compare_chart

        name = comparison.indicator + (f"（{comparison.scope}）" if comparison.scope else "")
        title = element("h3", name, both("targets.across"))
        figure = compare_chart(comparison, self._plans).update_layout(title=None)
        values = [target for row in comparison.rows for target in row.values]
        silent = [row.plan for row in comparison.rows if not row.stated]
        rows = [self._row(target, plan_first=True) for target in values] + [self._silent(plan) for plan in silent]
        back = setter(say("targets.back").plain, class_="back", indicator="")
        return together(
            (
                _toolbar(back),
                element("div", title, chart(figure.to_json() or "")),
                self._table(("plan", "said", "due", "quote"), rows),
                self._near(comparison),
            )
        )

    def _near(self, comparison: Comparison) -> Markup:
        near = [self._row(miss.target) for row in comparison.rows for miss in row.near]
        if not near:
            return Markup()
        summary = element("summary", both("targets.near"), f" {len(near)}")
        return element("details", summary, self._table(("indicator", "said", "due", "quote"), near), class_="near")

    def _table(self, columns: Sequence[str], rows: Iterable[Markup]) -> Markup:
        named = [(column, heading(column)) for column in columns]
        heads = [element("th", n.chinese, element("small", n.english, class_="en"), class_=c) for c, n in named]
        return element(
            "table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="register"
        )

    def _row(self, target: Target, *, plan_first: bool = False) -> Markup:
        plan = self._plans[target.plan]
        name: str = element("b", plan.info.short) if plan_first else setter(target.indicator, indicator=target.indicator)
        strength = "" if target.strength == "stated" else term("strength", target.strength)
        notes = [element("small", note) for note in (target.scope, strength) if note]
        cells = [
            element("td", name, notes[0] if target.scope else ""),
            element("td", element("b", said(target)), notes[-1] if strength else "", class_="said"),
            element("td", due(target), class_="due"),
            element(
                "td",
                where(plan, plan.by_id[target.clause]),
                quotation(plan, target.span, target.part),
                in_charge(target.departments),
            ),
        ]
        return element("tr", *cells, class_="entry", **pointer(target.plan, target.span))

    def _silent(self, plan_id: str) -> Markup:
        silent = element("td", term("answer", "not_stated"), colspan=3)
        return element("tr", element("td", element("b", self._plans[plan_id].info.short)), silent, class_="silent")
