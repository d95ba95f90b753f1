"""One day of one person's: what was logged as slices, and the working time that nothing fills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import Period, day_of
from upheld.people.queries.calendars import calendar_of_person
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.rules.day_slices import Slice, slices_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.foundation.values.business_time import Calendar
    from upheld.people.models import Person


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day as its page shows it; `slices` are in order, gaps among them."""

    day: date
    zone: str
    slices: tuple[Slice, ...]
    entries: tuple[TimeEntry, ...]
    adjustments: tuple[TimeEntry, ...]
    """Corrections of locked time that are booked on this day; nothing was worked for them."""
    logged_seconds: int
    working_seconds: int
    gap_seconds: int
    calendar: Calendar
    """When the person works, for whoever needs it beside the day."""
    working: tuple[Period, ...] = ()
    """When the person works on that day."""

    @property
    def standing(self) -> str:
        """Say how full the day is, in a sentence."""
        if not self.working_seconds:
            return f"{written_effort(self.logged_seconds)} logged on a day off"
        whole = written_effort(self.working_seconds)
        if self.logged_seconds >= self.working_seconds:
            return f"{written_effort(self.logged_seconds)} logged: the day is full"
        return f"{written_effort(self.logged_seconds)} of {whole} logged"


def day_shown(person: Person, day: date, zone: str, at: datetime) -> DayShown:
    """Read a day: at most five queries. Working time ahead of `at` is no gap yet."""
    return days_shown(person, [day], zone, at)[0]


def days_shown(person: Person, days: Sequence[date], zone: str, at: datetime) -> list[DayShown]:
    """Read days that follow each other: at most five queries, however many they are."""
    rows = TimeEntry.objects.filter(person=person, worked_on__range=(days[0], days[-1]), void=False)
    # Ordered here: asked for in order of entering, SQLite walks everybody's entries by that index.
    found = rows.select_related("company").order_by()
    booked = sorted(found, key=lambda one: (one.entered_at, one.pk))
    calendar = calendar_of_person(person)
    return [
        _shown(day, zone, [one for one in booked if one.worked_on == day], calendar, at)
        for day in days
    ]


def _shown(
    day: date, zone: str, booked: Sequence[TimeEntry], calendar: Calendar, at: datetime
) -> DayShown:
    entries = tuple(one for one in booked if one.adjusts_id is None)
    open_periods = calendar.open_periods(day_of(day, zone))
    begun = [_up_to(one, at) for one in open_periods if one.start < at]
    slices = slices_of(_pieces(entries), begun)
    return DayShown(
        day=day,
        zone=zone,
        slices=tuple(slices),
        entries=entries,
        adjustments=tuple(one for one in booked if one.adjusts_id is not None),
        logged_seconds=sum(entry.seconds for entry in entries),
        working_seconds=sum(one.seconds for one in open_periods),
        gap_seconds=sum(one.seconds for one in slices if one.is_gap),
        calendar=calendar,
        working=tuple(open_periods),
    )


def _up_to(period: Period, at: datetime) -> Period:
    return Period(period.start, min(period.end, at))


def _pieces(entries: Sequence[TimeEntry]) -> list[Slice]:
    """Place entries in the day; one without a beginning stands before the moment it was entered."""
    return [
        Slice(
            start=entry.started_at or entry.entered_at - timedelta(seconds=entry.seconds),
            seconds=entry.seconds,
            title=entry.on_title,
            detail=entry.company.name if entry.company else "",
            note=entry.note,
            url=entry.on_url,
            entry_id=entry.pk,
            kind=entry.on_kind,
            is_placed=entry.started_at is not None,
        )
        for entry in entries
    ]
