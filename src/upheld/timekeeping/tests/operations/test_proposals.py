"""What is proposed as time: from meetings and answers, logged or declined by one's own click."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.customers.operations.companies import add_company
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.foundation import clock
from upheld.foundation.refusals import Refused
from upheld.selling.operations.deals import open_deal
from upheld.selling.operations.meetings import MeetingPlan, cancel_meeting, plan_meeting
from upheld.timekeeping.models import DeclinedProposal, TimeEntry
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.proposals import decline_proposal, log_proposal
from upheld.timekeeping.operations.time import void_time
from upheld.timekeeping.operations.timers import start_timer
from upheld.timekeeping.queries.proposals import proposals_of
from upheld.timekeeping.targets import find_target

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
EVENING = MONDAY + timedelta(hours=8)
DAY = date(2026, 3, 9)


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


@pytest.fixture
def meeting(world, acme):
    deal = open_deal(
        company=acme, title="Refresh", owner=world.people["lena"], engineer=world.people["marek"],
        one_off_minor=100_000, by=world.lena, at=MONDAY,
    )  # fmt: skip
    plan = MeetingPlan("First look", MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2))
    seats = {world.people["lena"]: "lead"}
    return plan_meeting(deal=deal, plan=plan, seats=seats, by=world.lena, at=MONDAY)


@pytest.fixture
def answered(world, acme):
    ticket = open_ticket(title="vpn down", company=acme, by=world.dana, at=MONDAY)
    for minutes in (60, 90, 240):
        moment = MONDAY + timedelta(minutes=minutes)
        reply_to_ticket(ticket=ticket, text="Done.", by=world.dana, at=moment)
    return ticket


def proposed(world, who, at=EVENING, day=DAY):
    return proposals_of(world.people[who], getattr(world, who), [day], "UTC", at)


class TestWhatIsProposed:
    def test_a_meeting_to_whoever_went_once_it_is_over(self, world, meeting):
        (one,) = proposed(world, "lena")
        assert (one.target.kind, one.started_at, one.seconds) == (
            "deal", MONDAY + timedelta(hours=1), 3600)  # fmt: skip
        assert one.why.endswith("First look")
        assert proposed(world, "lena", MONDAY + timedelta(minutes=90)) == []
        assert proposed(world, "dana") == []

    def test_not_a_meeting_that_was_called_off(self, world, meeting):
        cancel_meeting(meeting=meeting, reason="They are ill", by=world.lena, at=MONDAY)
        assert proposed(world, "lena") == []

    def test_answers_by_sitting(self, world, answered):
        first, second = proposed(world, "dana")
        assert (first.started_at, first.seconds) == (MONDAY + timedelta(minutes=50), 2400)
        assert (second.started_at, second.seconds) == (MONDAY + timedelta(minutes=230), 600)
        assert first.why == "Wrote on #1, 2 times"

    def test_not_what_is_logged_with_its_hours(self, world, answered):
        capture(line="#1 10:00-10:30", by=world.dana, at=EVENING)
        (one,) = proposed(world, "dana")
        assert one.started_at == MONDAY + timedelta(minutes=230)

    def test_not_what_is_logged_that_day_without_an_hour(self, world, answered):
        capture(line="#1 25m", by=world.dana, at=EVENING)
        assert proposed(world, "dana") == []

    def test_not_what_a_timer_runs_on(self, world, answered):
        target = find_target(world.dana, "ticket", answered.number)
        assert target is not None
        start_timer(target=target, by=world.dana, at=EVENING)
        assert proposed(world, "dana") == []

    def test_not_of_locked_days_and_of_long_ago(self, world, answered):
        later = EVENING + timedelta(days=14)
        assert len(proposed(world, "dana", later)) == 2
        assert proposed(world, "dana", later + timedelta(days=1)) == []
        lock_time(through=DAY, by=world.felix, at=EVENING + timedelta(days=3))
        assert proposed(world, "dana", EVENING + timedelta(days=3)) == []

    def test_not_to_anybody_else(self, world, answered):
        assert proposals_of(world.people["dana"], world.sam, [DAY], "UTC", EVENING) == []


class TestOneClick:
    def test_logs_it_and_it_is_not_proposed_until_taken_out_again(self, world, answered):
        key = proposed(world, "dana")[0].key
        entry = log_proposal(key=key, day=DAY, by=world.dana, at=EVENING)
        assert (entry.started_at, entry.seconds, entry.on_id) == (
            MONDAY + timedelta(minutes=50), 2400, answered.pk)  # fmt: skip
        with pytest.raises(Refused) as twice:
            log_proposal(key=key, day=DAY, by=world.dana, at=EVENING)
        assert twice.value.code == "not_proposed"
        void_time(entry=entry, reason="A slip", by=world.dana, at=EVENING)
        assert proposed(world, "dana")[0].key == key

    def test_says_what_it_would_overlap(self, world, answered):
        capture(line="internal 9:45-10:15", by=world.dana, at=EVENING)
        key = proposed(world, "dana")[0].key
        with pytest.raises(Refused) as refused:
            log_proposal(key=key, day=DAY, by=world.dana, at=EVENING)
        assert refused.value.code == "cautioned"
        log_proposal(
            key=key, day=DAY, setting_aside=frozenset({"overlaps"}), by=world.dana, at=EVENING
        )

    def test_declines_it_for_good(self, world, answered):
        key = proposed(world, "dana")[0].key
        for _ in range(2):
            decline_proposal(key=key, day=DAY, by=world.dana, at=EVENING)
        assert DeclinedProposal.objects.count() == 1
        assert key not in [one.key for one in proposed(world, "dana")]
        assert not TimeEntry.objects.exists()

    def test_nobody_declines_what_is_not_theirs(self, world, answered):
        key = proposed(world, "dana")[0].key
        with pytest.raises(Refused):
            decline_proposal(key=key, day=DAY, by=world.sam, at=EVENING)


class TestThroughTheDoors:
    @pytest.fixture(autouse=True)
    def in_the_evening(self):
        with clock.standing_at(EVENING):
            yield

    def test_stands_in_the_gap_and_is_logged_from_there(self, world, answered):
        dana = browser(world, "dana")
        page = dana.get(reverse("my-time")).content.decode()
        assert page.count("is-proposed") == 2
        assert 'data-fill="9:00-9:50 "' in page
        key = proposed(world, "dana")[0].key
        said = {"key": key, "day": "2026-03-09", "view": "day"}
        assert dana.post(reverse("time-proposal-log"), said).status_code == 303
        refused = dana.post(reverse("time-proposal-log"), said)
        assert refused.status_code == 409
        assert 'id="clock-grid"' in refused.content.decode()

    def test_is_declined_from_there(self, world, answered):
        dana = browser(world, "dana")
        said = {"key": proposed(world, "dana")[0].key, "day": "2026-03-09"}
        assert dana.post(reverse("time-proposal-decline"), said).status_code == 303
        assert dana.get(reverse("my-time")).content.decode().count("is-proposed") == 1

    def test_by_a_program(self, world, answered):
        dana = program(world, "dana")
        first, second = dana.get("/api/v1/time-proposals?day=2026-03-09").json()
        assert (first["on_title"], first["seconds"]) == ("vpn down", 2400)
        body = {"key": first["key"], "day": "2026-03-09"}
        as_json, path = "application/json", "/api/v1/time-proposals"
        assert dana.post(f"{path}/logging", body, content_type=as_json).status_code == 201
        body["key"] = second["key"]
        assert dana.post(f"{path}/declining", body, content_type=as_json).status_code == 204
        assert dana.get("/api/v1/time-proposals?day=2026-03-09").json() == []
        assert dana.get("/api/v1/time-proposals?day=9999-12-31").status_code == 422
