"""The day by hand and by key: a line logged and taken back, hours, plans and cards moved.

What is refused lies where it lay, and says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from tests.journeys.installation import Site, running_site
from tests.journeys.visitor import Inspection, Visitor
from tests.journeys.workday import PASSWORD, WEDNESDAY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXAMPLE, MOST_KEYS = "acme vpn down 25m", 25
COUNT = """() => { window.pressed = 0;
  window.addEventListener("keydown", () => { window.pressed += 1; }, true); }"""
LOCK_MONDAY = """
import django; django.setup()
from datetime import date
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import Person
from upheld.timekeeping.operations.locking import lock_time
from upheld.demo.cast import actor_of_person
from tests.journeys.workday import WEDNESDAY
with open_provider(Provider.objects.get(slug="northgate").pk):
    ana = actor_of_person(Person.objects.get(handle="ana"))
    lock_time(through=date(2026, 3, 9), by=ana, at=WEDNESDAY,
              setting_aside=frozenset({"not_looked_at", "questions_open"}))
"""

Sign = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("by-hand"), migrated_database) as running:
        running.wait(WEDNESDAY - running.now())
        done = running.run("-m", "tests.journeys.workday")
        assert done.returncode == 0, done.stderr
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )


@pytest.fixture
def sign_in(site, browser) -> Iterator[Sign]:
    """Give a page to somebody, wide unless said otherwise; nothing on it may complain."""
    inspection, visitors = Inspection(), []

    def signed(handle: str, path: str, width: int = 1440, height: int = 900) -> Page:
        visitors.append(Visitor(browser, site.address, inspection))
        page = visitors[-1].page
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"/account/login/?next={path}")
        page.fill("[name=login]", f"{handle}@northgate.example")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"**{path}")
        visitors[-1].look()
        return page

    yield signed
    for one in visitors:
        one.context.close()
    assert inspection.barriers == []
    # That an answer was a refusal is told by the browser too; whatever else it says is a fault.
    assert [one for one in inspection.complaints if "status of 4" not in one] == []


def drag(page: Page, what: Locator, to: Callable[[], tuple[float, float]]) -> None:
    """Take something by its upper half and carry it to a point, without putting it down."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 12))
    page.mouse.down()
    x, y = to()
    page.mouse.move(x, y, steps=12)


def minute(page: Page, day: str, at: float) -> tuple[float, float]:
    """Give the point at which a day of My time shows an hour."""
    return tuple(  # type: ignore[return-value]
        page.evaluate(
            """([day, at]) => {
                const face = document.querySelector(`.clock-face[data-day="${day}"]`);
                const grid = face.closest("[data-grid]"), box = face.getBoundingClientRect();
                const first = Number(grid.dataset.first), last = Number(grid.dataset.last);
                return [box.left + box.width / 2,
                        box.top + (at - first) / (last - first) * box.height];
            }""",
            [day, at],
        )
    )


def entry(page: Page, words: str) -> Locator:
    return page.locator(".block[data-entry]", has_text=words)


def stands(block: Locator, hour: int, at_minute: int = 0) -> None:
    """Wait until an entry stands at a time."""
    expect(block).to_have_attribute("data-h", str(hour))
    expect(block).to_have_attribute("data-m", str(at_minute))


class TestTheLine:
    def test_is_saved_with_few_keys_and_taken_back(self, sign_in):
        page = sign_in("cara", "/my-day/")
        page.evaluate(COUNT)
        page.keyboard.press("c")
        page.keyboard.type(EXAMPLE)
        page.keyboard.press("Enter")
        expect(page.locator("[data-captured]")).to_contain_text("25 m on #")
        assert page.evaluate("window.pressed") <= MOST_KEYS
        course = page.locator("#day-course")
        expect(course).to_contain_text("vpn down")
        expect(page.locator("#capture-input")).to_have_value("")
        expect(page.locator("#capture-input")).to_be_focused()

        page.keyboard.type("acme next")
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.locator("#toasts")).to_contain_text("It is taken back.")
        expect(course).not_to_contain_text("vpn down")
        expect(page.locator("#toasts").get_by_role("button", name="Undo")).to_have_count(0)
        expect(page.locator("#capture-input")).to_have_value("acme next")
        page.goto("/my-day/")
        expect(page.locator("#day-course")).not_to_contain_text("vpn down")
