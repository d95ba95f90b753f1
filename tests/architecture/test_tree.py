"""What must never be in the tree, and what must always be there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.architecture.tree import ROOT, SOURCE, templates, tracked_or_new

pytestmark = pytest.mark.once

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = re.compile(
    r"py[p]i\.org|pythonho[s]ted\.org|registry\.np[m]js|np[m]js\.(com|org)|deb\.deb[i]an\.org"
    r"|files\.pyth[o]n|proxy\.gol[a]ng"
)
PATHS = re.compile(r"(?<![\w.$}])/(wor[k]|roo[t]|far[m]|hom[e]/\w+|opt/whee[l]s|tmp/bri[e]f)/")
AUTHORS = re.compile(
    r"\b(Clau[d]e|Anthro[p]ic|ChatG[P]T|Copi[l]ot|sub-?age[n]t|LL[M]s?)\b", re.IGNORECASE
)
ISSUES = re.compile(
    r"(\b(issu[e]|ticke[t]|PR)\s*#\d+|\b(fixe[s]|close[s]|resolve[s])\s+#\d+)", re.IGNORECASE
)
EMPTY_NAMES = {"utils", "helpers", "common", "core", "manager", "managers", "service", "services"}
BINARY = {".png", ".jpg", ".woff2", ".ico", ".pdf", ".gz", ".xlsx", ".otf", ".ttf", ".pfx", ".p12"}


def texts() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
        for path in tracked_or_new()
        if path.suffix not in BINARY
    ]


@pytest.mark.parametrize("pattern", [HOSTS, PATHS, AUTHORS, ISSUES], ids=str)
def test_nothing_of_the_place_where_it_was_written(pattern):
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (HOSTS, "https://py" + "pi.org/simple"),
        (HOSTS, '"resolved": "https://registry.np' + 'mjs.org/x"'),
        (PATHS, "see /wor" + "k/main/x"),
        (PATHS, "'/roo" + "t/.cache'"),
        (AUTHORS, "Cla" + "ude"),
        (ISSUES, "issue" + " #12"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, line):
    assert pattern.search(line)


def test_locks_name_no_place_and_hash_everything():
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path
        packages = re.split(r"\n(?=\S)", text.strip())
        assert packages
        assert [p for p in packages if "--hash=sha256:" not in p] == []
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text()


def test_locks_hold_what_the_project_declares():
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"run": declared["project"]["dependencies"]}
    wanted["dev"] = wanted["run"] + declared["dependency-groups"]["dev"]
    for name, requirements in wanted.items():
        lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
        locked = set(re.findall(r"^([a-z0-9][a-z0-9.-]*)==", lock, re.MULTILINE))
        asked = {re.split(r"[\[<>=! ]", r)[0].lower().replace("_", "-") for r in requirements}
        assert asked - locked == set(), f"{name}.lock: run make lock"


def source_folders() -> list[Path]:
    left_out = {"tests", "templates", "static", "__pycache__", "migrations"}
    holding = {path.parent for path in SOURCE.rglob("*.py")}
    return [f for f in holding if not left_out & set(f.relative_to(SOURCE).parts)]


def test_every_source_folder_is_a_package_and_no_test_folder_is():
    # The import contracts see packages only; tests must stay out of their sight and of the wheel.
    assert [f for f in source_folders() if not (f / "__init__.py").exists()] == []
    assert list(SOURCE.rglob("tests/**/__init__.py")) == []


def test_every_package_has_its_page():
    packages = [path.parent for path in SOURCE.glob("*/__init__.py")]

    assert len(packages) > 5
    assert [p.name for p in packages if not (p / "README.md").exists()] == []


def test_no_name_that_explains_nothing():
    names = [path for path in SOURCE.rglob("*.py") if path.stem in EMPTY_NAMES]
    folders = [path for path in source_folders() if path.name in EMPTY_NAMES]

    assert names + folders == []


def test_changes_are_told():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(r"^## (Unreleased|\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert re.search(r"^- \S", text, re.MULTILINE)


def test_decisions_are_numbered_without_gaps_and_dated():
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

    assert [int(r.name[:4]) for r in records] == list(range(1, len(records) + 1))
    assert [r.name for r in records if not re.search(r"\b20\d\d-\d\d-\d\d\b", r.read_text())] == []


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>"),
    "a style of its own": re.compile(r"<style\b"),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_the_content_policy_refuses(what):
    found = [
        f"{path.relative_to(ROOT)}: {match.group()[:60]}"
        for path in templates()
        for match in [INLINE[what].search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert found == []
