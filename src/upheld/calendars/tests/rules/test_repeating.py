"""Repeating days, held against an independent implementation of RFC 5545 (dateutil)."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from upheld.calendars.rules.repeating import NotRepeating, Rule, days_within, rule_of

FIRST, LAST = date(2026, 3, 1), date(2026, 7, 1)
_UNITS = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}


@st.composite
def rules(draw):
    unit = draw(st.sampled_from(sorted(_UNITS)))
    # Not both sorts at once: the other implementation wants a day to be of both then.
    counted = unit in {"MONTHLY", "YEARLY"} and draw(st.booleans())
    nths = st.integers(-4, 4).filter(bool) if counted else st.just(0)
    weekdays = draw(st.lists(st.tuples(nths, st.integers(0, 6)), max_size=3, unique=True))
    month_days: frozenset[int] = frozenset()
    if unit in {"MONTHLY", "YEARLY"} and not weekdays:
        month_days = draw(st.frozensets(st.integers(-31, 31).filter(bool), max_size=3))
    narrowed = bool(weekdays or month_days)
    months = draw(st.frozensets(st.integers(1, 12), max_size=4))
    places = ()
    # The other one counts the places of a first week from its first day on, which the RFC does not.
    if narrowed and unit not in {"DAILY", "WEEKLY"}:
        places = tuple(sorted(draw(st.frozensets(st.sampled_from([-2, -1, 1, 2]), max_size=2))))
    return Rule(
        unit=unit, every=draw(st.integers(1, 5)), count=draw(st.sampled_from([0, 0, 1, 5, 40])),
        weekdays=tuple(weekdays), months=months, month_days=month_days, places=places,
        week_starts=draw(st.integers(0, 6)),
    )  # fmt: skip


def independently(rule: Rule, begins: date) -> list[date]:
    # Days alone are compared, and the other implementation takes them as moments without a zone.
    found = rrule(
        _UNITS[rule.unit], dtstart=datetime(begins.year, begins.month, begins.day),  # noqa: DTZ001
        interval=rule.every, wkst=rule.week_starts,
        byweekday=[weekday(day, nth or None) for nth, day in rule.weekdays] or None,
        bymonth=sorted(rule.months) or None, bymonthday=sorted(rule.month_days) or None,
        bysetpos=rule.places or None, until=datetime(2026, 7, 1),  # noqa: DTZ001
    )  # fmt: skip
    days = [one.date() for one in found]
    # The first day is one of them, whether or not the rule names it.
    days = days if begins in days else [begins, *days]
    days = days[: rule.count] if rule.count else days
    return [one for one in days if FIRST <= one <= LAST]


@settings(max_examples=200, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(rules(), st.dates(date(2023, 1, 1), date(2026, 6, 1)))
def test_the_days_are_those_of_another_implementation(rule, begins):
    assert list(days_within(rule, begins, None, FIRST, LAST)) == independently(rule, begins)


def test_it_ends_on_its_last_day():
    rule = rule_of({"FREQ": ["WEEKLY"], "BYDAY": ["MO", "WE"]})

    found = list(days_within(rule, date(2026, 3, 2), date(2026, 3, 11), FIRST, LAST))

    assert [one.day for one in found] == [2, 4, 9, 11]


@pytest.mark.parametrize(
    "said",
    [
        {"FREQ": ["SECONDLY"]},
        {"FREQ": ["MINUTELY"], "COUNT": [10**9]},
        {"FREQ": ["DAILY"], "BYHOUR": list(range(24)), "BYMINUTE": list(range(60))},
        {"FREQ": ["DAILY"], "INTERVAL": [10**30]},
        {"FREQ": ["YEARLY"], "BYWEEKNO": [20]},
        {"FREQ": ["WEEKLY"], "BYDAY": ["XX"]},
        {"FREQ": ["WEEKLY"], "WKST": ["no"]},
        {},
    ],
)
def test_what_is_not_followed_is_refused(said):
    with pytest.raises(NotRepeating):
        rule_of(said)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({"FREQ": ["DAILY"]}, date(1900, 1, 1)),
        ({"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [30]}, date(1950, 1, 1)),
        ({"FREQ": ["MONTHLY"], "BYDAY": ["5MO"], "BYSETPOS": [9]}, date(2000, 1, 1)),
        ({"FREQ": ["DAILY"], "COUNT": [10**9]}, date(2000, 1, 1)),
    ],
)
def test_no_rule_takes_long(said, begins):
    began = time.monotonic()

    list(days_within(rule_of(said), begins, None, FIRST, LAST))

    assert time.monotonic() - began < 5


def test_what_counts_over_too_many_years_is_refused():
    rule = rule_of({"FREQ": ["DAILY"], "COUNT": [10**6]})

    with pytest.raises(NotRepeating):
        list(days_within(rule, date(1901, 1, 1), None, FIRST, LAST))


def test_the_last_days_of_all_are_no_fault():
    rule = rule_of({"FREQ": ["DAILY"]})
    last = date.max

    assert list(days_within(rule, last - timedelta(days=1), None, last - timedelta(days=1), last))
