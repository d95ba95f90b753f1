"""Days that wait to be filled, and questions about time, for what waits for somebody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.timekeeping.models import DayReminder, LookState, PaceConcern, TimeEntry
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.queries.looking import open_looks
from upheld.timekeeping.queries.standards import course_of_standards
from upheld.timekeeping.queries.usual_hours import UsualHours
from upheld.timekeeping.rules.reminding import missing_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.timekeeping.models import TimeLook

LOOKS_BACK_DAYS = 7
"""Older days are not asked about: nobody knows any more."""


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A day of a person's that is over and not full."""

    person: Person
    day: date
    due_seconds: int
    spare_seconds: int


def short_days(at: datetime) -> list[ShortDay]:
    """Give the days of the last week that are over, open and not full: about seven queries."""
    course = course_of_standards()
    asked = set().union(*(course.on(day).reminding.roles for day in _days_around(at)))
    hours = UsualHours(Person.objects.filter(active=True, role__in=asked))
    line = locked_through()
    logged = _logged(hours.people, at)
    found = []
    for person in hours.people.values():
        now = today(at, hours.zone(person.pk))
        for back in range(LOOKS_BACK_DAYS):
            day = now - timedelta(days=back)
            if (line and day <= line) or (person.hired_on and day < person.hired_on):
                break
            how = course.on(day).reminding
            if person.role not in how.roles:
                continue
            working = hours.periods(person.pk, day)
            if missing_seconds(working, logged[person.pk, day], how.spare_seconds, at):
                due = sum(one.seconds for one in working)
                found.append(ShortDay(person, day, due, how.spare_seconds))
    return found


def _days_around(at: datetime) -> list[date]:
    """Give every day that the last week can hold on any clock on earth."""
    return [at.date() + timedelta(days=n) for n in range(-LOOKS_BACK_DAYS - 1, 2)]


def _logged(people: Iterable[int], at: datetime) -> dict[tuple[int, date], int]:
    since = at.date() - timedelta(days=LOOKS_BACK_DAYS + 1)
    rows = TimeEntry.objects.filter(
        person__in=list(people),
        worked_on__gte=since,
        void=False,
        adjusts=None,
    )
    found: dict[tuple[int, date], int] = defaultdict(int)
    sums = rows.order_by().values_list("person_id", "worked_on").annotate(total=Sum("seconds"))
    for person_id, day, total in sums:
        found[person_id, day] = total
    return found


def unfilled_days() -> QuerySet[DayReminder]:
    """Give the reminders of days that are not full yet; `missing` is what they lack, in seconds."""
    entries = TimeEntry.objects.filter(
        person_id=OuterRef("person_id"), worked_on=OuterRef("day"), void=False, adjusts=None
    )
    sums = entries.order_by().values("person_id").annotate(total=Sum("seconds")).values("total")
    logged = Coalesce(Subquery(sums, output_field=IntegerField()), 0)
    rows: QuerySet[DayReminder] = DayReminder.objects.filter(closed_at=None)
    return rows.annotate(missing=F("due_seconds") - logged).filter(missing__gt=F("spare_seconds"))


def days_waiting(actor: Actor) -> QuerySet[DayReminder]:
    """Give a person's own days to fill; `words` is the day as 2026-03-09."""
    own = unfilled_days().filter(person_id=actor.person_id or 0)
    return own.annotate(words=Cast("day", CharField()))


def looks_waiting(actor: Actor) -> QuerySet[TimeLook]:
    """Give the questions about time that wait for somebody: to answer, or answered to them.

    `sort` is asked_time or explained_time; `words` is the question, or what the time is on.
    """
    own = Q(person_id=actor.person_id or 0, state=LookState.ASKED)
    back = Q(asked_by_id=actor.person_id or 0, state=LookState.EXPLAINED)
    return open_looks().filter(own | back).annotate(
        sort=Case(When(own, then=Value("asked_time")), default=Value("explained_time"),
                  output_field=CharField()),
        words=Case(When(own, then=F("question")), default=F("entry__on_title"),
                   output_field=CharField()),
    )  # fmt: skip


def concerns_waiting(actor: Actor) -> QuerySet[PaceConcern]:
    """Give the concerns about pace that were raised with somebody and not answered."""
    rows: QuerySet[PaceConcern] = PaceConcern.objects.filter(answered_at=None)
    return rows.filter(raised_to_id=actor.person_id or 0)
