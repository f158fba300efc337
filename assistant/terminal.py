"""Answers and outlines as text, tables and trees in the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from assistant.draft import words
from assistant.models import Answer, Citation
from assistant.state import Shown, shown_facts
from corpus.models import Clause, Departments, Outline
from corpus.plans import Plan

ROLES = {"lead": "牵头", "responsible": "负责", "assisting": "配合", "inherited": "沿用"}


def show_answer(answer: Answer, plans: Mapping[str, Plan]) -> None:
    """Print the answer, what it takes from the questions before, its citations, and what is shown for contrast."""
    console = Console()
    console.print(escape(answer.text), style="yellow" if answer.refused else "bold", soft_wrap=True)
    facts = shown_facts(answer.state, {plan_id: plan.info.short for plan_id, plan in plans.items()})
    if facts:
        console.print(escape(_state(facts)), style="dim", soft_wrap=True)
    for number, citation in enumerate(answer.citations, start=1):
        _show_citation(console, f"[{number}]", citation, plans)
    if answer.related:
        console.print("\n仅供对照，不是答案 · for contrast, not an answer", style="dim")
    for citation in answer.related:
        _show_citation(console, " · ", citation, plans)


def _state(facts: Sequence[Shown]) -> str:
    """What is carried over, and what the question says itself."""
    carried, own = (" · ".join(fact.text for fact in facts if fact.carried is kept) for kept in (True, False))
    return f"沿用上文 · from before: {carried}" + (f"　本问 · asked now: {own}" if own else "")


def _show_citation(console: Console, mark: str, citation: Citation, plans: Mapping[str, Plan]) -> None:
    plan = plans[citation.plan]
    draft = "（征求意见稿）" if plan.info.status == "draft" else ""
    heading = "" if citation.path.endswith(citation.heading) else f" {citation.heading}"
    where = f"{plan.info.short}{draft} {citation.path}{heading}"
    place = f"字符 {citation.start}–{citation.end}"
    console.print(f"\n{escape(mark)} {escape(where)}  [dim]{place}[/dim]", style="cyan", soft_wrap=True)
    console.print("    " + escape(words(citation)), soft_wrap=True)
    if citation.departments:
        console.print("    " + escape(_departments(citation.departments)), style="green", soft_wrap=True)


def _departments(departments: Departments) -> str:
    return "　".join(f"{ROLES[role]}：{'、'.join(names)}" for role, names in departments if names)


def show_outline(outline: Outline) -> None:
    """Print the clause tree, and the warnings behind it."""
    console = Console()
    tree = Tree(f"[bold]{escape(outline.title)}[/bold]")
    branches: dict[str | None, Tree] = {None: tree}
    for clause in outline.clauses:
        above = branches.get(clause.parent, tree)
        branches[clause.clause_id] = above.add(escape(_label(clause)))
        for responsibility in clause.responsibilities:
            branches[clause.clause_id].add(f"[green]{escape(_departments(responsibility.departments))}[/green]")
    console.print(tree)
    for warning in outline.warnings:
        console.print(f"warning: {escape(warning)}", style="yellow", soft_wrap=True)


def _label(clause: Clause) -> str:
    heading = clause.heading or clause.text[:24].replace("\n", " ")
    number = "" if clause.kind in ("run_in", "bare", "preamble") else f"{clause.path}  "
    return f"{number}{heading}  ({len(clause.sentences)} 句)"


def outline_record(outline: Outline) -> dict[str, Any]:
    """The outline in the documented JSON format."""
    return {
        "title": outline.title,
        "clauses": [_clause_record(clause) for clause in outline.clauses],
        "warnings": list(outline.warnings),
    }


def _clause_record(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.clause_id,
        "path": clause.path,
        "heading": clause.heading,
        "level": clause.level,
        "text": clause.text,
        "start": clause.span.start,
        "end": clause.span.end,
        "sentences": [{"start": span.start, "end": span.end} for span in clause.sentences],
        "responsibilities": [
            {
                "quote": responsibility.quote,
                "start": responsibility.span.start,
                "end": responsibility.span.end,
                "covers": list(responsibility.covers),
                **{role: list(names) for role, names in responsibility.departments},
            }
            for responsibility in clause.responsibilities
        ],
    }
