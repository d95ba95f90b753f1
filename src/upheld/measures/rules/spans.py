"""The periods that a page of figures can be asked for, by short names that live in addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upheld.foundation.values.period import (
    Period,
    last_days,
    month_of,
    quarter_of,
    season_of,
    start_of_day,
    today,
)

_NAMED = re.compile(
    r"(?:(\d{4})-(\d{2})|(\d{4})-q([1-4])|season-(\d{4})-(\d{2})|last-(\d{1,3}))", re.ASCII
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_QUARTER = 3
_MOST_DAYS = 730

USUAL = "last-90"
TRAILING = 90


@dataclass(frozen=True, slots=True)
class Span:
    """A period with the name that stands in an address ("2026-03") and the one for people."""

    key: str
    title: str
    period: Period


@dataclass(frozen=True, slots=True)
class Seasons:
    """How long a provider's seasons are, in months, and with which month a year of them begins."""

    months: int = 3
    starts_in: int = 1


SEASONS = Seasons()


def span_named(key: str, at: datetime, zone: str, seasons: Seasons = SEASONS) -> Span | None:
    """Read a name: "2026-03", "2026-q1", "season-2026-03" (one containing that month), "last-90".

    None for a name that means nothing, or a period that has not begun.
    """
    match = _NAMED.fullmatch(key)
    if match is None:
        return None
    year, month, q_year, quarter, s_year, s_month, days = match.groups()
    if days is not None:
        return _last(int(days), at, zone) if 1 <= int(days) <= _MOST_DAYS else None
    if quarter is not None:
        day = _first(q_year, (int(quarter) - 1) * _QUARTER + 1)
        span = _quarter(day, zone) if day else None
    elif s_year is not None:
        day = _first(s_year, int(s_month))
        span = _season(day, zone, seasons) if day else None
    else:
        day = _first(year, int(month))
        span = _month(day, zone) if day else None
    return span if span is not None and span.period.start <= at else None


def usual_spans(at: datetime, zone: str, seasons: Seasons = SEASONS) -> list[Span]:
    """Give what a page offers: the last days, then this and the last month, quarter and season.

    A season that is a quarter is not offered twice.
    """
    day = today(at, zone)
    makers: tuple[Callable[[date], Span], ...] = (
        lambda one: _month(one, zone),
        lambda one: _quarter(one, zone),
        lambda one: _season(one, zone, seasons),
    )
    spans = [_last(days, at, zone) for days in (90, 30, 365)]
    for make in makers:
        now = make(day)
        spans += [now, make(_day_before(today(now.period.start, zone)))]
    by_period: dict[Period, Span] = {}
    for span in spans:
        by_period.setdefault(span.period, span)
    return list(by_period.values())


def month_span(day: date, zone: str) -> Span:
    """Give the calendar month of a day."""
    return _month(day, zone)


def trailing_span(day: date, zone: str, days: int = TRAILING) -> Span:
    """Give the days up to the end of the month of a day, under that month's name."""
    month = _month(day, zone)
    first = today(month.period.end, zone) - timedelta(days=days)
    return Span(month.key, month.title, Period(start_of_day(first, zone), month.period.end))


def _last(days: int, at: datetime, zone: str) -> Span:
    return Span(f"last-{days}", f"Last {days} days", last_days(days, at, zone))


def _month(day: date, zone: str) -> Span:
    return Span(f"{day:%Y-%m}", f"{day:%B} {day.year}", month_of(day, zone))


def _quarter(day: date, zone: str) -> Span:
    number = (day.month - 1) // _QUARTER + 1
    return Span(f"{day.year}-q{number}", f"Quarter {number} of {day.year}", quarter_of(day, zone))


def _season(day: date, zone: str, seasons: Seasons) -> Span:
    period = season_of(day, zone, months=seasons.months, starts_in=seasons.starts_in)
    first = today(period.start, zone)
    last = _day_before(today(period.end, zone))
    title = f"Season {first:%b} {first.year} to {last:%b} {last.year}"
    return Span(f"season-{first:%Y-%m}", title, period)


def _first(year: str, month: int) -> date | None:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR or not 1 <= month <= 12:  # noqa: PLR2004  months
        return None
    return date(int(year), month, 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
