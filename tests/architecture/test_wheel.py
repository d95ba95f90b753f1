"""The wheel carries what the product needs and nothing of its tests."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from tests.architecture.tree import ROOT, SOURCE

pytestmark = pytest.mark.once

ASSETS = "upheld/foundation/ui/static/upheld/dist/"


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_it_carries_the_built_assets(names):
    for wanted in ("app.css", "app.js", "charts.js", "sprite.svg"):
        assert ASSETS + wanted in names


def test_it_carries_every_template_and_migration(names):
    wanted = [p for p in SOURCE.rglob("*.html") if "dist" not in p.parts]
    wanted += [p for p in SOURCE.rglob("migrations/*.py") if "tests" not in p.parts]

    assert wanted
    assert [p for p in wanted if p.relative_to(SOURCE.parent).as_posix() not in names] == []


def test_it_carries_no_tests(names):
    assert [name for name in names if "/tests/" in name] == []
