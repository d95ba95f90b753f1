"""Spans of days in filters: the named ones, and how they reach the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upheld.foundation.values.period import MONTHS, start_of_day, today

_DAY = timedelta(days=1)
Days = tuple[date | None, date | None]

NAMED_SPANS: Mapping[str, str] = {
    "today": "Today",
    "yesterday": "Yesterday",
    "this_week": "This week",
    "last_week": "Last week",
    "this_month": "This month",
    "last_month": "Last month",
    "last_30_days": "Last 30 days",
    "last_90_days": "Last 90 days",
    "next_7_days": "Next 7 days",
    "next_30_days": "Next 30 days",
    "past": "Before today",
}
"""Names that stay true from day to day, so that a saved view does too."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a field is compared with: at or after `start`, and before `end`."""

    start: date | datetime | None
    end: date | datetime | None


def named_span(name: str, at: datetime, zone: str) -> Days:
    """Give the first and last day of a named span, as of a moment, in the reader's zone."""
    return _NAMED[name](today(at, zone))


def span_of_days(first: date | None, last: date | None, zone: str, *, moments: bool) -> Span:
    """Give what to compare with: days as they are, or the moments at which they begin and end."""
    end = last + _DAY if last else None
    if not moments:
        return Span(first, end)
    return Span(
        start_of_day(first, zone) if first else None, start_of_day(end, zone) if end else None
    )


def written_span(first: date | None, last: date | None) -> str:
    """Say two days for a chip."""
    if first and last:
        return _day(first) if first == last else f"{_day(first)} to {_day(last)}"
    return f"from {_day(first)}" if first else f"until {_day(last)}" if last else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _week(day: date, ago: int = 0) -> Days:
    monday = day - timedelta(days=day.weekday() + 7 * ago)
    return monday, monday + timedelta(days=6)


def _month(day: date, ago: int = 0) -> Days:
    count = day.year * MONTHS + day.month - 1 - ago
    return _first_of(count), _first_of(count + 1) - _DAY


def _first_of(count: int) -> date:
    year, month = divmod(count, MONTHS)
    return date(year, month + 1, 1)


_NAMED: Mapping[str, Callable[[date], Days]] = {
    "today": lambda day: (day, day),
    "yesterday": lambda day: (day - _DAY, day - _DAY),
    "this_week": _week,
    "last_week": lambda day: _week(day, 1),
    "this_month": _month,
    "last_month": lambda day: _month(day, 1),
    "last_30_days": lambda day: (day - 29 * _DAY, day),
    "last_90_days": lambda day: (day - 89 * _DAY, day),
    "next_7_days": lambda day: (day, day + 6 * _DAY),
    "next_30_days": lambda day: (day, day + 29 * _DAY),
    "past": lambda day: (None, day - _DAY),
}
