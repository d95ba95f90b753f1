"""Hours that can still be promised, week by week, and whether a new promise fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.rate import Rate

NOTHING_KEPT = Rate(0)
_WEEK = timedelta(days=7)
_WORK_DAYS = 5


@dataclass(frozen=True, slots=True)
class WeekOfHours:
    """One week in seconds. `monday` names it.

    `carried_in` is promised work that earlier weeks had no room for: it does not vanish, it
    takes this week's room first. `free` is never less than 0; `overflow` goes on to the next.
    """

    monday: date
    available: int
    promised: int
    carried_in: int
    free: int
    overflow: int


@dataclass(frozen=True, slots=True)
class Fit:
    """The answer to a new promise: whether it fits, and with what to spare or to find.

    `weeks` are those it would use, `usable` the free seconds in each up to the due day.
    `earliest_due` is the first Friday by which it would fit; None beyond what is known.
    """

    fits: bool
    free_seconds: int
    short_seconds: int
    weeks: tuple[tuple[WeekOfHours, int], ...]
    earliest_due: date | None

    @property
    def why(self) -> str:
        """Say it in a sentence."""
        free = written_effort(self.free_seconds)
        if self.fits:
            return f"There are {free} free before the date."
        short = written_effort(self.short_seconds)
        return f"There are {free} free before the date; {short} are missing."


def free_hours(
    available: Mapping[date, int], promised: Mapping[date, int]
) -> tuple[WeekOfHours, ...]:
    """Lay promises against available seconds, by the Monday of each week, in order.

    Weeks between the first and last that are in neither table count as nothing available.
    Raises ValueError for a key that is no Monday.
    """
    mondays = sorted({*available, *promised})
    if any(monday.weekday() for monday in mondays):
        msg = "weeks are named by their Monday"
        raise ValueError(msg)
    return tuple(_weeks(mondays, available, promised)) if mondays else ()


def fits(
    seconds: int,
    weeks: tuple[WeekOfHours, ...],
    *,
    start_on: date,
    due_on: date,
    keep_free: Rate = NOTHING_KEPT,
) -> Fit:
    """Say whether a promise of so many seconds fits between two days, both included.

    A week that starts or ends inside counts by its share of working days, Monday to Friday,
    rounded half to even. `keep_free` holds back a share of each week for what nobody plans:
    reactive work comes whether or not there is room for it.
    """
    used = tuple(
        (week, usable)
        for week in weeks
        if (usable := _usable(week, start_on, due_on, keep_free)) > 0
    )
    free = sum(usable for _, usable in used)
    earliest = _earliest(seconds, weeks, start_on, keep_free)
    return Fit(free >= seconds, free, max(0, seconds - free), used, earliest)


def _weeks(
    mondays: list[date], available: Mapping[date, int], promised: Mapping[date, int]
) -> Iterator[WeekOfHours]:
    monday, carried = mondays[0], 0
    while monday <= mondays[-1]:
        room, asked = available.get(monday, 0), promised.get(monday, 0)
        left = room - asked - carried
        yield WeekOfHours(monday, room, asked, carried, max(0, left), max(0, -left))
        carried = max(0, -left)
        monday += _WEEK


def _usable(week: WeekOfHours, start_on: date, due_on: date, keep_free: Rate) -> int:
    days = [week.monday + timedelta(days=day) for day in range(_WORK_DAYS)]
    inside = sum(start_on <= day <= due_on for day in days)
    kept = keep_free.of_amount_rounded(week.available)
    share = Rate.of_rounded(inside, _WORK_DAYS)
    return max(0, share.of_amount_rounded(week.free - kept))


def _earliest(
    seconds: int, weeks: tuple[WeekOfHours, ...], start_on: date, keep_free: Rate
) -> date | None:
    free = 0
    for week in weeks:
        friday = week.monday + timedelta(days=_WORK_DAYS - 1)
        free += _usable(week, start_on, friday, keep_free)
        if friday >= start_on and free >= seconds:
            return friday
    return None
