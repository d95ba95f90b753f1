"""When people work and when they are away: read once for any number of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import Period, day_of, start_of_day
from upheld.people.models import Leave, Person, Schedule
from upheld.people.queries.calendars import calendar_of_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DAY = timedelta(days=1)


class PeopleHours:
    """The calendars and the leave of some people. Four queries, however many they are.

    Only leave that touches `days` (both included) is read.
    """

    def __init__(self, people: Iterable[Person], days: tuple[date, date]) -> None:
        self.provider = Provider.objects.get(pk=current_scope().provider_id)
        self.people: Mapping[int, Person] = {person.pk: person for person in people}
        self._calendars = self._read_calendars()
        self.leave = self._read_leave(days)

    def zone(self, person_id: int) -> str:
        """Give the zone in which a person's days begin and end."""
        return self.people[person_id].zone or self.provider.zone

    def opened(self, person_id: int, period: Period) -> list[Period]:
        """Give a person's working hours in a period, whether or not they are on leave."""
        return self._calendar(person_id).open_periods(period)

    def present(self, person_id: int) -> Calendar:
        """Give a person's working hours less their leave."""
        calendar = self._calendar(person_id)
        away = tuple(
            Period(start_of_day(first, calendar.zone), start_of_day(last + _DAY, calendar.zone))
            for first, last in self.leave.get(person_id, ())
        )
        return replace(calendar, closed=away) if away else calendar

    def is_away(self, person_id: int, day: date) -> bool:
        """Tell whether somebody is on leave on a day."""
        return any(first <= day <= last for first, last in self.leave.get(person_id, ()))

    def day(self, person_id: int, day: date) -> Period:
        """Give a day from midnight to midnight where the person is."""
        return day_of(day, self.zone(person_id))

    def _calendar(self, person_id: int) -> Calendar:
        return self._calendars[self.people[person_id].schedule_id]

    def _read_calendars(self) -> dict[int | None, Calendar]:
        wanted = {person.schedule_id for person in self.people.values()}
        rows = Schedule.objects.filter(Q(pk__in=wanted - {None}) | Q(is_default=True))
        known = {row.pk: row for row in rows}
        usual = next((row for row in known.values() if row.is_default), None)
        usually = calendar_of_schedule(usual, self.provider)
        own = usual.pk if usual else None
        return {
            pk: usually if pk in {None, own} else calendar_of_schedule(known[pk], self.provider)
            for pk in wanted
        }

    def _read_leave(self, days: tuple[date, date]) -> dict[int, Sequence[tuple[date, date]]]:
        rows = Leave.objects.filter(
            person_id__in=list(self.people), first_on__lte=days[1], last_on__gte=days[0]
        ).order_by("first_on")
        found: dict[int, list[tuple[date, date]]] = {}
        for person_id, first, last in rows.values_list("person_id", "first_on", "last_on"):
            found.setdefault(person_id, []).append((first, last))
        return dict(found)
