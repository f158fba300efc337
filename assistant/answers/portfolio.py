"""A department's tasks, complete and in the order of the plan; and how many there are."""

import re

from assistant.answers.context import Context
from assistant.draft import Draft, cite
from assistant.frames import frame, listed
from assistant.models import Citation
from corpus.departments import Task, printed_names, tasks_of
from corpus.plans import Plan
from corpus.spans import Span

LEADING = re.compile("牵头|挑头|领头|lead", re.IGNORECASE)
ROLES = ("lead", "responsible", "assisting")


def answer_portfolio(context: Context, draft: Draft) -> bool:
    """List the tasks of the department that the question names; False if it names none that a plan knows."""
    answered = False
    for plan in context.scope:
        body = _body(context, plan)
        if body is None:
            continue
        tasks = tasks_of(plan, body, context.directory)
        if tasks:
            _list_tasks(context, plan, tasks, draft)
            answered = True
    return answered


def _list_tasks(context: Context, plan: Plan, tasks: list[Task], draft: Draft) -> None:
    english = context.question.english
    only_lead = context.question.kind == "count" and bool(LEADING.search(context.question.text))
    if only_lead:
        tasks = [task for task in tasks if task.role == "lead"]
    names = listed(list(dict.fromkeys(task.printed for task in tasks)), english=english)
    cited = {task.clause.clause_id: _cite(plan, task) for task in tasks}
    if only_lead:
        headings = listed([task.clause.heading for task in tasks], english=english)
        draft.say(
            frame(
                "count_lead",
                english=english,
                plan=plan.info.short,
                department=names,
                count=len(tasks),
                headings=headings,
            ),
            *cited.values(),
        )
        return
    draft.say(
        frame("tasks", english=english, plan=plan.info.short, department=names, count=len(cited)), *cited.values()
    )
    for role in ROLES:
        of_role = [task for task in tasks if task.role == role]
        for printed in dict.fromkeys(task.printed for task in of_role):
            own = [task for task in of_role if task.printed == printed]
            headings = listed([task.clause.heading for task in own], english=english)
            before = f"{printed}" if len({task.printed for task in tasks}) > 1 else ""
            said = frame(f"tasks_{role}", english=english, count=len(own), headings=headings)
            draft.say(before + said, *[cited[task.clause.clause_id] for task in own])


def _cite(plan: Plan, task: Task) -> Citation:
    """The bracket that names the department."""
    bracket = next(r for r in task.clause.responsibilities if task.printed in getattr(r.departments, task.role))
    return cite(plan, task.clause, Span(*bracket.span))


def _body(context: Context, plan: Plan) -> str | None:
    """The body of ``plan`` that the question names: as printed, by an alias, or by the words for what it does."""
    question = context.question
    printed = printed_names(plan)
    exact = [name for name in printed if name in question.text]
    if exact:
        longest = max(exact, key=len)
        return context.directory.canonical(longest)
    known = {context.directory.canonical(name) for name in printed}
    for body in question.departments:
        if body in known or tasks_of(plan, body, context.directory):
            return body
    return context.directory.nearest(question.query, sorted(known))
