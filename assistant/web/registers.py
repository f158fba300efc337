"""The panes of the registers: targets, and one indicator across the plans; departments, and the tasks of one."""

from collections import Counter
from collections.abc import Sequence

from assistant.registers import Filters, Registers
from assistant.registers.compare import Comparison
from assistant.registers.filters import last_year
from assistant.registers.tables import comparison_tables, departments_table, targets_table, tasks_table
from assistant.web.department_views import departments_view, tasks_view
from assistant.web.forms import Choice, Fields, field, plans_to_choose, problem, remark, search, select, setter
from assistant.web.markup import Markup, element
from assistant.web.pane import Download, as_file
from assistant.web.target_views import comparison_view, targets_view
from assistant.web.texts import both, say
from corpus.models import Target

COMMON = 8  # indicators offered for comparison


class Targets:
    """What the plans are to reach."""

    name = "targets"

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._plans = registers.plans

    def form(self) -> Markup:
        """Filters."""
        every = self._registers.targets()
        bodies = sorted({entry.department for entry in self._registers.departments()})
        return _form(
            "targets.title",
            field("plan", select("plan", [("", say("choices.all_plans").plain), *plans_to_choose(self._plans)])),
            field("indicator", search("indicator", _names(every), pane=self.name, hint="targets.hint_indicator")),
            field("department", search("department", bodies, pane=self.name, hint="targets.hint_department")),
            field("year", select("year", _years(every))),
            element("input", type="hidden", name_="open"),
        )

    def found(self, fields: Fields) -> Markup:
        """The targets that pass the filters; or one indicator across the plans, if the plans know it."""
        filters = _filters(fields)
        unknown = _unknown(self._registers, filters.department)
        comparison = self._compared(filters)
        if unknown or comparison is None:
            lead = remark("targets.words_in_name", asked=filters.indicator) if filters.indicator else self._common()
            every = self._registers.targets(filters)
            return unknown or targets_view(every, self._plans, lead=lead, complete=bool(fields.get("open")))
        return comparison_view(comparison, self._plans)

    def file(self, fields: Fields) -> Download:
        """The same as a workbook or CSV."""
        filters = _filters(fields)
        comparison = self._compared(filters)
        tables = (targets_table(self._registers.targets(filters), self._plans),)
        if comparison is not None:
            tables = comparison_tables(comparison, self._plans)
        name = _titled("targets", filters.indicator)
        return as_file(name, fields.get("file", ""), tables, self._plans, flat=tables[0])

    def _compared(self, filters: Filters) -> Comparison | None:
        """The indicator that is asked for, unless it only stands in the names of others."""
        if not filters.indicator:
            return None
        comparison = self._registers.compare(filters.indicator, filters)
        stated = any(row.stated for row in comparison.rows)
        return comparison if stated or not self._registers.targets(filters) else None

    def _common(self) -> Markup:
        """The indicators that most plans give a figure for, to compare."""
        stated = {(target.plan, target.indicator): None for target in self._registers.targets() if target.amount}
        most = Counter(indicator for _, indicator in stated).most_common(COMMON)
        names = [setter(name, class_="pill", indicator=name) for name, plans in most if plans > 1]
        return element("p", element("b", both("targets.common")), *names, class_="common") if names else Markup()


class Departments:
    """Who has which tasks."""

    name = "departments"

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._plans = registers.plans

    def form(self) -> Markup:
        """A plan, and a department of it."""
        bodies = sorted(
            {name for entry in self._registers.departments() for name in (entry.department, *entry.printed)}
        )
        return _form(
            "departments.title",
            field("plan", select("plan", plans_to_choose(self._plans))),
            field("department", search("department", bodies, pane=self.name, hint="departments.hint_department")),
            element("input", type="hidden", name_="all"),
        )

    def found(self, fields: Fields) -> Markup:
        """The departments of a plan; or the tasks of one."""
        filters = self._filters(fields)
        entries = self._registers.departments(filters)
        plan = self._plans[filters.plans[0]]
        if not filters.department:
            return departments_view(entries, plan, complete=bool(fields.get("all")))
        unknown = _unknown(self._registers, filters.department)
        if unknown:
            return unknown
        named = self._registers.departments(Filters(department=filters.department))
        elsewhere = [entry for entry in named if entry.plan != plan.plan_id]
        return tasks_view(entries, plan, asked=filters.department, elsewhere=elsewhere, plans=self._plans)

    def file(self, fields: Fields) -> Download:
        """Departments and their tasks as a workbook, or the tasks as CSV."""
        filters = self._filters(fields)
        entries = self._registers.departments(filters)
        tables = departments_table(entries, self._plans), tasks_table(entries, self._plans)
        name = _titled("departments", self._plans[filters.plans[0]].info.short, filters.department)
        return as_file(name, fields.get("file", ""), tables, self._plans, flat=tables[1])

    def _filters(self, fields: Fields) -> Filters:
        return Filters((fields.get("plan") or next(iter(self._plans)),), fields.get("department", ""))


def _form(title: str, *controls: Markup) -> Markup:
    reset = element("button", both("panes.reset"), type="reset", class_="link")
    enter = element("button", type="submit", hidden=True)  # so that the enter key asks
    row = element("div", *controls, reset, enter, class_="controls")
    return element("form", element("h2", both(title)), row, class_="asking", data_live="form")


def _filters(fields: Fields) -> Filters:
    plan, year = fields.get("plan"), fields.get("year", "")
    return Filters(
        plans=(plan,) if plan else (),
        department=fields.get("department", ""),
        year=int(year) if year.isdecimal() else None,
        indicator=fields.get("indicator", ""),
    )


def _names(targets: Sequence[Target]) -> list[str]:
    """The indicators, those of most plans first."""
    stated = {(target.plan, target.indicator): None for target in targets}
    return [name for name, _ in Counter(name for _, name in stated).most_common()]


def _years(targets: Sequence[Target]) -> list[Choice]:
    years = {target.year or last_year(target.period) for target in targets} - {None}
    dated = [(str(year), say("choices.year", year=str(year)).plain) for year in sorted(filter(None, years))]
    return [("", say("choices.any_year").plain), *dated]


def _titled(*parts: str) -> str:
    """The name of a file: 目标-林木覆盖率."""
    return "-".join(filter(None, (say(f"tabs.{parts[0]}").zh, *parts[1:])))


def _unknown(registers: Registers, typed: str) -> Markup:
    """That no plan names the department, and those whose names have the typed words in them or are like it."""
    if not typed or registers.bodies_meant(typed):
        return Markup()
    entries = registers.departments()
    near = dict.fromkeys(e.department for e in entries if any(typed in name for name in (e.department, *e.printed)))
    nearest = registers.nearest_body(typed)
    names = list(near)[:COMMON] or [name for name in [nearest] if name]
    pills = [setter(name, class_="pill", department=name) for name in names]
    meant = element("p", element("b", both("panes.nearest")), *pills, class_="common") if pills else Markup()
    return problem("panes.no_department", asked=typed) + meant
