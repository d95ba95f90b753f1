"""On the way: lines typed without a connection are each saved once, as soon as it is back."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright
from tests.journeys.installation import COMMAND, Site, running_site
from tests.journeys.visitor import Inspection, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "promises-are-kept"
FURNISH = f"""
import django; django.setup()
from upheld.customers.operations.companies import add_company
from upheld.demo.cast import CAST, found_company
from upheld.foundation.tenancy.scope import open_provider
from tests.journeys.company import FOUNDED
northgate = found_company(
    "Northgate IT", "northgate", owner=("ana", "Ana Silva"), cast=CAST, at=FOUNDED,
    password={PASSWORD!r},
)
with open_provider(northgate.provider.pk):
    for name in ("Acme Dental", "Brightwater"):
        add_company(name=name, by=northgate.ana, at=FOUNDED)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("away"), migrated_database) as running:
        furnished = running.run("-c", FURNISH)
        assert furnished.returncode == 0, furnished.stderr
        yield running


@pytest.fixture(scope="module")
def inspection() -> Inspection:
    return Inspection()


@pytest.fixture
def dana(site, inspection) -> Iterator[Page]:
    """Dana with a phone, at the page that she installed, which the device keeps by now."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        visitor = Visitor(browser, site.address, inspection)
        page = visitor.page
        page.set_viewport_size({"width": 390, "height": 844})
        visitor.open("/account/login/?next=/quick/")
        page.fill("[name=login]", "dana@northgate.example")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/quick/")
        visitor.look()
        page.wait_for_function("caches.match('/quick/offline')")
        yield page
        browser.close()


def logged(page: Page) -> list[str]:
    """What stands under today, the newest first, as the page itself reads it anew."""
    page.goto("/quick/")
    return [words.split("\n")[0] for words in page.locator(".quick-day li").all_inner_texts()]


def type_in(page: Page, *lines: str) -> None:
    for line in lines:
        page.fill("#capture-input", line)
        page.press("#capture-input", "Enter")


def test_lines_typed_without_a_connection_arrive_once_and_in_order(dana: Page, inspection):
    before = logged(dana)
    dana.context.set_offline(True)
    dana.reload()
    expect(dana.get_by_text("No connection.")).to_be_visible()
    type_in(dana, "internal 10m read the news", "acme printer jams 5m")
    expect(dana.locator("[data-held-lines] li")).to_have_count(2)
    dana.reload()
    expect(dana.locator("[data-held-lines] li")).to_have_count(2)

    dana.context.set_offline(False)
    dana.wait_for_url("**/quick/")
    expect(dana.locator("[data-held]")).to_be_hidden()
    assert logged(dana)[: -len(before) or None] == ["printer jams", "Internal"]
    inspection.complaints.clear()  # the browser says of each request that there was no connection


def test_a_line_whose_answer_got_lost_is_saved_once(dana: Page, inspection):
    before = logged(dana)
    answers: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answers.append(route.fetch().status)
        route.abort()

    dana.context.route("**/capture", lose_the_answer, times=1)
    type_in(dana, "bright router dead 15m")
    expect(dana.locator("[data-held-why]")).to_contain_text("as soon as there is a connection")
    assert answers == [200]
    dana.reload()
    expect(dana.locator("[data-held]")).to_be_hidden()
    assert logged(dana) == ["router dead", *before]
    inspection.complaints.clear()


def test_a_line_that_is_not_understood_waits_for_its_writer(dana: Page, inspection):
    before = logged(dana)
    type_in(dana, "zenith vpn down 5m", "internal 20m tidied cables")
    expect(dana.locator("[data-problem]").first).to_contain_text("zenith")
    expect(dana.locator("[data-sent] .capture-saved")).to_have_count(1)
    dana.get_by_role("button", name="Correct").click()
    expect(dana.locator("#capture-input")).to_have_value("zenith vpn down 5m")
    dana.fill("#capture-input", "acme vpn down 5m")
    dana.press("#capture-input", "Enter")
    expect(dana.locator("[data-sent] .capture-saved")).to_have_count(2)
    assert logged(dana) == ["vpn down", "Internal", *before]
    inspection.complaints.clear()


def test_what_somebody_else_typed_here_is_sent_in_nobodys_name(dana: Page, inspection):
    before = logged(dana)
    dana.evaluate(
        """() => localStorage.setItem("upheld-held-lines", JSON.stringify([
            {key: "of-theo", line: "internal 1h", who: "0", typedAt: Date.now()}]))"""
    )
    dana.reload()
    expect(dana.locator("[data-held-why]")).to_contain_text("somebody else's")
    assert logged(dana) == before
    dana.evaluate("localStorage.clear()")


def test_the_page_has_no_barriers(inspection):
    assert inspection.barriers == []


def test_the_same_line_from_a_terminal_with_a_key(site):
    key = site.upheld("token", "--provider", "northgate", "--person", "theo")["token"]
    there = ("--url", site.address, "--token", key)
    done = site.upheld("log", "acme", "mail", "stuck", "10m", *there)
    assert (done["opened"], done["seconds"], done["title"]) == (True, 600, "mail stuck")
    refused = site.run(*COMMAND[1:], "log", "zenith is down 10m", *there)
    assert refused.returncode == 1
    assert "zenith" in refused.stderr
    stranger = site.run(*COMMAND[1:], "log", "internal 5m", *there[:3], "not-a-key")
    assert stranger.returncode == 1
    gone = site.run(*COMMAND[1:], "log", "internal 5m", "--url", "http://127.0.0.1:9", *there[2:])
    assert (gone.returncode, "does not answer" in gone.stderr) == (1, True)
