"""Idle time is taken out of a timer: to a moment, resting or going on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from upheld.foundation import clock
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import TimeEntry, Timer
from upheld.timekeeping.operations.timers import (
    pause_timer,
    resume_timer,
    seconds_of,
    start_timer,
    stop_timer,
    trim_timer,
)
from upheld.timekeeping.targets import own_work
from upheld.timekeeping.tests.doors.test_locks import browser, post, program

BEGUN = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def timer(world):
    return start_timer(target=own_work("internal"), by=world.dana, at=BEGUN)


def after(minutes: int) -> datetime:
    return BEGUN + minutes * MINUTE


def test_rests_with_what_ran_until_then(world, timer):
    timer = trim_timer(timer=timer, until=after(20), by=world.dana, at=after(50))
    assert (timer.gathered_seconds, timer.started_at) == (1200, None)
    said = json.loads(RecordEntry.objects.get(event="timekeeping.timer.trimmed").body)["data"]
    assert (said["trimmed_seconds"], said["goes_on"]) == (1800, False)
    entry = stop_timer(timer=timer, by=world.dana, at=after(60))
    assert (entry.seconds, entry.started_at) == (1200, None)


def test_goes_on_from_now(world, timer):
    timer = trim_timer(timer=timer, until=after(20), go_on=True, by=world.dana, at=after(50))
    assert seconds_of(timer, after(55)) == 25 * 60


def test_keeps_what_it_gathered_before_it_was_started_last(world, timer):
    pause_timer(timer=timer, by=world.dana, at=after(10))
    timer = resume_timer(timer=Timer.objects.get(), by=world.dana, at=after(30))
    # An idle device may point to before the start on another one.
    timer = trim_timer(timer=timer, until=after(5), by=world.dana, at=after(60))
    assert timer.gathered_seconds == 600


def test_says_why_not(world, timer):
    with pytest.raises(Refused, match="in_the_future"):
        trim_timer(timer=timer, until=after(51), by=world.dana, at=after(50))
    with pytest.raises(Refused, match="not_found"):
        trim_timer(timer=timer, until=after(5), by=world.theo, at=after(50))
    trim_timer(timer=timer, until=after(5), by=world.dana, at=after(50))
    with pytest.raises(Refused, match="timer_rests"):
        trim_timer(timer=timer, until=after(5), by=world.dana, at=after(50))
    stop_timer(timer=timer, by=world.dana, at=after(50))
    with pytest.raises(Refused, match="timer_ended"):
        trim_timer(timer=timer, until=after(5), by=world.dana, at=after(50))


def test_through_both_doors(world, timer):
    with clock.standing_at(after(50)):
        dana = browser(world, "dana")
        path = f"/timers/{timer.pk}/trimming"
        assert dana.post(path, {"until": "soon"}).status_code == 422
        assert dana.post(path, {"idle_seconds": "1800", "go_on": "1"}).status_code == 303
        assert seconds_of(Timer.objects.get(), after(50)) == 1200
        key = program(world, "dana")
        both = {"idle_seconds": 60, "until": "2026-03-09T10:00:00Z"}
        assert post(key, f"timers/{timer.pk}/trimming", both).status_code == 422
        done = post(key, f"timers/{timer.pk}/trimming", {"idle_seconds": 0}).json()
        assert (done["seconds"], done["running"]) == (1200, False)
    assert not TimeEntry.objects.exists()


def test_one_that_ran_into_the_night_is_asked_about(world, timer):
    dana = browser(world, "dana")
    with clock.standing_at(after(60)):
        page = _day(dana)
        assert "ran past the end" not in page
        assert 'id="idle"' in page
    with clock.standing_at(BEGUN + timedelta(hours=23)):
        page = _day(dana)
        assert "It ran past the end of your working day at 17:30" in page
        until = "2026-03-09T17:30:00+00:00"
        assert until in page
        answer = dana.post(f"/timers/{timer.pk}/trimming", {"until": until})
        assert answer.status_code == 303
        assert Timer.objects.get().gathered_seconds == 7 * 3600 + 1800
        assert "ran past the end" not in _day(dana)


def _day(client) -> str:
    return client.get(reverse("my-day")).content.decode()
