"""Days that are not full wait for whose they are, until they are; questions about time too."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.entering import browser

from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.operations.working_time import enter_leave
from upheld.timekeeping.models import DayReminder
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.looking import ask_about_time, explain_time, find_odd_time
from upheld.timekeeping.operations.reminding import remind_of_days
from upheld.timekeeping.operations.time import void_time
from upheld.wiring.waiting import waiting_for

FRIDAY = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)


@pytest.fixture
def hired(world):
    """Dana since Thursday and all others since tomorrow, so that few days are asked about."""
    with bookkeeping():
        for one in world.people.values():
            one.change(hired_on=date(2026, 3, 5 if one.handle == "dana" else 10))


def days_of(actor, at=MONDAY):
    return [one.title for one in waiting_for(actor, at) if one.kind == "Day to fill"]


def remind(world, at=MONDAY):
    return remind_of_days(by=system(world.provider.pk), at=at)


def test_waits_from_the_end_of_the_day_on_and_goes_when_it_is_full(world, hired):
    capture(line="internal 2026-03-05 8h30", by=world.dana, at=FRIDAY)
    assert len(remind(world)) == 1
    assert days_of(world.dana) == ["Friday, 6 March: 8 h 30 m not accounted for"]
    assert days_of(world.sam) == []
    capture(line="internal 2026-03-06 4h", by=world.dana, at=MONDAY)
    assert days_of(world.dana) == ["Friday, 6 March: 4 h 30 m not accounted for"]
    entry = capture(line="internal 2026-03-06 4h", by=world.dana, at=MONDAY).entry
    assert entry is not None
    assert days_of(world.dana) == []
    void_time(entry=entry, reason="A slip", by=world.dana, at=MONDAY)
    assert len(days_of(world.dana)) == 1


def test_is_made_once_and_put_away_when_it_is_full(world, hired):
    assert len(remind(world)) == 2
    assert remind(world) == []
    capture(line="internal 2026-03-06 8h30", by=world.dana, at=MONDAY)
    remind(world)
    full = DayReminder.objects.get(day=date(2026, 3, 6))
    assert full.closed_at == MONDAY
    assert DayReminder.objects.get(day=date(2026, 3, 5)).closed_at is None


def test_does_not_ask_about_leave_locked_days_and_a_day_that_goes_on(world, hired):
    enter_leave(
        person=world.people["dana"], first_on=date(2026, 3, 5), last_on=date(2026, 3, 5),
        by=world.ana, at=FRIDAY,
    )  # fmt: skip
    assert [one.day for one in remind(world)] == [date(2026, 3, 6)]
    lock_time(through=date(2026, 3, 6), by=world.felix, at=MONDAY)
    remind(world)
    assert days_of(world.dana) == []


def test_leads_to_the_day(world, hired):
    remind(world)
    with clock.standing_at(MONDAY):
        page = browser(world, "dana").get(reverse("waiting")).content.decode()
    assert f"{reverse('my-time')}?day=2026-03-06" in page


def test_questions_about_time_wait_for_whose_it_is_and_answers_for_who_asked(world):
    capture(line="internal 2026-03-07 5h", by=world.dana, at=MONDAY)
    look = find_odd_time(since=FRIDAY, by=system(world.provider.pk), at=MONDAY)[0]
    ask_about_time(look=look, question="Why on Saturday?", by=world.sam, at=MONDAY)
    (asked,) = [one for one in waiting_for(world.dana, MONDAY) if "time" in one.kind]
    assert (asked.title, asked.url) == (
        "Why on Saturday?", reverse("time-look-explain", args=[look.pk]))  # fmt: skip
    look.refresh_from_db()
    explain_time(look=look, answer="A move", by=world.dana, at=MONDAY)
    assert not [one for one in waiting_for(world.dana, MONDAY) if "time" in one.kind]
    (back,) = [one for one in waiting_for(world.sam, MONDAY) if one.kind == "Explained to you"]
    assert back.url == reverse("time-looks")


def test_costs_the_same_for_many_days_as_for_one(world, questions):
    with questions() as asked:
        made = remind(world, MONDAY)
    assert len(made) > 5
    assert len(asked) < 12 + 3 * len(made)
    with questions() as again:
        remind(world, MONDAY)
    assert len(again) <= 12
