"""Hours promised against hours there are, by week: who is there, what is left, what fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from upheld.delivery.models import Deliverable
from upheld.delivery.queries.deliverables import open_deliverables, with_actual
from upheld.delivery.queries.people_to_ask import people_who_deliver
from upheld.delivery.rules.capacity import WeekOfHours, free_hours
from upheld.delivery.rules.promised_hours import OpenWork, by_week, left_of, weeks_from
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.business_time import Calendar, business_seconds_between
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.foundation.values.rate import Rate
from upheld.people.models import FunctionHolder, Leave, Person, Schedule
from upheld.people.queries.calendars import calendar_of_schedule
from upheld.people.rules.policies import KEPT_FREE

if TYPE_CHECKING:
    from datetime import datetime

WEEKS_OUT = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of some people: by week, and how many open works had no estimate to count."""

    title: str
    key: str
    people: tuple[str, ...]
    weeks: tuple[WeekOfHours, ...]
    without_estimate: int


def kept_free(provider: Provider) -> Rate:
    """Give the share of each week that is not promised to anybody."""
    return KEPT_FREE.rate(provider.settings)


class Bench:
    """Everybody who delivers, with their calendars and what is promised of them: read once.

    Seven queries, however many people and functions are asked about.
    """

    def __init__(self, at: datetime, weeks: int = WEEKS_OUT) -> None:
        self.provider = Provider.objects.get(pk=current_scope().provider_id)
        self.today = today(at, self.provider.zone)
        self.mondays = weeks_from(self.today, weeks)
        ids = [int(pk) for pk, _ in people_who_deliver()]
        self.people = {
            person.pk: person
            for person in Person.objects.filter(pk__in=ids).select_related("team", "schedule")
        }
        self.holders = _holders()
        self._work = _open_work()
        self._available = self._hours_of_all()

    def hours_of(self, ids: Iterable[int], functions: Iterable[str], title: str, key: str) -> Hours:
        """Give the hours of some people, less what they and their functions have promised."""
        who = [self.people[pk] for pk in dict.fromkeys(ids) if pk in self.people]
        asked = frozenset(functions)
        members = {person.pk for person in who}
        works = [one for one in self._work if _falls_to(one, members, asked)]
        available: Counter[date] = Counter(dict.fromkeys(self.mondays, 0))
        for person in who:
            available.update(self._available[person.pk])
        promised = by_week([one.work for one in works if one.estimated], self.today)
        end = self.mondays[-1] + _WEEK
        ahead = {monday: seconds for monday, seconds in promised.items() if monday < end}
        return Hours(
            title=title,
            key=key,
            people=tuple(person.name for person in who),
            weeks=free_hours(available, ahead),
            without_estimate=sum(not one.estimated for one in works),
        )

    def of_function(self, function: str) -> Hours:
        """Give the hours of a function's holders; where nobody holds it, of all who deliver."""
        holders = [pk for pk in self.holders.get(function, []) if pk in self.people]
        if not holders:
            return self.of_everybody()
        return self.hours_of(holders, [function], _spoken(function), function)

    def of_everybody(self) -> Hours:
        """Give the hours of all who deliver, each person counted once."""
        functions = {one.function for one in self._work}
        return self.hours_of(self.people, functions, "Everybody", "")

    def of_team(self, team_id: int, title: str) -> Hours:
        """Give the hours of a team's people."""
        members = [pk for pk, person in self.people.items() if person.team_id == team_id]
        return self.hours_of(members, [], title, f"team-{team_id}")

    def _hours_of_all(self) -> dict[int, Counter[date]]:
        calendars = _calendars(self.provider, self.people.values())
        zone = self.provider.zone
        edges = [start_of_day(monday, zone) for monday in self.mondays]
        edges.append(start_of_day(self.mondays[-1] + _WEEK, zone))
        return {
            pk: Counter(
                {
                    monday: business_seconds_between(calendar, edges[place], edges[place + 1])
                    for place, monday in enumerate(self.mondays)
                }
            )
            for pk, calendar in calendars.items()
        }


@dataclass(frozen=True, slots=True)
class _Open:
    work: OpenWork
    owner: int | None
    function: str
    estimated: bool


def _open_work() -> list[_Open]:
    rows = with_actual(open_deliverables(Deliverable.objects.all()))
    fields = ("estimate_seconds", "actual_seconds", "starts_on", "due_on", "owner_id", "function")
    return [
        _Open(
            OpenWork(left_of(estimate, actual), starts_on, due_on),
            owner,
            function,
            estimate is not None,
        )
        for estimate, actual, starts_on, due_on, owner, function in rows.values_list(*fields)
    ]


def _falls_to(one: _Open, members: set[int], functions: frozenset[str]) -> bool:
    """Tell whether work is these people's: its owner's, or its function's while it has none."""
    if one.owner is not None:
        return one.owner in members
    return one.function in functions


def _holders() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = FunctionHolder.objects.filter(person__active=True).order_by("rank", "pk")
    for function, person in rows.values_list("function", "person_id"):
        found.setdefault(function, []).append(person)
    return found


def _calendars(provider: Provider, people: Iterable[Person]) -> dict[int, Calendar]:
    """Give everybody's calendar, each schedule read once and everybody's leave at once."""
    usual = Schedule.objects.filter(is_default=True).first()
    made: dict[int, Calendar] = {}
    away = _leave([person.pk for person in people])
    found: dict[int, Calendar] = {}
    for person in people:
        schedule = person.schedule or usual
        key = schedule.pk if schedule else 0
        if key not in made:
            made[key] = calendar_of_schedule(schedule, provider)
        plain = made[key]
        closed = tuple(_period(plain.zone, *days) for days in away.get(person.pk, ()))
        found[person.pk] = replace(plain, closed=closed) if closed else plain
    return found


def _leave(ids: Sequence[int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    rows = Leave.objects.filter(Q(person_id__in=ids)).values_list(
        "person_id", "first_on", "last_on"
    )
    for person, first, last in rows:
        found.setdefault(person, []).append((first, last))
    return found


def _period(zone: str, first: date, last: date) -> Period:
    return Period(start_of_day(first, zone), start_of_day(last + timedelta(days=1), zone))


def _spoken(function: str) -> str:
    return function.replace("_", " ").capitalize()


def teams_of(people: Iterable[Any]) -> list[tuple[int, str]]:
    """Give the teams of some people, by name."""
    found = {person.team_id: person.team.name for person in people if person.team_id}
    return sorted(found.items(), key=lambda pair: pair[1])
