"""The scores that must be reached: ``expected.toml`` holds each command and what it has to give."""

import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from corpus.errors import EvaluationError
from corpus.models import Record
from eval.intervals import Estimate
from eval.questions import in_words
from eval.scores import measures
from eval.summary import read_measures

ROOT = Path(__file__).parent.parent
START = ["python", "-m", "eval"]


class Gate(Record):
    """Commands to run, the folder they score, and the least or most that measures may be."""

    name: str
    commands: tuple[str, ...]
    out: Path
    least: dict[str, float] = Field(default={})
    most: dict[str, float] = Field(default={})


class Gates(Record):
    """A file of gates."""

    gate: tuple[Gate, ...]


def run_gates(path: Path, *, only: str | None = None) -> Iterator[str]:
    """Run the gates of a file, or one of them; a line for each.

    Raises:
        EvaluationError: the file is not in the format, a command fails, or, after all gates, a score is not reached.
    """
    gates = [gate for gate in read_gates(path) if only in (None, gate.name)]
    if not gates:
        raise EvaluationError(f"no gate {only!r} in {str(path)!r}")
    failed: list[str] = []
    for gate in gates:
        for command in gate.commands:
            _run(command)
        missed = misses(gate, read_measures(ROOT / gate.out))
        yield f"{gate.name}: {'; '.join(missed) or 'reached'}"
        failed += missed
    if failed:
        raise EvaluationError(f"{len(failed)} scores of {str(path)!r} are not reached")


def read_gates(path: Path) -> list[Gate]:
    """The gates of a file.

    Raises:
        EvaluationError: it is missing or not in the format.
    """
    try:
        return list(Gates.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).gate)
    except OSError as error:
        raise EvaluationError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{str(path)!r} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise EvaluationError(f"{str(path)!r}: {in_words(error)}") from error


def misses(gate: Gate, values: Mapping[str, Estimate]) -> list[str]:
    """What is not reached, in words; an undefined or unknown measure is never reached."""
    found: list[str] = []
    known = measures()
    for bounds, word in ((gate.least, "at least"), (gate.most, "at most")):
        for measure, bound in bounds.items():
            each = values.get(measure)
            value = each.value if each is not None else None
            if value is None or (value < bound if word == "at least" else value > bound):
                shown = "undefined" if value is None else f"{value:.4g}"
                name = known[measure].title if each is not None and measure in known else measure
                found.append(f"{name} is {shown}, must be {word} {bound:g}")
    return found


def _run(command: str) -> None:
    words: Sequence[str] = shlex.split(command)
    if list(words[: len(START)]) != START:
        raise EvaluationError(f"a gate runs `python -m eval` and nothing else, not {command!r}")
    ran = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if ran.returncode:
        raise EvaluationError(f"{command!r} failed with exit code {ran.returncode}")
