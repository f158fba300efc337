"""The command line: ``python -m assistant``."""

import json
import logging
import socket
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant import check_command, register_commands
from assistant.options import AsJson, PlansDir
from corpus.errors import PolicyError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

# ruff: noqa: PLC0415  every late import is a decision: --help loads no library, `outline` no index, `ask` no page

app = typer.Typer(
    help="Answers on government plans, each sentence bound to the words of the plan. 政策方案问答，逐句可查原文。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@contextmanager
def _one_line() -> Generator[None]:
    """An error that a person may cause is one line on stderr and exit code 1."""
    try:
        yield
    except PolicyError as error:
        typer.echo(f"error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _settings(plans: Path | None) -> "Settings":
    from pydantic import ValidationError

    from assistant.settings import Settings
    from corpus.errors import CorpusError

    try:
        return Settings() if plans is None else Settings(plans_dir=plans)
    except ValidationError as error:
        first = error.errors()[0]
        name = "POLICY_" + "_".join(map(str, first["loc"])).upper()
        raise CorpusError(f"{name}: {first['msg']} (got {first['input']!r})") from error
    except UnicodeDecodeError as error:
        raise CorpusError("'.env' is not UTF-8 text: save it as UTF-8 and try again") from error


def _open(plans: Path | None) -> "Assistant":
    from assistant.assistant import Assistant
    from assistant.progress import progress_bar

    logging.basicConfig(level=logging.WARNING, format="note: %(message)s", stream=sys.stderr)
    with progress_bar() as progress:
        return Assistant.open(_settings(plans), progress=progress)


@app.command(epilog='example: python -m assistant ask "太仓2025年林木覆盖率是多少？"')
def ask(
    question: Annotated[str, typer.Argument(help="in Chinese or English")],
    plan: Annotated[
        list[str] | None, typer.Option("--plan", help="stay within this plan, by its id such as wuxi (may be repeated)")
    ] = None,
    plans: PlansDir = None,
    as_json: AsJson = False,
) -> None:
    """Answer one question, with citations."""
    with _one_line():
        from assistant.question import clean

        clean(question)  # a bad question is refused before anything is loaded
        assistant = _open(plans)
        answer = assistant.ask(question, plans=plan)
        if as_json:
            typer.echo(answer.model_dump_json(indent=2))
            return
        from assistant.terminal import show_answer

        show_answer(answer, assistant.plans)


@app.command(epilog="example: python -m assistant chat")
def chat(plans: PlansDir = None, as_json: AsJson = False) -> None:
    """Talk in the terminal; an empty line or Ctrl-D ends it."""
    with _one_line():
        from assistant.models import Turn
        from assistant.terminal import show_answer
        from corpus.errors import QuestionError

        assistant = _open(plans)
        turns: list[Turn] = []
        for line in _lines():
            try:
                answer = assistant.ask(line, turns)
            except QuestionError as error:
                typer.echo(f"error: {error}", err=True)
                continue
            if as_json:
                typer.echo(answer.model_dump_json())
            else:
                show_answer(answer, assistant.plans)
            said = Turn(role="assistant", content=answer.text, cited=answer.state.cited)
            turns += [Turn(role="user", content=line), said]


def _lines() -> Iterator[str]:
    while True:
        try:
            line = input("问> ") if sys.stdin.isatty() else input()
        except EOFError:
            return
        if not line.strip():
            return
        yield line


@app.command(epilog="example: python -m assistant outline corpus/plans/wuxi.txt")
def outline(
    file: Annotated[Path, typer.Argument(help="a document (.txt), or the id of a plan")],
    plans: PlansDir = None,
    as_json: AsJson = False,
) -> None:
    """The clause tree of any document."""
    with _one_line():
        from assistant.terminal import outline_record, show_outline
        from corpus.outline import parse_outline
        from corpus.readers import read_text

        listed = (_settings(plans).plans_dir / f"{file}.txt") if not file.suffix else file
        text = read_text(listed if listed.is_file() and not file.is_file() else file)
        parsed = parse_outline(text, plan_id=file.stem)
        if as_json:
            typer.echo(json.dumps(outline_record(parsed), ensure_ascii=False, indent=1))
        else:
            show_outline(parsed)


@app.command(epilog="example: python -m assistant index")
def index(plans: PlansDir = None, as_json: AsJson = False) -> None:
    """Build the index, or check that it is whole; list the plans."""
    with _one_line():
        assistant = _open(plans)
        counts = {plan_id: len(plan.outline.clauses) for plan_id, plan in assistant.plans.items()}
        if as_json:
            typer.echo(json.dumps({"plans": counts}, ensure_ascii=False))
        else:
            for plan_id, plan in assistant.plans.items():
                typer.echo(f"{plan_id}\t{counts[plan_id]} clauses\t{plan.info.title}")
            typer.echo(f"the index is whole: {len(counts)} plans, {sum(counts.values())} clauses")


@app.command(epilog="example: python -m assistant serve --port 8080")
def serve(
    port: Annotated[int | None, typer.Option(help="default: POLICY_PORT or 7860")] = None,
    plans: PlansDir = None,
    as_json: AsJson = False,
) -> None:
    """The web page on this machine."""
    with _one_line():
        settings = _settings(plans)
        chosen = settings.port if port is None else port
        _check_port(settings.host, chosen)
        assistant = _open(plans)
        from assistant.web.page import launch

        assistant.warm()
        address = f"http://{settings.host}:{chosen}"
        typer.echo(json.dumps({"page": address}) if as_json else f"the page: {address}  (Ctrl-C ends it)")
        launch(assistant, settings.host, chosen)


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise PolicyError(f"port {port} on {host} cannot be used ({error}): give another with --port") from error


register_commands.register(app, guard=_one_line, settings=_settings)
check_command.register(app, guard=_one_line, settings=_settings)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    app(args=list(arguments) if arguments is not None else None, prog_name="python -m assistant")


if __name__ == "__main__":
    main()
