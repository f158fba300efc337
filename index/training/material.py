"""What a model is trained on: documents and the questions written for them, some left out."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.plans import SHIPPED as PLANS
from corpus.plans import Plan, load_plans
from index.passages import passages
from index.training.pairs import QUESTIONS, Pair, question_pairs


class Material(NamedTuple):
    """The documents, and the authored questions that they answer."""

    plans: Sequence[Plan]
    questions: Sequence[Pair]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that choose the material."""
    parser.add_argument("--texts", type=Path, help="a folder of further policy texts (.txt) to learn wording from")
    parser.add_argument("--plans", type=Path, default=PLANS, help="the plans to learn from")
    parser.add_argument(
        "--without", action="append", default=[], help="leave this plan, and what was asked of it, out; may be repeated"
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="a folder of authored questions (.jsonl)")


def chosen(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Material:
    """What the options choose; an unknown name after ``--without`` ends the program."""
    library = load_plans(given.plans) | (load_plans(given.texts) if given.texts else {})
    if unknown := sorted(set(given.without) - library.keys()):
        parser.error(f"no plan {unknown[0]!r} to leave out: name a file of --plans or --texts without its ending")
    plans = [plan for plan_id, plan in library.items() if plan_id not in given.without]
    left_out = printed_in(plan for plan_id, plan in library.items() if plan_id in given.without) - printed_in(plans)
    questions = [pair for pair in question_pairs(given.questions) if "".join(pair.answer.split()) not in left_out]
    return Material(plans, questions)


def printed_in(plans: Iterable[Plan]) -> set[str]:
    """Every sentence of the plans, without white space."""
    return {"".join(passage.text.split()) for plan in plans for passage in passages({plan.plan_id: plan})}
