"""Recurring tickets: which there are, what comes next, what was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from upheld.desk.models import RecurringDay, RecurringTicket
from upheld.desk.rules.recurrence import in_words, moments_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

SHOWN_AHEAD = 5
SHOWN_BEHIND = 50


def visible_recurring(_actor: Actor) -> QuerySet[RecurringTicket]:
    """Give the recurring tickets that somebody of the staff may see: all of them."""
    rows: QuerySet[RecurringTicket] = RecurringTicket.objects.select_related(
        "template", "company", "contact", "agreement", "assignee", "provider"
    )
    return rows


def next_days(
    recurring: RecurringTicket, at: datetime, count: int
) -> tuple[tuple[date, datetime], ...]:
    """Give the next days on which it is made, with their moments; none after its end.

    A day that was settled does not come again, whatever its time was changed to.
    """
    if recurring.ended_at is not None:
        return ()
    settled = RecurringDay.objects.filter(recurring=recurring.pk) if recurring.pk else None
    last = settled.aggregate(last=Max("on"))["last"] if settled is not None else None
    zone = recurring.provider.zone
    found = moments_of(recurring.rule, recurring.minute, zone, at, count + 1)
    return tuple([one for one in found if last is None or one[0] > last][:count])


@dataclass(frozen=True, slots=True)
class RecurringPage:
    """A recurring ticket, what comes and what came of it."""

    recurring: RecurringTicket
    often: str
    at_time: str
    """Of the wall clock, as "07:00"."""
    ahead: tuple[tuple[date, datetime], ...]
    """Its next days and moments; while it is paused, those that it would be made on."""
    behind: tuple[RecurringDay, ...]
    """The last first."""


def recurring_page(recurring: RecurringTicket, at: datetime) -> RecurringPage:
    """Read the page of a recurring ticket: two queries."""
    days = RecurringDay.objects.filter(recurring=recurring).select_related("ticket")
    return RecurringPage(
        recurring, in_words(recurring.rule), clock_of(recurring.minute),
        next_days(recurring, at, SHOWN_AHEAD), tuple(days.order_by("-on")[:SHOWN_BEHIND]),
    )  # fmt: skip


def clock_of(minute: int) -> str:
    """Give a minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"
