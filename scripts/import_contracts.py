"""Which package may import which: the one list, and the contracts made from it.

    python scripts/import_contracts.py [--show]

The contracts name every package and its inner folders, so they are written from the folder names
and this list at each run; nothing has to be kept in step by hand. Decision record 0005 says why.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "upheld"

# From the top: each may import those below it. Work flows from selling to money; a later stage may
# look upstream, an earlier one never looks downstream. Packages in one
# tuple stand beside each other and import neither way.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("wiring",),
    ("demo",),
    ("connections",),
    ("mailroom",),
    ("portal",),
    ("mirror",),
    ("scoreboard",),
    ("care",),
    ("money",),
    ("calendars",),
    ("dispatch",),
    ("delivery",),
    ("desk",),
    ("agreements",),
    ("selling",),
    ("market",),
    ("playbook",),
    ("promises",),
    ("timekeeping",),
    ("reviews",),
    ("measures",),
    ("customers",),
    ("people",),
    ("foundation",),
)
# A package that the list names may be absent only while it stands here.
NOT_BUILT_YET = frozenset({"care", "scoreboard"})

# Inside a package, from the top. `|` keeps doors apart: each parses, calls one operation, shows.
INNER_LAYERS = (
    "(views) | (api) | (jobs)",
    "(forms) | (reactions) | (measures)",
    "(operations)",
    "(queries)",
    "(models)",
    "(rules)",
)
DOORS = ("views", "forms", "api", "jobs")
# These two have shapes of their own: one holds the means, the other knows everyone.
WITHOUT_INNER_LAYERS = frozenset({"foundation", "wiring"})


def problems_of_the_list(folders: set[str], packages: set[str]) -> list[str]:
    """Answer a sentence for each way in which the list and the tree disagree.

    `folders` are those below src/upheld that hold Python, `packages` those that can be imported.
    """
    named = {name for layer in LAYERS for name in layer}
    return [
        *(f"{name} has no place in LAYERS" for name in sorted(folders - named)),
        *(f"{name} has no __init__.py, so no contract sees it" for name in folders - packages),
        *(f"{name} is missing" for name in sorted(named - folders - NOT_BUILT_YET)),
        *(f"{name} is there: take it out of NOT_BUILT_YET" for name in NOT_BUILT_YET & packages),
    ]


def python_folders(source: Path = SOURCE) -> set[str]:
    """Answer the names of the folders below src/upheld that hold Python outside their tests."""
    return {
        path.relative_to(source).parts[0]
        for path in source.glob("*/**/*.py")
        if "tests" not in path.parts
    }


def importable(source: Path = SOURCE) -> set[str]:
    """Answer the names of the packages, which are the folders with an __init__.py."""
    return {path.parent.name for path in source.glob("*/__init__.py")}


def contracts(source: Path = SOURCE) -> str:
    """Answer the contracts as the text of an import-linter configuration."""
    present = importable(source)
    inner = sorted(present - WITHOUT_INNER_LAYERS)
    sections = [
        ["[importlinter]", "root_package = upheld", "include_external_packages = True"],
        _section("order", "layers", "Packages import only what stands below them"),
        _list("containers", ["upheld"]),
        _list("layers", [" | ".join(f"({name})" for name in layer) for layer in LAYERS]),
        ["exhaustive = True"],
        _section("inside", "layers", "Inside a package, doors call operations and rules are last"),
        _list("containers", [f"upheld.{name}" for name in inner]),
        _list("layers", list(INNER_LAYERS)),
    ]
    for name in inner:
        sections += _doors(name, source)
    sections += _pure_rules(source, present) + _plain_forms(source, inner) + _values(source)
    return "\n".join("\n".join(section) for section in sections) + "\n"


def _doors(name: str, source: Path) -> list[list[str]]:
    """A package's doors are opened by itself and by wiring, which lists the routes."""
    doors = [door for door in DOORS if _is_module(source / name / door)]
    if not doors:
        return []
    return [
        _section(f"doors_of_{name}", "protected", f"Only {name} and wiring open its doors"),
        _list("protected_modules", [f"upheld.{name}.{door}" for door in doors]),
        _list("allowed_importers", [f"upheld.{name}", "upheld.wiring"]),
    ]


def _pure_rules(source: Path, present: set[str]) -> list[list[str]]:
    """Rules can be read, tested and trusted without Django: directly or through others."""
    holders = [f"upheld.{n}.rules" for n in sorted(present) if _is_module(source / n / "rules")]
    if not holders:
        return []
    models = [f"upheld.{n}.models" for n in sorted(present) if _is_module(source / n / "models")]
    return [
        _section("pure_rules", "forbidden", "Rules reach neither Django nor models"),
        _list("source_modules", holders),
        _list("forbidden_modules", ["django", *models]),
    ]


def _plain_forms(source: Path, inner: list[str]) -> list[list[str]]:
    """A form turns input into values; it must not be able to save."""
    sections = []
    for name in inner:
        folder = source / name
        if _is_module(folder / "forms") and _is_module(folder / "operations"):
            title = f"Forms of {name} change nothing"
            sections += [
                _section(f"forms_of_{name}", "forbidden", title),
                _list("source_modules", [f"upheld.{name}.forms"]),
                _list("forbidden_modules", [f"upheld.{name}.operations"]),
            ]
    return sections


def _values(source: Path) -> list[list[str]]:
    """Money, periods and business time stand on the standard library alone."""
    if not _is_module(source / "foundation" / "values"):
        return []
    others = [
        f"upheld.foundation.{path.stem}"
        for path in sorted((source / "foundation").iterdir())
        if path.stem not in {"values", "__init__", "tests", "migrations"}
        and _is_module(path.with_suffix(""))
    ]
    return [
        _section("values", "forbidden", "Values import nothing but the standard library"),
        _list("source_modules", ["upheld.foundation.values"]),
        _list("forbidden_modules", ["django", *others]),
    ]


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _section(key: str, kind: str, title: str) -> list[str]:
    return ["", f"[importlinter:contract:{key}]", f"name = {title}", f"type = {kind}"]


def _list(key: str, values: list[str]) -> list[str]:
    return [f"{key} =", *(f"    {value}" for value in values)]


def main() -> int:
    """Check the contracts of this tree; non-zero when one is broken or the list is not true."""
    asked = argparse.ArgumentParser(description="Check which package imports which.")
    asked.add_argument("--show", action="store_true", help="print the contracts and stop")
    if asked.parse_args().show:
        print(contracts())
        return 0
    problems = problems_of_the_list(python_folders(), importable())
    for problem in problems:
        print(f"scripts/import_contracts.py: {problem}")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "contracts.ini"
        config.write_text(contracts(), encoding="utf-8")
        linter = Path(sys.executable).parent / "lint-imports"
        command = [str(linter), "--config", str(config), "--no-logo", "--no-cache"]
        done = subprocess.run(command, cwd=ROOT, check=False)
    return 1 if problems else done.returncode


if __name__ == "__main__":
    sys.exit(main())
