"""The whole story, told from the first day to today."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.demo.chapters import company, customers, desk, library, rules, said, today
from upheld.demo.chapters.deals import Fate, deal_plot
from upheld.demo.chapters.market import claims_plot
from upheld.demo.plots import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from upheld.demo.plots import Plot
    from upheld.demo.teller import Teller

NAME, SLUG = "Northgate IT", "northgate"


def tell_story(now: datetime, *, seed: int = 7, say: Callable[[str], None] = print) -> Teller:
    """Tell eighteen months that end at `now`; the same seed tells the same story.

    In one transaction: a story that is cut off leaves nothing behind.

    Afterwards every room has something true to show and every role has something to do today.
    Refuses with: slug_taken, when the story has been told here already.
    """
    begun = time.monotonic()
    with transaction.atomic():
        teller = company.found(NAME, SLUG, now, seed, say)
        company.tell(teller)
        library.tell(teller)
        rules.tell(teller)
        customers.tell(teller)
        desk.tell(teller)
        teller.steps = run(teller, _plots(teller))
        today.tell(teller)
    say(f"Told {teller.steps:,} steps in {time.monotonic() - begun:.0f} seconds.")
    return teller


def _plots(teller: Teller) -> Iterator[Plot]:
    yield claims_plot(teller)
    for handle in ("dana", "theo", "aisha", "luca", "sam"):
        yield desk.own_work_plot(teller, handle)
    for handle, days in (("lena", 9), ("ravi", 11), ("sam", 13), ("joan", 17)):
        yield said.said_plot(teller, handle, days)
    for handle in ("dana", "theo", "aisha", "luca"):
        yield desk.care_plot(teller, handle)
    for index, account in enumerate(teller.accounts):
        yield desk.desk_plot(teller, account, a_month=0.5 + (index % 4) * 0.4)
    first = teller.accounts[0]
    yield deal_plot(teller, first, Fate(teller.today - timedelta(days=62), "won", 2))
    yield deal_plot(teller, first, Fate(teller.today - timedelta(days=31), "silent", 3))
    for account, fate in zip(teller.accounts, _fates(teller), strict=False):
        yield deal_plot(teller, account, fate)


def _fates(teller: Teller) -> Iterator[Fate]:
    """Give each company its deal: most are won over the months, some lost, the newest open."""
    ends = ("won", "won", "lost", "won", "silent", "won", "lost")
    for index in range(len(teller.accounts)):
        begins_on = teller.begin + timedelta(days=50 + index * 8)
        yield Fate(
            begins_on=begins_on,
            ends=ends[index % len(ends)],
            project=index % 5,
            has_gap=index % 3 == 1,
            unusual=index % 4 == 2,  # noqa: PLR2004
            ready=index % 5 != 3,  # noqa: PLR2004
            found_by=("dana", "", "theo", "")[index % 4],
            origin=("hunted", "inbound", "referral", "walked_in", "existing")[index % 5],
        )
