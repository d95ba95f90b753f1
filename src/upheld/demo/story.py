"""The whole story, told from the first day to today."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.demo.chapters import (
    calendars,
    care,
    company,
    customers,
    desk,
    library,
    planning,
    rules,
    said,
    today,
)
from upheld.demo.chapters.closing import closing_plot
from upheld.demo.chapters.deals import Fate, deal_plot
from upheld.demo.chapters.mail import tell_mail
from upheld.demo.chapters.market import claims_plot
from upheld.demo.chapters.monthly import monthly_plot
from upheld.demo.chapters.playbook import playbook_plots, tell_today
from upheld.demo.plots import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

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
        care.tell(teller)
        teller.steps = run(teller, _plots(teller))
        planning.tell(teller)
        calendars.tell(teller)
        today.tell(teller)
        tell_today(teller)
        tell_mail(teller)
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
    yield monthly_plot(teller)
    yield closing_plot(teller)
    yield from playbook_plots(teller)
    first = teller.accounts[0]
    yield deal_plot(teller, first, Fate(teller.today - timedelta(days=62), "won", 2))
    yield deal_plot(teller, first, Fate(teller.today - timedelta(days=31), "silent", 3))
    for account, fate in zip(teller.accounts, _fates(teller), strict=False):
        yield deal_plot(teller, account, fate)


ENDS = ("won", "won", "lost", "won", "silent", "won", "won")


def _fates(teller: Teller) -> Iterator[Fate]:
    """Give most companies a deal: few in the first year, then more and more.

    The last half year has enough of each ending for the measures of a quarter to say something.
    """
    begins = [teller.begin + timedelta(days=50 + 25 * index) for index in range(10)]
    begins += [teller.today - timedelta(days=190 - 5 * index) for index in range(18)]
    begins += [teller.today - timedelta(days=98 - 7 * index) for index in range(10)]
    for index, day in enumerate(begins):
        yield _fate(day, index, ENDS[index % len(ENDS)])
    for index in range(12):
        yield _fate(teller.today - timedelta(days=100 - 7 * index), index, "gone")


def _fate(begins_on: date, index: int, ends: str) -> Fate:
    return Fate(
        begins_on=begins_on,
        ends=ends,
        project=index % 5,
        has_gap=index % 3 == 1,
        unusual=index % 3 != 0,
        ready=index % 5 != 3,  # noqa: PLR2004  four in five are
        found_by=("dana", "", "theo", "")[index % 4],
        origin=("hunted", "inbound", "referral", "walked_in", "existing")[index % 5],
    )
