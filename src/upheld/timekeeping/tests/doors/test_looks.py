"""Second looks through both doors, and the rule that decided on the entry's page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.timekeeping.jobs.looking import find_odd
from upheld.timekeeping.models import TimeEntry, TimeLook
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.targets import own_work
from upheld.timekeeping.tests.doors.test_locks import browser, post, program

NOW = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_now():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def look(world):
    log_time(target=own_work("internal", "Stock"), seconds=3600, worked_on=date(2026, 3, 8),
             by=world.dana, at=NOW)  # fmt: skip
    assert find_odd(by=system(world.provider.pk), at=NOW) == "1 to look at"
    return TimeLook.objects.get()


class TestByPage:
    def test_is_shown_with_why_and_passed_in_one_key(self, world, look):
        sam = browser(world, "sam")
        page = sam.get(reverse("time-looks")).content.decode()
        assert "8 March 2026 is a day off for them." in page
        assert 'data-key="f"' in page
        answer = sam.post(reverse("time-look-fine", args=[look.pk]), {"version": look.version})
        assert answer.status_code == 303
        assert "Every entry is right" in sam.get(reverse("time-looks")).content.decode()

    def test_goes_back_with_a_question_and_comes_back_with_an_answer(self, world, look):
        sam, dana = browser(world, "sam"), browser(world, "dana")
        asked = reverse("time-look-ask", args=[look.pk])
        assert sam.post(asked, {"question": ""}).status_code == 422
        assert sam.post(asked, {"question": "On a Sunday?"}).status_code == 303
        assert "On a Sunday?" in dana.get(reverse("my-day")).content.decode()
        explained = reverse("time-look-explain", args=[look.pk])
        assert "On a Sunday?" in dana.get(explained).content.decode()
        assert dana.post(explained, {"answer": "The rack moved"}).status_code == 303
        assert "The rack moved" in sam.get(reverse("time-looks")).content.decode()
        assert browser(world, "theo").get(explained).status_code == 404

    def test_is_not_for_technicians(self, world, look):
        assert browser(world, "dana").get(reverse("time-looks")).status_code == 403

    def test_a_lock_over_it_is_set_aside_by_a_button(self, world, look):
        felix = browser(world, "felix")
        answer = felix.post(reverse("time-locks"), {"through": "2026-03-08"})
        assert answer.status_code == 409
        assert 'value="not_looked_at"' in answer.content.decode()
        said = {"through": "2026-03-08", "setting_aside": "not_looked_at"}
        assert felix.post(reverse("time-locks"), said).status_code == 303


class TestByProgram:
    def test_the_same(self, world, look):
        sam, dana = program(world, "sam"), program(world, "dana")
        (found,) = sam.get("/api/v1/time-looks").json()
        assert [one["code"] for one in found["oddities"]] == ["day_off", "entered_late"]
        asked = post(sam, f"time-looks/{look.pk}/question", {"question": "On a Sunday?"})
        assert asked.json()["state"] == "asked"
        (mine,) = dana.get("/api/v1/time-questions").json()
        told = post(dana, f"time-questions/{mine['id']}/answer", {"answer": "The rack moved"})
        assert told.json()["state"] == "explained"
        assert post(sam, f"time-looks/{look.pk}/passing", {}).json()["state"] == "fine"
        assert post(dana, f"time-looks/{look.pk}/passing", {}).status_code == 403


class TestWhoDecided:
    def test_is_said_on_the_entrys_page_and_to_programs(self, world):
        add_company(name="Acme Manufacturing", by=world.ana, at=NOW)
        entry = capture(line="acme vpn down 25m", by=world.dana, at=NOW).entry
        assert entry is not None
        assert entry.billing_rule == "desk.no_agreement"
        page = browser(world, "dana").get(reverse("time-correct", args=[entry.pk]))
        assert "has no agreement with a monthly price" in page.content.decode()
        said = program(world, "dana").get(f"/api/v1/time/{entry.pk}").json()
        assert "has no agreement" in said["billing_because"]

    def test_follows_the_work_when_it_is_corrected(self, world):
        entry = log_time(target=own_work("training"), seconds=60, by=world.dana, at=NOW)
        assert entry.billing_rule == "own.work"
        entry.refresh_from_db()
        body = {"seconds": 120}
        post(program(world, "dana"), f"time/{entry.pk}/correction", body)
        assert TimeEntry.objects.get(void=False).billing_rule == "own.work"

    def test_the_list_can_show_it(self, world):
        log_time(target=own_work("training"), seconds=60, by=world.dana,
                 at=NOW - timedelta(minutes=1))  # fmt: skip
        shown = browser(world, "dana").get(reverse("time") + "?columns=on,because")
        assert shown.status_code == 200
