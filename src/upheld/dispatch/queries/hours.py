"""When people work and when they are away: read once for any number of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import Period, day_of
from upheld.people.models import Leave, Person, Schedule
from upheld.people.queries.calendars import calendar_of_schedule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PeopleHours:
    """The calendars and the leave of some people. Four queries, however many they are.

    Only leave that touches `days` (both included) is read.
    """

    def __init__(
        self, people: Iterable[Person], days: tuple[date, date], provider: Provider | None = None
    ) -> None:
        self.provider = provider or Provider.objects.get(pk=current_scope().provider_id)
        self.people: Mapping[int, Person] = {person.pk: person for person in people}
        self._calendars = self._read_calendars()
        self.leave = self._read_leave(days)
        self._seconds: dict[tuple[int | None, date], int] = {}

    def zone(self, person_id: int) -> str:
        """Give the zone in which a person's days begin and end."""
        return self.people[person_id].zone or self.provider.zone

    def opened(self, person_id: int, period: Period) -> list[Period]:
        """Give a person's working hours in a period, whether or not they are on leave."""
        return self._calendar(person_id).open_periods(period)

    def seconds(self, person_id: int, day: date) -> int:
        """Give how long somebody should work on a day: nothing on leave, nor once they left."""
        person = self.people[person_id]
        gone = person.left_on is not None and day > person.left_on
        coming = person.hired_on is not None and day < person.hired_on
        if gone or coming or self.is_away(person_id, day):
            return 0
        return self.usual_seconds(person_id, day)

    def usual_seconds(self, person_id: int, day: date) -> int:
        """Give how long somebody works on a day that they do not take off."""
        key = (self.people[person_id].schedule_id, day)
        if key not in self._seconds:
            calendar = self._calendar(person_id)
            opened = calendar.open_periods(day_of(day, calendar.zone))
            self._seconds[key] = sum(one.seconds for one in opened)
        return self._seconds[key]

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
