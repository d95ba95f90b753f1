"""A practised typist logs a line in a real browser: how many keys, and how long until it is saved.

    python -m tests.benchmarks.keystrokes ROUNDS

Starts the server as `upheld serve` does and lets in one technician, who opens My day, presses `c`,
types the example line at one key in 60 ms and presses Enter, so many times. Time runs from the
first key to the notice that says the ticket and its time are saved; one JSON object at the end. The
browser runs on the same machine.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from playwright.sync_api import TimeoutError as Slow  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from tests.benchmarks.crowd import serving  # noqa: E402

from upheld.customers.models import Company  # noqa: E402
from upheld.customers.operations.companies import add_company  # noqa: E402
from upheld.foundation.actor import system  # noqa: E402
from upheld.foundation.models import Provider  # noqa: E402
from upheld.foundation.tenancy.scope import open_provider  # noqa: E402
from upheld.people.models import Person  # noqa: E402
from upheld.people.operations.people import add_person  # noqa: E402
from upheld.people.operations.returning import invite_person  # noqa: E402
from upheld.people.roles import Role  # noqa: E402
from upheld.timekeeping.models import TimeEntry  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path(os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"))
CUSTOMER, LINE = "Acme Dental", "acme vpn down 25m"
A_KEY_MS = 60
PATIENCE_MS = 30_000
COUNT = """() => { window.pressed = 0;
  window.addEventListener("keydown", () => { window.pressed += 1; }, true); }"""
ANSWERED = """() => performance.getEntriesByType("resource")
  .filter(one => new URL(one.name).pathname === "/capture")
  .map(one => one.responseEnd - one.requestStart)"""


@dataclass(frozen=True, slots=True)
class Round:
    """One line: keys pressed, seconds until it was saved, of them the server's milliseconds."""

    keys: int
    seconds: float
    server: float


def typist() -> tuple[Person, str]:
    """Let in a technician, and the customer of the line; give them with their browser's session."""
    now = datetime.now(UTC)
    provider = Provider.objects.get(slug="northgate")
    with open_provider(provider.pk):
        by = system(provider.pk, name="Typist")
        handle = f"typist-{os.getpid()}"
        person: Person = add_person(
            name="Typist", email=f"{handle}@northgate.example", role=Role.TECHNICIAN,
            handle=handle, by=by, at=now,
        )  # fmt: skip
        if not Company.objects.filter(name=CUSTOMER).exists():
            add_company(name=CUSTOMER, by=by, at=now)
        browser = Client()
        browser.force_login(invite_person(person=person, by=by, at=now))
    return person, browser.cookies[settings.SESSION_COOKIE_NAME].value


def type_once(page: Page) -> Round:
    """Open My day, log the line and wait for the notice."""
    page.goto("/my-day/")
    page.evaluate(COUNT)
    begun = time.perf_counter()
    page.keyboard.press("c")
    page.wait_for_timeout(A_KEY_MS)
    page.keyboard.type(LINE, delay=A_KEY_MS)
    page.keyboard.press("Enter")
    _until_saved(page)
    seconds = time.perf_counter() - begun
    page.wait_for_function(f"({ANSWERED})().length > 0")
    return Round(
        keys=page.evaluate("window.pressed"),
        seconds=seconds,
        server=max(page.evaluate(ANSWERED)),
    )


def _until_saved(page: Page) -> None:
    try:
        page.locator("[data-captured]").wait_for()
    except Slow:
        said = page.locator("#capture-read").inner_text()
        raise SystemExit(f"Not measured: “{LINE}” was answered with “{said}”.") from None


def main(rounds: int) -> dict[str, object]:
    """Measure and tell: keys of a line, seconds at the median and p95, the server's part in ms."""
    person, session = typist()
    with serving() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        address = f"http://127.0.0.1:{port}"
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
        )
        page = context.new_page()
        type_once(page)  # not counted: it loads what the server and the browser then keep
        seen = [type_once(page) for _ in range(rounds)]
        browser.close()
    _require_saved(person, rounds + 1)
    seconds = sorted(one.seconds for one in seen)
    return {
        "line": LINE,
        "keystrokes": max(one.keys for one in seen),
        "median": statistics.median(seconds),
        "p95": seconds[round(0.95 * (rounds - 1))],
        "server": statistics.median(one.server for one in seen),
    }


def _require_saved(person: Person, lines: int) -> None:
    with open_provider(person.provider_id):
        saved = TimeEntry.objects.filter(person=person, seconds=25 * 60)
        tickets = {entry.on_title for entry in saved}
        if len(saved) != lines or tickets != {"vpn down"}:
            raise SystemExit(f"Not measured: {len(saved)} of {lines} lines were saved, {tickets}.")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
