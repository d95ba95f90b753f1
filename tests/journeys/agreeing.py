"""Steps 4 and 5: a proposal is agreed to by those who must keep it, sent, asked about, signed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from tests.journeys.cast import CUSTOMER, Walk
from tests.journeys.company import ONSITE
from tests.journeys.winning import CLAIM

TITLE = "Mail of 24 people moved"
CRITERION = "All 24 mailboxes are open in the new system with their mail since 2020."
WEEKEND = f"{ONSITE} On Saturdays an engineer visits within four hours."
ON_CALL = f"{ONSITE} On Saturdays an engineer answers by telephone from 09:00 to 13:00."
DISCOUNT = "12"


def draft(walk: Walk) -> None:
    """Let Lena write the draft: lines, a deliverable, an unusual term, a claim."""
    lena, today = walk.lena, walk.site.now().date()
    lena.open(f"/deals/{walk.made['deal']}/proposals/new")
    lena.enter(
        {
            "Title": "Mail and desk for Birch", "Who signs": "Carla Birch",
            "Term of what recurs": 24, "Begins": today + timedelta(days=10),
            "Answered within": 5, "Opening words": "You want mail that does not stop.",
        }
    )  # fmt: skip
    lena.press("Begin the draft")
    walk.made["proposal"] = lena.number()
    for service, quantity, discount in (
        ("Service desk", "24", DISCOUNT), ("Project work", "4", ""),
    ):  # fmt: skip
        lena.follow("Add a line")
        lena.enter({"Service": service, "Quantity": quantity, "Discount": discount})
        lena.press("Save the line")
    lena.follow("Add")
    lena.enter(
        {
            "What will be done": TITLE, "The customer accepts it when": CRITERION,
            "Shown by": "A file", "Delivered by": "Projects",
            "Begins": today + timedelta(days=10), "Due": today + timedelta(days=30),
            "Its part of the one-off price": "4,000",
        }
    )  # fmt: skip
    lena.press("Save the deliverable")
    lena.follow("Reword Visits on site")
    lena.enter({"The wording": WEEKEND})
    lena.press("Save the term")
    lena.enter({"A claim": CLAIM})
    lena.press("Carry it")
    lena.sees("Departs, not reviewed", "Not estimated", "Not borne out")


def is_refused(walk: Walk) -> None:
    """Try to send it: everything that stands in the way is said at once."""
    lena = walk.lena
    lena.sees("6 points are still open")
    lena.follow("Send")
    open_points = (
        f"Nobody who delivers has estimated “{TITLE}”", "“Visits on site” is not our standard",
        "The deal desk has not agreed to the price", f"“{CLAIM}” is not what our figures show",
        "Nobody has checked whether there are hours", "does not say until when it stands",
    )  # fmt: skip
    lena.sees("6 points are still open", *open_points)
    # As a page would that was opened before something came up.
    token = lena.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = lena.context.request.post(lena.page.url, form={"csrfmiddlewaretoken": str(token)})
    assert answer.status == 409
    assert all(point in unescape(answer.text()) for point in open_points)
    lena.follow("Back to the proposal")
    lena.press("Ask them all")


def estimate(walk: Walk) -> None:
    """Let Dana, who delivers, say what it takes; finished work is beside the fields."""
    dana = walk.dana
    dana.open(f"/proposals/{walk.made['proposal']}")
    dana.follow("Estimate")
    dana.sees("Finished work like this", CRITERION)
    dana.enter({"At least": "6h", "Likely": "8h", "At most": "12h", "What it rests on": "Two."})
    dana.press("Give the estimate")
    dana.sees("8 h", "6 h to 12 h, Dana Whitfield")


def review(walk: Walk) -> None:
    """Let the holders of the functions answer: an alternative, a yes, and a reasoned override."""
    sam, ana = walk.sam, walk.ana
    sam.open("/desk/")
    sam.main.get_by_role("heading", level=2).get_by_role("link").first.click()
    sam.look()
    sam.enter(
        {
            "Reason or remark": "Nobody works on site on Saturdays.",
            "What you would agree to instead": ON_CALL, "How uneasy": "Uneasy",
        }
    )  # fmt: skip
    sam.press("Offer the alternative")
    sam.sees("Nobody works on site on Saturdays.")
    ana.open("/desk/")
    ana.main.get_by_role("button", name="Approve", exact=True).first.click()
    ana.main.get_by_text("Approved:").wait_for()
    ana.open(f"/proposals/{walk.made['proposal']}")
    ana.follow("Carry it all the same")
    ana.enter({"Why it may be said all the same": "The new rota began on Monday; Birch knows."})
    ana.press("Let it be said")
    ana.sees("The new rota began on Monday; Birch knows.")


def send(walk: Walk) -> None:
    """Let Lena take the alternative, ask for hours, name the last day, and send it."""
    lena = walk.lena
    lena.open("/desk/")
    lena.sees("Offered to you instead")
    lena.follow("Take it or leave it")
    lena.press("Take it")
    lena.sees("Departs: alternative taken")
    lena.press("Ask for hours")
    lena.sees("They fit")
    lena.follow("Edit")
    lena.enter({"Can be signed until": walk.site.now().date() + timedelta(days=7)})
    lena.press("Save")
    lena.sees("Nothing stands in the way.")
    lena.follow("Send")
    lena.press("Send version 1")
    lena.sees("Version 1", "Not opened yet")


def ask(walk: Walk) -> None:
    """Let the buyer come by the link in the mail, read, look at the proof, and ask."""
    link = re.search(r"/portal/proposals/\d+", walk.site.newest_mail(CUSTOMER, "Proposal:"))
    assert link
    carla = walk.customer()
    carla.open(link[0])
    carla.sees(TITLE, CRITERION, ON_CALL.removeprefix(ONSITE).strip(), CLAIM, "£887")
    assert WEEKEND not in carla.main.inner_text()
    carla.follow("See the figures behind it")
    carla.sees(CLAIM, "56.5")
    carla.open(link[0])
    carla.follow("Ask")
    carla.enter({"Your question": "Does the desk also help with our X-ray program?"})
    carla.press("Ask")
    lena = walk.lena
    lena.open(f"/proposals/{walk.made['proposal']}")
    lena.sees("Opened")
    lena.follow("Answer")
    lena.enter({"Your answer": "Yes: we take the call and bring in the maker."})
    lena.press("Answer")


def sign(walk: Walk) -> None:
    """Let the buyer sign what was read, with the code that is sent to them; once is enough."""
    carla = walk.customer()
    carla.open(f"/portal/proposals/{walk.made['proposal']}")
    carla.sees("Yes: we take the call and bring in the maker.")
    carla.follow("Sign")
    carla.press("Send me the code")
    mail = walk.site.newest_mail(CUSTOMER, "for signing")
    found = re.search(r"^\s+(\d{3}) (\d{3})$", mail, re.MULTILINE)
    assert found
    code = found[1] + found[2]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    carla.enter({"Your name": "Carla Birch", "The code": wrong, "I ": True})
    carla.press("Sign", refused="409")
    carla.enter({"Your name": "Carla Birch", "The code": code, "I ": True})
    carla.press("Sign")
    carla.sees("Carla Birch", f"a code sent to {CUSTOMER}")
    walk.made["agreement"] = carla.number()
