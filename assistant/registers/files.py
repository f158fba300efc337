"""Writing tables to files: beside the file and then in its place, so that none is ever half-written."""

import csv
import io
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.registers.rows import Cell
from assistant.registers.tables import Table
from assistant.registers.words import heading
from corpus.errors import PolicyError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell of text that begins so is taken for a formula


def write_csv(path: Path, table: Table) -> None:
    """The table as CSV in UTF-8 with a mark by which Excel knows it; text that looks like a formula gets a ' in front.

    Raises:
        PolicyError: the file cannot be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(f"{heading(column).chinese} {heading(column).english}" for column in table.columns)
    writer.writerows(_line(row.get(column) for column in table.columns) for row in table.rows)
    text = out.getvalue()
    replace(path, lambda beside: beside.write_bytes(text.encode("utf-8-sig")))


def _line(cells: Iterable[Cell]) -> Sequence[Cell]:
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in cells]


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a new file, and put it in the place of ``path``; nothing changes if that fails.

    Raises:
        PolicyError: there is something else than a file, or the folder cannot be written.
    """
    target = Path(os.path.realpath(path))  # through a link, so that the link stays
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    if target.exists() and not target.is_file():
        raise PolicyError(f"cannot write {str(path)!r}: there is something that is no file; give another name")
    try:
        write(beside)
        beside.replace(target)
    except OSError as error:
        raise PolicyError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
