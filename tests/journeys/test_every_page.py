"""Every page of the story in a browser, wide by light and narrow by dark: is it fit to be seen.

The rules of what a page says and who may read it are held elsewhere; here is held that no page has
a barrier, complains in the console or under the content policy, or scrolls sideways.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.journeys.installation import Site, running_site
from tests.safety.story import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

CHROMIUM = os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']}))
  .violations.map(one => `${one.id} ${one.nodes.map(node => node.target).slice(0, 3)}`)"""
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FEWEST_PAGES = {"ana": 90, "carla": 10, "anyone": 4}
"""So that a story that tells nothing cannot pass."""


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("every-page"), migrated_database) as found:
        found.wait(NOW - found.now())
        yield found


@pytest.fixture(scope="module")
def told(site: Site) -> dict[str, Any]:
    """The story, told at that installation: sessions, and the addresses of its pages."""
    done = site.run("-m", "tests.journeys.told")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)


@pytest.mark.parametrize(
    ("scheme", "width", "height"), [("light", 1440, 900), ("dark", 390, 844)], ids=["desk", "phone"]
)
def test_every_page_is_fit_to_be_seen(
    site: Site, told: dict[str, Any], browser: Browser, scheme: Any, width: int, height: int
):
    faults: list[str] = []
    for look in told["looks"]:
        assert len(look["pages"]) >= FEWEST_PAGES[look["who"]], look
        context = browser.new_context(
            base_url=site.address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        _let_in(context, site, told["cookie"], look["session"])
        page = context.new_page()
        for url in look["pages"]:
            faults += [f"{look['who']} {url}: {one}" for one in _faults(page, url)]
        context.close()
    assert not faults, "\n".join(faults)


def _let_in(context: BrowserContext, site: Site, cookie: str, session: str) -> None:
    if session:
        context.add_cookies([{"name": cookie, "value": session, "url": site.address}])


def _faults(page: Page, url: str) -> list[str]:
    """Open a page and say what is wrong with it."""
    said: list[str] = []

    def hear(one: Any) -> None:
        said.append(f"says {one.text}")

    def break_(error: Any) -> None:
        said.append(f"breaks: {error}")

    page.on("console", hear)
    page.on("pageerror", break_)
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        said.append(f"answers {answer and answer.status}")
    beyond = page.evaluate(BEYOND)
    if beyond > 0:
        said.append(f"scrolls sideways by {beyond} px")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    said += page.evaluate(LOOK, RULES)
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", break_)
    return said
