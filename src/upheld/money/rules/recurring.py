"""What recurs is earned day by day, so that any two stretches add up to the whole to the cent.

A term is cut into service months that begin on the day of its start (or the last day of a shorter
month). Each earns the monthly price; within one, the price is earned evenly by days, rounded down,
and its last day takes what is left.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """What recurs, in minor units a month, in `[starts_on, ended_on)` within so many months."""

    starts_on: date
    months: int
    monthly_minor: int
    ended_on: date | None = None
    """The first day not served, where it ended early."""


def earned_before(term: Term, day: date) -> int:
    """Give what a term has earned in all before a day, in minor units."""
    until = day if term.ended_on is None else min(day, term.ended_on)
    if until <= term.starts_on:
        return 0
    whole = _whole_months(term, until)
    if whole >= term.months:
        return term.monthly_minor * term.months
    began, ends = month_later(term.starts_on, whole), month_later(term.starts_on, whole + 1)
    part = term.monthly_minor * (until - began).days // (ends - began).days
    return term.monthly_minor * whole + part


def earned_between(term: Term, start: date, end: date) -> int:
    """Give what a term earns in `[start, end)`, in minor units."""
    return earned_before(term, end) - earned_before(term, start) if start < end else 0


def month_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _whole_months(term: Term, until: date) -> int:
    """Count the service months that are over by a day: at most one less than the calendar's."""
    start = term.starts_on
    count = (until.year - start.year) * 12 + until.month - start.month
    return count if month_later(start, count) <= until else count - 1
