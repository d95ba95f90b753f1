"""When people work: calendars made of schedules, public holidays, own days and leave."""

from __future__ import annotations

from datetime import time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays as public

from upheld.foundation.asked_often import SqlKept, day_of
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.business_time import Calendar, business_seconds_between
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.people.models import FunctionHolder, Holiday, Leave, Person, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

_FIRST_YEAR, _LAST_YEAR = 2000, 2060
_OPENS, _CLOSES = time(9), time(17, 30)


def calendar_of_provider(provider: Provider | None = None) -> Calendar:
    """Give the provider's usual hours: its default schedule, or Monday to Friday 9:00 to 17:30."""
    provider = provider or Provider.objects.get(pk=current_scope().provider_id)
    return calendar_of_schedule(Schedule.objects.filter(is_default=True).first(), provider)


def calendar_of_schedule(
    schedule: Schedule | None, provider: Provider, *, closed: tuple[Period, ...] = ()
) -> Calendar:
    """Give a schedule's hours, with public holidays and the provider's own days where observed."""
    if schedule is None:
        days = _days_off(provider)
        week = {day: [(_OPENS, _CLOSES)] for day in range(5)}
        return Calendar.weekly(provider.zone, week, holidays=days, closed=closed)
    days = _days_off(provider) if schedule.observes_holidays else frozenset()
    return Calendar.from_table(schedule.zone, schedule.hours, holidays=days, closed=closed)


def calendar_of_person(person: Person) -> Calendar:
    """Give a person's hours: their schedule or the provider's, closed while they are on leave."""
    provider = Provider.objects.get(pk=person.provider_id)
    schedule = person.schedule or Schedule.objects.filter(is_default=True).first()
    zone = person.zone or (schedule.zone if schedule else provider.zone)
    leaves = Leave.objects.filter(person=person).values_list("first_on", "last_on")
    closed = tuple(
        Period(start_of_day(first, zone), start_of_day(last + timedelta(days=1), zone))
        for first, last in leaves
    )
    return calendar_of_schedule(schedule, provider, closed=closed)


def holders_of(function: str, at: datetime) -> list[Person]:
    """Give who answers for a function, whoever is asked first in front; those away come last."""
    rows = FunctionHolder.objects.filter(function=function, person__active=True)
    people = [row.person for row in rows.select_related("person").order_by("rank", "pk")]
    provider = Provider.objects.get(pk=current_scope().provider_id)
    day = today(at, provider.zone)
    away = Leave.objects.filter(person__in=people, first_on__lte=day, last_on__gte=day)
    gone = set(away.values_list("person_id", flat=True))
    return sorted(people, key=lambda person: person.pk in gone)


def _days_off(provider: Provider) -> frozenset[date]:
    days = set(_public_holidays(provider.country, provider.subdivision))
    for on, closed in _OWN_DAYS.lines():
        (days.add if closed else days.discard)(day_of(on))
    return frozenset(days)


_OWN_DAYS = SqlKept(lambda: Holiday.objects.order_by().values_list("on", "closed"))


@lru_cache(maxsize=200)
def _public_holidays(country: str, subdivision: str) -> frozenset[date]:
    """Give a country's public holidays; a country that the library does not know has none."""
    years = range(_FIRST_YEAR, _LAST_YEAR)
    try:
        return frozenset(public.country_holidays(country, subdivision or None, years=years))
    except NotImplementedError:
        return frozenset()


def public_holidays_named(country: str, subdivision: str, years: Iterable[int]) -> dict[date, str]:
    """Give a country's public holidays of some years by day, with their names in English."""
    try:
        found = public.country_holidays(
            country, subdivision or None, years=tuple(years), language="en_US"
        )
    except NotImplementedError:
        return {}
    return dict(found.items())


def available_seconds(person: Person, period: Period) -> int:
    """Give the time somebody is paid to work in a period, less holidays and leave."""
    return business_seconds_between(calendar_of_person(person), period.start, period.end)
