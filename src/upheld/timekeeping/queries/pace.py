"""Pace by person and week, for those whom it concerns and their managers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.urls import reverse

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.people.models import Person
from upheld.timekeeping.may import May
from upheld.timekeeping.models import PaceConcern
from upheld.timekeeping.queries.availability import person_weeks
from upheld.timekeeping.queries.standards import course_of_standards
from upheld.timekeeping.rules.pace import Pace, PaceLimits, Week

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.timekeeping.rules.standards import Course

WEEKS_SHOWN = 8
WEEKS_LOOKED_AT = 12
MOST_CONCERNS = 50
TONES = {Pace.OVER: "bad", Pace.UNDER: "warn", Pace.WITHIN: "good", Pace.AWAY: "neutral"}
TITLES = {Pace.OVER: "Over", Pace.UNDER: "Under", Pace.WITHIN: "Within", Pace.AWAY: "Away"}


@dataclass(frozen=True, slots=True)
class PaceCell:
    """One week of one person's, and where its rows are."""

    week: Week
    pace: Pace
    url: str
    """Empty where the reader may not see the entries."""

    @property
    def tone(self) -> str:
        """Give the tone of how it stands."""
        return TONES[self.pace]

    @property
    def title(self) -> str:
        """Say how it stands."""
        return TITLES[self.pace]


@dataclass(frozen=True, slots=True)
class PaceLine:
    """One person's weeks, the oldest first; a week before they came is None."""

    person: Person
    cells: tuple[PaceCell | None, ...]

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing at all was logged: that is no pace, but time that is not kept."""
        return not any(cell.week.worked for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class PacePage:
    """The weeks shown, everybody's, and what is raised with the reader."""

    weeks: tuple[date, ...]
    lines: tuple[PaceLine, ...]
    concerns: tuple[PaceConcern, ...]
    limits: PaceLimits


def complete_weeks(at: datetime, count: int) -> tuple[list[date], Period]:
    """Give the Mondays of the last complete weeks, the oldest first, and the period they span."""
    zone = str(Provider.objects.values_list("zone", flat=True).get(pk=current_scope().provider_id))
    now = today(at, zone)
    monday = now - timedelta(days=now.weekday())
    mondays = [monday - timedelta(days=7 * n) for n in range(count, 0, -1)]
    return mondays, Period(start_of_day(mondays[0], zone), start_of_day(monday, zone))


def weeks_of_people(period: Period, at: datetime) -> dict[Person, list[Week]]:
    """Give each person's weeks in which anything was due or done: about six queries."""
    found: dict[Person, list[Week]] = defaultdict(list)
    for one in person_weeks(period, at, {}):
        found[one.person].append(Week(one.begins_on, one.worked, one.available))
    return found


def raised_through() -> Mapping[int, date]:
    """Give up to which week somebody's pace was raised before, by person: one query."""
    rows = PaceConcern.objects.order_by().values_list("person_id")
    return dict(rows.annotate(through=Max("through_on")))


def pace_page(actor: Actor, at: datetime) -> PacePage:
    """Read the page: one's own weeks, those of one's people, or everybody's with that right."""
    mondays, period = complete_weeks(at, WEEKS_SHOWN)
    course = course_of_standards()
    lines = [
        _line(person, {week.begins_on: week for week in weeks}, mondays, course, actor)
        for person, weeks in weeks_of_people(period, at).items()
        if _concerns(person, actor)
    ]
    return PacePage(
        tuple(mondays),
        tuple(lines),
        tuple(_open_concerns(actor)),
        course.on(mondays[-1] + timedelta(days=7)).pace,
    )


def _open_concerns(actor: Actor) -> list[PaceConcern]:
    rows = PaceConcern.objects.filter(answered_at=None).select_related("person", "raised_to")
    if not actor.may(May.SEE_TIME):
        rows = rows.filter(Q(raised_to_id=actor.person_id) | Q(person_id=actor.person_id))
    return list(rows.order_by("-through_on", "pk")[:MOST_CONCERNS])


def _concerns(person: Person, actor: Actor) -> bool:
    """Tell whether somebody may see a person's pace."""
    mine = actor.person_id in {person.pk, person.manager_id}
    return mine or actor.may(May.SEE_TIME)


def _line(
    person: Person,
    weeks: Mapping[date, Week],
    mondays: list[date],
    course: Course,
    actor: Actor,
) -> PaceLine:
    opens = actor.may(May.SEE_TIME) or person.pk == actor.person_id
    cells: list[PaceCell | None] = []
    for monday in mondays:
        week = weeks.get(monday)
        if week is None:
            cells.append(None)
            continue
        until = monday + timedelta(days=7)
        query = f"person={person.pk}&day_from={monday}&day_to={until}&counts=yes&adjusts=no"
        url = f"{reverse('time')}?{query}" if opens else ""
        cells.append(PaceCell(week, week.pace(course.on(monday).pace), url))
    return PaceLine(person, tuple(cells))
