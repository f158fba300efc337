"""What the commands of ``python -m eval`` share: the application, the options, and errors in a line."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import EvaluationError, PolicyError

if TYPE_CHECKING:
    from assistant.settings import Settings

app = typer.Typer(
    help="How right the answers are: answer a question set, score the answers, compare runs, measure speed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
SETS = Path("eval/sets")
DEV = [SETS / "dev.jsonl", SETS / "authored_a.jsonl", SETS / "authored_b.jsonl"]  # what may be looked at
Questions = Annotated[list[Path], typer.Option("--questions", help="a question set (JSONL); may be repeated")]
Out = Annotated[Path, typer.Option("--out", help="the run's folder")]
PlansDir = Annotated[Path | None, typer.Option("--plans", help="another folder of plans (.txt)")]
Limit = Annotated[int | None, typer.Option(min=1, help="only the first so many questions")]
Fresh = Annotated[bool, typer.Option("--fresh", help="answer all again, whatever the folder holds")]
AsJson = Annotated[bool, typer.Option("--json", help="machine-readable output")]


@contextmanager
def one_line() -> Generator[None]:
    """An error that a person may cause is one line on stderr and exit code 1."""
    try:
        yield
    except PolicyError as error:
        typer.echo(f"error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo("interrupted; the same command goes on from here", err=True)
        raise typer.Exit(130) from None


def settings_for(plans: Path | None) -> "Settings":
    """The settings, for another folder of plans if one is given.

    Raises:
        EvaluationError: a ``POLICY_`` variable holds what it must not, or ``.env`` is not text.
    """
    from pydantic import ValidationError  # noqa: PLC0415  --help loads no library
    from pydantic_settings import SettingsError  # noqa: PLC0415  the same

    from assistant.settings import Settings  # noqa: PLC0415  the same

    try:
        return Settings() if plans is None else Settings(plans_dir=plans)
    except ValidationError as error:
        first = error.errors()[0]
        name = "POLICY_" + "_".join(map(str, first["loc"])).upper()
        raise EvaluationError(f"{name}: {first['msg']} (got {first['input']!r})") from error
    except UnicodeDecodeError as error:
        raise EvaluationError("'.env' is not UTF-8 text: save it as UTF-8") from error
    except SettingsError as error:
        raise EvaluationError(f"a POLICY_ variable cannot be read: {error}") from error
