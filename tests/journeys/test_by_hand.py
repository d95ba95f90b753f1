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
    # In the middle, since a card that is carried to an edge scrolls the page.
    what.evaluate("one => one.scrollIntoView({block: 'center', inline: 'center'})")
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 12))
    page.mouse.down()
    x, y = to()
    page.mouse.move(x, y, steps=12)


def minute(page: Page, day: str, at: float) -> tuple[float, float]:
    """Give the point at which a day of My time shows an hour."""
    x, y = page.evaluate(
        """([day, at]) => {
            const face = document.querySelector(`.clock-face[data-day="${day}"]`);
            const grid = face.closest("[data-grid]"), box = face.getBoundingClientRect();
            const first = Number(grid.dataset.first), last = Number(grid.dataset.last);
            return [box.left + box.width / 2,
                    box.top + (at - first) / (last - first) * box.height];
        }""",
        [day, at],
    )
    return float(x), float(y)


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


class TestMyTime:
    def test_a_gap_is_filled_by_dragging_over_it(self, sign_in):
        page = sign_in("gwen", "/time/day")
        page.mouse.move(*minute(page, "2026-03-11", 11.02))
        page.mouse.down()
        page.mouse.move(*minute(page, "2026-03-11", 11.98), steps=12)
        expect(page.locator(".clock-pick")).to_have_text("11:00–12:00")
        page.mouse.up()
        expect(page.locator("#capture-input")).to_have_value("11:00-12:00 ")
        page.keyboard.type("internal tidied the store")
        page.keyboard.press("Enter")
        stands(entry(page, "tidied the store"), 11)

    def test_an_entry_is_moved_and_its_end_is_dragged(self, sign_in):
        page = sign_in("gwen", "/time/day")
        stock = entry(page, "Stock")
        stands(stock, 9)
        drag(page, stock, lambda: minute(page, "2026-03-11", 13.15))
        expect(page.locator(".is-carried")).to_be_visible()
        page.mouse.up()
        expect(page.locator("[data-grid-said]")).to_contain_text("Moved to Wednesday")
        stands(stock, 13)

        box = stock.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
        page.mouse.down()
        page.mouse.move(*minute(page, "2026-03-11", 14.5), steps=12)
        page.mouse.up()
        expect(stock).to_have_attribute("data-for-m", "30")
        stands(stock, 13)

    def test_an_entry_is_moved_by_key_and_refused_where_another_lies(self, sign_in):
        page = sign_in("kofi", "/time/day")
        cables, said = entry(page, "Cables"), page.locator("[data-grid-said]")
        stands(cables, 9)
        cables.get_by_role("link").focus()
        page.keyboard.press("Space")
        expect(said).to_contain_text("Taken up at 9:00")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Space")
        refused = page.locator("#grid-refused")
        expect(refused).to_contain_text("Manuals")
        stands(entry(page, "Cables"), 9)

        cables.get_by_role("link").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(said).to_contain_text("Put back.")
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowUp")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        stands(entry(page, "Cables"), 8, 5)
        expect(refused).to_be_empty()

    def test_nothing_comes_to_a_locked_day_and_nothing_leaves_it(self, site, sign_in):
        page = sign_in("lars", "/time/week")
        reports, backups = entry(page, "Reports"), entry(page, "Backups")
        stands(reports, 9)
        locked = site.run("-c", LOCK_MONDAY)
        assert locked.returncode == 0, locked.stderr
        drag(page, reports, lambda: minute(page, "2026-03-09", 14.2))
        page.mouse.up()
        expect(page.locator("#grid-refused")).to_contain_text("Time is locked up to 2026-03-09")
        expect(page.locator(".is-carried")).to_have_count(0)
        stands(reports, 9)
        tuesday = page.locator('.clock-face[data-day="2026-03-10"]')
        expect(tuesday.locator(".block[data-entry]")).to_have_count(1)

        page.goto("/time/week")
        drag(page, backups, lambda: minute(page, "2026-03-10", 14.2))
        expect(page.locator(".is-carried")).to_have_count(0)
        page.mouse.up()
        backups.get_by_role("link").focus()
        page.keyboard.press("Space")
        expect(page.locator("[data-grid-said]")).to_contain_text("cannot be changed")

    def test_a_phone_shows_the_day_as_a_list_and_a_form_moves(self, sign_in):
        page = sign_in("pia", "/time/day", 390, 844)
        expect(page.locator(".clock-axis")).to_be_hidden()
        shelves = entry(page, "Shelves")
        shelves.get_by_role("link").click()
        form = page.locator("form[action$='/moving']").first
        form.locator("[name=begins]").fill("10:30")
        form.get_by_role("button").first.click()
        stands(entry(page, "Shelves"), 10, 30)


def column(page: Page, key: str) -> Locator:
    return page.locator(f'[data-column="{key}"]:visible')


def card(page: Page, words: str) -> Locator:
    return page.locator(".card[data-move]:visible", has_text=words)


def carry(page: Page, what: Locator, target: Locator) -> None:
    """Carry a card over a column, until the column has made room for it."""

    def middle() -> tuple[float, float]:
        box = target.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    drag(page, what, middle)
    x, y = middle()
    page.mouse.move(x, y + 2, steps=4)
    expect(target.locator(".is-ghost")).to_have_count(1)


