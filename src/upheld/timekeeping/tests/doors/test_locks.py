"""Locked time through both doors."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from upheld.foundation import clock
from upheld.foundation.ui.filters import hours
from upheld.people.operations.tokens import issue_token
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.time import correct_time, log_time
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.targets import own_work

NOW = datetime(2026, 4, 9, 15, 0, tzinfo=UTC)
MARCH = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def at_now():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def entry(world):
    return log_time(
        target=own_work("internal", "Stock"), seconds=3600, worked_on=date(2026, 3, 30),
        by=world.dana, at=NOW,
    )  # fmt: skip


def browser(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who].user)
    return client


def program(world, who: str) -> Client:
    _, secret = issue_token(person=world.people[who], name="t", by=world.ana, at=NOW)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: dict[str, Any]):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


class TestByPage:
    def test_finance_locks_and_the_owner_unlocks(self, world, entry):
        felix, ana = browser(world, "felix"), browser(world, "ana")
        answer = felix.post(reverse("time-locks"), {"through": "2026-03-31"})
        assert answer.status_code == 303, answer.content
        assert "Settled up to" in felix.get(reverse("time-locks")).content.decode()
        assert felix.get(reverse("time-unlock")).status_code == 403
        assert ana.post(reverse("time-unlock"), {"reason": ""}).status_code == 422
        said = {"through": "2026-03-15", "reason": "A week was forgotten"}
        assert ana.post(reverse("time-unlock"), said).status_code == 303
        assert "A week was forgotten" in felix.get(reverse("time-locks")).content.decode()
        assert locked_through() == date(2026, 3, 15)

    def test_a_refused_day_is_kept_in_the_form(self, world):
        answer = browser(world, "felix").post(reverse("time-locks"), {"through": "2026-04-09"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "is not over for everybody" in page
        assert "2026-04-09" in page

    def test_a_manager_looks_and_does_not_lock(self, world):
        sam = browser(world, "sam")
        assert sam.get(reverse("time-locks")).status_code == 200
        assert sam.post(reverse("time-locks"), {"through": "2026-03-31"}).status_code == 403
        assert browser(world, "dana").get(reverse("time-locks")).status_code == 403

    def test_the_entrys_page_says_what_became_of_it(self, world, entry):
        lock_time(through=MARCH, by=world.felix, at=NOW)
        dana, minus = browser(world, "dana"), hours(-900)
        path = reverse("time-correct", args=[entry.pk])
        assert "It stays as it is" in dana.get(path).content.decode()
        said = {"day": "2026-03-30", "seconds": "45m", "version": entry.version}
        assert dana.post(path, said).status_code == 303
        fresh = TimeEntry.objects.get(adjusts=entry)
        assert (fresh.seconds, fresh.worked_on) == (-900, date(2026, 4, 1))
        assert minus in dana.get(path).content.decode()
        own = dana.get(reverse("time-correct", args=[fresh.pk])).content.decode()
        assert "This entry adjusts another" in own
        day = dana.get(reverse("my-day") + "?day=2026-04-01").content.decode()
        assert "Corrections of locked time" in day
        assert minus in browser(world, "sam").get(
            reverse("time") + "?adjusts=yes"
        ).content.decode()  # fmt: skip


class TestByProgram:
    def test_the_same(self, world, entry):
        felix, ana = program(world, "felix"), program(world, "ana")
        assert post(felix, "time-locks", {"through": "2026-03-31"}).status_code == 201
        again = post(felix, "time-locks", {"through": "2026-03-31"})
        assert (again.status_code, again.json()["code"]) == (409, "locked_already")
        found = felix.get("/api/v1/time-locks").json()
        assert (found["through"], found["latest"]) == ("2026-03-31", "2026-04-08")
        made = post(program(world, "dana"), f"time/{entry.pk}/correction", {"seconds": 600}).json()
        assert (made["seconds"], made["adjusts"]) == (-3000, entry.pk)
        assert post(felix, "time-locks/moving-back", {"reason": "x"}).status_code == 403
        opened = post(ana, "time-locks/moving-back", {"reason": "Look again"})
        assert (opened.status_code, opened.json()["through"]) == (201, None)

    def test_a_locked_day_is_refused_by_name(self, world, entry):
        lock_time(through=MARCH, by=world.felix, at=NOW)
        body = {"on": {"kind": "internal"}, "seconds": 60, "worked_on": "2026-03-31"}
        answer = post(program(world, "dana"), "time", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "time_locked")

    def test_lists_tell_adjustments(self, world, entry):
        lock_time(through=MARCH, by=world.felix, at=NOW)
        correct_time(entry=entry, seconds=60, by=world.dana, at=NOW)
        found = program(world, "sam").get("/api/v1/time?adjusts=yes").json()["items"]
        assert [one["adjusts"] for one in found] == [entry.pk]
