"""Sizes may fall, never rise: aims, hard stops, and a list of what is over an aim for now."""

from __future__ import annotations

import json
from statistics import median, quantiles

import pytest
from tests.architecture.tree import (
    ROOT,
    functions_of,
    lines_of,
    python_sources,
    templates,
)

pytestmark = pytest.mark.once

KEPT = ROOT / "tests" / "architecture" / "over_the_aim.json"
# What: the aim for one of them, and the size that none may have.
AIMS = {"files": (300, 500), "functions": (40, 80), "templates": (100, 250)}


def measured() -> dict[str, dict[str, int]]:
    sources = {path.relative_to(ROOT).as_posix(): path for path in python_sources()}
    return {
        "files": {name: lines_of(path) for name, path in sources.items()},
        "functions": {
            f"{name}:{function}": lines
            for name, path in sources.items()
            for function, lines in functions_of(path)
        },
        "templates": {p.relative_to(ROOT).as_posix(): lines_of(p) for p in templates()},
    }


def kept() -> dict[str, dict[str, int]]:
    read: dict[str, dict[str, int]] = json.loads(KEPT.read_text(encoding="utf-8"))
    return read


def faults(kind: str, sizes: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """A sentence for everything that is too long, or shorter than the list still allows."""
    aim, stop = AIMS[kind]
    found = []
    for name, size in sizes.items():
        limit = allowed.get(name, aim)
        if size > stop:
            found.append(f"{name} has {size} lines; the hard stop is {stop}, so split it")
        elif size > limit:
            found.append(f"{name} has {size} lines; it may have {limit}, so split it")
    for name, limit in allowed.items():
        now = sizes.get(name, 0)
        if now < limit:
            instead = str(now) if now > aim else "nothing"
            found.append(f"{name} has shrunk to {now}: let {KEPT.name} say {instead}")
    return found


@pytest.mark.parametrize("kind", AIMS)
def test_nothing_grows_past_its_limit(kind):
    assert faults(kind, measured()[kind], kept()[kind]) == []


def test_the_middle_and_the_long_end_stay_where_we_want_them():
    sizes = {kind: list(of_kind.values()) for kind, of_kind in measured().items()}

    assert median(sizes["files"]) < 80
    assert quantiles(sizes["files"], n=20, method="inclusive")[-1] < 300
    assert median(sizes["functions"]) < 10
    assert quantiles(sizes["functions"], n=20, method="inclusive")[-1] < 40
    assert quantiles(sizes["templates"], n=20, method="inclusive")[-1] < 100


def test_the_ratchet_turns_one_way():
    assert faults("files", {"a": 300}, {}) == []
    assert faults("files", {"a": 310}, {"a": 310}) == []
    assert len(faults("files", {"a": 301}, {})) == 1
    assert len(faults("files", {"a": 311}, {"a": 310})) == 1
    assert len(faults("files", {"a": 309}, {"a": 310})) == 1
    assert len(faults("files", {}, {"a": 310})) == 1
    assert len(faults("files", {"a": 501}, {"a": 501})) == 1
