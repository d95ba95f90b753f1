"""What people's time is taken by already: planned blocks, meetings, and their calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.dispatch.busy import busy_between
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.rules.conflicts import LONGEST, Around, Taken
from upheld.foundation.values.period import Period
from upheld.selling.models import MeetingSeat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from upheld.dispatch.queries.hours import PeopleHours
    from upheld.foundation.actor import Actor

MOST_DAYS = 14
"""A meeting that began longer ago is not looked for."""


def visible_blocks(_actor: Actor) -> QuerySet[PlannedBlock]:
    """Give the blocks that an actor may see: all that stand or stood."""
    rows: QuerySet[PlannedBlock] = PlannedBlock.objects.all()
    return rows.select_related("person", "company", "planned_by")


def standing_blocks() -> QuerySet[PlannedBlock]:
    """Give the blocks that are planned, without those that were taken back."""
    rows: QuerySet[PlannedBlock] = PlannedBlock.objects.filter(dropped_at=None)
    return rows


def blocks_between(people: Iterable[int], period: Period) -> QuerySet[PlannedBlock]:
    """Give the standing blocks of some people that touch a period, by their beginning."""
    rows = standing_blocks().filter(
        person_id__in=list(people), starts_at__lt=period.end,
        # A block lasts a day at most: without this, everything ever planned would be walked.
        starts_at__gt=period.start - LONGEST, ends_at__gt=period.start,
    )  # fmt: skip
    return rows.order_by("starts_at", "pk")


def seats_between(people: Iterable[int], period: Period) -> QuerySet[MeetingSeat]:
    """Give the seats of some people in meetings that touch a period and are not called off."""
    rows: QuerySet[MeetingSeat] = MeetingSeat.objects.filter(
        person_id__in=list(people), meeting__starts_at__lt=period.end,
        meeting__starts_at__gt=period.start - LONGEST * MOST_DAYS,
        meeting__ends_at__gt=period.start, meeting__cancelled_at=None,
    )  # fmt: skip
    return rows.select_related("meeting").order_by("meeting__starts_at", "pk")


def around(
    person_id: int, period: Period, hours: PeopleHours, *, leaving_out: int | None = None
) -> Around:
    """Give what is known of a person on all the days that a period touches: three queries."""
    zone = hours.zone(person_id)
    days = list(period.days(zone))
    whole = Period(hours.day(person_id, days[0]).start, hours.day(person_id, days[-1]).end)
    blocks = blocks_between([person_id], whole).exclude(pk=leaving_out or 0)
    taken = [Taken(block.period, block.title) for block in blocks]
    taken += [_seat(seat) for seat in seats_between([person_id], whole)]
    taken += [Taken(one.period, one.title) for one in busy_between([person_id], whole)]
    leave = hours.leave.get(person_id, ())
    return Around(zone, hours.opened(person_id, whole), leave, taken)


def _seat(seat: MeetingSeat) -> Taken:
    return Taken(Period(seat.meeting.starts_at, seat.meeting.ends_at), seat.meeting.title)


def meeting_url(seat: MeetingSeat) -> str:
    """Give the page of a seat's meeting."""
    return reverse("meeting", args=[seat.meeting.number])
