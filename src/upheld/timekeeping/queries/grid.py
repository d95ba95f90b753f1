"""My time: days against the clock, what was logged as blocks, what was not as gaps to fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.values.period import Period
from upheld.timekeeping.queries.day import DayShown, days_shown
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.queries.proposals import by_day, proposed
from upheld.timekeeping.rules.day_slices import Slice, gaps_around
from upheld.timekeeping.rules.grid import (
    Placed,
    clock_of,
    fits_beside,
    hours_shown,
    in_lanes,
    stretch_on,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.timekeeping.proposing import Done

DAYS_OF_A_WEEK = 7
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GridItem:
    """One block of a day: an entry, a gap that a line fills, or what is proposed."""

    slice: Slice
    placed: Placed
    line: str = ""
    """Of a gap, what the capture line begins with to fill it."""
    proposed: Done | None = None

    @property
    def begins(self) -> str:
        """Give when it begins, as a person writes it."""
        return clock_of(self.placed.begins)

    @property
    def ends(self) -> str:
        """Give when it ends on that day, as a person writes it."""
        return clock_of(self.placed.ends)


@dataclass(frozen=True, slots=True)
class GridDay:
    """A day of the grid, in order of the clock."""

    shown: DayShown
    items: tuple[GridItem, ...]
    floating: tuple[Slice, ...]
    """Logged without an hour, where they would stand on top of others."""
    working: tuple[Placed, ...]
    is_today: bool
    is_locked: bool

    @property
    def day(self) -> date:
        """Give the day."""
        return self.shown.day


@dataclass(frozen=True, slots=True)
class GridShown:
    """Some days that follow each other, with the hours that they all show."""

    person: Person
    days: tuple[GridDay, ...]
    first_hour: int
    last_hour: int
    logged_seconds: int
    gap_seconds: int

    @property
    def hours(self) -> range:
        """Give the hours that stand beside the days."""
        return range(self.first_hour, self.last_hour)

    @property
    def versions(self) -> dict[int, int]:
        """Give the version of each entry shown, by its id."""
        return {one.pk: one.version for day in self.days for one in day.shown.entries}


def week_around(day: date) -> list[date]:
    """Give the seven days of the week in which a day lies, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(DAYS_OF_A_WEEK)]


def grid_shown(
    person: Person, days: Sequence[date], zone: str, actor: Actor, at: datetime, now: date
) -> GridShown:
    """Read days against the clock, however many they are: about ten queries; `now` is today.

    What is proposed is shown to whose days they are alone.
    """
    line = locked_through()
    probable = by_day(proposed(person, actor, days, zone, at, line), zone)
    shown = [
        _grid_day(
            one, now, probable.get(one.day, ()), is_locked=line is not None and one.day <= line
        )
        for one in days_shown(person, days, zone, at)
    ]
    reach = [item.placed for day in shown for item in day.items]
    first, last = hours_shown([*reach, *(one for day in shown for one in day.working)])
    return GridShown(
        person=person,
        days=tuple(shown),
        first_hour=first,
        last_hour=last,
        logged_seconds=sum(day.shown.logged_seconds for day in shown),
        gap_seconds=sum(day.shown.gap_seconds for day in shown),
    )


def _grid_day(shown: DayShown, now: date, probable: Sequence[Done], *, is_locked: bool) -> GridDay:
    items, floating = _stand_or_float(shown)
    items += [_proposed(one, shown) for one in probable]
    if not is_locked:
        gaps = [one for one in shown.slices if one.is_gap]
        taken = [Period(one.started_at, one.ended_at) for one in probable]
        items += [_gap(one, shown, now) for one in gaps_around(gaps, taken)]
    lanes = in_lanes([one.placed for one in items])
    placed = [replace(one, placed=lane) for one, lane in zip(items, lanes, strict=True)]
    return GridDay(
        shown=shown,
        items=tuple(sorted(placed, key=lambda one: (one.placed.begins, one.placed.lane))),
        floating=tuple(floating),
        working=tuple(stretch_on(w.start, w.end, shown.day, shown.zone) for w in shown.working),
        is_today=shown.day == now,
        is_locked=is_locked,
    )


def _proposed(one: Done, shown: DayShown) -> GridItem:
    told = Slice(one.started_at, one.seconds, one.target.title, one.why, url=one.target.url)
    return GridItem(told, _placed(told, shown), proposed=one)


def _stand_or_float(shown: DayShown) -> tuple[list[GridItem], list[Slice]]:
    """Place entries; one without an hour stands about where it was entered if nothing is there."""
    logged = [one for one in shown.slices if not one.is_gap]
    found = [GridItem(one, _placed(one, shown)) for one in logged if one.is_placed]
    floating = []
    for one in (one for one in logged if not one.is_placed):
        placed = _placed(one, shown)
        stands = placed.minutes * 60 >= one.seconds - 60
        if stands and fits_beside(placed, [known.placed for known in found]):
            found.append(GridItem(one, placed))
        else:
            floating.append(one)
    return found, floating


def _placed(one: Slice, shown: DayShown) -> Placed:
    return stretch_on(one.start, one.end, shown.day, shown.zone)


def _gap(one: Slice, shown: DayShown, now: date) -> GridItem:
    """Place a gap by whole minutes that lie in it, so that what fills it overlaps nothing."""
    odd = one.start.second or one.start.microsecond
    start = one.start.replace(second=0, microsecond=0) + (_MINUTE if odd else timedelta(0))
    placed = stretch_on(start, one.end, shown.day, shown.zone)
    day = "" if shown.day == now else f"{shown.day.isoformat()} "
    line = f"{day}{clock_of(placed.begins)}-{clock_of(placed.ends)} "
    return GridItem(one, placed, line)
