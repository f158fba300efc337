"""Targets as a table, and one indicator across the plans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.registers.compare import Comparison, InPlan
from assistant.registers.filters import last_year
from assistant.registers.rows import due, said
from assistant.registers.words import heading, term
from assistant.web.entries import drawing, in_charge, pointer, quotation, toolbar, where
from assistant.web.forms import remark, setter
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both
from corpus.models import Target
from corpus.plans import Plan

MOST_ROWS = 200
COLUMNS = ("indicator", "said", "due", "quote")
Plans = Mapping[str, Plan]


def targets_view(targets: Sequence[Target], plans: Plans, *, lead: Markup, complete: bool) -> Markup:
    """The first targets, each with its quotation; those without a figure only where it is ``complete``."""
    if not targets:
        return remark("targets.none")
    firm = [target for target in targets if complete or target.amount] or targets
    rows = [_target(target, plans[target.plan]) for target in firm[:MOST_ROWS]]
    cut = remark("targets.more", shown=MOST_ROWS) if len(firm) > MOST_ROWS else Markup()
    left_out = len(targets) - len(firm)
    counted = element("b", both("targets.count" if left_out else "targets.count_all", count=len(firm)))
    more = setter(both("targets.open", count=left_out), open="1") if left_out else Markup()
    return together((toolbar(counted, more), lead, _table(COLUMNS, rows), cut))


def comparison_view(comparison: Comparison, plans: Plans) -> Markup:
    """One indicator: a chart, what each plan says of it, and what is near and yet another thing."""
    from assistant.registers.charts import compare_chart  # noqa: PLC0415  plotly, only where a chart is drawn

    name = comparison.indicator + (f"（{comparison.scope}）" if comparison.scope else "")
    rows = [line for row in comparison.rows for line in _in_plan(row, plans[row.plan])]
    title = element("h3", name, element("small", both("targets.across")))
    back = setter("← ", both("targets.back"), class_="back", indicator="")
    chart = drawing(compare_chart(comparison, plans))
    table = _table(("plan", *COLUMNS[1:]), rows)
    return together((toolbar(back), title, chart, remark("targets.hint"), table, _near(comparison, plans)))


def _in_plan(row: InPlan, plan: Plan) -> Iterator[Markup]:
    """What a plan says of the indicator, the nearest year first; one row where it is silent."""
    if not row.stated:
        yield _silent(plan)
    for value in sorted(row.values, key=lambda value: (value.year or last_year(value.period) or 0, value.part)):
        yield _target(value, plan, across=True)


def _near(comparison: Comparison, plans: Plans) -> Markup:
    near = [_target(miss.target, plans[miss.target.plan]) for row in comparison.rows for miss in row.near]
    if not near:
        return Markup()
    return element(
        "details",
        element("summary", both("targets.near"), element("b", str(len(near)))),
        _table(COLUMNS, near),
        class_="near",
    )


def _table(columns: Sequence[str], rows: Iterable[Markup]) -> Markup:
    named = [heading(column) for column in columns]
    heads = [element("th", n.chinese, element("small", n.english, lang="en", class_="en"), scope="col") for n in named]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="register")


def _target(target: Target, plan: Plan, *, across: bool = False) -> Markup:
    """A row; ``across`` the plans it begins with the plan's name."""
    name = element("b", plan.info.short) if across else setter(target.indicator, indicator=target.indicator)
    scope = element("small", target.scope) if target.scope else Markup()
    firm = element("small", term("strength", target.strength)) if target.strength != "stated" else Markup()
    words = quotation(plan, target.span, target.part)
    cells = (
        element("td", name, scope),
        element("td", element("b", said(target)), firm, class_="said"),
        element("td", due(target), class_="due"),
        element("td", where(plan, plan.by_id[target.clause]), words, in_charge(target.departments)),
    )
    return element("tr", *cells, class_="entry across" if across else "entry", **pointer(target.plan, target.span))


def _silent(plan: Plan) -> Markup:
    cells = (element("td", element("b", plan.info.short)), element("td", term("answer", "not_stated"), colspan=3))
    return element("tr", *cells, class_="silent")
