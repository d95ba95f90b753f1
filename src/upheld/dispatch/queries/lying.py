"""What lies on people's days: planned blocks, meetings, and what their calendars tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.dispatch.busy import KIND as BUSY
from upheld.dispatch.busy import busy_between
from upheld.dispatch.queries.taken import blocks_between, meeting_url, seats_between
from upheld.foundation.values.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Item:
    """A block, or what has no `number` and is not moved here: a meeting, or time that is busy."""

    person_id: int
    kind: str
    title: str
    company: str
    url: str
    period: Period
    number: int = 0
    version: int = 0
    seat: int = 0
    busy: int = 0
    set_aside: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """What it goes by on the page."""
        if self.busy:
            return f"busy-{self.busy}-{self.period.start:%d%H%M}"
        return f"block-{self.number}" if self.number else f"meeting-{self.seat}"

    @property
    def on_meeting(self) -> bool:
        """Tell whether it is a meeting, or busy: nothing that is moved here."""
        return not self.number


def items_between(people: Iterable[int], period: Period) -> list[Item]:
    """Give what lies on some people's days in a period, by its beginning: three queries."""
    ids = list(people)
    blocks = blocks_between(ids, period).select_related("company")
    found = [
        Item(
            block.person_id, block.on_kind, block.title,
            block.company.name if block.company else "", reverse("block", args=[block.number]),
            block.period, block.number, block.version, set_aside=tuple(block.set_aside),
        )
        for block in blocks
    ]  # fmt: skip
    found += [
        Item(
            seat.person_id, MEETING, seat.meeting.title, "", meeting_url(seat),
            Period(seat.meeting.starts_at, seat.meeting.ends_at), seat=seat.pk,
        )
        for seat in seats_between(ids, period)
    ]  # fmt: skip
    found += [
        Item(one.person_id, BUSY, one.title, "", one.url, one.period, busy=one.key)
        for one in busy_between(ids, period)
    ]
    return sorted(found, key=lambda one: (one.period.start, one.number))
