"""Time entries: who may see which, and what a day already holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.foundation.asked_often import SqlKept, day_of, moment_of
from upheld.foundation.models import Provider
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.rules.entries import Worked

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


def visible_time(actor: Actor) -> QuerySet[TimeEntry]:
    """Give the entries that an actor may see: their own, or everybody's with that right."""
    rows: QuerySet[TimeEntry] = TimeEntry.objects.all()
    if actor.may(May.SEE_TIME):
        return rows
    return rows.filter(person_id=actor.person_id or 0)


def zone_of(person: Person, actor: Actor | None = None) -> str:
    """Give the zone in which a person's days begin and end; the actor already knows their own."""
    if actor is not None and actor.person_id == person.pk:
        return actor.zone
    if person.zone:
        return person.zone
    return str(Provider.objects.values_list("zone", flat=True).get(pk=person.provider_id))


def worked_around(person_id: int, day: date, *, leaving_out: int | None = None) -> list[Worked]:
    """Give what a person logged on a day, the day before and the day after: one query.

    Adjustments are booked on a day, but nothing was worked then.
    """
    return [
        Worked(day_of(worked_on), seconds, moment_of(begun) if begun else None, title)
        for pk, worked_on, seconds, begun, title in _AROUND.lines(person_id, day)
        if pk != leaving_out
    ]


def _around(person_id: int, day: date) -> QuerySet[TimeEntry, tuple[Any, ...]]:
    rows = TimeEntry.objects.filter(
        person_id=person_id,
        void=False,
        adjusts=None,
        worked_on__range=(day - timedelta(days=1), day + timedelta(days=1)),
    )
    columns = ("pk", "worked_on", "seconds", "started_at", "on_title")
    return rows.order_by("started_at", "pk").values_list(*columns)


_AROUND = SqlKept(_around)
