"""From an installation with nobody in it to the first promise kept, without the demo.

An owner founds the company in the browser, takes the starter set, lets a colleague in, and does the
main job once: customer, claim, deal, proposal, signature, handover, work, sign-off. Nothing is
made by calling operations: what has no page would stop this walk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.installation import Site, running_site
from tests.journeys.visitor import Inspection, Visitor, capture

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWNER, COLLEAGUE, BUYER = "ines@harbour.example", "noor@harbour.example", "tom@quayside.example"
PASSWORD = "a-tide-table-and-a-lamp"
DELIVERABLE = "A backup that was restored once"
FILE = {"name": "restore.csv", "mimeType": "text/csv", "buffer": b"file,restored\nledger,yes\n"}


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated_database) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("first"), migrated_database) as running:
        yield running


class Beginning:
    """The people of this walk, and the numbers of what they made."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser, self.inspection = site, browser, Inspection()
        self.owner, self.colleague, self.buyer = (
            Visitor(browser, site.address, self.inspection) for _person in range(3)
        )
        self.deal = self.proposal = self.deliverable = 0

    def day(self, ahead: int) -> str:
        return str((self.site.now() + timedelta(days=ahead)).date())

    def come_by_invitation(self, visitor: Visitor, email: str) -> str:
        """Open the link of the mail, choose a password, and be signed in; gives the link."""
        words = self.site.newest_mail(email, "invites you")
        link = re.search(r"/account/password/reset/key/\S+", words)
        assert link, words
        visitor.open(link[0])
        visitor.enter({"New password": PASSWORD, "New password (again)": PASSWORD})
        visitor.press("Set the password")
        return link[0]


def found(walk: Beginning) -> None:
    owner = walk.owner
    owner.open("/deals/")
    owner.sees("Found your company")
    owner.enter(
        {
            "Company": "Harbour IT", "Your name": "Ines Hart", "Your mail": OWNER,
            "Password": "harbourharbour", "Password once more": "harbourharbour",
            "Country": "United Kingdom", "Time zone": "Europe/London", "Currency": "GBP",
        }
    )  # fmt: skip
    owner.enter({"Password": "ines@harbour.example", "Password once more": "ines@harbour.example"})
    owner.press("Found it and sign in", refused="422")
    owner.enter({"Password": PASSWORD, "Password once more": PASSWORD})
    owner.press("Found it and sign in")
    owner.sees("First steps", "0 of 11 done")
    owner.press("Use the starter set")
    owner.sees("4 of 11 done")
    owner.open("/welcome")
    owner.sees("First steps")


def let_in(walk: Beginning) -> None:
    owner, colleague = walk.owner, walk.colleague
    owner.follow("Let your people in")
    owner.enter({"Name": "Noor Aziz", "Mail": COLLEAGUE, "Role": "Service manager"})
    owner.press("Let them in")
    for function in ("Projects", "Service desk"):
        owner.main.get_by_role("button", name="Give a function").click()
        owner.enter({"Function": function}, owner.page.locator("#give-function"))
        owner.press("Give", owner.page.locator("#give-function"))
    for handle in ("noor", "ines"):
        owner.open(f"/people/@{handle}/pay")
        owner.enter({"From": "2026-01-01", "Yearly salary": "40,000"})
        owner.press("Enter")
    owner.open("/people/@ines")
    for function in ("Projects", "Service desk"):
        held = owner.main.locator("li").filter(has_text=re.compile(rf"^\s*{function}"))
        owner.press(f"End {function.lower().replace(' ', '_')}", held)
    link = walk.come_by_invitation(colleague, COLLEAGUE)
    colleague.open("/desk/")
    stranger = Visitor(walk.browser, walk.site.address, walk.inspection)
    stranger.open(link)
    assert stranger.main.get_by_label("New password").count() == 0, "the link works twice"
    stranger.context.close()


def list_and_claim(walk: Beginning) -> None:
    owner = walk.owner
    owner.open("/first-steps")
    owner.follow("List your services")
    owner.enter({"What it is called": "Backup", "Key": "backup", "Charged": "Once",
                 "List price of one": "600", "What one costs us": "200",
                 "Delivered by": "Projects"})  # fmt: skip
    owner.press("Save")
    owner.open("/first-steps")
    owner.follow("Make your first claim")
    owner.enter({"The sentence": "Nine in ten of our promises are kept",
                 "What shows it": "Say/do ratio", "This much": "90 %"})  # fmt: skip
    owner.press("Save and judge")
    owner.sees("Not enough yet")


