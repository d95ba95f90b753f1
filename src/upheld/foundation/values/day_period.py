"""Periods of whole days, half-open, for what counts in days: prices, leave, agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from upheld.foundation.values.period import BadPeriod, Period, start_of_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPeriod:
    """From the day `start` up to but not including `end`; without `end` it runs on."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            why = f"The period would end ({self.end}) before it starts ({self.start})."
            raise BadPeriod("period_ends_before_start", why)

    @classmethod
    def through(cls, first: date, last: date) -> DayPeriod:
        """Build from the first and the last day, as people say it: both belong to it."""
        return cls(first, last + _DAY)

    @property
    def last(self) -> date | None:
        """Give the last day that belongs to it; None if it runs on."""
        return None if self.end is None else self.end - _DAY

    @property
    def length(self) -> int | None:
        """Count its days; None if it runs on."""
        return None if self.end is None else (self.end - self.start).days

    def contains(self, day: date) -> bool:
        """Tell whether the day belongs to it."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: DayPeriod) -> bool:
        """Tell whether some day belongs to both."""
        return self.intersection(other) is not None

    def intersection(self, other: DayPeriod) -> DayPeriod | None:
        """Give the days that belong to both, or None for none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return None if end is not None and end <= start else DayPeriod(start, end)

    def days(self) -> Iterator[date]:
        """Name its days in order, without end if it runs on."""
        day = self.start
        while self.contains(day):
            yield day
            day += _DAY

    def in_zone(self, zone: str) -> Period:
        """Give the same days as moments of an IANA zone. Raises BadPeriod: period_runs_on."""
        if self.end is None:
            raise BadPeriod("period_runs_on", "The period has no end yet.")
        return Period(start_of_day(self.start, zone), start_of_day(self.end, zone))
