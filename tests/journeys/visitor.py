"""Somebody at a browser of their own: what they read, type and press, and what the page hides.

Every page that is reached is looked at by axe-core once for each kind of page and standing, and
whatever the browser complains of is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

# A slow machine is not a fault: a page that never comes is.
expect.set_options(timeout=20_000)

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
GRAVE = {"serious", "critical"}
LOOK = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(one => ({id: one.id, impact: one.impact, where: one.nodes.map(node => node.target)}))"""


@dataclass
class Inspection:
    """What was found wrong on all pages of a journey, and which pages were looked at."""

    axe: str = field(default_factory=lambda: AXE.read_text(encoding="utf-8"))
    seen: set[str] = field(default_factory=set)
    barriers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def look_at(self, page: Page) -> None:
        """Check a page for barriers, once for each address (its numbers aside) and heading."""
        path = re.sub(r"\d+", "N", urlsplit(page.url).path)
        kind = f"{path} {'refused' if page.locator('[data-refusal]').count() else ''}".strip()
        standing = page.locator(".page-standing .status").first
        kind += f" {standing.inner_text()}" if standing.count() else ""
        if kind in self.seen:
            return
        self.seen.add(kind)
        if not page.evaluate("'axe' in window"):
            page.evaluate(self.axe)
        for one in page.evaluate(LOOK):
            if one["impact"] in GRAVE:
                self.barriers.append(f"{kind}: {one['id']} {one['where']}")


class Visitor:
    """One person with a browser window of their own."""

    def __init__(self, browser: Browser, address: str, inspection: Inspection) -> None:
        self.context = browser.new_context(
            base_url=address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.inspection = inspection
        self._forgiven = ""
        self.page.set_default_timeout(45_000)
        self.page.on("console", self._complain)
        self.page.on("pageerror", lambda error: inspection.complaints.append(str(error)))

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not (
            self._forgiven and self._forgiven in message.text
        ):
            self.inspection.complaints.append(f"{self.page.url}: {message.text}")

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    def open(self, path: str) -> None:
        """Go to an address of the site, which answers with a page."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        self.look()

    def look(self) -> None:
        """Wait for the page and have it inspected."""
        self.page.wait_for_load_state("load")
        self.inspection.look_at(self.page)

    def enter(self, values: Mapping[str, Any], within: Locator | None = None) -> None:
        """Fill fields by the beginning of their labels: text, a choice by its beginning, a tick."""
        for label, value in values.items():
            said = re.compile(rf"^\s*{re.escape(label)}")
            one = (within or self.main).get_by_label(said).locator("visible=true").first
            kind = one.evaluate("one => one.matches('select') ? 'select' : one.type")
            if kind == "select":
                begins = re.compile(rf"^\s*{re.escape(value)}")
                option = one.locator("option").filter(has_text=begins).first
                one.select_option(option.get_attribute("value"))
            elif kind in {"checkbox", "radio"}:
                one.check()
            elif kind == "file":
                one.set_input_files(value)
            else:
                one.fill(str(value))

    def press(self, name: str, within: Locator | None = None, *, refused: str = "") -> None:
        """Press a button that leads to a page; `refused` gives the status if it is to refuse."""
        button = (within or self.main).get_by_role("button", name=name, exact=True)
        self._forgiven = f"status of {refused}" if refused else ""
        status = self._click(button)
        self._forgiven = ""
        assert str(status) == (refused or "200"), f"“{name}” answered {status}: {self.refusal()}"

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow a link by its words."""
        link = (within or self.main).get_by_role("link", name=name, exact=True)
        status = self._click(link)
        assert status == 200, f"“{name}” answered {status}"

    def _click(self, control: Locator) -> int:
        """Press what leads to another page; gives the status that it came with.

        Waiting for any navigation would not do: scripts note places in the history too.
        """
        with self.page.expect_event("load"), self.page.expect_response(_is_page) as reached:
            control.locator("visible=true").first.click()
        self.look()
        return reached.value.status

    def refusal(self) -> str:
        """Give what a refusal on the page says, or nothing."""
        return "\n".join(self.page.locator("[data-refusal], .field-error").all_inner_texts())

    def sees(self, *words: str) -> None:
        """Require words to stand on the page."""
        for said in words:
            expect(self.main).to_contain_text(said)

    def number(self) -> int:
        """Give the number in the address of the page."""
        found = re.search(r"/(\d+)", urlsplit(self.page.url).path)
        assert found, self.page.url
        return int(found[1])

    def download(self, name: str, folder: Path) -> Path:
        """Follow a link that hands out a file, and keep it under the name that it comes with."""
        with self.page.expect_download() as reached:
            self.main.get_by_role("link", name=name, exact=True).first.click()
        kept = folder / reached.value.suggested_filename
        reached.value.save_as(kept)
        return kept


def _is_page(answer: Response) -> bool:
    return answer.request.is_navigation_request() and answer.status not in range(300, 400)


def capture(visitor: Visitor, line: str) -> None:
    """Type a line into the capture bar, wait until it is read, and save it."""
    page = visitor.page
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    bar = page.get_by_label("Log work")
    expect(bar).to_be_focused()
    with page.expect_response(lambda answer: "/capture/reading" in answer.url):
        bar.press_sequentially(line)
    with page.expect_response(lambda answer: answer.url.endswith("/capture")) as saved:
        bar.press("Enter")
    expect(page.locator("[data-captured]")).to_be_visible()
    assert saved.value.ok
