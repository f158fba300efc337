"""A department's tasks, complete and in the order of the plan; and how many there are."""

import re
from collections.abc import Sequence

from assistant.answers.context import Context
from assistant.draft import Draft, cite
from assistant.frames import frame, listed
from assistant.models import Citation
from corpus.departments import Task, printed_names, stem, tasks_of
from corpus.plans import Plan
from corpus.spans import Span

LEADING = re.compile("牵头|挑头|领头|lead", re.IGNORECASE)
OTHERWISE = re.compile("参与|配合|负责|有份|管|responsible|take", re.IGNORECASE)
DESCRIBED = 0.65  # of a body's name found in the question, word by word, from which it is described
APART = 0.08  # how much more than of any other body
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
    """The tasks by role; only those that the department leads if that is asked for and it leads any."""
    english, text = context.question.english, context.question.text
    leading = [task for task in tasks if task.role == "lead"]
    leads_asked = context.question.leads or (bool(LEADING.search(text)) and not OTHERWISE.search(text))
    chosen = leading if leads_asked and leading else tasks
    names = listed(list(dict.fromkeys(task.printed for task in chosen)), english=english)
    cited = {task.clause.clause_id: _cite(plan, task) for task in chosen}
    values = {"plan": plan.info.called(english=english), "department": names, "count": len(cited)}
    if chosen is leading:
        draft.say(
            frame("count_lead", english=english, headings=_headings(chosen, english=english), **values), *cited.values()
        )
        return
    if leads_asked:
        draft.say(frame("leads_none", english=english, **values), *cited.values())
    draft.say(frame("tasks", english=english, **values), *cited.values())
    for role in ROLES:
        of_role = [task for task in chosen if task.role == role]
        for printed in dict.fromkeys(task.printed for task in of_role):
            own = [task for task in of_role if task.printed == printed]
            before = printed if len({task.printed for task in chosen}) > 1 else ""
            said = frame(f"tasks_{role}", english=english, count=len(own), headings=_headings(own, english=english))
            draft.say(before + said, *[cited[task.clause.clause_id] for task in own])


def _headings(tasks: list[Task], *, english: bool) -> str:
    return listed([task.clause.heading for task in tasks], english=english)


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
    if question.departments:
        return None
    stems = {stem(name): name for name in printed}
    named = [one for one in stems if len(one) > 1 and one in question.text]
    if named:
        return context.directory.canonical(stems[max(named, key=len)])
    return _described(context, sorted(known)) or context.directory.nearest(question.query, sorted(known))


def _described(context: Context, bodies: Sequence[str]) -> str | None:
    """The body whose name, or what people say that it does, lies in the question; None if no one body stands out."""
    names = [(body, name) for body in bodies for name in context.directory.names_of(body) if not name.isascii()]
    shares = context.retriever.aligner.shares([name for _, name in names], context.question.text)
    likeness: dict[str, float] = {}
    for (body, _), share in zip(names, shares, strict=True):
        likeness[body] = max(likeness.get(body, 0.0), share)
    first, second, *_ = [*sorted(likeness, key=lambda body: (-likeness[body], body)), "", ""]
    apart = likeness.get(first, 0.0) - likeness.get(second, 0.0)
    return first if likeness.get(first, 0.0) >= DESCRIBED and apart >= APART else None
