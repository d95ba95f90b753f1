"""A clock's explanation: every stretch from its beginning to now, counted or not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from upheld.desk.rules.service_clock import ClockReading, ClockSpan
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which the clock did one thing: counted every second of it, or none.

    `seconds` is what was counted in it, `sum_seconds` what was counted up to its end. `policy` and
    `priority` held throughout. Where nothing was counted, `why` says so; `holidays` are days in it
    on which the calendar is closed.
    """

    start: datetime
    end: datetime
    counted: bool
    seconds: int
    sum_seconds: int
    why: str
    policy: str
    priority: int
    holidays: tuple[date, ...] = ()


CLOSED = "closed"
"""Why of a piece outside the opening hours; others say a state, or the priority that counted."""


def explained(reading: ClockReading) -> tuple[Piece, ...]:
    """Cut a reading into pieces that touch each other, from its beginning to where it was read.

    The counted pieces add up to its used seconds. What rests is one piece, open hours and closed.
    """
    found: list[Piece] = []
    for span in reading.spans:
        before = found[-1].sum_seconds if found else 0
        found += _counted(span, before) if span.counted else [_resting(span, before)]
    return tuple(found)


def _resting(span: ClockSpan, before: int) -> Piece:
    return Piece(
        span.start, span.end, counted=False, seconds=0, sum_seconds=before, why=span.why,
        policy=span.policy.name, priority=span.priority,
    )  # fmt: skip


def _counted(span: ClockSpan, before: int) -> Iterator[Piece]:
    calendar, here, total = span.policy.calendar, span.start, before
    for period in calendar.open_periods(Period(span.start, span.end)):
        if here < period.start:
            yield _closed(span, here, period.start, total)
        seconds = int((period.end - period.start).total_seconds())
        total += seconds
        here = period.end
        yield Piece(
            period.start, period.end, counted=True, seconds=seconds, sum_seconds=total,
            why=span.why, policy=span.policy.name, priority=span.priority,
        )  # fmt: skip
    if here < span.end:
        yield _closed(span, here, span.end, total)


def _closed(span: ClockSpan, start: datetime, end: datetime, total: int) -> Piece:
    return Piece(
        start, end, counted=False, seconds=0, sum_seconds=total, why=CLOSED,
        policy=span.policy.name, priority=span.priority,
        holidays=_holidays(span.policy.calendar, start, end),
    )  # fmt: skip


def _holidays(calendar: Calendar, start: datetime, end: datetime) -> tuple[date, ...]:
    """Give the days on which the calendar would be open and is not, in a closed stretch."""
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), (end - timedelta(seconds=1)).astimezone(zone).date()
    found = []
    while day <= last:
        if day in calendar.holidays and calendar.hours[day.weekday()]:
            found.append(day)
        day += _DAY
    return tuple(found)
