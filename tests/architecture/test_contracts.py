"""The import contracts hold, and each of them breaks when its rule is violated."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.architecture.tree import ROOT, SOURCE

import import_contracts

pytestmark = pytest.mark.once

STDLIB = sys.stdlib_module_names
# Reading other people's files safely is a rule too, and so is reading a calendar's rule: both take
# the libraries made for them.
READERS = {
    "calendars": ("icalendar",),
    "connections": ("openpyxl", "defusedxml"),
    "desk": ("dateutil.rrule",),
}


def test_the_tree_keeps_them():
    done = subprocess.run(
        [sys.executable, "scripts/import_contracts.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def small_tree(tmp_path):
    """A package of the same shape, in which every contract is kept."""
    for module in (
        "foundation.values.money",
        "foundation.record",
        "selling.models",
        "selling.operations.quotes",
        "selling.queries",
        "selling.rules.approval",
        "selling.forms",
        "selling.views.quotes",
        "money.models",
        "money.views",
        "wiring.urls",
    ):
        path = tmp_path / "upheld" / Path(*module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
        for folder in path.relative_to(tmp_path).parents:
            if folder != Path():
                (tmp_path / folder / "__init__.py").touch()
    return tmp_path


def broken(tree: Path) -> bool:
    config = tree / "contracts.ini"
    config.write_text(import_contracts.contracts(tree / "upheld"))
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--config", config, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Could not" not in done.stdout + done.stderr, done.stdout
    return done.returncode != 0


def test_a_clean_tree_keeps_them(small_tree):
    assert not broken(small_tree)


@pytest.mark.parametrize(
    ("module", "imports"),
    [
        ("selling/queries.py", "upheld.money.models"),
        ("foundation/record.py", "upheld.selling.models"),
        ("selling/operations/quotes.py", "upheld.selling.views.quotes"),
        ("selling/models.py", "upheld.selling.queries"),
        ("selling/rules/approval.py", "django.db"),
        ("selling/rules/approval.py", "upheld.selling.models"),
        ("selling/forms.py", "upheld.selling.operations.quotes"),
        ("money/models.py", "upheld.selling.views.quotes"),
        ("money/views.py", "upheld.selling.forms"),
        ("foundation/values/money.py", "upheld.foundation.record"),
        ("foundation/values/money.py", "django.db"),
    ],
)
def test_each_violation_breaks_one(small_tree, module, imports):
    (small_tree / "upheld" / module).write_text(f"import {imports}\n")

    assert broken(small_tree)


def test_a_folder_without_a_place_is_named():
    named = {name for layer in import_contracts.LAYERS for name in layer}
    built = named - import_contracts.NOT_BUILT_YET

    assert import_contracts.problems_of_the_list(built, built) == []
    for folders, packages in (
        (built | {"helpers"}, built | {"helpers"}),
        (built - {"foundation"}, built - {"foundation"}),
        (built, built - {"foundation"}),
    ):
        assert len(import_contracts.problems_of_the_list(folders, packages)) == 1


RULES_OF_ANY_PACKAGE = re.compile(r"upheld\.\w+\.rules(\.|$)")
"""Rules may build on rules: all are pure, and the layers say in which direction."""


def foreign_imports(path: Path) -> list[str]:
    """What a rules module imports besides the standard library, values, refusals and rules."""
    package = path.relative_to(SOURCE).parts[0]
    # A refusal is how a rule says no: a plain value, held to the same purity below.
    own: tuple[str, ...] = ("upheld.foundation.values", "upheld.foundation.refusals")
    own += READERS.get(package, ())
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        found += [
            name
            for name in names
            if name.split(".")[0] not in STDLIB
            and not name.startswith(own)
            and not RULES_OF_ANY_PACKAGE.match(name)
        ]
    return found


def rules_modules() -> list[Path]:
    inside = [*SOURCE.glob("*/rules/**/*.py"), *SOURCE.glob("*/rules.py")]
    return [path for path in inside if "tests" not in path.parts]


def test_rules_import_only_the_standard_library_and_values():
    assert rules_modules()
    assert {str(p): foreign_imports(p) for p in rules_modules() if foreign_imports(p)} == {}


def test_rules_and_values_load_without_django():
    values = SOURCE / "foundation" / "values"
    modules = [
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in [*rules_modules(), *values.rglob("*.py")]
        if "tests" not in path.parts
    ]
    code = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    code += "sys.exit('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *modules], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr or "Django came with them"
