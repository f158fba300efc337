"""The library of plans: a folder of texts, with or without a manifest."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from corpus.errors import CorpusError
from corpus.models import Clause, Outline, Record
from corpus.naming import place_of
from corpus.outline import parse_outline
from corpus.readers import decode
from corpus.spans import BOOKMARK, Span, quotation

SHIPPED = Path(__file__).parent / "plans"
MANIFEST = "plans.toml"
ISSUER = re.compile(
    r"^[\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|管理委员会|管委会|[厅局委部](?:办公室)?)(?=文件|$)"
)
DRAFT = "征求意见稿"
FIRST_LINES = 40


class PlanInfo(Record):
    """What the manifest says of a plan, or its first lines."""

    title: str
    short: str = Field(description="what to call the plan in an answer")
    names: tuple[str, ...] = Field(description="what people call the place, in Chinese and English")
    issuer: str = ""
    level: str = Field(default="", description="province, city, county, district, zone or state")
    status: Literal["issued", "draft"] = "issued"
    date: datetime.date | None = Field(default=None, description="where the plan prints it")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the file's bytes")

    def called(self, *, english: bool) -> str:
        """What to call the plan in an answer; in English by its English name, if it has one, with the other behind."""
        name = next((name for name in self.names if name.isascii()), None) if english else None
        return self.short if name is None or name == self.short else f"{name} ({self.short})"


class Plan:
    """One published document: what is known of it, its text, and its clauses."""

    def __init__(self, plan_id: str, info: PlanInfo, text: str) -> None:
        self.plan_id = plan_id
        self.info = info
        self.text = text

    @cached_property
    def outline(self) -> Outline:
        """The clause tree."""
        return parse_outline(self.text, plan_id=self.plan_id)

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        """The clauses by their ids."""
        return {clause.clause_id: clause for clause in self.outline.clauses}

    def quote(self, span: Span) -> str:
        """The words at ``span``, without page numbers that stand alone on their line."""
        return quotation(self.text, span)

    def parents(self, clause: Clause) -> list[Clause]:
        """The clauses above ``clause``, outermost first."""
        above: list[Clause] = []
        while clause.parent is not None and clause.parent in self.by_id:
            clause = self.by_id[clause.parent]
            above.insert(0, clause)
        return above


def load_plans(folder: Path = SHIPPED) -> dict[str, Plan]:
    """The plans of a folder by id, in the order of its manifest or of the file names.

    Raises:
        CorpusError: the folder is missing, holds no ``.txt``, holds a file that is not text, or a file that is not what
            the manifest says.
    """
    if not folder.is_dir():
        raise CorpusError(f"no folder of plans at {str(folder)!r}: give one with --plans DIR or POLICY_PLANS_DIR")
    manifest = _manifest(folder / MANIFEST)
    paths = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    if not paths:
        raise CorpusError(f"no plans in {str(folder)!r}: put at least one .txt file there")
    missing = [plan_id for plan_id in manifest if plan_id not in paths]
    if missing:
        raise CorpusError(f"{MANIFEST} names {missing[0]!r}, but {missing[0]}.txt is not in {str(folder)!r}")
    ordered = [*manifest, *(plan_id for plan_id in paths if plan_id not in manifest)]
    return {plan_id: _load(plan_id, paths[plan_id], manifest.get(plan_id)) for plan_id in ordered}


def _manifest(path: Path) -> dict[str, PlanInfo]:
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{str(path)!r} is not valid TOML: {error}") from error
    return {plan_id: _info(path, plan_id, row) for plan_id, row in rows.items()}


def _info(path: Path, plan_id: str, row: object) -> PlanInfo:
    try:
        return PlanInfo.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (plan_id, *first["loc"])))
        raise CorpusError(f"{str(path)!r}: {where}: {first['msg']}") from error


def _load(plan_id: str, path: Path, info: PlanInfo | None) -> Plan:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    digest = sha256(raw).hexdigest()
    if info is not None and info.sha256 != digest:
        raise CorpusError(
            f"{path.name!r} is not the file that {MANIFEST} describes: its SHA-256 is {digest}, the manifest says "
            f"{info.sha256}; restore the file or correct the manifest"
        )
    text = decode(raw, name=path.name)
    if not text.strip("\ufeff").strip():
        raise CorpusError(f"{path.name!r} is empty: put the plan's text into it or remove it")
    return Plan(plan_id, info or describe(text, plan_id=plan_id, digest=digest), text)


def describe(text: str, *, plan_id: str, digest: str) -> PlanInfo:
    """What the first lines of a document without a manifest say of it."""
    title = parse_outline(text, plan_id=plan_id).title or plan_id
    lines = [re.sub(r"\s", "", BOOKMARK.sub("", line)) for line in text.split("\n") if line.strip()][:FIRST_LINES]
    place = place_of(title) or place_of(plan_id)
    issuer = next((match[0] for line in lines if (match := ISSUER.match(line))), "")
    if place is None and issuer:
        place = place_of(issuer)
    return PlanInfo(
        title=title,
        short=place.short if place else title,
        names=tuple(place.names) if place else (title, plan_id),
        issuer=issuer,
        level=place.level if place else "state",
        status="draft" if DRAFT in title or DRAFT in "".join(lines[:12]) else "issued",
        sha256=digest,
    )
