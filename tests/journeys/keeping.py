"""Steps 6 to 8: handed over, worked on, shown, signed off; then what the owner sees of it."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from tests.journeys.agreeing import TITLE
from tests.journeys.cast import Walk
from tests.journeys.company import BROKEN, KEPT
from tests.journeys.visitor import Visitor, capture
from tests.journeys.winning import CLAIM

WISH = "Two shared mailboxes too"
LOG = b"mailbox,opened,mail since\n1,yes,2020-01-03\n24,yes,2020-02-11\n"
FILE = {"name": "mailboxes.csv", "mimeType": "text/csv", "buffer": LOG}


def accept(walk: Walk) -> None:
    """Let each who must keep one of the promises agree to it, in the handover."""
    for who, words in (
        (walk.dana, TITLE), (walk.sam, "Visits on site"), (walk.sam, "Service level “Standard”"),
        (walk.priya, "Nine in"),
    ):  # fmt: skip
        who.open("/handovers/")
        who.follow("Mail and desk for Birch")
        who.sees(words)
        who.press("Agree to keep it")
    walk.priya.sees("Complete", "4 of 4 promises agreed")


def work(walk: Walk) -> None:
    """Let Dana work on the deliverable and on a ticket, logging both in one line each."""
    dana = walk.dana
    walk.site.wait(timedelta(days=14))
    dana.open("/deliverables/")
    dana.follow(re.compile(f"^{TITLE}"))
    walk.made["deliverable"] = dana.number()
    dana.press("Start work")
    capture(dana, "deliverable mail 7h")
    capture(dana, "birch phone shows no mail 25m")
    dana.open("/tickets/")
    dana.follow("phone shows no mail")
    dana.sees("Birch Dental", "Standard")
    dana.enter({"Words": "Close the mail app and open it again.", "And then": "Resolve it"})
    dana.press("Send")
    dana.sees("Resolved", "Met")
    dana.open(f"/deliverables/{walk.made['deliverable']}")
    dana.sees("7 h")


def change(walk: Walk) -> None:
    """Let what was not in it become a change order, which the customer agrees to."""
    sam, carla = walk.sam, walk.customer()
    sam.open(f"/deliverables/{walk.made['deliverable']}")
    sam.follow("New change order")
    sam.enter(
        {
            "What is wanted": WISH, "When it counts as done": "Both open at the front desk.",
            "Due": walk.site.now().date() + timedelta(days=20), "Effort": "2h", "Price": "250",
            "Whose wish it was": "Carla Birch",
        }
    )  # fmt: skip
    sam.press("Save")
    walk.made["change order"] = sam.number()
    sam.press("Send to the customer")
    carla.open("/portal/work/")
    carla.follow(WISH)
    carla.sees("Both open at the front desk.", "£250")
    carla.enter({"Agree": True})
    carla.press("Send your answer")


def show(walk: Walk) -> None:
    """Let Dana attach what was agreed, and put it before the customer."""
    dana = walk.dana
    dana.open(f"/deliverables/{walk.made['deliverable']}")
    dana.follow("Add evidence")
    dana.enter({"File": FILE, "Words optional": "All 24 were opened and looked through."})
    dana.press("Attach")
    dana.sees("mailboxes.csv")
    dana.press("Submit for sign-off")
    dana.sees("Submitted")


def sign_off(walk: Walk) -> None:
    """Let the customer reject it once, see it again, and accept it: the promise is kept."""
    carla, dana = walk.customer(), walk.dana
    carla.open("/portal/work/")
    carla.follow(TITLE)
    assert carla.download("mailboxes.csv", walk.folder).read_bytes() == LOG
    carla.enter({"Reject": True, "What has to be different": "Mailbox 7 does not open."})
    carla.press("Send your answer")
    carla.sees("Mailbox 7 does not open.")
    dana.open(f"/deliverables/{walk.made['deliverable']}")
    dana.sees("Mailbox 7 does not open.")
    dana.press("Start work")
    capture(dana, "deliverable mail 2h")
    dana.open(f"/deliverables/{walk.made['deliverable']}")
    dana.follow("Add evidence")
    dana.enter({"A file": True, "File": {**FILE, "name": "again.csv"}})
    dana.press("Attach")
    dana.press("Submit for sign-off")
    carla.open(f"/portal/work/{walk.made['deliverable']}")
    carla.enter({"Accept": True})
    carla.press("Send your answer")
    carla.sees("Accepted", "Round 2")
    carla.download("again.csv", walk.folder)
    dana.open(f"/deliverables/{walk.made['deliverable']}")
    dana.sees("Accepted", "9 h")
    dana.follow(re.compile(r"^Promise \d+$"), dana.main.locator("dl"))
    dana.sees("Kept", TITLE)
    walk.made["promise"] = dana.number()


def see_mirror(walk: Walk) -> None:
    """Let the owner see what was said against what was done, and what it came to."""
    ana, site = walk.ana, walk.site
    site.wait(timedelta(days=9))
    with site.working():
        # March is over, and its service level is counted by the night's work.
        _until(ana, "/promises/?open=no", "Service level “Standard” in March")
    site.wait(timedelta(days=8))
    ana.open("/measures/say_do_ratio")
    ana.sees("60 %", f"{KEPT + BROKEN + 2} promises", TITLE)
    ana.open(f"/market/{walk.made['claim']}")
    ana.press("Judge now")
    ana.sees("60 %", "Not borne out")
    with site.working():
        _until(ana, "/mirror/", r"Say/do ratio\s+60 %")
    ana.look()
    ana.sees("Mail and desk for Birch", CLAIM, "12 % over", WISH)
    ana.follow("Say/do ratio")
    ana.follow(re.compile(f"^{TITLE}"))
    ana.sees("Kept", "Birch Dental")
    assert ana.number() == walk.made["promise"]


def _until(visitor: Visitor, path: str, words: str) -> None:
    """Open a page again and again until it says what the background work came to."""
    ends = time.monotonic() + 60
    visitor.open(path)
    while not re.search(words, visitor.main.inner_text()):
        assert time.monotonic() < ends, f"{path} does not come to say {words}"
        visitor.page.wait_for_timeout(500)
        visitor.page.goto(path)


def see_money(walk: Walk) -> None:
    """Let finance see the booking, what was earned, what is ready to bill, and who shares in it;
    and the seller his own share.
    """
    felix, lena = walk.felix, walk.lena
    felix.open("/money/")
    felix.sees("£25,289", "Ready to bill", "Birch Dental", "£4,000.00")
    felix.sees("Lena Brandt", "£887.04", "Marek Novak", "£177.41", "Theo Marsh", "£250.00")
    felix.open(f"/money/deals/{walk.made['deal']}")
    felix.sees("10 h", "Work before a signature", "Delivery", "Commission", "−£1,314.45")
    felix.follow("Birch Dental")
    felix.sees("Revenue", "Margin")
    lena.open("/my-share/")
    lena.sees("£887.04")
    lena.open(f"/deals/{walk.made['deal']}")
    lena.sees("Won")
