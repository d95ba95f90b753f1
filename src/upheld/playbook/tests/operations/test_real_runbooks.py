"""Real runbooks with their real history: brought in, revised, and the doubles among them found."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from upheld.demo.cast import OPENING
from upheld.playbook.models import LikePair, Procedure, Revision
from upheld.playbook.operations.bringing import Brought, Page, bring_in_page
from upheld.playbook.rules.document import title_in
from upheld.playbook.rules.likeness import stems

pytestmark = pytest.mark.slow
WAY_BACK = 60
"""Commits before the newest: far enough for many runbooks to have been new or changed since."""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    )
    return done.stdout


def pages_at(folder: Path, commit: str) -> dict[str, str]:
    names = git(folder, "ls-tree", "-r", "--name-only", "-z", commit).split("\0")
    return {
        name: git(folder, "show", f"{commit}:{name}")
        for name in names
        if name.startswith("alerts/") and name.endswith(".md")
    }


@pytest.fixture
def history(real_data, tmp_path) -> tuple[dict[str, str], dict[str, str]]:
    bundle = next((real_data / "procedures").glob("*.bundle"))
    git(tmp_path, "clone", "-q", str(bundle), "runbooks")
    folder = tmp_path / "runbooks"
    return pages_at(folder, f"HEAD~{WAY_BACK}"), pages_at(folder, "HEAD")


def bring(pages, by, at):
    source = [
        bring_in_page(page=Page(path, text, source="git"), by=by, at=at)[1]
        for path, text in pages.items()
        if text.strip() and title_in(text)[1].strip()
    ]
    return Counter(source)


def test_real_runbooks_are_brought_in_without_doubles_and_doubles_among_them_are_found(
    world, history
):
    before, after = history
    first = bring(before, world.sam, OPENING)
    second = bring(after, world.sam, OPENING.replace(hour=OPENING.hour + 1))
    third = bring(after, world.sam, OPENING.replace(hour=OPENING.hour + 2))

    changed = [path for path in before if path in after and before[path] != after[path]]
    assert first == Counter({Brought.NEW: len(before)})
    assert second[Brought.NEW] == len(set(after) - set(before))
    assert 0 < second[Brought.REVISED] <= len(changed)
    assert third == Counter({Brought.UNCHANGED: len(after)})
    assert Procedure.objects.count() == len(set(before) | set(after))
    assert Revision.objects.count() == Procedure.objects.count() + second[Brought.REVISED]

    rows = list(Procedure.objects.values_list("pk", "title"))
    same = {
        (one, other)
        for one, title in rows
        for other, again in rows
        if one < other and set(stems(title)) == set(stems(again))
    }
    found = set(LikePair.objects.filter(likeness_ppm__gte=500_000).values_list("first", "second"))
    assert len(same) >= 2
    assert same <= found
    assert len(found) < len(rows) * (len(rows) - 1) // 2 // 100