class TestThePlan:
    WEEK = "/plan/?week=2026-03-09"

    def test_a_block_is_dragged_to_another_day(self, sign_in):
        page = sign_in("sam", self.WEEK)
        carry(page, card(page, "Rack at Acme"), column(page, "mona 2026-03-13"))
        page.mouse.up()
        expect(page.locator("[data-board-said]")).to_have_text("Done.")
        expect(column(page, "mona 2026-03-13")).to_contain_text("Rack at Acme")
        page.reload()
        expect(column(page, "mona 2026-03-13").locator(".card")).to_have_count(1)
        expect(column(page, "mona 2026-03-12").locator(".card")).to_have_count(0)

    def test_a_block_is_moved_by_key(self, sign_in):
        page = sign_in("sam", self.WEEK)
        said = page.locator("[data-board-said]")
        block = card(page, "Firewall at Acme")
        block.focus()
        page.keyboard.press("Space")
        expect(said).to_contain_text("taken up")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Escape")
        expect(said).to_have_text("Put back.")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(said).to_have_text("Done.")
        expect(column(page, "nils 2026-03-13")).to_contain_text("Firewall at Acme")

    def test_a_conflict_puts_the_block_back_and_says_why(self, sign_in):
        page = sign_in("sam", self.WEEK)
        thursday, friday = column(page, "olek 2026-03-12"), column(page, "olek 2026-03-13")
        carry(page, card(page, "Phones at Acme"), friday)
        page.mouse.up()
        expect(thursday.locator(".card-refused")).to_contain_text("Training")
        expect(friday.locator(".card")).to_have_count(1)
        page.get_by_role("button", name="Plan it anyway").click()
        expect(friday).to_contain_text("Phones at Acme")
        expect(friday.locator(".plan-doubt").first).to_contain_text("set aside")


class TestTheDayOfEverybody:
    """By the hour, each test on a day of its own."""

    def point(self, page: Page, lane: str, hour: float) -> tuple[float, float]:
        """Give the point at which somebody's lane shows an hour."""
        first, last = (
            float(page.locator("[data-hours]").get_attribute(f"data-{one}") or "")
            for one in ("first", "last")
        )
        box = column(page, lane).bounding_box()
        assert box is not None
        across = (hour - first) / (last - first) * box["width"]
        return box["x"] + across, box["y"] + box["height"] / 2

    def test_a_block_is_dragged_along_the_hours_and_to_somebody_else(self, sign_in):
        page = sign_in("sam", "/plan/day?day=2026-03-17")
        block = card(page, "Servers at Acme")
        expect(block).to_have_attribute("data-h", "9")
        drag(page, block, lambda: self.point(page, "gwen 2026-03-17", 14))
        expect(column(page, "gwen 2026-03-17").locator(".is-carried")).to_have_count(1)
        page.mouse.up()
        expect(page.locator("[data-board-said]")).to_have_text("Done.")
        moved = column(page, "gwen 2026-03-17").locator(".card")
        expect(moved).to_have_attribute("data-h", "13")  # it was taken by its middle
        expect(column(page, "pia 2026-03-17").locator(".card")).to_have_count(0)
        page.reload()
        expect(moved).to_have_attribute("data-h", "13")

    def test_a_block_is_moved_by_key_and_a_conflict_puts_it_back(self, sign_in):
        page = sign_in("sam", "/plan/day?day=2026-03-18")
        said = page.locator("[data-board-said]")
        block = card(page, "Switches at Acme")
        block.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Escape")
        expect(said).to_have_text("Put back.")
        expect(block).to_have_attribute("data-h", "9")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(said).to_contain_text("9:15")
        page.keyboard.press("Enter")
        expect(said).to_have_text("Done.")
        expect(block).to_have_attribute("data-m", "15")

        expect(block).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Space")
        expect(block.locator(".card-refused")).to_contain_text("Course")
        expect(block).to_have_attribute("data-h", "9")
        page.get_by_role("button", name="Plan it anyway").click()
        expect(said).to_have_text("Done.")
        expect(block).to_have_attribute("data-h", "11")

    def test_a_phone_shows_it_as_a_list_of_people(self, sign_in):
        page = sign_in("sam", "/plan/day?day=2026-03-19", 390, 844)
        expect(page.locator(".hours-frame")).to_be_hidden()
        person = page.locator(".plan-person", has_text="Lars Lind")
        expect(person).to_contain_text("Vault at Acme")
        expect(person).to_contain_text("6 h 30 m free")
        expect(page.locator(".plan-person", has_text="Mona Lind")).to_contain_text("8 h 30 m free")


class TestTheTicketBoard:
    def test_a_card_is_dragged(self, sign_in):
        page = sign_in("sam", "/tickets/board")
        carry(page, card(page, "Printer jams"), column(page, "open"))
        page.mouse.up()
        expect(page.locator("[data-board-said]")).to_have_text("Moved to In work.")
        page.reload()
        expect(column(page, "open")).to_contain_text("Printer jams")

    def test_a_phone_moves_a_card_by_its_menu(self, sign_in):
        page = sign_in("sam", "/tickets/board", 390, 844)
        ticket = card(page, "Phone is deaf")
        ticket.locator("summary").click()
        ticket.get_by_role("button", name="In work").click()
        expect(column(page, "open")).to_contain_text("Phone is deaf")

    @pytest.mark.parametrize("width", [1440, 390])
    def test_a_card_is_moved_by_key_and_a_refused_one_lies_where_it_lay(self, sign_in, width):
        title = {1440: "Backup is late", 390: "Scanner is blind"}[width]
        page = sign_in("sam", "/tickets/board", width)
        said = page.locator("[data-board-said]")
        ticket = card(page, title)
        ticket.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(said).to_contain_text("Moved to")
        expect(column(page, "open")).to_contain_text(title)
        ticket.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Space")
        expect(said).to_contain_text("A ticket is new only once")
        expect(column(page, "open")).to_contain_text(title)
        expect(ticket.locator(".card-refused")).to_be_visible()
