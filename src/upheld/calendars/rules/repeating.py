"""On which days of a bounded stretch an event of a calendar happens (RFC 5545, section 3.3.10).

Each day of the stretch is asked whether the rule names it. So the work is bounded by the stretch,
whatever a rule says: one that names every second, or a day that never comes, costs no more than
another. Only a rule that counts its days is walked from its beginning, and not for ever.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MOST_COUNTED = 12_000
"""Days that are walked for a rule that counts: thirty years."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WEEKDAYS = {name: place for place, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_KNOWN = frozenset(
    {
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY",
        "BYSETPOS",
    }
)  # fmt: skip
_UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_LARGEST = 10_000


class NotRepeating(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """A rule cannot be followed: it is none, or it repeats within a day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence as a calendar says it. `weekdays` are pairs of which one (0: each) and day."""

    unit: str
    every: int = 1
    count: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    places: tuple[int, ...] = ()
    week_starts: int = 0


def rule_of(said: Mapping[str, Any]) -> Rule:
    """Read a rule as iCalendar names its parts, each a list. Raises NotRepeating."""
    parts = {str(name).upper(): value for name, value in said.items()}
    unit = _first(parts, "FREQ", "").upper()
    if unit not in _UNITS or set(parts) - _KNOWN:
        raise NotRepeating(f"It repeats in a way that is not followed: {unit or 'none'}.")
    try:
        return Rule(
            unit=unit,
            every=max(1, _bounded(int(_first(parts, "INTERVAL", "1")))),
            count=max(0, int(_first(parts, "COUNT", "0"))),
            weekdays=tuple(_weekday(str(one)) for one in _all(parts, "BYDAY")),
            months=_numbers(parts, "BYMONTH"),
            month_days=_numbers(parts, "BYMONTHDAY"),
            year_days=_numbers(parts, "BYYEARDAY"),
            places=tuple(sorted(_numbers(parts, "BYSETPOS"))),
            week_starts=_WEEKDAYS[_first(parts, "WKST", "MO").upper()],
        )
    except (KeyError, ValueError) as problem:
        raise NotRepeating("Its rule cannot be read.") from problem


def days_within(
    rule: Rule, begins: date, until: date | None, first: date, last: date
) -> Iterator[date]:
    """Give the days from `first` to `last` on which it happens, in order.

    `begins` is its first day and always one of them. Raises NotRepeating for a rule that counts
    days over more than thirty years.
    """
    last = min(last, until) if until is not None else last
    start = begins if rule.count else max(first, begins)
    if rule.count and (min(first, last) - begins).days > MOST_COUNTED:
        raise NotRepeating("It counts its days over too many years.")
    seen, day = 0, start
    while day <= last:
        if day == begins or names(rule, begins, day):
            seen += 1
            if rule.count and seen > rule.count:
                return
            if day >= first:
                yield day
        if day == date.max:
            return
        day += _DAY


def names(rule: Rule, begins: date, day: date) -> bool:
    """Tell whether a rule that begins on a day names another one."""
    if not _in_turn(rule, begins, day) or not _fits(rule, begins, day):
        return False
    if not rule.places:
        return True
    whole = [one for one in _stretch(rule, day) if _fits(rule, begins, one)]
    place = whole.index(day)
    return place + 1 in rule.places or place - len(whole) in rule.places


def _in_turn(rule: Rule, begins: date, day: date) -> bool:
    """Tell whether a day lies in a day, week, month or year whose turn it is."""
    if rule.unit == "DAILY":
        passed = (day - begins).days
    elif rule.unit == "WEEKLY":
        passed = (_week_of(rule, day) - _week_of(rule, begins)) // _WEEK
    elif rule.unit == "MONTHLY":
        passed = (day.year - begins.year) * 12 + day.month - begins.month
    else:
        passed = day.year - begins.year
    return passed % rule.every == 0


def _week_of(rule: Rule, day: date) -> date:
    back = (day.weekday() - rule.week_starts) % 7
    return day - min(timedelta(days=back), day - date.min)


def _fits(rule: Rule, begins: date, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.year_days and not _one_of(rule.year_days, day.timetuple().tm_yday, _year_length(day)):
        return False
    if rule.month_days and not _one_of(rule.month_days, day.day, _month_length(day)):
        return False
    if rule.weekdays:
        return any(_is_weekday(rule, nth, weekday, day) for nth, weekday in rule.weekdays)
    if rule.month_days or rule.year_days:
        return True
    return _as_begun(rule, begins, day)


def _as_begun(rule: Rule, begins: date, day: date) -> bool:
    """Tell whether a day is like the first, where the rule says no more."""
    if rule.unit == "WEEKLY":
        return day.weekday() == begins.weekday()
    if rule.unit == "MONTHLY":
        return day.day == begins.day
    if rule.unit == "YEARLY":
        return day.day == begins.day and (bool(rule.months) or day.month == begins.month)
    return True


def _is_weekday(rule: Rule, nth: int, weekday: int, day: date) -> bool:
    if day.weekday() != weekday:
        return False
    if not nth or rule.unit in {"DAILY", "WEEKLY"}:
        return True
    of_year = rule.unit == "YEARLY" and not rule.months
    place = day.timetuple().tm_yday if of_year else day.day
    length = _year_length(day) if of_year else _month_length(day)
    return nth in {(place - 1) // 7 + 1, -((length - place) // 7 + 1)}


def _stretch(rule: Rule, day: date) -> Iterable[date]:
    """Give all days of the week, month or year of a day, of which places are counted."""
    if rule.unit == "DAILY":
        return [day]
    if rule.unit == "WEEKLY":
        first, length = _week_of(rule, day), 7
    elif rule.unit == "MONTHLY":
        first, length = day.replace(day=1), _month_length(day)
    else:
        first, length = day.replace(month=1, day=1), _year_length(day)
    return [first + _DAY * place for place in range(length)]


def _one_of(wanted: frozenset[int], place: int, length: int) -> bool:
    return place in wanted or place - length - 1 in wanted


def _month_length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _year_length(day: date) -> int:
    return 366 if calendar.isleap(day.year) else 365


def _weekday(said: str) -> tuple[int, int]:
    """Read "MO" or "-1FR"."""
    said = said.strip().upper()
    nth = said[:-2]
    return _bounded(int(nth)) if nth else 0, _WEEKDAYS[said[-2:]]


def _numbers(parts: Mapping[str, Any], name: str) -> frozenset[int]:
    return frozenset(_bounded(int(one)) for one in _all(parts, name))


def _bounded(number: int) -> int:
    if abs(number) > _LARGEST:
        raise NotRepeating("Its rule names a number that is too large.")
    return number


def _all(parts: Mapping[str, Any], name: str) -> list[Any]:
    found = parts.get(name, [])
    return list(found) if isinstance(found, (list, tuple)) else [found]


def _first(parts: Mapping[str, Any], name: str, otherwise: str) -> str:
    found = _all(parts, name)
    return str(found[0]) if found else otherwise
