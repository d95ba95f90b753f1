"""Periods of time, half-open: the start belongs to a period, its end does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

MONTHS = 12
_QUARTER = 3
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class BadPeriod(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """A period ends before it starts, or a moment came without a zone."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def in_utc(moment: datetime) -> datetime:
    """Give the same moment in UTC.

    Two moments of one zone are compared and subtracted by their wall clocks in Python, which is
    wrong across a change of the clocks; in UTC it is right. Raises BadPeriod: moment_without_zone.
    """
    if moment.utcoffset() is None:
        raise BadPeriod("moment_without_zone", f"{moment} does not say in which zone it is.")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to but not including `end`; both aware, kept in UTC. It may be empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", in_utc(self.start))
        object.__setattr__(self, "end", in_utc(self.end))
        if self.end < self.start:
            why = f"The period would end ({self.end}) before it starts ({self.start})."
            raise BadPeriod("period_ends_before_start", why)

    @property
    def length(self) -> timedelta:
        """Give the time that passes between start and end."""
        return self.end - self.start

    @property
    def seconds(self) -> int:
        """Give the length in whole seconds, a last fraction left off."""
        return self.length // timedelta(seconds=1)

    @property
    def is_empty(self) -> bool:
        """Tell whether no moment lies in it."""
        return self.start == self.end

    def contains(self, moment: datetime) -> bool:
        """Tell whether the moment lies in the period; its end does not."""
        return self.start <= in_utc(moment) < self.end

    def covers(self, other: Period) -> bool:
        """Tell whether all of another period lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Tell whether some moment lies in both."""
        return max(self.start, other.start) < min(self.end, other.end)

    def intersection(self, other: Period) -> Period | None:
        """Give what lies in both, or None where they do not overlap."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def days(self, zone: str) -> Iterator[date]:
        """Name the days, in a zone, of which some part lies in the period."""
        day = self.start.astimezone(_zone(zone)).date()
        while not self.is_empty and start_of_day(day, zone) < self.end:
            yield day
            day += _DAY

    def split_by_day(self, zone: str) -> list[Period]:
        """Cut at each midnight of the zone; the pieces add up to the period."""
        return self._cut(day_of, zone)

    def split_by_week(self, zone: str) -> list[Period]:
        """Cut at each Monday's midnight of the zone; the pieces add up to the period."""
        return self._cut(week_of, zone)

    def split_by_month(self, zone: str) -> list[Period]:
        """Cut at the first of each month of the zone; the pieces add up to the period."""
        return self._cut(month_of, zone)

    def _cut(self, around: Callable[[date, str], Period], zone: str) -> list[Period]:
        pieces: list[Period] = []
        moment = self.start
        while moment < self.end:
            whole = around(moment.astimezone(_zone(zone)).date(), zone)
            # Where clocks fall back over midnight, a day is met again after its end has passed.
            until = whole.end if whole.end > moment else self.end
            pieces.append(Period(moment, min(until, self.end)))
            moment = pieces[-1].end
        return pieces


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=20_000)
def start_of_day(day: date, zone: str) -> datetime:
    """Give the first moment (UTC) at which it is that day in an IANA zone.

    Where the clocks skip midnight, that is the moment of the change.
    """
    midnight = datetime.combine(day, time(), _zone(zone))
    early, late = midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)
    if early <= late:
        return early
    # In a gap fold 0 lies behind the change and fold 1 before it: close in on the change itself.
    early, late = late, early
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(_zone(zone)).date() < day:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _between_days(first: date, end: date, zone: str) -> Period:
    return Period(start_of_day(first, zone), start_of_day(end, zone))


def day_of(day: date, zone: str) -> Period:
    """Give that day, from midnight to midnight of an IANA zone: 23, 24 or 25 hours as it is."""
    return _between_days(day, day + _DAY, zone)


def week_of(day: date, zone: str) -> Period:
    """Give the week, Monday to Sunday, that the day lies in."""
    monday = day - timedelta(days=day.weekday())
    return _between_days(monday, monday + _WEEK, zone)


def month_of(day: date, zone: str) -> Period:
    """Give the calendar month that the day lies in."""
    return season_of(day, zone, months=1)


def quarter_of(day: date, zone: str) -> Period:
    """Give the calendar quarter that the day lies in."""
    return season_of(day, zone, months=_QUARTER)


def year_of(day: date, zone: str, *, starts_in: int = 1) -> Period:
    """Give the year that the day lies in; `starts_in` is the month a fiscal year begins with."""
    return season_of(day, zone, months=MONTHS, starts_in=starts_in)


def season_of(day: date, zone: str, *, months: int = _QUARTER, starts_in: int = 1) -> Period:
    """Give the season that the day lies in: so many months, counted from a month of the year.

    `months` divides twelve; `starts_in` is 1 (January) to 12.
    """
    if months < 1 or MONTHS % months or not 1 <= starts_in <= MONTHS:
        why = "A season lasts 1, 2, 3, 4, 6 or 12 months and starts in month 1 to 12."
        raise BadPeriod("bad_season", why)
    count = day.year * MONTHS + day.month - 1
    first = count - (count - (starts_in - 1)) % months
    return _between_days(_first_of(first), _first_of(first + months), zone)


def _first_of(month_count: int) -> date:
    year, month = divmod(month_count, MONTHS)
    return date(year, month + 1, 1)


def today(at: datetime, zone: str) -> date:
    """Tell which day it is in an IANA zone at a moment."""
    return in_utc(at).astimezone(_zone(zone)).date()


def last_days(days: int, at: datetime, zone: str) -> Period:
    """Give the last `days` days up to `at`, today counted in: what has just happened shows."""
    return Period(start_of_day(today(at, zone) - (days - 1) * _DAY, zone), at)


def complete_days(days: int, at: datetime, zone: str) -> Period:
    """Give the last `days` whole days before today: the same answer all day long."""
    end = today(at, zone)
    return _between_days(end - days * _DAY, end, zone)


def last_months(months: int, at: datetime, zone: str) -> list[Period]:
    """Give the last `months` calendar months, oldest first, the running one last and whole."""
    day = today(at, zone)
    count = day.year * MONTHS + day.month - 1
    firsts = [_first_of(month) for month in range(count - months + 1, count + 2)]
    return [_between_days(*pair, zone) for pair in pairwise(firsts)]
