"""The index on disk: what is built is what is opened, and what is wrong with it is said in one line."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.concepts import Lexicon
from corpus.errors import CorpusError, IndexNotBuilt
from corpus.plans import Plan, load_plans
from index.embedding import StaticEmbedder
from index.lexical import query_tokens
from index.store import (
    MANIFEST,
    build_index,
    check_index,
    index_digest,
    index_folder,
    make_index,
    open_index,
    open_or_build,
)

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Plan]:
    """Two small plans of our own making."""
    folder = tmp_path_factory.mktemp("plans")
    for name in ("labels", "lines"):
        shutil.copy(DATA / f"{name}.txt", folder)
    return load_plans(folder)


@pytest.fixture(scope="module")
def built(
    library: Mapping[str, Plan],
    embedder: StaticEmbedder,
    lexicon: Lexicon,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The index of ``library``; not to be altered."""
    folder = index_folder(tmp_path_factory.mktemp("data"), library, embedder)
    build_index(folder, library, embedder=embedder, lexicon=lexicon)
    return folder


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be damaged."""
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


def message_of(folder: Path) -> str:
    """The one line that opening the index fails with."""
    with pytest.raises(IndexNotBuilt) as caught:
        open_index(folder)
    assert "\n" not in str(caught.value)
    assert "run `python -m assistant index`" in str(caught.value)
    return str(caught.value)


def test_what_is_built_is_what_is_opened(
    built: Path, library: Mapping[str, Plan], embedder: StaticEmbedder, lexicon: Lexicon
) -> None:
    weights = query_tokens("新能源汽车", lexicon)
    for opened, made in zip(open_index(built), make_index(library, embedder=embedder, lexicon=lexicon), strict=True):
        assert list(opened.passages) == list(made.passages)
        assert opened.lexical.scores(weights).tolist() == made.lexical.scores(weights).tolist()
        rows = range(len(made.passages))
        assert opened.vectors.rows(rows).tolist() == made.vectors.rows(rows).tolist()


def test_a_built_index_is_whole_and_alone(built: Path) -> None:
    check_index(built)
    assert [path.name for path in built.parent.iterdir()] == [built.name]
    manifest = json.loads((built / MANIFEST).read_text(encoding="utf-8"))
    assert list(manifest["plans"]) == ["labels", "lines"]
    assert not [path for path in built.rglob("*") if path.suffix in (".pkl", ".pickle", ".pt")]


def test_the_folder_is_named_by_all_that_shapes_it(
    library: Mapping[str, Plan], embedder: StaticEmbedder, tmp_path: Path
) -> None:
    shutil.copy(DATA / "lines.txt", tmp_path / "lines.txt")
    with (tmp_path / "lines.txt").open("a", encoding="utf-8") as file:
        file.write("\n6.鼓励共享汽车。\n")
    altered = {**library, "lines": load_plans(tmp_path)["lines"]}
    fewer = {"labels": library["labels"]}
    digests = {index_digest(some, embedder) for some in (library, altered, fewer)}
    assert len(digests) == 3
    assert index_digest(dict(library), embedder) in digests


def test_a_stale_index_is_not_found(built: Path, library: Mapping[str, Plan], embedder: StaticEmbedder) -> None:
    other = index_folder(built.parent.parent, {"labels": library["labels"]}, embedder)
    assert f"no index for these plans at {str(other)!r}" in message_of(other)


def test_a_missing_index(tmp_path: Path) -> None:
    assert "no index for these plans" in message_of(tmp_path / "none")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is truncated or altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\0"), "is truncated or altered"),
        (lambda path: path.write_bytes(b""), "is truncated or altered"),
    ],
)
@pytest.mark.parametrize(
    "name", ["clauses/vectors.faiss", "sentences/passages.jsonl", "clauses/lexical/vocab.index.json"]
)
def test_a_damaged_file_is_named(copy: Path, name: str, damage: Callable[[Path], object], said: str) -> None:
    damage(copy / name)
    assert f"{name} {said}" in message_of(copy)


def test_a_file_too_many_is_named(copy: Path) -> None:
    (copy / "extra.json").write_text("{}", encoding="utf-8")
    assert "extra.json is not part of it" in message_of(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null"])
def test_a_manifest_that_cannot_be_read(copy: Path, content: str) -> None:
    (copy / MANIFEST).write_text(content, encoding="utf-8")
    assert f"has no readable {MANIFEST}" in message_of(copy)


def test_a_missing_manifest(copy: Path) -> None:
    (copy / MANIFEST).unlink()
    assert f"has no readable {MANIFEST}" in message_of(copy)


def test_a_damaged_index_is_built_again(
    copy: Path,
    library: Mapping[str, Plan],
    embedder: StaticEmbedder,
    lexicon: Lexicon,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (copy / "clauses/vectors.faiss").write_bytes(b"")
    opened = open_or_build(copy, library, embedder=embedder, lexicon=lexicon)
    assert len(opened[0].passages) == sum(len(plan.outline.clauses) for plan in library.values())
    assert "clauses/vectors.faiss is truncated or altered" in caplog.text
    check_index(copy)


def test_an_index_that_is_there_is_opened_without_a_word(
    built: Path,
    library: Mapping[str, Plan],
    embedder: StaticEmbedder,
    lexicon: Lexicon,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = (built / MANIFEST).stat().st_mtime_ns
    open_or_build(built, library, embedder=embedder, lexicon=lexicon)
    assert (built / MANIFEST).stat().st_mtime_ns == before
    assert caplog.text == ""


def test_a_data_folder_that_cannot_be_written_leaves_nothing_behind(
    library: Mapping[str, Plan], embedder: StaticEmbedder, lexicon: Lexicon, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file in the folder's place", encoding="utf-8")
    folder = index_folder(tmp_path / "data", library, embedder)
    with pytest.raises(IndexNotBuilt, match="set POLICY_DATA_DIR to a folder that you may write to") as caught:
        build_index(folder, library, embedder=embedder, lexicon=lexicon)
    assert repr(str(folder.parent)) in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_build_that_is_stopped_leaves_nothing_behind(
    library: Mapping[str, Plan], embedder: StaticEmbedder, lexicon: Lexicon, tmp_path: Path
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(tmp_path / "index", library, embedder=embedder, lexicon=lexicon, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_every_passage_once(
    library: Mapping[str, Plan], embedder: StaticEmbedder, lexicon: Lexicon
) -> None:
    seen: list[tuple[str, int, int]] = []
    made = make_index(library, embedder=embedder, lexicon=lexicon, progress=lambda *done: seen.append(done))
    sizes = [len(index.passages) for index in made]
    assert seen == [("clauses", sizes[0], sizes[0]), ("sentences", sizes[1], sizes[1])]


def test_plans_without_a_sentence_are_named(embedder: StaticEmbedder, lexicon: Lexicon, tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("一、总体要求\n二、重点任务\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="nothing to index: no sentence in 'bare'"):
        make_index(load_plans(tmp_path), embedder=embedder, lexicon=lexicon)
