from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period, day_of, week_of
from upheld.people.models import Leave, Person
from upheld.people.operations.functions import give_function
from upheld.people.operations.pay import set_pay
from upheld.people.operations.people import change_person
from upheld.people.operations.working_time import (
    cancel_leave,
    close_on,
    enter_leave,
    forget_day,
    set_schedule,
)
from upheld.people.queries.calendars import (
    available_seconds,
    calendar_of_person,
    calendar_of_provider,
    holders_of,
)
from upheld.people.queries.pay import burdened_rate

HOUR = 3600
LONDON = "Europe/London"


def hours(*days: int, opens: str = "09:00", closes: str = "17:00") -> dict[str, list[list[str]]]:
    return {str(day): [[opens, closes]] for day in days}


def test_a_week_of_work_is_the_schedules_less_holidays_and_leave(world):
    set_schedule(
        name="Office", zone=LONDON, hours=hours(0, 1, 2, 3, 4), is_default=True,
        by=world.ana, at=OPENING,
    )  # fmt: skip
    theo = world.people["theo"]
    plain = week_of(date(2026, 3, 2), LONDON)
    easter = week_of(date(2026, 3, 30), LONDON)
    assert available_seconds(theo, plain) == 40 * HOUR
    # Good Friday, 3 April 2026, is closed in England.
    assert available_seconds(theo, easter) == 32 * HOUR

    leave = enter_leave(
        person=theo, first_on=date(2026, 3, 3), last_on=date(2026, 3, 4), by=world.ana, at=OPENING
    )
    assert available_seconds(theo, plain) == 24 * HOUR
    assert available_seconds(world.people["dana"], plain) == 40 * HOUR

    cancel_leave(leave=leave, by=world.ana, at=OPENING)
    assert available_seconds(theo, plain) == 40 * HOUR
    assert not Leave.objects.exists()


def test_own_days_are_closed_and_public_holidays_kept_open(world):
    friday = day_of(date(2026, 4, 3), LONDON)
    theo = world.people["theo"]
    assert available_seconds(theo, friday) == 0

    kept = close_on(
        on=date(2026, 4, 3), name="Release night", closed=False, by=world.ana, at=OPENING
    )
    assert available_seconds(theo, friday) == 8 * HOUR + 1800

    forget_day(day=kept, by=world.ana, at=OPENING)
    assert available_seconds(theo, friday) == 0
    close_on(on=date(2026, 3, 9), name="Company day", by=world.ana, at=OPENING)
    assert available_seconds(theo, day_of(date(2026, 3, 9), LONDON)) == 0


def test_somebody_with_hours_of_their_own_works_those(world):
    early = set_schedule(
        name="Early", zone=LONDON, hours=hours(0, opens="06:00", closes="10:00"),
        by=world.ana, at=OPENING,
    )  # fmt: skip
    theo = change_person(person=world.people["theo"], schedule=early, by=world.ana, at=OPENING)

    assert available_seconds(theo, week_of(date(2026, 3, 2), LONDON)) == 4 * HOUR
    assert calendar_of_person(theo).is_open(datetime(2026, 3, 2, 7, tzinfo=UTC))
    assert not calendar_of_provider().is_open(datetime(2026, 3, 2, 7, tzinfo=UTC))


def test_there_is_one_default(world):
    for name in ("One", "Two"):
        set_schedule(
            name=name, zone=LONDON, hours=hours(0), is_default=True, by=world.ana, at=OPENING
        )

    assert calendar_of_provider() == calendar_of_provider()
    assert [one.name for one in _defaults()] == ["Two"]


def _defaults():
    from upheld.people.models import Schedule

    return Schedule.objects.filter(is_default=True)


@pytest.mark.parametrize(
    ("zone", "week"),
    [
        ("Atlantis/Centre", hours(0)),
        (LONDON, {}),
        (LONDON, {"7": [["09:00", "17:00"]]}),
        (LONDON, {"0": [["9 o'clock", "17:00"]]}),
    ],
)
def test_hours_that_nobody_could_keep_are_refused(world, zone, week):
    with pytest.raises(Refused, match="invalid_input"):
        set_schedule(name="Odd", zone=zone, hours=week, by=world.ana, at=OPENING)


def test_whoever_is_away_is_asked_last(world):
    for handle, rank in (("sam", 0), ("dana", 1)):
        give_function(
            person=world.people[handle], function="security", rank=rank, by=world.ana, at=OPENING
        )
    today = OPENING.date()
    enter_leave(person=world.people["sam"], first_on=today, last_on=today, by=world.ana, at=OPENING)

    assert [one.handle for one in holders_of("security", OPENING)] == ["dana", "sam"]
    tomorrow = OPENING + timedelta(days=1)
    assert [one.handle for one in holders_of("security", tomorrow)] == ["sam", "dana"]


def test_leave_that_ends_before_it_begins_is_refused(world):
    with pytest.raises(Refused, match="invalid_input"):
        enter_leave(
            person=world.people["theo"], first_on=date(2026, 3, 4), last_on=date(2026, 3, 3),
            by=world.ana, at=OPENING,
        )  # fmt: skip


def pay(world, from_on: date, salary: int, **changed):
    values = {
        "employer_taxes": Money.of(6_000, "GBP"), "benefits": Money.of(2_000, "GBP"),
        "overhead": Money.of(8_000, "GBP"), "available_seconds": 1_600 * HOUR, "by": world.felix,
    } | changed  # fmt: skip
    return set_pay(
        person=world.people["dana"], from_on=from_on, salary=Money.of(salary, "GBP"),
        at=OPENING, **values,
    )  # fmt: skip


def test_pay_holds_from_its_day_until_the_next(world):
    dana = world.people["dana"]
    pay(world, date(2026, 1, 1), 48_000)
    pay(world, date(2026, 7, 1), 64_000)

    assert burdened_rate(dana, date(2025, 12, 31)) is None
    assert burdened_rate(dana, date(2026, 6, 30)) == Money.of(40, "GBP")
    assert burdened_rate(dana, date(2026, 7, 1)) == Money.of(50, "GBP")


def test_pay_is_entered_by_whoever_may_and_as_amounts_that_can_be(world):
    for actor in (world.sam, world.lena, world.dana, world.priya):
        with pytest.raises(Refused, match="not_allowed"):
            pay(world, date(2026, 1, 1), 48_000, by=actor)
    with pytest.raises(Refused, match="invalid_input"):
        pay(world, date(2026, 1, 1), 48_000, benefits=Money.of(-1, "GBP"))
    with pytest.raises(Refused, match="invalid_input"):
        pay(world, date(2026, 1, 1), 48_000, available_seconds=0)
    with pytest.raises(Refused, match="invalid_input"):
        pay(world, date(2026, 1, 1), 48_000, benefits=Money.of(1, "EUR"))
    pay(world, date(2026, 1, 1), 48_000)
    with pytest.raises(Refused, match="pay_known"):
        pay(world, date(2026, 1, 1), 52_000)


def test_working_time_counts_an_hour_that_the_clocks_skip_as_never(world):
    night = set_schedule(
        name="Night", zone=LONDON, hours={"5": [["22:00", "24:00"]], "6": [["00:00", "04:00"]]},
        observes_holidays=False, by=world.ana, at=OPENING,
    )  # fmt: skip
    theo = change_person(
        person=Person.objects.get(handle="theo"), schedule=night, by=world.ana, at=OPENING
    )
    weekend = Period(datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC))

    assert available_seconds(theo, weekend) == 5 * HOUR
