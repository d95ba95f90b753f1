"""On which days something recurs, and at which moment of such a day.

The days are those of RFC 5545 (`dateutil.rrule`), with one rule of our own: a day of the month that
a month does not have is its last day, so that "the 31st" happens twelve times a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule

MOST_EVERY = 60
LAST = -1
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
LATEST = date(2190, 1, 1)
"""Nothing recurs beyond: a calendar ends somewhere."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
WORKING_DAYS = (0, 1, 2, 3, 4)


class Unit(StrEnum):
    """What `every` counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_FREQUENCY = {Unit.DAY: DAILY, Unit.WEEK: WEEKLY, Unit.MONTH: MONTHLY, Unit.YEAR: YEARLY}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many days, weeks, months or years, counted from `starts_on`.

    By week: on `weekdays` (0 Monday to 6 Sunday). By month: on the `nth` of the days in
    `weekdays` (1 to 4, -1 the last), or with `nth` 0 on `day` of the month. By year: on the day of
    `starts_on`.
    """

    unit: Unit
    starts_on: date
    every: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    day: int = 0
    until_on: date | None = None
    """The last day on which it may happen."""


def problems_of(rule: Recurrence) -> dict[str, str]:
    """Say by field what makes a recurrence unusable; nothing where it can be used."""
    found: dict[str, str] = {}
    if not 1 <= rule.every <= MOST_EVERY:
        found["every"] = f"Give a number from 1 to {MOST_EVERY}."
    if any(not 0 <= one <= 6 for one in rule.weekdays):  # noqa: PLR2004  the days of a week
        found["weekdays"] = "Weekdays are 0 (Monday) to 6 (Sunday)."
    if rule.unit is Unit.WEEK and not rule.weekdays:
        found["weekdays"] = "Choose at least one weekday."
    if rule.unit is Unit.MONTH:
        found |= _problems_of_month(rule)
    if rule.until_on is not None and rule.until_on < rule.starts_on:
        found["until_on"] = "It would end before it begins."
    if rule.starts_on >= LATEST:
        found["starts_on"] = f"Begin before the year {LATEST.year}."
    return found


def _problems_of_month(rule: Recurrence) -> dict[str, str]:
    if rule.nth and rule.nth not in NTHS:
        return {"nth": "Choose the first, second, third, fourth or last."}
    if rule.nth and not rule.weekdays:
        return {"weekdays": "Choose the weekdays of which it is the first, or the last."}
    if not rule.nth and not 1 <= rule.day <= LONGEST_MONTH:
        return {"day": "Give a day of the month, 1 to 31."}
    return {}


def days_of(rule: Recurrence, after: date | None = None) -> Iterator[date]:
    """Give the days on which it happens, in order; those after a day where one is given."""
    begins = datetime.combine(rule.starts_on, time())
    ends = datetime.combine(min(rule.until_on or LATEST, LATEST), time())
    found = rrule(_FREQUENCY[rule.unit], dtstart=begins, until=ends, interval=rule.every,
                  **_by(rule))  # fmt: skip
    since = datetime.combine(after, time()) if after is not None else begins
    for moment in found.xafter(since, inc=after is None):
        yield moment.date()


def _by(rule: Recurrence) -> Mapping[str, Any]:
    """Give what narrows the days down, as RFC 5545 names it."""
    if rule.unit is Unit.WEEK:
        return {"byweekday": rule.weekdays}
    if rule.unit is Unit.YEAR:
        return _by_day(rule.starts_on.day) | {"bymonth": rule.starts_on.month}
    if rule.unit is Unit.DAY:
        return {}
    if rule.nth:
        return {"byweekday": rule.weekdays, "bysetpos": rule.nth}
    return _by_day(rule.day)


def _by_day(day: int) -> dict[str, Any]:
    if day <= SHORTEST_MONTH:
        return {"bymonthday": day}
    # Of the days up to the wanted one that the month has, the last.
    return {"bymonthday": tuple(range(SHORTEST_MONTH, day + 1)), "bysetpos": LAST}


def moment_on(day: date, minute: int, zone: str) -> datetime:
    """Give the moment (UTC) of a wall-clock minute of the day in a zone.

    A minute that the clocks skip is as much later as they skip; of one that they show twice the
    first counts.
    """
    hour, rest = divmod(minute, 60)
    local = datetime.combine(day, time(hour, rest), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def moments_of(
    rule: Recurrence, minute: int, zone: str, after: datetime, count: int
) -> list[tuple[date, datetime]]:
    """Give the next `count` days and moments that come after a moment."""
    before = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=2)
    days = days_of(rule, before if before >= rule.starts_on else None)
    known = ((day, moment_on(day, minute, zone)) for day in days)
    return list(islice((one for one in known if one[1] > after), count))


def in_words(rule: Recurrence) -> str:
    """Say a recurrence as a person would."""
    named = _and([DAYS[one] for one in sorted(rule.weekdays)])
    if rule.unit is Unit.DAY:
        return "Every day" if rule.every == 1 else f"Every {rule.every} days"
    if rule.unit is Unit.WEEK:
        often = "Every week" if rule.every == 1 else f"Every {rule.every} weeks"
        return f"{often} on {named}"
    if rule.unit is Unit.YEAR:
        often = "Every year" if rule.every == 1 else f"Every {rule.every} years"
        return f"{often} on {rule.starts_on:%-d %B}"
    often = _MONTHS.get(rule.every, f"Every {rule.every} months")
    if not rule.nth:
        day = "the last day" if rule.day == LONGEST_MONTH else f"day {rule.day}"
        return f"{often} on {day} of the month"
    is_working_day = tuple(sorted(rule.weekdays)) == WORKING_DAYS
    return f"{often} on the {NTHS[rule.nth]} {'weekday' if is_working_day else _or(rule)}"


_MONTHS = {1: "Every month", 3: "Every quarter", 6: "Every half-year", 12: "Every twelve months"}


def _and(words: list[str]) -> str:
    return (
        words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
    )


def _or(rule: Recurrence) -> str:
    return " or ".join(DAYS[one] for one in sorted(rule.weekdays))
