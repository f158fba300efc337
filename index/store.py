"""The index on disk: built beside, renamed into place, checked file by file when it is opened.

The folder is named by the digest of everything that shapes it (plans, lexicon, embedding model, code version), so a
stale index is never opened. It holds JSON, numpy arrays and a FAISS file; nothing is unpickled.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from corpus.concepts import Lexicon, lexicon_bytes
from corpus.errors import CorpusError, IndexNotBuilt
from corpus.plans import Plan
from corpus.spans import Span
from index.embedding import Embedder
from index.encoder import Encoder
from index.lexical import LexicalIndex, document_tokens
from index.meanings import Meanings, meanings_of
from index.passages import Passage, passages
from index.retriever import PassageIndex
from index.vectors import PlanVectorStore

logger = logging.getLogger(__name__)

VERSION = 5  # raise it when what is stored, or how passages are cut, changes
MANIFEST = "manifest.json"
KINDS = ("clauses", "sentences")
BATCH = 256
Progress = Callable[[str, int, int], None]  # what is done, how many of how many


def index_digest(plans: Mapping[str, Plan], embedder: Embedder, encoder: Encoder | None = None) -> str:
    """First 16 hex digits of the digest of all that shapes an index."""
    parts = [str(VERSION), embedder.digest, encoder.digest if encoder else "", sha256(lexicon_bytes()).hexdigest()]
    parts += [f"{plan_id}:{plan.info.sha256}" for plan_id, plan in plans.items()]
    parts += [repr(passage) for passage in passages(plans)]  # so a change of the parser makes another index
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def index_folder(data: Path, plans: Mapping[str, Plan], embedder: Embedder, encoder: Encoder | None = None) -> Path:
    """Where the index of these plans belongs."""
    return data / "index" / index_digest(plans, embedder, encoder)


def build_index(
    folder: Path,
    plans: Mapping[str, Plan],
    *,
    embedder: Embedder,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
    progress: Progress = lambda *_: None,
) -> None:
    """Build the index in a folder beside ``folder`` and rename it there.

    Raises:
        IndexNotBuilt: the data folder cannot be written; nothing is left behind.
    """
    part = folder.with_name(f"{folder.name}.part-{os.getpid()}")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        made = make_index(plans, embedder=embedder, lexicon=lexicon, encoder=encoder, progress=progress)
        for kind, index in zip(KINDS, made, strict=True):
            _save_kind(part / kind, index)
        _write_manifest(part, plans)
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    except OSError as error:
        raise IndexNotBuilt(
            f"cannot write the index to {str(folder.parent)!r}: {error.strerror or error}; set POLICY_DATA_DIR to a "
            "folder that you may write to"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def make_index(
    plans: Mapping[str, Plan],
    *,
    embedder: Embedder,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[PassageIndex, PassageIndex]:
    """The clauses and the sentences of ``plans``, indexed in memory.

    Raises:
        CorpusError: the plans hold no sentence.
    """
    found = passages(plans)
    if all(passage.is_clause for passage in found):
        raise CorpusError(f"nothing to index: no sentence in {', '.join(map(repr, plans))}")
    clauses, sentences = (
        _make_kind(
            [p for p in found if p.is_clause == (kind == "clauses")],
            embedder=embedder,
            lexicon=lexicon,
            progress=progress,
            kind=kind,
        )
        for kind in KINDS
    )
    return clauses, sentences._replace(meanings=meanings_of(sentences.passages, encoder, progress) if encoder else None)


def _make_kind(
    chosen: Sequence[Passage], *, embedder: Embedder, lexicon: Lexicon, progress: Progress, kind: str
) -> PassageIndex:
    documents, vectors = [], []
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        documents += [document_tokens(passage.indexed, lexicon) for passage in batch]
        vectors.append(embedder.embed([passage.embedded for passage in batch]))
        progress(kind, min(start + BATCH, len(chosen)), len(chosen))
    store = PlanVectorStore.of(np.concatenate(vectors), [passage.plan_id for passage in chosen])
    return PassageIndex(chosen, LexicalIndex.build(documents), store)


def _save_kind(folder: Path, index: PassageIndex) -> None:
    folder.mkdir()
    rows = [
        json.dumps({**passage._asdict(), "span": list(passage.span)}, ensure_ascii=False) for passage in index.passages
    ]
    (folder / "passages.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    index.lexical.save(folder / "lexical")
    index.vectors.persist(str(folder / "vectors.faiss"))
    if index.meanings is not None:
        index.meanings.save(folder)


def _write_manifest(folder: Path, plans: Mapping[str, Plan]) -> None:
    manifest = {
        "version": VERSION,
        "plans": {plan_id: plan.info.sha256 for plan_id, plan in plans.items()},
        "files": _digests(folder),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")


def _digests(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def check_index(folder: Path) -> None:
    """Do nothing if the index is whole.

    Raises:
        IndexNotBuilt: it is missing, or a file of it is missing, truncated or altered.
    """
    advice = "run `python -m assistant index`"
    if not folder.is_dir():
        raise IndexNotBuilt(f"no index for these plans at {str(folder)!r}: {advice}")
    try:
        expected = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexNotBuilt(f"the index at {str(folder)!r} has no readable {MANIFEST}: {advice}") from error
    found = _digests(folder)
    for name in sorted({*expected, *found}):
        if found.get(name) != expected.get(name):
            state = (
                "missing" if name not in found else "not part of it" if name not in expected else "truncated or altered"
            )
            raise IndexNotBuilt(f"the index at {str(folder)!r} is damaged, {name} is {state}: {advice}")


def open_index(folder: Path) -> tuple[PassageIndex, PassageIndex]:
    """The clauses and the sentences of a whole index.

    Raises:
        IndexNotBuilt: as ``check_index``.
    """
    check_index(folder)
    clauses, sentences = (_open_kind(folder / kind) for kind in KINDS)
    return clauses, sentences


def open_or_build(
    folder: Path,
    plans: Mapping[str, Plan],
    *,
    embedder: Embedder,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[PassageIndex, PassageIndex]:
    """Open the index; build it first if it is missing, and again, with a warning, if it is damaged."""
    try:
        return open_index(folder)
    except IndexNotBuilt as problem:
        if folder.is_dir():
            logger.warning("%s; it is built again", problem)
    build_index(folder, plans, embedder=embedder, lexicon=lexicon, encoder=encoder, progress=progress)
    return open_index(folder)


def _open_kind(folder: Path) -> PassageIndex:
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = [json.loads(line) for line in file]
    found = [Passage(**row)._replace(span=Span(*row["span"])) for row in rows]
    return PassageIndex(
        found,
        LexicalIndex.load(folder / "lexical"),
        PlanVectorStore.read(folder / "vectors.faiss", [passage.plan_id for passage in found]),
        Meanings.load(folder),
    )
