"""Every template of ours compiles, and names only components, icons and addresses that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from upheld.foundation.ui.environment import FOLDER, ICONS, Components, PageEnvironment

SOURCE = FOLDER.parents[1]
NOT_OURS = {"allauth_templates", "django_templates", "tests"}
TEMPLATES = [path for path in sorted(SOURCE.rglob("*.html")) if not NOT_OURS & set(path.parts)]


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(pages: PageEnvironment, path: Path):
    pages.compile(path.read_text(encoding="utf-8"), name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_names_only_what_exists(pages: PageEnvironment, path: Path):
    text = path.read_text(encoding="utf-8")
    known = {*pages.macro_files, *vars(Components)}
    assert set(re.findall(r"\bui\.(\w+)", text)) <= known
    icons = re.findall(r"""\bicon(?:\(|=)["']([\w-]+)["']""", text)
    assert set(icons) <= ICONS
