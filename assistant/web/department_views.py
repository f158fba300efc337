"""The departments of a plan by their tasks, and the tasks of one."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from assistant.registers.rows import ROLES, count
from assistant.web.entries import drawing, pointer, quotation, toolbar, where
from assistant.web.forms import remark, setter
from assistant.web.markup import Markup, element, together
from assistant.web.texts import both
from corpus.bodies import BodyTask, DepartmentEntry, ProseBody
from corpus.models import Clause
from corpus.plans import Plan
from corpus.spans import Span, flatten

MOST_BARS = 12
EXCERPT = 90  # characters of the text that a bracket governs


def departments_view(entries: Sequence[DepartmentEntry], plan: Plan, *, complete: bool) -> Markup:
    """The departments of a plan by their tasks, and the bodies that it names in its text alone."""
    from assistant.registers.charts import departments_chart  # noqa: PLC0415  plotly, only where a chart is drawn

    ranked = sorted((e for e in entries if e.tasks), key=lambda e: (-len(e.tasks), -count(e, "lead")))
    others = _links("prose", [(e.printed[0], {"department": e.department}) for e in entries if not e.tasks])
    if not ranked:
        return together((toolbar(), remark("departments.none"), others))
    shown = ranked if complete else ranked[:MOST_BARS]
    tasks = sum(len(entry.tasks) for entry in ranked)
    bar = toolbar(element("b", both("departments.count", bodies=len(ranked), tasks=tasks)))
    chart = drawing(departments_chart(shown, plan), names=[entry.department for entry in shown])
    return together((bar, remark("departments.hint"), chart, _rest(len(ranked), complete=complete), others))


def _rest(bodies: int, *, complete: bool) -> Markup:
    if bodies <= MOST_BARS:
        return Markup()
    words = both("departments.fewer", count=MOST_BARS) if complete else both("departments.all", count=bodies)
    return element("p", setter(words, class_="wide", all="" if complete else "1"))


def _links(label: str, links: Sequence[tuple[str, Mapping[str, str]]]) -> Markup:
    """Buttons under a name of ``[departments]``; nothing without any."""
    buttons = [setter(words, class_="pill", **fields) for words, fields in links]
    return element("p", element("b", both(f"departments.{label}")), *buttons, class_="common") if links else Markup()


def tasks_view(
    entries: Sequence[DepartmentEntry],
    plan: Plan,
    *,
    asked: str,
    elsewhere: Sequence[DepartmentEntry],
    plans: Mapping[str, Plan],
) -> Markup:
    """The tasks of a department by role, each in the order of the plan; and the other plans that name it."""
    back = setter("← ", both("departments.back"), class_="back", department="")
    counted = [(i, sum(len(e.tasks) for e in own)) for i, own in groupby(elsewhere, key=lambda entry: entry.plan)]
    links = _links("elsewhere", [(f"{plans[plan_id].info.short} {n}", {"plan": plan_id}) for plan_id, n in counted])
    shown = [_department(entry, plan) for entry in entries] or [remark("departments.not_here", asked=asked)]
    return together((toolbar(back), links, *shown))


def _department(entry: DepartmentEntry, plan: Plan) -> Markup:
    names = element("small", both("departments.printed"), f" {'、'.join(entry.printed)}")
    groups = [_group(role, [task for task in entry.tasks if task.role == role], plan) for role in ROLES]
    prose = _group("prose", entry.mentions, plan)
    return element("section", element("h3", entry.department, names), *groups, prose, class_="department")


def _group(role: str, tasks: Sequence[BodyTask | ProseBody], plan: Plan) -> Markup:
    """The tasks in one role; nothing without any."""
    if not tasks:
        return Markup()
    title = element("h4", both(f"roles_in_full.{role}"), element("b", str(len(tasks))))
    return element("div", title, *(_task(task, plan) for task in tasks), class_=f"group role-{role}")


def _task(task: BodyTask | ProseBody, plan: Plan) -> Markup:
    clause = plan.by_id[task.clause]
    at = plan.text.find(task.printed, task.span.start, task.span.end)
    quoted = quotation(plan, task.span, Span(at, at + len(task.printed)) if at >= 0 else None)
    parts = [where(plan, clause), *(_excerpt(task, clause, plan) if isinstance(task, BodyTask) else ()), quoted]
    return element("article", *parts, class_="entry", **pointer(plan.plan_id, task.span))


def _excerpt(task: BodyTask, clause: Clause, plan: Plan) -> Iterator[Markup]:
    """That it leads together with others, and the beginning of what the bracket governs."""
    if task.joint:
        yield element("span", both("departments.joint"), class_="badge")
    covers = next((r.covers for r in clause.responsibilities if r.span == task.span), None)
    if covers is not None:
        start = max(covers.start, clause.heading_span.end if clause.heading_span else 0)
        words = flatten(plan.text, [Span(start, covers.end)]).text.lstrip("。")
        yield element("p", words[:EXCERPT] + ("……" if len(words) > EXCERPT else ""), class_="excerpt")
