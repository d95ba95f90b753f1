"""How long people usually work on single days: by schedule, without holidays and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import day_of
from upheld.people.models import Leave, Person, Schedule
from upheld.people.queries.calendars import calendar_of_schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from upheld.foundation.values.business_time import Calendar
    from upheld.foundation.values.period import Period


class UsualHours:
    """Working seconds by person and day. Four queries, however many people and days are asked."""

    def __init__(self, people: Iterable[Person]) -> None:
        provider = Provider.objects.get(pk=current_scope().provider_id)
        self.people: Mapping[int, Person] = {person.pk: person for person in people}
        wanted = {one.schedule_id for one in self.people.values() if one.schedule_id}
        known = {
            row.pk: row for row in Schedule.objects.filter(Q(pk__in=wanted) | Q(is_default=True))
        }
        usual = next((row for row in known.values() if row.is_default), None)
        self._calendars: dict[int | None, Calendar] = {
            pk: calendar_of_schedule(known[pk] if pk else usual, provider)
            for pk in {one.schedule_id for one in self.people.values()}
        }
        self._zone = provider.zone
        self._leave: dict[int, list[tuple[date, date]]] = {}
        rows = Leave.objects.filter(person__in=list(self.people)).order_by()
        for person_id, first, last in rows.values_list("person_id", "first_on", "last_on"):
            self._leave.setdefault(person_id, []).append((first, last))
        self._known: dict[tuple[int | None, date], tuple[Period, ...]] = {}

    def zone(self, person_id: int) -> str:
        """Give the zone in which a person's days begin and end."""
        return self.people[person_id].zone or self._zone

    def seconds(self, person_id: int, day: date) -> int:
        """Give how long a person should work on a day; nothing on days off and on leave."""
        return sum(one.seconds for one in self.periods(person_id, day))

    def periods(self, person_id: int, day: date) -> tuple[Period, ...]:
        """Give when a person should work on a day, in order."""
        if any(first <= day <= last for first, last in self._leave.get(person_id, ())):
            return ()
        schedule = self.people[person_id].schedule_id
        if (schedule, day) not in self._known:
            calendar = self._calendars[schedule]
            periods = calendar.open_periods(day_of(day, calendar.zone))
            self._known[schedule, day] = tuple(periods)
        return self._known[schedule, day]
