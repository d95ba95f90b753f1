"""Service levels through both doors: set, seen, explained; yesterday stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from upheld.customers.operations.companies import add_company
from upheld.desk.jobs.service_levels import escalate
from upheld.desk.models import Escalation, ServiceLevelPolicy, Ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.rules.ticket_events import Step
from upheld.foundation import clock
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, breakdown_of, figure_of, measure_called
from upheld.people.models import Schedule
from upheld.people.operations.tokens import issue_token
from upheld.people.operations.working_time import set_schedule

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
HOUR = 3600
HOURS = {str(day): [["09:00", "17:00"]] for day in range(5)}


@pytest.fixture
def desk(world):
    set_schedule(name="Desk", zone="Europe/London", hours=HOURS, is_default=True, by=world.ana,
                 at=MONDAY)  # fmt: skip
    return Schedule.objects.get(name="Desk")


@pytest.fixture
def level(world, desk):
    return set_service_level(
        name="Standard", schedule=desk, by=world.sam, at=MONDAY - timedelta(days=60),
        first_response={1: 900, 3: 2 * HOUR}, next_response={3: HOUR},
        resolution={1: 4 * HOUR, 3: 16 * HOUR},
        steps=(Step(500_000, (world.people["dana"].pk,)),),
    )  # fmt: skip


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


@pytest.fixture
def month(world, level, acme):
    """Of Acme's: nine answered in time, one late, one not yet; of Birch's one in time."""
    birch = add_company(name="Birch & Sons", by=world.ana, at=MONDAY)
    began = MONDAY - timedelta(days=4)
    for n in range(10):
        made = open_ticket(title=f"Thing {n}", company=acme, by=world.dana, at=began)
        took = timedelta(hours=3 if n == 0 else 1)
        reply_to_ticket(ticket=made, text="x", by=world.dana, at=began + took)
    made = open_ticket(title="Birch's", company=birch, by=world.dana, at=began)
    reply_to_ticket(ticket=made, text="x", by=world.dana, at=began + timedelta(hours=1))
    return open_ticket(title="New", company=acme, by=world.dana, at=MONDAY)


def browser(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who].user)
    return client


def program(world, who: str) -> Client:
    _, secret = issue_token(person=world.people[who], name="t", by=world.ana, at=MONDAY)
    return Client(headers={"Authorization": f"Bearer {secret}"})


FORM = {
    "name": "Stricter", "response_3": "10m", "next_3": "20m", "resolution_3": "2h", "pauses": "on",
    "step_1_at": "75", "step_1_function": "service_desk", "step_2_at": "100",
}  # fmt: skip


class TestSetting:
    def by_form(self, world, desk, **more):
        said = FORM | {"schedule": desk.pk, "step_2_person": world.people["ana"].pk} | more
        return browser(world, "sam").post(reverse("service-level-new"), said)

    def by_program(self, world, desk, **more):
        body = {
            "name": "Stricter", "schedule": desk.pk, "first_response": {3: 600},
            "next_response": {3: 1200}, "resolution": {3: 7200},
            "steps": [
                {"share_ppm": 750_000, "function": "service_desk"},
                {"share_ppm": 1_000_000, "people": [world.people["ana"].pk]},
            ],
        } | more  # fmt: skip
        return program(world, "sam").post(
            "/api/v1/service-levels", body, content_type="application/json"
        )

    @pytest.mark.parametrize("door", ["by_form", "by_program"])
    def test_says_the_same_by_both_doors(self, world, desk, acme, door):
        with clock.standing_at(MONDAY):
            said = getattr(self, door)(world, desk, company=acme.number, kind="Change")
        assert said.status_code in {201, 303}, said.content
        made = ServiceLevelPolicy.objects.get()
        assert (made.company, made.kind) == (acme, "change")
        assert (made.first_response, made.next_response, made.resolution) == (
            {"3": 600}, {"3": 1200}, {"3": 7200},
        )  # fmt: skip
        assert made.steps == [
            {"share_ppm": 750_000, "target": "", "people": [], "function": "service_desk"},
            {"share_ppm": 1_000_000, "target": "", "people": [world.people["ana"].pk],
             "function": ""},
        ]  # fmt: skip

    @pytest.mark.parametrize("door", ["by_form", "by_program"])
    def test_today_does_not_rewrite_yesterday(self, world, level, acme, desk, door):
        old = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=old, text="x", by=world.dana, at=MONDAY + timedelta(hours=1))
        ask = Ask(Period(MONDAY - timedelta(days=9), TUESDAY + timedelta(days=9)), TUESDAY)
        before = [row.said for row in measure_called("first_response_attainment").rows(ask, "", 9)]
        with clock.standing_at(TUESDAY):
            assert getattr(self, door)(world, desk).status_code in {201, 303}
            reply_to_ticket(ticket=old, text="y", by=world.dana, at=TUESDAY)
            page = browser(world, "dana").get(reverse("ticket-clocks", args=[old.number]))
        found = Ticket.objects.get(pk=old.pk)
        assert (found.policy, found.response_met) == (level, True)
        assert found.response_due_at == MONDAY + timedelta(hours=2)
        after = [row.said for row in measure_called("first_response_attainment").rows(ask, "", 9)]
        assert after == before == ["met"]
        assert "Standard, normal" in page.content.decode()
        assert "Stricter" not in page.content.decode()
        later = TUESDAY + timedelta(minutes=1)
        held = open_ticket(title="y", company=acme, by=world.dana, at=later).policy
        assert held is not None
        assert held.name == "Stricter"

    def test_a_step_that_tells_nobody_is_refused_and_nothing_typed_is_lost(self, world, desk):
        with clock.standing_at(MONDAY):
            said = self.by_form(world, desk, step_1_function="")
        assert said.status_code == 422
        assert "Say who is told" in said.content.decode()
        assert "Stricter" in said.content.decode()


class TestTheMonth:
    def test_the_page_says_what_the_measure_says(self, world, month, acme):
        with clock.standing_at(MONDAY + timedelta(minutes=5)):
            page = browser(world, "sam").get(reverse("service-levels"))
            found = program(world, "sam").get("/api/v1/service-levels/month").json()
        assert page.status_code == 200
        named = {one["company"]: one["targets"] for one in found["customers"]}
        first = named[acme.number][0]
        assert first == {
            "target": "first_response", "met": 9, "missed": 1, "running": 1, "share_ppm": 900_000,
            "least_ppm": 900_000, "standing": "in_danger", "misses_left": 0, "met_to_mend": 0,
        }  # fmt: skip
        period = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
        ask = Ask(period, MONDAY + timedelta(minutes=5), only={"company": acme.pk})
        assert figure_of("first_response_attainment", ask).n == first["met"] + first["missed"]
        # In danger comes before what holds.
        assert found["customers"][0]["company"] == acme.number

    @pytest.mark.parametrize(("standing", "count"), [("met", 9), ("missed", 1), ("running", 1)])
    def test_each_number_opens_to_its_tickets(self, world, month, acme, standing, count):
        asked = {"month": "2026-03", "target": "first_response", "standing": standing,
                 "customer": acme.number}  # fmt: skip
        with clock.standing_at(MONDAY + timedelta(minutes=5)):
            page = browser(world, "sam").get(reverse("service-level-tickets"), asked)
            rows = program(world, "sam").get("/api/v1/service-levels/month/tickets", asked)
        assert page.content.decode().count("<tr data-item") + page.content.decode().count(
            '<td class="is-main"'
        ) >= count  # fmt: skip
        assert len(rows.json()) == count

    def test_costs_a_bounded_number_of_queries(self, world, month, questions):
        sam = browser(world, "sam")
        with clock.standing_at(MONDAY + timedelta(minutes=5)):
            for page, most in (
                (reverse("service-levels"), 15), (reverse("service-level-policies"), 9),
                (reverse("service-level-tickets") + "?customer=1", 12),
                (reverse("ticket-clocks", args=[month.number]), 12),
            ):  # fmt: skip
                with questions() as asked:
                    assert sam.get(page).status_code == 200
                assert len(asked) <= most, (page, len(asked))

    @pytest.mark.parametrize(
        "wrong", [{"month": "2026-13"}, {"target": "tea"}, {"standing": "maybe"}]
    )
    def test_nonsense_is_refused(self, world, level, wrong):
        said = browser(world, "sam").get(reverse("service-level-tickets"), wrong)
        assert said.status_code == 422


class TestClocksExplained:
    def test_by_both_doors(self, world, month):
        with clock.standing_at(MONDAY + timedelta(days=1)):
            page = browser(world, "dana").get(reverse("ticket-clocks", args=[month.number]))
            told = program(world, "dana").get(f"/api/v1/tickets/{month.number}/clocks").json()
        assert "outside the opening hours" in page.content.decode()
        (first, whole) = told
        assert [one["target"] for one in told] == ["first_response", "resolution"]
        said = [(one["counted"], one["seconds"], one["sum_seconds"]) for one in whole["pieces"]]
        assert said == [
            (True, 7 * HOUR, 7 * HOUR), (False, 0, 7 * HOUR), (True, HOUR, 8 * HOUR),
        ]  # fmt: skip
        assert first["standing"] == "missed"

    def test_a_stranger_finds_none(self, elsewhere, world, month):
        said = browser(elsewhere, "olga").get(reverse("ticket-clocks", args=[month.number]))
        assert said.status_code == 404


class TestTold:
    @pytest.mark.parametrize("door", ["page", "program"])
    def test_is_seen_by_both_doors(self, world, month, door):
        at = MONDAY + timedelta(hours=1)
        escalate(by=world.system, at=at)
        with clock.standing_at(at):
            page = browser(world, "dana").get(reverse("waiting")).content.decode()
            assert "First response in danger" in page
            shown = browser(world, "dana").get(reverse("ticket", args=[month.number]))
            assert "I have seen it" in shown.content.decode()
            if door == "page":
                browser(world, "dana").post(reverse("ticket-told", args=[month.number]))
            else:
                program(world, "dana").post(f"/api/v1/tickets/{month.number}/told")
        row = Escalation.objects.get(ticket=month, person=world.people["dana"])
        assert row.seen_at == at


class TestMeasures:
    def test_solving_and_time(self, world, month, acme):
        ask = Ask(Period(MONDAY - timedelta(days=30), TUESDAY), TUESDAY)
        for key in (
            "reopen_rate",
            "first_touch_resolution",
            "first_contact_resolution",
            "next_response_attainment",
            "reactive_hours",
            "reactive_hours_per_device",
        ):
            measure = measure_called(key)
            assert figure_of(key, ask).n >= 0
            assert len(measure.rows(ask, "", 10)) <= 10
            for by in measure.breakdowns:
                assert breakdown_of(key, Ask(ask.period, ask.at, by=by)) is not None
