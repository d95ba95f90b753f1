"""The gallery shows everything, and nothing in it breaks the content policy."""

from __future__ import annotations

import re

import pytest

from upheld.foundation.ui.environment import FOLDER, PageEnvironment
from upheld.foundation.ui.gallery import render_gallery

PAGES = ("gallery.html", "gallery_portal.html", "gallery_bare.html")


def sources() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.html"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_inline_style_or_script(name):
    page = render_gallery(name)
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son\w+=", page)
    scripts = re.findall(r"<script[^>]*>", page)
    assert all('src="' in tag or 'type="application/json"' in tag for tag in scripts)


@pytest.mark.parametrize("name", PAGES)
def test_no_id_is_used_twice(name):
    ids = re.findall(r'\sid="([^"]+)"', render_gallery(name))
    assert len(ids) == len(set(ids)), {one for one in ids if ids.count(one) > 1}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_named_by_id_is_there(name):
    page = render_gallery(name)
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|data-opens)="([^"]+)"', page)
    for names in named:
        assert set(names.split()) <= ids


def test_every_component_is_used_in_the_gallery_or_by_a_component(pages: PageEnvironment):
    text = sources()
    unused = [
        name
        for name in pages.macro_files
        if not re.search(rf"(?:ui\.|\{{\{{-?\s*|% call(?:\(\w+\))? ){name}\(", text)
    ]
    assert not unused


def test_every_component_has_its_sheet_beside_it():
    folder = FOLDER / "components"
    pages = {path.stem for path in folder.glob("*.html")}
    sheets = {path.stem for path in folder.glob("*.css")}
    assert pages == sheets


def test_the_guide_names_every_component(pages: PageEnvironment):
    guide = (FOLDER.parents[3] / "docs/guides/components.md").read_text(encoding="utf-8")
    inner = {
        "symbol", "field_problems", "confirm_dialog", "keys_dialog", "palette", "capture_bar",
        "rooms_menu", "waiting_menu", "running_timer", "theme_choice", "me_menu",
    }  # fmt: skip
    missing = [name for name in pages.macro_files if name not in inner and f"{name}(" not in guide]
    assert not missing


def test_icons_are_listed_once_and_in_order():
    lines = (FOLDER / "icons.txt").read_text(encoding="utf-8").split()
    names = [line.partition("=")[0] for line in lines]
    assert names == sorted(set(names))
