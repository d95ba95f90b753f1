"""What people say in passing: small promises to customers, mostly kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.demo.plots import Plot, working
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import agree_promise, offer_promise
from upheld.promises.operations.settling import break_promise, keep_promise

if TYPE_CHECKING:
    from datetime import date

    from upheld.demo.teller import Account, Teller

SAID = (
    ("The price for ten more laptops", "The price list was sent"),
    ("A list of everybody who still uses the old mail", "The list was sent"),
    ("A date for the visit to the branch", "The date is in both calendars"),
    ("The report about the outage in May", "The report was sent"),
    ("An answer about the phone contract", "The answer was given by telephone"),
)


def said_plot(teller: Teller, handle: str, days: int) -> Plot:
    """Tell one person's small promises, every so many days; one in nine is not kept."""
    day = teller.begin + timedelta(days=150 + len(handle))
    while True:
        day += timedelta(days=days)
        yield from working(teller, day, 12)
        served = [one for one in teller.accounts if one.actor is not None]
        if served:
            account = teller.rng.choice(served)
            teller.later.append(_promise_plot(teller, handle, account, teller.working_day(day)))


def _promise_plot(teller: Teller, handle: str, account: Account, day: date) -> Plot:
    words, shown = teller.rng.choice(SAID)
    at = yield from working(teller, day, 13)
    due_at = teller.at(teller.working_day(day + timedelta(days=6)), 17)
    promise = offer_promise(
        words=words, source=Source.MEETING, company=account.company,
        promised_by=teller.person(handle), owner=teller.person(handle), due_at=due_at,
        shown_by=shown, by=teller.by(handle), at=at,
    )  # fmt: skip
    agree_promise(promise=promise, owner=teller.person(handle), by=teller.by(handle), at=at)
    chance = teller.rng.random()
    late = 3 if chance < 0.06 else 0  # noqa: PLR2004  one in sixteen is late
    at = yield from working(teller, day + timedelta(days=5 + late), 15)
    promise = Promise.objects.get(pk=promise.pk)
    if chance > 0.95:  # noqa: PLR2004  one in twenty is broken
        break_promise(
            promise=promise, reason="The supplier never answered, and we did not say so in time.",
            by=teller.by("sam"), at=at,
        )  # fmt: skip
        return
    keep_promise(promise=promise, shown=shown, by=teller.by(handle), at=at)
