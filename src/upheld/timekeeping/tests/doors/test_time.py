"""Time through both doors: the line, entries, timers; a stranger's case; what each page costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.entering import browser, program

from upheld.customers.operations.companies import add_company
from upheld.desk.models import Ticket
from upheld.foundation import clock
from upheld.timekeeping.models import Nickname, TimeEntry, Timer
from upheld.timekeeping.operations.capture import capture

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


def post(client: Client, path: str, body: dict[str, Any]):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


class TestTheLine:
    def test_saves_in_place_and_offers_to_take_it_back(self, world, acme):
        dana = browser(world, "dana")
        answer = dana.post(reverse("capture"), {"line": "acme vpn down 25m"}, headers=IN_PLACE)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "25 m on #1 vpn down" in page
        undo = reverse("capture-undo", args=[1])[:9]
        assert undo in page
        assert TimeEntry.objects.get().seconds == 1500

    def test_works_as_a_plain_form(self, world, acme):
        answer = browser(world, "dana").post(reverse("capture"), {"line": "acme vpn down 25m"})
        assert answer.status_code == 303
        assert Ticket.objects.get().title == "vpn down"

    def test_asks_in_place_keeps_nothing_and_takes_the_corrected_line(self, world, acme):
        add_company(name="Acme Motors", by=world.ana, at=MONDAY)
        dana = browser(world, "dana")
        said = {"line": "acme vpn down 25m", "idempotency_key": "one-page-one-key"}
        answer = dana.post(reverse("capture"), said, headers=IN_PLACE)
        assert answer.status_code == 422
        assert "Acme Motors" in answer.content.decode()
        assert not Ticket.objects.exists()
        said |= {"line": "Acme Motors vpn down 25m", "meant": "acme\tAcme Motors"}
        answer = dana.post(reverse("capture"), said, headers=IN_PLACE)
        assert answer.status_code == 200, answer.content
        assert Nickname.objects.get().words == "acme"

    def test_sent_twice_with_one_key_is_done_once(self, world, acme):
        dana = browser(world, "dana")
        for _ in range(2):
            said = {"line": "acme vpn down 25m", "idempotency_key": "double"}
            assert dana.post(reverse("capture"), said, headers=IN_PLACE).status_code == 200
        assert TimeEntry.objects.count() == 1

    def test_overlaps_are_asked_about_and_set_aside_by_a_button(self, world, acme):
        capture(line="acme vpn down 9:00-9:30", by=world.dana, at=MONDAY)
        dana = browser(world, "dana")
        said = {"line": "#1 9:15-9:45"}
        answer = dana.post(reverse("capture"), said, headers=IN_PLACE)
        assert answer.status_code == 422
        assert 'name="setting_aside" value="overlaps"' in answer.content.decode()
        said["setting_aside"] = "overlaps"
        assert dana.post(reverse("capture"), said, headers=IN_PLACE).status_code == 200

    def test_is_taken_back_by_a_post(self, world, acme):
        dana = browser(world, "dana")
        undo = capture(line="acme vpn down 25m", by=world.dana, at=MONDAY).undo
        assert dana.post(reverse("capture-undo", args=[undo.pk])).status_code == 303
        assert TimeEntry.objects.get().void
        assert browser(world, "theo").post(
            reverse("capture-undo", args=[undo.pk])
        ).status_code == 404  # fmt: skip

    def test_is_taken_back_in_place(self, world, acme):
        undo = capture(line="acme vpn down 25m", by=world.dana, at=MONDAY).undo
        address = reverse("capture-undo", args=[undo.pk])
        answer = browser(world, "dana").post(address, headers=IN_PLACE)
        assert answer.status_code == 200
        assert f'data-taken-back="{address}"' in answer.content.decode()
        assert TimeEntry.objects.get().void

    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_puts_a_ticket_back_to_new(self, world, acme, door):
        capture(line="acme printer jams", by=world.theo, at=MONDAY)
        undo = capture(line="#1 25m", by=world.dana, at=MONDAY).undo
        assert Ticket.objects.get().state == "open"
        if door == "screen":
            browser(world, "dana").post(reverse("capture-undo", args=[undo.pk]))
        else:
            post(program(world, "dana"), f"capture/{undo.pk}/undoing", {})
        assert Ticket.objects.get().state == "new"

    def test_by_a_program(self, world, acme):
        answer = post(program(world, "dana"), "capture", {"line": "acme vpn down 25m !2"})
        assert answer.status_code == 201, answer.content
        made = answer.json()
        assert (made["on_number"], made["entry"]["seconds"], made["opened"]) == (1, 1500, True)
        assert post(program(world, "dana"), f"capture/{made['undo']}/undoing", {}).json() == {
            "taken_back": True
        }

    def test_a_program_is_told_every_doubt(self, world, acme):
        answer = post(program(world, "dana"), "capture", {"line": "zenith vpn 25m"})
        assert (answer.status_code, answer.json()["code"]) == (409, "capture_unclear")

    def test_cannot_reach_a_strangers_ticket(self, world, acme, elsewhere):
        capture(line="acme vpn down 25m", by=world.dana, at=MONDAY)
        key = program(elsewhere, "olga")
        answer = post(key, "capture", {"line": "#1 25m"})
        assert (answer.status_code, answer.json()["code"]) == (409, "capture_unclear")
        assert TimeEntry.objects.count() == 1


class TestReading:
    def test_costs_at_most_four_queries_of_its_own(self, world, acme):
        dana = browser(world, "dana")
        capture(line="acme vpn down 25m", by=world.dana, at=MONDAY)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = dana.get(reverse("capture-read"), {"line": "acme vpn down !1 @theo 25m"})
        page = answer.content.decode()
        assert "Acme Manufacturing" in page
        assert "Theo Marsh" in page
        own = [q for q in asked if any(t in q["sql"] for t in ("customers_", "timekeeping_",
                                                              "people_person"))]  # fmt: skip
        assert len(own) <= 4

    def test_says_nothing_wrong_of_an_empty_line(self, world):
        answer = browser(world, "dana").get(reverse("capture-read"), {"line": " "})
        assert "alert" not in answer.content.decode()

    def test_survives_what_a_keyboard_cannot_type(self, world):
        for line in ("\0 25m", "#99999999999 1h", "x" * 5000, "<script>alert(1)</script> 5m"):
            answer = browser(world, "dana").get(reverse("capture-read"), {"line": line})
            assert answer.status_code == 200
            assert "<script>" not in answer.content.decode()


class TestEntries:
    @pytest.fixture
    def entry(self, world, acme):
        return capture(line="acme vpn down 9:00-9:30", by=world.dana, at=MONDAY).entry

    def test_a_correction_keeps_the_old(self, world, entry):
        answer = browser(world, "dana").post(
            reverse("time-correct", args=[entry.pk]),
            {"day": "2026-03-09", "begins": "09:00", "ends": "09:45", "version": entry.version},
        )
        assert answer.status_code == 303, answer.content
        fresh = TimeEntry.objects.get(void=False)
        assert (fresh.replaces, fresh.seconds) == (entry, 45 * 60)

    def test_a_stale_correction_is_told(self, world, entry):
        answer = browser(world, "dana").post(
            reverse("time-correct", args=[entry.pk]), {"seconds": "20m", "version": "7"}
        )
        assert answer.status_code == 409

    def test_the_end_of_the_calendar_is_no_day(self, world, entry):
        dana = browser(world, "dana")
        typed = {"day": "9999-12-31", "begins": "23:00", "ends": "01:00", "note": "Night shift"}
        answer = dana.post(reverse("time-correct", args=[entry.pk]), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter a year from 1900 to 2199." in page
        assert "Night shift" in page
        assert dana.get(reverse("my-week") + "?day=9999-12-31").status_code == 200

    def test_by_a_program(self, world, entry):
        key = program(world, "dana")
        answer = post(key, f"time/{entry.pk}/correction", {"seconds": 600})
        assert (answer.status_code, answer.json()["replaces"]) == (201, entry.pk)
        again = post(key, f"time/{entry.pk}/correction", {"seconds": 700})
        assert again.json()["code"] == "already_corrected"

    def test_the_hour_that_the_clocks_skip_is_refused(self, world, entry):
        with clock.standing_at(datetime(2026, 3, 30, 10, 0, tzinfo=UTC)):
            answer = browser(world, "dana").post(
                reverse("time-correct", args=[entry.pk]),
                {"day": "2026-03-29", "begins": "01:30", "ends": "03:00"},
            )
        assert answer.status_code == 409
        assert "the clocks skip 01:30" in answer.content.decode()

    def test_a_shift_over_the_change_lasts_as_long_as_it_lasted(self, world, entry):
        with clock.standing_at(datetime(2026, 3, 30, 10, 0, tzinfo=UTC)):
            browser(world, "dana").post(
                reverse("time-correct", args=[entry.pk]),
                {"day": "2026-03-29", "begins": "00:30", "ends": "03:30"},
            )
        assert TimeEntry.objects.get(void=False).seconds == 2 * 3600

    def test_an_end_before_the_start_is_refused_for_a_program(self, world, entry):
        body = {"on": {"kind": "internal"}, "started_at": "2026-03-09T09:00:00Z",
                "ended_at": "2026-03-09T08:00:00Z"}  # fmt: skip
        answer = post(program(world, "dana"), "time", body)
        assert answer.json()["code"] == "ends_before_start"

    def test_logging_for_others_needs_the_right(self, world, acme, entry):
        body = {"on": {"kind": "ticket", "number": 1}, "seconds": 60,
                "person": world.people["theo"].pk}  # fmt: skip
        assert post(program(world, "dana"), "time", body).status_code == 403
        answer = post(program(world, "sam"), "time", body)
        assert answer.json()["person"] == world.people["theo"].pk

    def test_a_technician_sees_their_own_and_the_manager_everybodys(self, world, entry):
        assert program(world, "theo").get("/api/v1/time").json()["items"] == []
        assert program(world, "theo").get(f"/api/v1/time/{entry.pk}").status_code == 404
        assert len(program(world, "sam").get("/api/v1/time").json()["items"]) == 1

    def test_a_stranger_finds_nothing(self, world, entry, elsewhere):
        olga = browser(elsewhere, "olga")
        assert olga.get(reverse("time-correct", args=[entry.pk])).status_code == 404
        assert olga.post(reverse("time-void", args=[entry.pk]), {"reason": "x"}).status_code == 404


class TestTimers:
    def test_run_rest_and_end_in_an_entry(self, world, acme):
        dana = browser(world, "dana")
        dana.post(reverse("capture"), {"line": "acme vpn down", "start_timer": "1"})
        timer = Timer.objects.get()
        with clock.standing_at(MONDAY + timedelta(minutes=10)):
            assert "vpn down" in dana.get(reverse("my-day")).content.decode()
            dana.post(reverse("timer-pause", args=[timer.pk]))
        with clock.standing_at(MONDAY + timedelta(minutes=30)):
            dana.post(reverse("timer-resume", args=[timer.pk]))
        with clock.standing_at(MONDAY + timedelta(minutes=35)):
            answer = dana.post(reverse("timer-stop", args=[timer.pk]))
            assert answer.status_code == 303
            again = dana.post(reverse("timer-stop", args=[timer.pk]))
        entry = TimeEntry.objects.get()
        assert (entry.seconds, entry.started_at) == (15 * 60, None)
        assert again.status_code == 404

    def test_by_a_program(self, world, acme):
        key = program(world, "dana")
        made = post(key, "timers", {"on": {"kind": "internal"}, "note": "Alerts"}).json()
        with clock.standing_at(MONDAY + timedelta(minutes=10)):
            assert key.get("/api/v1/timers").json()[0]["seconds"] == 600
            answer = post(key, f"timers/{made['id']}/stopping", {})
        assert answer.json()["seconds"] == 600

    def test_of_somebody_else_is_not_there(self, world, acme):
        made = post(program(world, "dana"), "timers", {"on": {"kind": "internal"}}).json()
        assert post(program(world, "theo"), f"timers/{made['id']}/pausing", {}).status_code == 404


class TestPages:
    def test_each_costs_a_bounded_number_of_queries(self, world, acme, questions):
        for n in range(5):
            capture(line=f"acme thing {n} 5m", by=world.dana, at=MONDAY - timedelta(hours=n))
        dana = browser(world, "dana")
        for route, most in (
            ("my-day", 22),
            ("my-time", 19),
            ("my-week", 20),
            ("time", 12),
            ("time-new", 7),
        ):
            with questions() as asked:
                assert dana.get(reverse(route)).status_code == 200
            assert len(asked) <= most, (route, len(asked))

    def test_the_form_writes_the_line(self, world, acme):
        said = {"what": "acme vpn down", "day": "2026-03-09", "begins": "08:00", "ends": "08:30"}
        answer = browser(world, "dana").post(reverse("time-new"), said)
        assert answer.status_code == 303, answer.content
        assert TimeEntry.objects.get().started_at == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)

    def test_the_form_keeps_what_was_typed_when_refused(self, world, acme):
        said = {"what": "zenith vpn", "seconds": "25m"}
        answer = browser(world, "dana").post(reverse("time-new"), said)
        assert answer.status_code == 409
        assert "zenith vpn" in answer.content.decode()
