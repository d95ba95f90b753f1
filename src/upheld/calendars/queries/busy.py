"""When people are busy with what their own calendars hold, as the plan and their day read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.calendars.models import BusyStretch
from upheld.calendars.rules.reading import LONGEST
from upheld.dispatch.busy import Busy
from upheld.dispatch.queries.hours import PeopleHours
from upheld.foundation.values.period import Period, today
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

BUSY = "Busy"
MOST = 20_000
"""Stretches that are read at once: more than two hundred people have in four months."""


def busy_in_calendars(people: Sequence[int], period: Period) -> list[Busy]:
    """Give when some people are busy in a period: one query where they are not, six where they are.

    In pieces of a day each, within working hours for whole days; an event that stands in two
    calendars of somebody's counts once.
    """
    rows = list(stretches_between(people, period)[:MOST])
    if not rows:
        return []
    staff = Person.objects.filter(pk__in={one.person_id for one in rows})
    day = timedelta(days=2)
    hours = PeopleHours(staff, ((period.start - day).date(), (period.end + day).date()))
    found: dict[tuple[int, str, Period], Busy] = {}
    for one in rows:
        zone = hours.zone(one.person_id)
        for piece in _pieces(one, period, hours, zone):
            title = one.title or BUSY
            told = Busy(one.pk, one.person_id, piece, today(piece.start, zone), title)
            found.setdefault((one.person_id, one.uid or str(one.pk), piece), told)
    return list(found.values())


def stretches_between(people: Iterable[int], period: Period) -> QuerySet[BusyStretch]:
    """Give the stretches of some people that touch a period, by their beginning."""
    rows: QuerySet[BusyStretch] = BusyStretch.objects.filter(
        person_id__in=list(people), starts_at__lt=period.end, ends_at__gt=period.start,
        # No stretch lasts longer: without this, everything ever read would be walked.
        starts_at__gt=period.start - LONGEST - timedelta(days=1), person__active=True,
    )  # fmt: skip
    return rows.order_by("starts_at", "pk")


def _pieces(
    stretch: BusyStretch, within: Period, hours: PeopleHours, zone: str
) -> Iterator[Period]:
    whole = Period(stretch.starts_at, stretch.ends_at).intersection(within)
    if whole is None:
        return
    for piece in whole.split_by_day(zone):
        if not stretch.is_whole_days:
            yield piece
            continue
        for opened in hours.opened(stretch.person_id, piece):
            part = opened.intersection(piece)
            if part is not None:
                yield part
