"""How long people are there to work, week by week, and how long they worked for customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.business_time import Calendar, business_seconds_between
from upheld.foundation.values.period import Period, start_of_day
from upheld.people.models import Leave, Person, Schedule
from upheld.people.queries.calendars import calendar_of_schedule
from upheld.timekeeping.models import Category, TimeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

FOR_CUSTOMERS = (Category.CUSTOMER, Category.COMPLAINT)
"""A complaint's hours are a customer's too; what goes in before a signature is not, yet."""


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One week of one person's, in seconds; the first and last of a period may be cut."""

    person: Person
    begins_on: date
    ends_on: date
    available: int
    for_customers: int
    worked: int
    """All that was worked, for whomever; adjustments of settled time were not worked."""


def person_weeks(period: Period, at: datetime, only: Mapping[str, int | str]) -> list[PersonWeek]:
    """Give every person's weeks that are over by `at`, where anything was due or done.

    Six queries, however many people there are.
    """
    provider = Provider.objects.get(pk=current_scope().provider_id)
    weeks = Period(period.start, max(period.start, min(period.end, at))).split_by_week(
        provider.zone
    )
    people = _people(only)
    calendars = _calendars(people, provider)
    leave = _leave(people)
    worked = _worked(people, weeks, provider.zone)
    found = []
    for person in people:
        calendar = calendars[person.schedule_id]
        for week in weeks:
            first, last = _days(week, provider.zone)
            available = _available(person, calendar, week, leave.get(person.pk, ()), provider.zone)
            days = [one for one in worked.get(person.pk, ()) if first <= one[0] < last]
            done, in_all = sum(one[1] for one in days), sum(one[2] for one in days)
            if available or done or in_all:
                found.append(PersonWeek(person, first, last, available, done, in_all))
    return found


def _people(only: Mapping[str, int | str]) -> Sequence[Person]:
    rows = Person.objects.select_related("team").order_by("name", "pk")
    if "person" in only:
        rows = rows.filter(pk=only["person"])
    if "team" in only:
        rows = rows.filter(team_id=only["team"])
    return list(rows)


def _calendars(people: Iterable[Person], provider: Provider) -> dict[int | None, Calendar]:
    wanted = {person.schedule_id for person in people}
    schedules = {row.pk: row for row in Schedule.objects.filter(Q(pk__in=wanted - {None}))}
    usual = Schedule.objects.filter(is_default=True).first()
    return {pk: calendar_of_schedule(schedules[pk] if pk else usual, provider) for pk in wanted}


def _leave(people: Iterable[Person]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    rows = Leave.objects.filter(person__in=list(people)).order_by("first_on")
    for person_id, first, last in rows.values_list("person_id", "first_on", "last_on"):
        found.setdefault(person_id, []).append((first, last + timedelta(days=1)))
    return found


def _worked(
    people: Iterable[Person], weeks: Sequence[Period], zone: str
) -> dict[int, list[tuple[date, int, int]]]:
    """Give by person and day what was worked for customers, and what in all: one query."""
    if not weeks:
        return {}
    first, last = _days(Period(weeks[0].start, weeks[-1].end), zone)
    rows = TimeEntry.objects.filter(
        person__in=list(people), worked_on__gte=first, worked_on__lt=last, void=False
    )  # fmt: skip
    sums = rows.order_by().values_list("person_id", "worked_on").annotate(
        customers=Sum("seconds", filter=Q(category__in=FOR_CUSTOMERS)),
        in_all=Sum("seconds", filter=Q(adjusts=None)),
    )  # fmt: skip
    found: dict[int, list[tuple[date, int, int]]] = {}
    for person_id, day, customers, in_all in sums:
        found.setdefault(person_id, []).append((day, customers or 0, in_all or 0))
    return found


def _days(period: Period, zone: str) -> tuple[date, date]:
    """Give the days that lie in a period, half-open; a day cut by its end belongs to it."""
    days = list(period.days(zone))
    return days[0], days[-1] + timedelta(days=1)


def _available(
    person: Person,
    calendar: Calendar,
    week: Period,
    leave: Iterable[tuple[date, date]],
    zone: str,
) -> int:
    """Give the seconds of a week in which a person should work: hired, not left, not away."""
    employed = _employed(person, week, zone)
    if employed is None:
        return 0
    seconds = business_seconds_between(calendar, employed.start, employed.end)
    for first, after in leave:
        away = Period(start_of_day(first, zone), start_of_day(after, zone)).intersection(employed)
        if away is not None:
            seconds -= business_seconds_between(calendar, away.start, away.end)
    return max(0, seconds)


def _employed(person: Person, week: Period, zone: str) -> Period | None:
    start = start_of_day(person.hired_on, zone) if person.hired_on else week.start
    end = week.end
    if person.left_on is not None:
        end = start_of_day(person.left_on + timedelta(days=1), zone)
    elif not person.active:
        return None
    begins, ends = max(start, week.start), min(end, week.end)
    return Period(begins, ends) if begins < ends else None
