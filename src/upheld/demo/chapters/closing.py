"""The month of time is closed: finance locks it, and what comes up afterwards is adjusted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.demo.plots import Plot, working
from upheld.money.queries.profit import next_month
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.looking import ask_about_time, find_odd_time
from upheld.timekeeping.operations.pace import raise_pace
from upheld.timekeeping.operations.reminding import remind_of_days
from upheld.timekeeping.operations.time import correct_time, log_time
from upheld.timekeeping.targets import own_work

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.demo.teller import Teller

LONG = 6 * 3600
HALF_AN_HOUR = 1800
CLOSES_AFTER_DAYS = 4
LATELY = timedelta(days=3)


def closing_plot(teller: Teller) -> Plot:
    """Tell the lock of each month, some days into the next, and one correction after it."""
    month = next_month(teller.begin)
    while True:
        at = yield from working(teller, month + timedelta(days=CLOSES_AFTER_DAYS), 16)
        lock_time(
            through=month - timedelta(days=1), setting_aside=frozenset({"not_looked_at"}),
            by=teller.by("felix"), at=at,
        )  # fmt: skip
        at = yield from working(teller, month + timedelta(days=CLOSES_AFTER_DAYS + 2), 10)
        _correct_one(teller, month, at)
        month = next_month(month)


def look_over(teller: Teller) -> None:
    """Leave odd time of today to look at, one entry of it asked about; and what else time asks."""
    log_time(
        target=own_work("internal", "Rack in the cellar"), seconds=5 * 3600,
        worked_on=teller.working_day(teller.today - timedelta(days=9)), by=teller.by("theo"),
        at=teller.now,
    )  # fmt: skip
    found = find_odd_time(since=teller.now - LATELY, by=teller.system, at=teller.now)
    for look in found[:1]:
        ask_about_time(
            look=look, question="Was that one stretch?", by=teller.by("sam"), at=teller.now
        )
    remind_of_days(by=teller.system, at=teller.now)
    raise_pace(by=teller.system, at=teller.now)


def _correct_one(teller: Teller, month: date, at: datetime) -> None:
    """Take half an hour out of a long day of care: lunch had been counted."""
    rows = TimeEntry.objects.filter(
        worked_on__lt=month, seconds__gte=LONG, void=False, adjusts=None, person__active=True
    )
    entry = rows.select_related("person").order_by("-worked_on", "pk").first()
    if entry is not None:
        correct_time(
            entry=entry, seconds=entry.seconds - HALF_AN_HOUR, note="Lunch was counted",
            by=teller.by(entry.person.handle), at=at,
        )  # fmt: skip
