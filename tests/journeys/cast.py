"""The people of the walk, each at a browser of their own, signed in when first needed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser
from tests.journeys.installation import Site
from tests.journeys.visitor import Inspection, Visitor

from upheld.demo.cast import PASSWORD

CUSTOMER = "carla@birch.example"


@dataclass
class Walk:
    """What the steps share: the installation, who is at a browser, and what was made so far."""

    site: Site
    browser: Browser
    folder: Path
    inspection: Inspection = field(default_factory=Inspection)
    people: dict[str, Visitor] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    """Numbers by what they are of: claim, deal, meeting, proposal, agreement, deliverable."""

    def visitor(self) -> Visitor:
        """Give somebody at a fresh browser who is signed in nowhere."""
        return Visitor(self.browser, self.site.address, self.inspection)

    def __getattr__(self, handle: str) -> Visitor:
        """Give one of the staff, signed in by password: `walk.lena`."""
        if handle.startswith("_"):
            raise AttributeError(handle)
        if handle not in self.people:
            self.people[handle] = visitor = self.visitor()
            visitor.open("/account/login/")
            visitor.enter({"Email": f"{handle}@northgate.example", "Password": PASSWORD})
            visitor.press("Sign in")
        return self.people[handle]

    def customer(self) -> Visitor:
        """Give the customer's person, signed in by the code that is mailed to them."""
        if CUSTOMER not in self.people:
            self.people[CUSTOMER] = visitor = self.visitor()
            visitor.open("/account/login/")
            visitor.follow("Send me a code by mail")
            visitor.enter({"Email": CUSTOMER})
            visitor.press("Send the code")
            mail = self.site.newest_mail(CUSTOMER, "code to sign in")
            code = re.search(r"^([A-Z0-9-]{6,12})\s*$", mail, re.MULTILINE)
            assert code, mail
            visitor.enter({"Code": code[1]})
            visitor.press("Sign in")
        return self.people[CUSTOMER]
