"""On which days something recurs, held against a slow look at every single day."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from upheld.desk.rules.recurrence import (
    WORKING_DAYS,
    Recurrence,
    Unit,
    days_of,
    in_words,
    moment_on,
    moments_of,
    problems_of,
)

DAYS_LOOKED_AT = 800


def happens_on(day: date, rule: Recurrence) -> bool:  # noqa: PLR0911  one line for each unit
    """Say by the calendar alone whether it happens on a day: the slow way."""
    begins = rule.starts_on
    if day < begins or (rule.until_on and day > rule.until_on):
        return False
    months = (day.year - begins.year) * 12 + day.month - begins.month
    last = calendar.monthrange(day.year, day.month)[1]
    if rule.unit is Unit.DAY:
        return (day - begins).days % rule.every == 0
    if rule.unit is Unit.WEEK:
        monday = begins - timedelta(days=begins.weekday())
        return (day - monday).days // 7 % rule.every == 0 and day.weekday() in rule.weekdays
    if rule.unit is Unit.YEAR:
        is_year = (day.year - begins.year) % rule.every == 0
        return is_year and day.month == begins.month and day.day == min(begins.day, last)
    if months % rule.every:
        return False
    if not rule.nth:
        return day.day == min(rule.day, last)
    fitting = [n for n in range(1, last + 1) if day.replace(day=n).weekday() in rule.weekdays]
    place = rule.nth - 1 if rule.nth > 0 else -1
    return len(fitting) > place and fitting[place] == day.day


@some.composite
def rules(draw):
    unit = draw(some.sampled_from(list(Unit)))
    begins = draw(some.dates(date(2024, 1, 1), date(2028, 12, 31)))
    nth = draw(some.sampled_from([-1, 0, 1, 2, 3, 4])) if unit is Unit.MONTH else 0
    days = draw(some.lists(some.integers(0, 6), min_size=1, max_size=7, unique=True))
    until = draw(some.none() | some.integers(0, 500).map(lambda n: begins + timedelta(days=n)))
    return Recurrence(
        unit, begins, draw(some.integers(1, 7)), tuple(days), nth, draw(some.integers(1, 31)), until
    )


@settings(deadline=None)
@given(rules())
def test_the_days_are_those_of_the_calendar(rule):
    assert problems_of(rule) == {}
    end = rule.starts_on + timedelta(days=DAYS_LOOKED_AT)
    slow = [
        rule.starts_on + timedelta(days=n)
        for n in range(DAYS_LOOKED_AT)
        if happens_on(rule.starts_on + timedelta(days=n), rule)
    ]
    quick = []
    for day in days_of(rule):
        if day >= end:
            break
        quick.append(day)
    assert quick == slow
    assert in_words(rule)


@settings(deadline=None)
@given(rules(), some.integers(0, 400))
def test_asked_after_a_day_it_gives_the_rest(rule, ahead):
    after = rule.starts_on + timedelta(days=ahead)
    whole = [day for day in islice(days_of(rule), 60) if day > after][:3]
    assert list(islice(days_of(rule, after), 3))[: len(whole)] == whole


@pytest.mark.parametrize(
    ("rule", "said", "first"),
    [
        (Recurrence(Unit.MONTH, date(2026, 7, 2), 1, WORKING_DAYS, 1),
         "Every month on the first weekday", date(2026, 8, 3)),
        (Recurrence(Unit.WEEK, date(2026, 3, 9), 2, (1,)),
         "Every 2 weeks on Tuesday", date(2026, 3, 10)),
        (Recurrence(Unit.MONTH, date(2026, 3, 11), 1, (1,), 2),
         "Every month on the second Tuesday", date(2026, 4, 14)),
        (Recurrence(Unit.MONTH, date(2026, 1, 1), 3, (), 0, 31),
         "Every quarter on the last day of the month", date(2026, 1, 31)),
        (Recurrence(Unit.YEAR, date(2024, 2, 29)), "Every year on 29 February", date(2024, 2, 29)),
        (Recurrence(Unit.DAY, date(2026, 3, 1), 10), "Every 10 days", date(2026, 3, 1)),
        (Recurrence(Unit.WEEK, date(2026, 3, 9), 1, (4, 0, 2)),
         "Every week on Monday, Wednesday and Friday", date(2026, 3, 9)),
    ],
)  # fmt: skip
def test_says_in_words_what_it_means(rule, said, first):
    assert in_words(rule) == said
    assert next(days_of(rule)) == first


def test_the_wall_clock_counts_whatever_the_clocks_do():
    rule = Recurrence(Unit.WEEK, date(2026, 3, 22), 1, (6,))
    found = moments_of(rule, 7 * 60, "Europe/London", datetime(2026, 3, 20, tzinfo=UTC), 2)
    assert [moment.hour for _day, moment in found] == [7, 6]
    # Half past one is skipped on 29 March: an hour later; shown twice on 25 October: the first.
    skipped = moment_on(date(2026, 3, 29), 90, "Europe/London")
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = moment_on(date(2026, 10, 25), 90, "Europe/London")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Recurrence(Unit.DAY, date(2026, 3, 1), 0), "every"),
        (Recurrence(Unit.WEEK, date(2026, 3, 1)), "weekdays"),
        (Recurrence(Unit.MONTH, date(2026, 3, 1), 1, (0,), 5), "nth"),
        (Recurrence(Unit.MONTH, date(2026, 3, 1), 1, (), 1), "weekdays"),
        (Recurrence(Unit.MONTH, date(2026, 3, 1)), "day"),
        (Recurrence(Unit.DAY, date(2026, 3, 1), until_on=date(2026, 2, 1)), "until_on"),
        (Recurrence(Unit.WEEK, date(2026, 3, 1), 1, (7,)), "weekdays"),
    ],
)
def test_what_means_nothing_is_said_by_field(wrong, field):
    assert field in problems_of(wrong)
