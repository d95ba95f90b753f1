"""The tree as git sees it, and sizes measured the way docs/decisions/0006 says."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "upheld"


def tracked_or_new() -> list[Path]:
    """Every file that is, or with the next `git add` would be, in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def python_sources() -> list[Path]:
    """Python that ships or sets up; without tests and migrations."""
    return [
        path
        for path in tracked_or_new()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / "src") | path.is_relative_to(ROOT / "scripts")
        and not {"tests", "migrations"} & set(path.parts)
    ]


def templates() -> list[Path]:
    """Our own templates."""
    return [p for p in tracked_or_new() if p.suffix == ".html" and p.is_relative_to(SOURCE)]


def lines_of(path: Path) -> int:
    """All lines of a file, blank ones and comments too: that is what a reader scrolls through."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name, with its classes, and its lines from `def` to its end.

    Decorators and docstring are left out: a docstring that lists refusals must not be a burden.
    """
    yield from _functions(ast.parse(path.read_text(encoding="utf-8")), "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{prefix}.{child.name}".lstrip(".")
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name, _lines(child)
        yield from _functions(child, name)


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    documented = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    return whole - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)
