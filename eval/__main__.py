"""The command line: ``python -m eval``."""

from collections.abc import Sequence

from eval.commands import machines, registers, runs, sets
from eval.commands.shared import app

__all__ = ["app", "machines", "main", "registers", "runs", "sets"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    app(args=list(arguments) if arguments is not None else None, prog_name="python -m eval")


if __name__ == "__main__":
    main()
