"""Where promised hours fall: spread over the weeks that are left for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One unfinished promise of hours: what is left of it in seconds, and its days."""

    left_seconds: int
    starts_on: date | None
    due_on: date


def monday_of(day: date) -> date:
    """Give the Monday that names the week a day lies in."""
    return day - timedelta(days=day.weekday())


def working_day(day: date) -> date:
    """Give the day, or the Monday after a weekend: on a Sunday, the week to come is this week."""
    return monday_of(day) + WEEK if day.weekday() >= SATURDAY else day


def weeks_from(day: date, count: int) -> tuple[date, ...]:
    """Name the week that a day lies in, at a weekend the one to come, and those after it."""
    first = monday_of(working_day(day))
    return tuple(first + number * WEEK for number in range(count))


def left_of(estimate: int | None, actual: int) -> int:
    """Give the seconds that are left of an estimate; work over its estimate has none left."""
    return max(0, (estimate or 0) - actual)


def by_week(works: Iterable[OpenWork], today: date) -> Mapping[date, int]:
    """Lay what is left of each work evenly over the weeks from its start, or now, to its due day.

    Seconds that do not divide evenly fall to the earliest weeks. Overdue work falls to this week.
    """
    total: Counter[date] = Counter()
    for work in works:
        total.update(weeks_of(work, today))
    return total


def weeks_of(work: OpenWork, today: date) -> Mapping[date, int]:
    """Lay one work over its weeks as `by_week` does."""
    first = monday_of(working_day(max(today, work.starts_on or today)))
    last = max(first, monday_of(work.due_on))
    weeks = [first + number * WEEK for number in range((last - first) // WEEK + 1)]
    each, more = divmod(work.left_seconds, len(weeks))
    return {monday: each + (place < more) for place, monday in enumerate(weeks)}
