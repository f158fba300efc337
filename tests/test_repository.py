"""What holds for the whole repository: arrows point down, modules are short, documents name commands that exist."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import typer

from assistant.__main__ import app as assistant_app
from eval.__main__ import app as eval_app

ROOT = Path(__file__).parents[1]
FOLDERS = ("corpus", "index", "assistant", "eval")
HEAVY = {"gradio", "torch", "sentence_transformers", "llama_index", "faiss", "jieba", "numpy"}
MODULES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
FUNCTION_MOST, MODULE_MOST = 60, 400  # lines


def dotted(path: Path) -> str:
    """The name by which a module is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """The modules of the four folders that a module imports when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def loaded_by(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after ``code``."""
    code += "\nprint(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_arrows_point_down_only() -> None:
    ranks = {folder: rank for rank, folder in enumerate(FOLDERS)}
    upwards = [
        (dotted(path), name)
        for path in MODULES
        for name in imported(path)
        if ranks.get(name.split(".")[0], -1) > ranks[path.relative_to(ROOT).parts[0]]
    ]
    assert upwards == []


def test_no_modules_import_each_other() -> None:
    names = {dotted(path): path for path in MODULES}
    graph = {name: {other for other in imported(path) if other in names} - {name} for name, path in names.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(names)  # a cycle raises CycleError


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MODULE_MOST
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    sizes = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_MOST} == {}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_no_module_names_a_folder_of_one_machine(path: Path) -> None:
    assert (
        re.findall(r"""["'\s(](?:/(?:home|root|work|Users|tmp)/|[A-Z]:\\|\.\./shared)""", path.read_text("utf-8")) == []
    )


@pytest.mark.parametrize("package", ["assistant", "eval"])
def test_help_loads_no_heavy_library(package: str) -> None:
    assert loaded_by(f"import {package}.__main__") & HEAVY == set()


def test_reading_a_plan_loads_no_heavy_library() -> None:
    assert loaded_by("from corpus.plans import load_plans\nload_plans()") & HEAVY == set()


def test_an_answer_loads_no_torch() -> None:
    assert loaded_by("import index.store, index.retriever") & {"torch", "sentence_transformers", "gradio"} == set()


def commands(app: typer.Typer) -> set[str]:
    """The names of an application's commands."""
    return {
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    }


@pytest.mark.parametrize(
    ("package", "known"),
    [("assistant", commands(assistant_app)), ("eval", commands(eval_app))],
)
def test_documents_name_commands_that_exist(package: str, known: set[str]) -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "eval").glob("*.md"), ROOT / "Makefile"]
    named = {
        name
        for document in documents
        for name in re.findall(rf"python -m {package} ([a-z]+)", document.read_text(encoding="utf-8"))
    }
    assert named
    assert named - known == set()


def test_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []
