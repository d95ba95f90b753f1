"""What is promised and not yet done: open deliverables, and blocks and meetings to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.delivery.models import Deliverable
from upheld.delivery.queries.deliverables import KIND, open_deliverables, with_actual
from upheld.dispatch.busy import KIND as BUSY
from upheld.dispatch.busy import busy_between, without
from upheld.dispatch.queries.taken import blocks_between, seats_between, standing_blocks
from upheld.dispatch.rules.promised_hours import OpenWork, left_of, monday_of
from upheld.foundation.values.period import Period, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Promised:
    """One open deliverable: what is left of it, and how much of that is planned already."""

    pk: int
    number: int
    title: str
    company: str
    owner_id: int | None
    owner: str
    function: str
    starts_on: date | None
    due_on: date
    left: int
    planned: int
    estimated: bool

    @property
    def rest(self) -> int:
        """What is left and not planned, in seconds."""
        return max(0, self.left - self.planned)

    @property
    def open_work(self) -> OpenWork:
        """What is left and not planned, with its days."""
        return OpenWork(self.rest, self.starts_on, self.due_on)

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("deliverable", args=[self.number])

    def falls_to(self, members: frozenset[int], functions: frozenset[str]) -> bool:
        """Tell whether it is these people's: its owner's, its function's while it has none."""
        if self.owner_id is not None:
            return self.owner_id in members
        return self.function in functions


@dataclass(frozen=True, slots=True)
class Planned:
    """A block or a meeting of one person's to come."""

    person_id: int
    kind: str
    on_id: int | None
    title: str
    url: str
    period: Period
    day: date

    @property
    def monday(self) -> date:
        """The Monday of its week."""
        return monday_of(self.day)

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.period.seconds

    @property
    def is_promised(self) -> bool:
        """Tell whether it is time for a deliverable."""
        return self.kind == KIND


def planned_between(people: Iterable[int], period: Period, zone: str) -> list[Planned]:
    """Give the blocks and meetings of people that begin in a period, in order: three queries.

    `zone` tells on which day each counts. What their calendars tell counts where nothing else is.
    """
    ids = list(people)
    blocks = blocks_between(ids, period).filter(starts_at__gte=period.start)
    fields = ("person_id", "on_kind", "on_id", "title", "number", "starts_at", "ends_at")
    found = [
        Planned(
            person_id, kind, on_id, title, reverse("block", args=[number]), Period(start, end),
            today(start, zone),
        )
        for person_id, kind, on_id, title, number, start, end in blocks.values_list(*fields)
    ]  # fmt: skip
    seats = seats_between(ids, period).filter(meeting__starts_at__gte=period.start)
    found += [
        Planned(
            seat.person_id, MEETING, seat.meeting_id, seat.meeting.title,
            reverse("meeting", args=[seat.meeting.number]),
            Period(seat.meeting.starts_at, seat.meeting.ends_at),
            today(seat.meeting.starts_at, zone),
        )
        for seat in seats
    ]  # fmt: skip
    found += _busy(ids, period, found)
    return sorted(found, key=lambda one: (one.period.start, one.person_id))


def _busy(ids: list[int], period: Period, planned: Iterable[Planned]) -> list[Planned]:
    """Give the time that is busy and not planned as well; an hour counts once."""
    taken: dict[int, list[Period]] = {}
    for one in planned:
        taken.setdefault(one.person_id, []).append(one.period)
    found = []
    for told in busy_between(ids, period):
        others = taken.setdefault(told.person_id, [])
        for piece in without(told.period, others):
            found.append(Planned(told.person_id, BUSY, None, told.title, told.url, piece, told.day))
            others.append(piece)
    return found


def taken_since(moment: datetime, only: int | None = None) -> dict[int, int]:
    """Give the seconds planned for each deliverable from a moment on, by its id: one query."""
    rows: QuerySet[Any] = standing_blocks().filter(
        on_kind=KIND, starts_at__gte=moment, on_id__isnull=False
    )
    if only is not None:
        rows = rows.filter(on_id=only)
    found: dict[int, int] = {}
    for on_id, start, end in rows.values_list("on_id", "starts_at", "ends_at"):
        found[on_id] = found.get(on_id, 0) + Period(start, end).seconds
    return found


def promised_now(taken: Mapping[int, int]) -> list[Promised]:
    """Give the open deliverables by their due day, less what is planned for each: one query."""
    fields = (
        "pk", "number", "title", "company__name", "owner_id", "owner__name", "function",
        "starts_on", "due_on", "estimate_seconds", "actual_seconds",
    )  # fmt: skip
    rows = with_actual(open_deliverables(Deliverable.objects.all())).order_by("due_on", "pk")
    return [
        Promised(
            pk, number, title, company, owner_id, owner or "", function, starts_on, due_on,
            left_of(estimate, actual), taken.get(pk, 0), estimate is not None,
        )
        for pk, number, title, company, owner_id, owner, function, starts_on, due_on, estimate,
        actual in rows.values_list(*fields)
    ]  # fmt: skip
