"""What goes wrong on a real day: two devices, clocks that differ, entries that cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.foundation import clock
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import TimeEntry, Timer
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.time import correct_time, log_time
from upheld.timekeeping.operations.timers import (
    discard_timer,
    pause_timer,
    resume_timer,
    start_timer,
    stop_timer,
)
from upheld.timekeeping.targets import own_work

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def timer(world):
    return start_timer(target=own_work("internal"), by=world.dana, at=MONDAY)


class TestTwoDevices:
    def test_stop_one_timer_and_one_entry_comes_of_it(self, world, timer):
        on_phone = Timer.objects.get(pk=timer.pk)
        stop_timer(timer=timer, by=world.dana, at=MONDAY + HOUR)
        with pytest.raises(Refused) as refused:
            stop_timer(timer=on_phone, by=world.dana, at=MONDAY + HOUR)
        assert refused.value.code == "timer_ended"
        assert TimeEntry.objects.get().seconds == 3600

    def test_the_second_page_is_told_where_the_time_is(self, world, timer):
        laptop, phone = browser(world, "dana"), browser(world, "dana")
        with clock.standing_at(MONDAY + HOUR):
            assert laptop.post(reverse("timer-stop", args=[timer.pk])).status_code == 303
            for route in ("timer-stop", "timer-pause", "timer-resume", "timer-discard"):
                answer = phone.post(reverse(route, args=[timer.pk]))
                assert answer.status_code in {404, 409}, route
        assert TimeEntry.objects.count() == 1

    def test_starting_on_the_second_lets_the_first_rest(self, world, timer):
        start_timer(target=own_work("training"), by=world.dana, at=MONDAY + HOUR)
        first = Timer.objects.get(pk=timer.pk)
        assert (first.started_at, first.gathered_seconds) == (None, 3600)
        assert Timer.objects.filter(ended_at=None).exclude(started_at=None).count() == 1


class TestClocksThatDiffer:
    def test_a_server_that_is_behind_stops_it_all_the_same(self, world, timer):
        entry = stop_timer(timer=timer, by=world.dana, at=MONDAY - timedelta(seconds=3))
        assert (entry.seconds, entry.started_at) == (1, MONDAY - timedelta(seconds=4))

    def test_a_server_that_is_behind_takes_nothing_away(self, world, timer):
        pause_timer(timer=timer, by=world.dana, at=MONDAY + HOUR)
        timer.refresh_from_db()
        resume_timer(timer=timer, by=world.dana, at=MONDAY + 2 * HOUR)
        timer.refresh_from_db()
        entry = stop_timer(timer=timer, by=world.dana, at=MONDAY + HOUR)
        assert entry.seconds == 3600

    def test_a_device_that_is_ahead_cannot_log_what_has_not_come(self, world):
        with clock.standing_at(MONDAY):
            answer = program(world, "dana").post(
                "/api/v1/time",
                {"on": {"kind": "internal"}, "seconds": 600,
                 "started_at": "2026-03-09T10:30:00Z"},
                content_type="application/json",
            )  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (409, "in_the_future")

    def test_a_line_that_waited_is_of_the_day_on_which_it_was_typed(self, world):
        with clock.standing_at(MONDAY):
            said = {"line": "internal 25m", "typed_ago": str(2 * 24 * 3600)}
            browser(world, "dana").post(reverse("capture"), said)
        assert TimeEntry.objects.get().worked_on == date(2026, 3, 7)


class TestEntriesThatCannotBe:
    @pytest.mark.parametrize("seconds", [24 * 3600 + 1, 10**9])
    def test_longer_than_a_day_by_every_way(self, world, timer, seconds):
        entry = log_time(target=own_work("internal"), seconds=60, by=world.dana, at=MONDAY)
        yesterday = date(2026, 3, 8)
        tries = (
            lambda: log_time(
                target=own_work("internal"), seconds=seconds, worked_on=yesterday, by=world.dana,
                at=MONDAY),
            lambda: correct_time(entry=entry, seconds=seconds, by=world.dana, at=MONDAY),
            lambda: stop_timer(timer=timer, seconds=seconds, by=world.dana, at=MONDAY),
        )  # fmt: skip
        for one in tries:
            with pytest.raises(Refused) as refused:
                one()
            assert refused.value.code == "longer_than_a_day"
        assert TimeEntry.objects.get().void is False

    def test_a_timer_left_on_over_a_day_asks_how_long_it_was(self, world, timer):
        later = MONDAY + timedelta(hours=25)
        with pytest.raises(Refused) as refused:
            stop_timer(timer=timer, by=world.dana, at=later)
        assert refused.value.code == "timer_too_long"
        assert stop_timer(timer=timer, seconds=5400, by=world.dana, at=later).seconds == 5400

    def test_a_timer_left_on_can_be_discarded(self, world, timer):
        discard_timer(timer=timer, by=world.dana, at=MONDAY + timedelta(days=400))
        assert not TimeEntry.objects.exists()

    def test_two_at_once_are_asked_about_and_kept_when_both_were_done(self, world):
        capture(line="internal 9:00-9:40", by=world.dana, at=MONDAY)
        again = {"line": "training 9:30-10:00", "by": world.dana, "at": MONDAY}
        with pytest.raises(Refused) as refused:
            capture(**again)
        assert [one.code for one in refused.value.cautions] == ["overlaps"]
        capture(**again, setting_aside=frozenset({"overlaps"}))
        assert TimeEntry.objects.count() == 2

    def test_a_timer_over_logged_time_is_asked_about_too(self, world, timer):
        capture(line="internal 10:10-10:20", by=world.dana, at=MONDAY + HOUR)
        with pytest.raises(Refused) as refused:
            stop_timer(timer=timer, by=world.dana, at=MONDAY + HOUR)
        assert [one.code for one in refused.value.cautions] == ["overlaps"]
        assert Timer.objects.get().ended_at is None
