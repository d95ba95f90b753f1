"""Steps 1 to 3: what marketing would like to say, a deal, a meeting and a gap told in time."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.journeys.cast import CUSTOMER, Walk
from tests.journeys.company import BROKEN, KEPT
from tests.journeys.visitor import capture

CLAIM = "Nine in ten of our promises are kept"
NEED = "Somebody in the practice on Saturdays"


def say_something(walk: Walk) -> None:
    """Let Priya write a claim; the figures do not bear it out, and she is told so."""
    priya = walk.priya
    priya.follow("New claim")
    priya.enter(
        {"The sentence": CLAIM, "What shows it": "Say/do ratio (like 95 %)", "This much": "90 %"}
    )
    priya.press("Save and judge")
    walk.made["claim"] = priya.number()
    priya.sees("Not borne out", f"n = {KEPT + BROKEN}", "56.5")
    priya.follow("Take it up")
    priya.press("Take it up", refused="409")
    assert "Set this aside" in priya.main.inner_text()
    priya.enter({"Set this aside": True})
    priya.press("Take it up")
    priya.sees("In use", "Not borne out")


def open_deal(walk: Walk) -> None:
    """Let Lena open a deal and give the evidence that moves it from stage to stage."""
    lena = walk.lena
    lena.open("/customers/")
    lena.follow("Birch Dental")
    lena.sees("Do not come before ten")
    lena.open("/deals/new")
    lena.enter(
        {
            "Customer": "Birch Dental", "What it is about": "Mail and desk for Birch",
            "Sales engineer": "Marek Novak", "Who spotted the need": "Theo Marsh",
            "Once": "4,000", "A month": "1,008",
        }
    )  # fmt: skip
    lena.press("Open the deal")
    walk.made["deal"] = lena.number()
    for condition, words in (
        ("Add: The problem, in their words", "Two days without mail in the spring."),
        ("Add: Money spoken about", "They pay about a fifth more today."),
        ("Add: By when they want it", "It should run before the summer."),
    ):
        lena.follow(condition)
        lena.enter({"What was said or seen": words, "Who said it": "Carla Birch"})
        lena.press("Add it")
    lena.follow("Add who decides")
    lena.enter({"Who": "Carla Birch", "Part in buying": "Decides"})
    lena.press("Save")
    lena.sees("Qualified", "£4,000 once", "£1,008 a month")


def meet(walk: Walk) -> None:
    """Plan a meeting against a house rule, then with it; make ready, huddle, hold and debrief."""
    lena, site = walk.lena, walk.site
    lena.open(f"/deals/{walk.made['deal']}/meetings/new")
    lena.sees("House rules of Birch Dental", "Do not come before ten")
    tomorrow = (site.now() + timedelta(days=1)).date()
    lena.enter(
        {
            "What it is": "Discovery", "Starts": f"{tomorrow}T09:00", "Lasts": "1 hour",
            "Carla Birch": True, "And": "Marek Novak", "Agenda": "Their day.",
        }
    )  # fmt: skip
    lena.press("Plan it", refused="409")
    assert "Do not come before ten" in lena.refusal()
    lena.enter({"Starts": f"{tomorrow}T11:00"})
    lena.press("Plan it")
    walk.made["meeting"] = lena.number()
    _make_ready(walk)
    site.wait(timedelta(days=1, hours=3))
    lena.open(f"/meetings/{walk.made['meeting']}")
    lena.follow("Debrief")
    lena.enter(
        {
            "Met": True, "The next step": "Send the proposal",
            "By when": str(tomorrow + timedelta(days=7)),
            "What was said": "They showed us the server room.", "Need": NEED,
        }
    )  # fmt: skip
    lena.press("Debriefed")
    lena.sees("They showed us the server room.")


def _make_ready(walk: Walk) -> None:
    lena = walk.lena
    for item, known in (
        ("Which services this is about", "The desk, and their mail."),
        ("Our answer if they ask for a price", "No discount before we know the devices."),
        ("A contract draft", "Our standard."),
        ("What we cannot do for them", "We are not there on Saturdays."),
    ):
        lena.follow(f"Answer: {item}")
        lena.enter({"What we know": known})
        lena.press("Save")
    lena.sees("7 of 7 settled")
    lena.follow("Huddle")
    lena.enter({"The one goal": "They show us the server room.", "The play": "Ask, do not show"})
    lena.press("Break the huddle")
    lena.sees("Huddled", "They show us the server room.", "Lena Brandt Lead", "Marek Novak Active")


def prepare(walk: Walk) -> None:
    """Let the sales engineer log an hour before the signature, on the deal, in one line."""
    marek = walk.marek
    marek.open(f"/deals/{walk.made['deal']}")
    capture(marek, "deal mail 1h looked through their server")
    marek.open(f"/deals/{walk.made['deal']}")
    marek.sees("1 h")


def disclose(walk: Walk) -> None:
    """Tell the customer of the gap, and let them say how prepared we were, without signing in."""
    lena = walk.lena
    lena.open(f"/deals/{walk.made['deal']}")
    lena.follow("Disclose")
    lena.enter({"Whom did you tell": "Carla Birch", "The workaround": "On call by telephone."})
    lena.press("They know now")
    lena.sees("Disclosed")
    lena.open(f"/meetings/{walk.made['meeting']}")
    lena.press("Ask how prepared we were")
    link = re.search(r"/rate/\S+", walk.site.newest_mail(CUSTOMER, "prepared"))
    assert link
    guest = walk.visitor()
    guest.open(link[0])
    guest.main.get_by_role("button", name=re.compile("^5")).click()
    guest.look()
    guest.sees("Thank you")
    lena.open(f"/meetings/{walk.made['meeting']}")
    lena.sees("5 of 5")