def enter_customer(walk: Beginning) -> None:
    owner = walk.owner
    owner.open("/customers/new")
    owner.enter({"Name": "Quayside Ropes"})
    owner.press("Save")
    owner.follow("Add")
    owner.enter({"Name": "Tom Reed", "Mail": BUYER, "Part in buying": "Decides", "May sign": True})
    owner.press("Save")
    owner.press("Invite to the portal")
    walk.come_by_invitation(walk.buyer, BUYER)
    walk.buyer.open("/portal/home")


def offer(walk: Beginning) -> None:
    owner = walk.owner
    owner.open("/first-steps")
    owner.follow("Open your first deal")
    owner.enter({"Customer": "Quayside Ropes", "What it is about": "Their backup", "Once": "600"})
    owner.press("Open the deal")
    walk.deal = owner.number()
    owner.open(f"/deals/{walk.deal}/proposals/new")
    owner.enter({"Title": "A backup for Quayside", "Who signs": "Tom Reed",
                 "Can be signed until": walk.day(7)})  # fmt: skip
    owner.press("Begin the draft")
    walk.proposal = owner.number()
    owner.follow("Add a line")
    owner.enter({"Service": "Backup", "Quantity": "1"})
    owner.press("Save the line")
    owner.follow("Add")
    owner.enter(
        {
            "What will be done": DELIVERABLE, "Shown by": "A file", "Delivered by": "Projects",
            "The customer accepts it when": "The ledger of last week opens on a spare machine.",
            "Begins": walk.day(1), "Due": walk.day(20), "Its part of the one-off price": "600",
        }
    )  # fmt: skip
    owner.press("Save the deliverable")
    owner.press("Ask them all")
    colleague = walk.colleague
    colleague.open(f"/proposals/{walk.proposal}")
    colleague.follow("Estimate")
    colleague.enter({"At least": "2h", "Likely": "3h", "At most": "5h", "What it rests on": "One."})
    colleague.press("Give the estimate")
    owner.open(f"/proposals/{walk.proposal}")
    owner.press("Ask for hours")
    owner.sees("Nothing stands in the way.")
    owner.follow("Send")
    owner.press("Send version 1")


def sign(walk: Beginning) -> None:
    buyer = walk.buyer
    buyer.open(f"/portal/proposals/{walk.proposal}")
    buyer.sees(DELIVERABLE, "Visits on site", "£600")
    buyer.follow("Sign")
    buyer.press("Send me the code")
    code = re.search(
        r"^\s+(\d{3}) (\d{3})$", walk.site.newest_mail(BUYER, "for signing"), re.MULTILINE
    )
    assert code
    buyer.enter({"Your name": "Tom Reed", "The code": code[1] + code[2], "I ": True})
    buyer.press("Sign")


def deliver(walk: Beginning) -> None:
    colleague, buyer = walk.colleague, walk.buyer
    colleague.open("/handovers/")
    colleague.follow("A backup for Quayside")
    colleague.press("Agree to keep it")
    colleague.sees("Complete")
    walk.site.wait(timedelta(days=2))
    colleague.open("/deliverables/")
    colleague.follow(re.compile(f"^{DELIVERABLE}"))
    walk.deliverable = colleague.number()
    colleague.press("Start work")
    capture(colleague, "deliverable backup 3h")
    colleague.open(f"/deliverables/{walk.deliverable}")
    colleague.follow("Add evidence")
    colleague.enter({"File": FILE, "Words optional": "Opened on the spare machine."})
    colleague.press("Attach")
    colleague.press("Submit for sign-off")
    buyer.open(f"/portal/work/{walk.deliverable}")
    buyer.enter({"Accept": True})
    buyer.press("Send your answer")
    buyer.sees("Accepted")


def look_back(walk: Beginning) -> None:
    owner = walk.owner
    owner.open("/promises/?open=no")
    owner.sees(DELIVERABLE)
    owner.open("/first-steps")
    owner.sees("All of it is done")
    owner.open("/")
    assert owner.page.url.endswith("/mirror/")


STEPS = (found, let_in, list_and_claim, enter_customer, offer, sign, deliver, look_back)


def test_an_owner_begins_with_nothing_and_has_a_promise_kept(site: Site, tmp_path: Path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        walk = Beginning(site, browser)
        for step in STEPS:
            step(walk)
        browser.close()
    assert walk.inspection.complaints == []
    assert walk.inspection.barriers == []
