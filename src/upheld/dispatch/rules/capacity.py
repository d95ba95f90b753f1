"""Hours that can still be promised, week by week, and whether a new promise fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from upheld.dispatch.rules.promised_hours import OpenWork, by_week
from upheld.dispatch.rules.reactive import Expected, together
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.rate import Rate

NOTHING_EXPECTED = Expected(0)
_WEEK = timedelta(days=7)
_WORK_DAYS = 5


@dataclass(frozen=True, slots=True)
class Load:
    """What a week holds, in seconds.

    `promised` is what is left of deliverables, `planned` other planned blocks and meetings,
    `reactive` what is expected of tickets, or planned for them where that is more.
    """

    available: int = 0
    promised: int = 0
    planned: int = 0
    reactive: Expected = NOTHING_EXPECTED

    @property
    def asked(self) -> int:
        """How much of it is spoken for in a usual week."""
        return self.promised + self.planned + self.reactive.usual


@dataclass(frozen=True, slots=True)
class WeekOfHours:
    """One week in seconds. `monday` names it.

    `carried_in` is work that earlier weeks had no room for: it does not vanish, it takes this
    week's room first. `free` is what a usual week leaves and never less than 0; `free_surely` is
    what is left in a week with as many tickets as the upper edge of the band. `overflow` goes on
    to the next week.
    """

    monday: date
    load: Load
    carried_in: int
    free: int
    free_surely: int
    overflow: int

    @property
    def available(self) -> int:
        """Working hours, less holidays and leave."""
        return self.load.available

    @property
    def used(self) -> int:
        """All that is spoken for, with what was carried in."""
        return self.load.asked + self.carried_in


@dataclass(frozen=True, slots=True)
class Fit:
    """The answer to a new promise: whether it fits, and with what to spare or to find.

    `fits` is said only where it fits beside the tickets of a busy time, `fits_usually` where it
    fits beside those of a usual one. `free_seconds` and `sure_seconds` are what is free up to the
    due day in the one and in the other, `short_seconds` what is missing to be sure. `overfilled`
    are the weeks in which it would ask for more than is free, laid evenly over its weeks, by how
    much. `earliest_due` is the first Friday by which it would surely fit, `earliest_usually` by
    which it would usually; None beyond what is known.
    """

    fits: bool
    fits_usually: bool
    free_seconds: int
    sure_seconds: int
    short_seconds: int
    weeks: tuple[tuple[WeekOfHours, int], ...]
    overfilled: Mapping[date, int] = field(default_factory=dict)
    earliest_due: date | None = None
    earliest_usually: date | None = None

    @property
    def why(self) -> str:
        """Say it in a sentence, in whole minutes: never more free, nor less missing, than is."""
        free, sure = (
            written_effort(one // 60 * 60) for one in (self.free_seconds, self.sure_seconds)
        )
        if self.fits:
            return f"There are {free} free before the date" + (
                f", {sure} even with many tickets." if sure != free else "."
            )
        if self.fits_usually:
            return (
                f"There are {free} free before the date if tickets come as usual, but only {sure}"
                " if many come."
            )
        short = written_effort(-(-self.short_seconds // 60) * 60)
        return f"There are {free} free before the date; {short} are missing."


def free_hours(loads: Mapping[date, Load]) -> tuple[WeekOfHours, ...]:
    """Lay what is asked against available seconds, by the Monday of each week, in order.

    Weeks between the first and last that are not named count as nothing available. Raises
    ValueError for a key that is no Monday.
    """
    mondays = sorted(loads)
    if any(monday.weekday() for monday in mondays):
        msg = "weeks are named by their Monday"
        raise ValueError(msg)
    return tuple(_weeks(mondays, loads)) if mondays else ()


def fits(
    seconds: int, weeks: Sequence[WeekOfHours], *, start_on: date, due_on: date
) -> Fit:  # fmt: skip
    """Say whether a promise of so many seconds fits between two days, both included.

    A week that starts or ends inside counts by its share of working days, Monday to Friday,
    rounded half to even. It fits when it fits although more tickets come than usual: the spread
    of several weeks together is the root of the sum of their squares (`together`).
    """
    used = tuple(
        (week, usable)
        for week in weeks
        if (usable := _usable(week, start_on, due_on)) > 0
    )  # fmt: skip
    free, sure = _free(used)
    return Fit(
        fits=sure >= seconds,
        fits_usually=free >= seconds,
        free_seconds=free,
        sure_seconds=sure,
        short_seconds=max(0, seconds - sure),
        weeks=used,
        overfilled=_overfilled(seconds, weeks, start_on, due_on),
        earliest_due=_earliest(seconds, weeks, start_on, surely=True),
        earliest_usually=_earliest(seconds, weeks, start_on, surely=False),
    )


def _weeks(mondays: list[date], loads: Mapping[date, Load]) -> Iterator[WeekOfHours]:
    monday, carried = mondays[0], 0
    while monday <= mondays[-1]:
        load = loads.get(monday, Load())
        left = load.available - load.asked - carried
        free = max(0, left)
        surely = max(0, left - load.reactive.spread)
        yield WeekOfHours(monday, load, carried, free, surely, max(0, -left))
        carried = max(0, -left)
        monday += _WEEK


def _share_inside(week: WeekOfHours, start_on: date, due_on: date) -> Rate:
    days = [week.monday + timedelta(days=day) for day in range(_WORK_DAYS)]
    return Rate.of_rounded(sum(start_on <= day <= due_on for day in days), _WORK_DAYS)


def _usable(week: WeekOfHours, start_on: date, due_on: date) -> int:
    return max(0, _share_inside(week, start_on, due_on).of_amount_rounded(week.free))


def _free(used: Sequence[tuple[WeekOfHours, int]]) -> tuple[int, int]:
    """Give the seconds that are free in some weeks usually, and surely."""
    free = sum(usable for _, usable in used)
    # Of a week that is used in part, as large a part of its spread is felt.
    spreads = [week.load.reactive.spread * usable // week.free for week, usable in used]
    return free, max(0, free - together(spreads))


def _overfilled(
    seconds: int, weeks: Sequence[WeekOfHours], start_on: date, due_on: date
) -> dict[date, int]:
    """Give the weeks in which an even share of the promise is more than is free, by how much."""
    asked = by_week([OpenWork(seconds, start_on, due_on)], start_on)
    return {
        week.monday: asked[week.monday] - week.free
        for week in weeks
        if asked.get(week.monday, 0) > week.free
    }


def _earliest(
    seconds: int, weeks: Sequence[WeekOfHours], start_on: date, *, surely: bool
) -> date | None:
    used: list[tuple[WeekOfHours, int]] = []
    for week in weeks:
        friday = week.monday + timedelta(days=_WORK_DAYS - 1)
        usable = _usable(week, start_on, friday)
        if usable > 0:
            used.append((week, usable))
        free, sure = _free(used)
        if friday >= start_on and (sure if surely else free) >= seconds:
            return friday
    return None
