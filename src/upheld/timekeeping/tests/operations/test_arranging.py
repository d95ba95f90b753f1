"""Entries moved, split, merged and copied, by operation and through both doors."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse

from upheld.foundation import clock
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.arranging import (
    duplicate_time,
    merge_time,
    move_time,
    split_time,
)
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.targets import own_work
from upheld.timekeeping.tests.doors.test_locks import browser, post, program

NOW = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
STOCK = own_work("internal", "Stock")
HOUR = 3600


@pytest.fixture(autouse=True)
def at_now():
    with clock.standing_at(NOW):
        yield


def log(world, who: str = "dana", hour: int = 0, seconds: int = HOUR, target=STOCK):
    begun = NINE + timedelta(hours=hour)
    return log_time(
        target=target, seconds=seconds, started_at=begun, note=f"{hour}", by=world.actors[who],
        at=NOW,
    )  # fmt: skip


def standing() -> list[tuple[datetime | None, int]]:
    rows = TimeEntry.objects.filter(void=False).order_by("started_at", "pk")
    return list(rows.values_list("started_at", "seconds"))


def total() -> int:
    found: int = TimeEntry.objects.filter(void=False).aggregate(all=Sum("seconds"))["all"]
    return found


class TestOperations:
    def test_a_moved_one_lasts_as_long(self, world):
        fresh = move_time(entry=log(world), started_at=NINE + timedelta(hours=3), by=world.dana,
                          at=NOW)  # fmt: skip
        assert (fresh.seconds, standing()) == (HOUR, [(NINE + timedelta(hours=3), HOUR)])

    def test_a_moved_one_is_asked_about_where_it_overlaps(self, world):
        log(world, hour=3)
        with pytest.raises(Refused, match="cautioned"):
            move_time(entry=log(world), started_at=NINE + timedelta(hours=3), by=world.dana, at=NOW)

    def test_a_split_one_is_two_and_the_old_is_kept(self, world):
        old = log(world)
        first, second = split_time(
            entry=old, after_seconds=900, second_note="Phone", by=world.dana, at=NOW
        )
        assert standing() == [(NINE, 900), (NINE + timedelta(minutes=15), 2700)]
        assert (first.note, second.note, first.replaces, second.replaces) == (
            "0",
            "Phone",
            old,
            old,
        )
        assert RecordEntry.objects.filter(event="timekeeping.time.corrected").count() == 2
        with pytest.raises(Refused, match="outside_the_entry"):
            split_time(entry=first, after_seconds=900, by=world.dana, at=NOW)
        with pytest.raises(Refused, match="already_corrected"):
            split_time(entry=old, after_seconds=60, by=world.dana, at=NOW)

    def test_a_full_day_can_be_split(self, world):
        old = log_time(
            target=STOCK, seconds=24 * HOUR, worked_on=NINE.date(), by=world.dana, at=NOW
        )
        split_time(entry=old, after_seconds=HOUR, by=world.dana, at=NOW)
        assert total() == 24 * HOUR

    def test_merged_ones_are_one(self, world):
        entries = [log(world), log(world, hour=1), log(world, hour=2)]
        whole = merge_time(entries=entries, by=world.dana, at=NOW)
        assert standing() == [(NINE, 3 * HOUR)]
        assert whole.note == "0; 1; 2"
        with pytest.raises(Refused, match="already_corrected"):
            merge_time(entries=entries, by=world.dana, at=NOW)
        with pytest.raises(Refused, match="too_few"):
            merge_time(entries=[whole, whole], by=world.dana, at=NOW)

    def test_only_alike_ones_of_ones_own(self, world):
        mine, other = log(world), log(world, hour=1, target=own_work("training"))
        with pytest.raises(Refused, match="not_alike"):
            merge_time(entries=[mine, other], by=world.dana, at=NOW)
        with pytest.raises(Refused, match="not_allowed"):
            merge_time(entries=[mine, log(world, "theo")], by=world.dana, at=NOW)
        with pytest.raises(Refused, match="not_alike"):
            merge_time(entries=[mine, log(world, "marek")], by=world.sam, at=NOW)
        assert total() == 4 * HOUR

    def test_a_copy_has_the_same_hour_on_another_day(self, world):
        fresh = duplicate_time(entry=log(world), day=date(2026, 3, 11), by=world.dana, at=NOW)
        assert (fresh.started_at, fresh.seconds) == (NINE - timedelta(days=1), HOUR)
        assert (fresh.entered_at, fresh.replaces) == (NOW, None)
        with pytest.raises(Refused, match="in_the_future"):
            duplicate_time(entry=fresh, day=date(2026, 3, 20), by=world.dana, at=NOW)
        with pytest.raises(Refused, match="cautioned"):
            duplicate_time(entry=fresh, day=NINE.date(), by=world.dana, at=NOW)

    def test_locked_time_stays_in_one_piece(self, world):
        one, two = log(world), log(world, hour=1)
        lock_time(through=NINE.date(), by=world.felix, at=NOW)
        for change in (
            lambda: split_time(entry=one, after_seconds=60, by=world.dana, at=NOW),
            lambda: merge_time(entries=[one, two], by=world.dana, at=NOW),
        ):
            with pytest.raises(Refused, match="time_locked"):
                change()
        assert duplicate_time(entry=one, day=NOW.date(), by=world.dana, at=NOW).seconds == HOUR


class TestDoors:
    def test_by_page(self, world):
        one = log(world)
        log(world, hour=1)
        dana = browser(world, "dana")
        page = dana.get(reverse("time-correct", args=[one.pk])).content.decode()
        assert "Merge it with the others" in page
        assert dana.post(reverse("time-merge", args=[one.pk])).status_code == 303
        (whole,) = TimeEntry.objects.filter(void=False)
        path = reverse("time-split", args=[whole.pk])
        assert dana.post(path, {"after_seconds": ""}).status_code == 422
        assert (
            dana.post(path, {"after_seconds": "30m", "version": whole.version}).status_code == 303
        )
        assert [one[1] for one in standing()] == [1800, 5400]
        last = TimeEntry.objects.filter(void=False).latest("pk")
        path = reverse("time-copy", args=[last.pk])
        assert dana.post(path, {"day": "2026-03-11"}).status_code == 303
        assert browser(world, "theo").post(path, {"day": "2026-03-10"}).status_code == 404

    def test_by_program(self, world):
        one, key = log(world), program(world, "dana")
        moved = post(key, f"time/{one.pk}/moving", {"started_at": "2026-03-12T11:00:00Z"}).json()
        first, second = post(key, f"time/{moved['id']}/splitting", {"after_seconds": 600}).json()
        assert (first["seconds"], second["seconds"]) == (600, 3000)
        whole = post(key, f"time/{first['id']}/merging", {"others": [second["id"]]})
        assert (whole.status_code, whole.json()["seconds"]) == (201, HOUR)
        again = post(key, f"time/{whole.json()['id']}/copying", {"day": "2026-03-10"})
        assert again.json()["worked_on"] == "2026-03-10"
        assert post(key, f"time/{one.pk}/merging", {"others": []}).status_code == 422
