"""Pairs of questions that look alike, of which a document answers one: ``index/training/unanswerable/*.jsonl``.

The reading of question and sentence learns from those of the documents that ``reading.txt`` names, one on a line;
the judge of refusals from the others: what it is to weigh must be as surprised as it will be by a new document.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "unanswerable"
READING = "reading.txt"


class LookAlike(NamedTuple):
    """``twin`` is answered by ``text``, ``question`` by nothing in the document: ``nearest`` only seems to."""

    document: str
    question: str
    twin: str
    text: str
    nearest: str


def look_alikes(folder: Path = FOLDER, *, for_reading: bool) -> Iterator[LookAlike]:
    """The pairs that the reading learns from, or those that the judge learns from."""
    named = folder / READING
    of_reading = set(named.read_text(encoding="utf-8").splitlines()) if named.is_file() else set[str]()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (row["document"] in of_reading) == for_reading:
                yield LookAlike(*(row[name] for name in LookAlike._fields))
