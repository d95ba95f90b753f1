"""Meetings that were held are probably time of those of ours who went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.selling.may import May
from upheld.selling.models import MeetingSeat
from upheld.selling.targets import deal_target
from upheld.timekeeping.proposing import Done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person

LONGEST_SECONDS = 12 * 3600
"""A meeting entered for days on end is no stretch of work."""


def meetings_held(actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give the meetings and calls to which a person went that were over in a period: one query."""
    if not actor.may(May.SEE_DEALS):
        return []
    seats = MeetingSeat.objects.filter(
        person=person, meeting__starts_at__gte=period.start, meeting__starts_at__lt=period.end,
        meeting__ends_at__lte=period.end, meeting__cancelled_at=None,
    )  # fmt: skip
    rows = seats.select_related("meeting__deal__company").order_by("meeting__starts_at", "pk")
    return [
        Done(
            key=f"meeting:{seat.meeting_id}",
            target=deal_target(seat.meeting.deal),
            started_at=seat.meeting.starts_at,
            seconds=seconds,
            why=f"{seat.meeting.get_means_display()}: {seat.meeting.title}",
            note=seat.meeting.title,
        )
        for seat in rows
        if 0 < (seconds := _seconds(seat)) <= LONGEST_SECONDS
    ]


def _seconds(seat: MeetingSeat) -> int:
    return int((seat.meeting.ends_at - seat.meeting.starts_at).total_seconds())
