"""Calls: house rules first, one at a time, and what they probably were in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import program as entered

from upheld.customers.operations.companies import add_company, add_house_rule
from upheld.customers.operations.contacts import add_contact
from upheld.desk.models import Call
from upheld.desk.operations.calls import CallWords, begin_call, change_call, end_call, log_call
from upheld.desk.rules.calls import line_of_call
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.proposals import log_proposal
from upheld.timekeeping.queries.proposals import proposals_of

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"
MINUTES = timedelta(minutes=12)
MORNINGS = {str(day): [["00:00", "11:00"]] for day in range(7)}


@pytest.fixture
def ruth(world, acme):
    return add_contact(company=acme, name="Ruth Adler", email="r2@acme.example", by=world.ana,
                       at=MONDAY)  # fmt: skip


def proposed(world, who="dana"):
    person = world.people[who]
    at = MONDAY + timedelta(hours=6)
    return proposals_of(person, world.actors[who], [MONDAY.date()], "Europe/London", at)


class TestACall:
    def test_runs_until_it_is_ended_and_is_then_proposed(self, world, acme, vpn, ruth):
        words = CallWords(acme, ruth, vpn, note="Printer")
        call = begin_call(words=words, by=world.dana, at=MONDAY)
        assert not [one for one in proposed(world) if one.key.startswith("call")]
        end_call(call=call, note="Solved", by=world.dana, at=MONDAY + MINUTES)
        (one,) = [one for one in proposed(world) if one.key.startswith("call")]
        assert (one.seconds, one.why, one.note) == (720, "Call with Ruth Adler", "Solved")
        assert one.target.id == vpn.pk
        log_proposal(key=one.key, day=MONDAY.date(), by=world.dana,
                     at=MONDAY + timedelta(hours=1))  # fmt: skip
        entry = TimeEntry.objects.get()
        assert (entry.started_at, entry.seconds) == (MONDAY, 720)
        assert not [one for one in proposed(world) if one.key.startswith("call")]

    def test_is_one_at_a_time_for_a_person(self, world, acme):
        begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as twice:
            begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        assert twice.value.code == "call_running"
        begin_call(words=CallWords(acme), by=world.theo, at=MONDAY)

    def test_that_is_over_is_kept_at_once(self, world, acme, vpn):
        call = log_call(words=CallWords(acme, ticket=vpn), lasted=MINUTES, by=world.dana, at=MONDAY)
        assert (call.started_at, call.ended_at) == (MONDAY - MINUTES, MONDAY)

    def test_that_was_forgotten_asks_how_long_it_lasted(self, world, acme):
        call = begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        later = MONDAY + timedelta(days=1)
        with pytest.raises(Refused) as refused:
            end_call(call=call, by=world.dana, at=later)
        assert "lasted" in refused.value.fields
        assert end_call(call=call, lasted=MINUTES, by=world.dana, at=later).seconds == 720
        assert end_call(call=call, by=world.dana, at=later).seconds == 720

    def test_cannot_end_later_than_now(self, world, acme):
        call = begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            end_call(call=call, lasted=MINUTES, by=world.dana, at=MONDAY + timedelta(minutes=2))
        assert "lasted" in refused.value.fields

    def test_is_its_person_s_own(self, world, acme):
        call = begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        for change in (
            lambda: end_call(call=call, by=world.theo, at=MONDAY),
            lambda: change_call(call=call, note="x", by=world.theo, at=MONDAY),
        ):
            with pytest.raises(Refused) as refused:
                change()
            assert refused.value.status == 403

    def test_speaks_of_its_customer_alone(self, world, acme, vpn, ruth):
        other = add_company(name="Halcyon", by=world.ana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            begin_call(words=CallWords(other, ruth, vpn), by=world.dana, at=MONDAY)
        assert set(refused.value.fields) == {"contact", "ticket"}


class TestHouseRules:
    @pytest.fixture
    def rule(self, world, acme, ruth):
        return add_house_rule(company=acme, words="Never before eleven", told_by="Ruth",
                              champion=ruth, means=("call",), hours=MORNINGS, by=world.ana,
                              at=MONDAY)  # fmt: skip

    def test_stop_a_call_in_a_forbidden_hour_unless_the_champion_said_so(
        self, world, acme, ruth, rule
    ):
        with pytest.raises(Refused) as refused:
            begin_call(words=CallWords(acme), by=world.dana, at=MONDAY)
        assert refused.value.code == "house_rule"
        assert "Never before eleven" in refused.value.reasons[0].why
        with pytest.raises(Refused) as silent:
            begin_call(words=CallWords(acme, released_by=ruth), by=world.dana, at=MONDAY)
        assert "released_because" in silent.value.fields
        words = CallWords(acme, released_by=ruth, released_because="Today is fine")
        assert begin_call(words=words, by=world.dana, at=MONDAY).released_by == ruth

    def test_say_nothing_where_they_rang_or_it_is_over_or_late_enough(self, world, acme, rule):
        log_call(words=CallWords(acme), lasted=MINUTES, by=world.dana, at=MONDAY)
        came = begin_call(words=CallWords(acme, came_in=True), by=world.dana, at=MONDAY)
        end_call(call=came, by=world.dana, at=MONDAY + MINUTES)
        begin_call(words=CallWords(acme), by=world.dana, at=MONDAY + timedelta(hours=2))

    def test_stand_on_the_page_before_the_call(self, world, acme, rule, browser):
        url = reverse("call-new", args=[acme.number])
        shown = browser("dana").get(url).content.decode()
        assert shown.count("Never before eleven") >= 2
        assert shown.index("Never before eleven") < shown.index("Begin the call")
        refused = browser("dana").post(url, {"note": "Printer"})
        assert refused.status_code == 409
        assert 'value="Printer"' in refused.content.decode()
        assert not Call.objects.exists()


class TestTheDoors:
    def test_the_key_leads_from_customer_and_ticket_to_a_call(self, world, acme, vpn, browser):
        dana = browser("dana")
        for page in (reverse("customer", args=[acme.number]), reverse("ticket", args=[vpn.number])):
            assert 'data-key="p"' in dana.get(page).content.decode()
        url = reverse("call-new", args=[acme.number])
        began = dana.post(url, {"ticket": vpn.number})
        call = Call.objects.get()
        assert began["Location"] == reverse("call", args=[call.pk])
        assert "In the call" in dana.get(began["Location"]).content.decode()
        again = dana.post(url, {})
        assert again.status_code == 409
        ended = dana.post(reverse("call-end", args=[call.pk]),
                          {"note": "Solved", "version": call.version})  # fmt: skip
        assert ended.status_code == 303
        assert "This was probably" in dana.get(began["Location"]).content.decode()
        assert "Solved" in dana.get(reverse("ticket", args=[vpn.number])).content.decode()

    def test_a_call_on_no_ticket_offers_the_line_and_a_ticket(self, world, acme, vpn, browser):
        dana = browser("dana")
        dana.post(reverse("call-new", args=[acme.number]), {"lasted": "12m", "note": "New phone"})
        call = Call.objects.get()
        shown = dana.get(reverse("call", args=[call.pk])).content.decode()
        line = "Acme Manufacturing 09:48-10:00 New phone"
        assert line in shown
        said = {"ticket": vpn.number, "note": "VPN again", "contact": "", "version": call.version}
        assert dana.post(reverse("call-change", args=[call.pk]), said).status_code == 303
        assert "This was probably 12" in dana.get(reverse("call", args=[call.pk])).content.decode()
        saved = dana.post(reverse("capture"), {"line": line})
        assert saved.status_code in {200, 303}
        assert TimeEntry.objects.get().seconds == 720

    def test_where_some_of_the_day_is_logged_the_line_is_offered_until_the_call_is_too(
        self, world, acme, vpn, browser
    ):
        dana = browser("dana")
        capture(line=f"#{vpn.number} 5m", by=world.dana, at=MONDAY)
        said = {"lasted": "12m", "ticket": vpn.number}
        dana.post(reverse("call-new", args=[acme.number]), said)
        page = reverse("call", args=[Call.objects.get().pk])
        assert f"#{vpn.number} 09:48-10:00" in dana.get(page).content.decode()
        capture(line=f"#{vpn.number} 9:48-10:00", by=world.dana, at=MONDAY)
        assert "Log it" not in dana.get(page).content.decode()

    @pytest.mark.parametrize(("said", "status"), [
        ({"lasted": "13h"}, 422), ({"lasted": "soon"}, 422), ({"contact": "999999"}, 404),
        ({"ticket": "999999"}, 404), ({"contact": "x"}, 422), ({"note": "x" * 1001}, 422),
    ])  # fmt: skip
    def test_nonsense_is_refused(self, world, acme, browser, said, status):
        url = reverse("call-new", args=[acme.number])
        assert browser("dana").post(url, said).status_code == status
        assert not Call.objects.exists()

    def test_by_a_program(self, world, acme, vpn, program, elsewhere):
        dana = program("dana")
        body = {"company": acme.number, "ticket": vpn.number, "note": "Printer"}
        began = dana.post("/api/v1/calls", body, JSON)
        assert (began.status_code, began.json()["ended_at"]) == (201, None)
        path = f"/api/v1/calls/{began.json()['id']}"
        changed = dana.patch(path, {"ticket": None}, JSON).json()
        assert (changed["ticket"], changed["note"]) == (None, "Printer")
        theirs = program("theo").post(f"{path}/ending", {}, JSON)
        assert theirs.status_code == 403
        assert dana.post(f"{path}/ending", {"note": "Done"}, JSON).json()["note"] == "Done"
        listed = dana.get(f"/api/v1/customers/{acme.number}/calls").json()
        assert [one["note"] for one in listed] == ["Done"]
        stranger = entered(elsewhere, "olga")
        assert stranger.get(path).status_code == 404
        assert stranger.patch(path, {}, content_type=JSON).status_code == 404


def test_the_line_of_a_call_says_its_day_where_it_was_not_today():
    late = datetime(2026, 7, 1, 22, 58, tzinfo=UTC)
    line = line_of_call("#12", " a\n b ", late, late, "Europe/London", late + timedelta(hours=9))
    assert line == "#12 2026-07-01 23:58-23:59 a b"
    assert line_of_call("Acme", "", late, late, "Europe/London", late) == "Acme 23:58-23:59"
