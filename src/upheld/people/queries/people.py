"""People as lists and pages show them. Pay is not among it: that is read apart, with its right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.foundation.values.period import Period, today
from upheld.people.models import FunctionHolder, Leave, Person, Schedule, Team
from upheld.people.queries.calendars import available_seconds

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

SHORTLY = timedelta(days=28)
"""How far the page looks ahead for the time that somebody has."""


def visible_people(_actor: Actor) -> QuerySet[Person]:
    """Give everybody of the provider's staff, those who left too: their work is still there."""
    rows: QuerySet[Person] = Person.objects.select_related("team", "manager", "schedule")
    return rows


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What everybody may know of somebody."""

    person: Person
    functions: tuple[FunctionHolder, ...]
    leave: tuple[Leave, ...]
    reports: tuple[Person, ...]
    schedule: Schedule | None
    available_seconds: int
    """Working time of the next four weeks, less holidays and leave."""


def person_page(person: Person, at: datetime) -> PersonPage:
    """Read somebody's page: nine queries."""
    day = today(at, person.zone or person.provider.zone)
    leave = Leave.objects.filter(person=person, last_on__gte=day).order_by("first_on")
    functions = FunctionHolder.objects.filter(person=person).order_by("function")
    reports = Person.objects.filter(manager=person, active=True).order_by("name")
    return PersonPage(
        person=person,
        functions=tuple(functions),
        leave=tuple(leave[:20]),
        reports=tuple(reports[:30]),
        schedule=person.schedule or Schedule.objects.filter(is_default=True).first(),
        available_seconds=available_seconds(person, Period(at, at + SHORTLY)),
    )


@dataclass(frozen=True, slots=True)
class PersonChoices:
    """What the form about somebody chooses from."""

    people: tuple[tuple[str, str], ...]
    schedules: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]


def person_choices(without: Person | None = None) -> PersonChoices:
    """Read what a form about somebody offers: three queries."""
    people = Person.objects.filter(active=True).exclude(pk=without.pk if without else 0)
    return PersonChoices(
        people=_named(people),
        schedules=_named(Schedule.objects.all()),
        teams=tuple(Team.objects.order_by("name").values_list("name", flat=True)),
    )


def _named(rows: QuerySet[Any]) -> tuple[tuple[str, str], ...]:
    found = rows.order_by("name", "pk").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in found)
