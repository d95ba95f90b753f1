"""Tickets through every door: staff, programs, customers; strangers find nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.entering import browser, program

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.desk.models import ServiceLevelPolicy, Ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.tickets import note_on_ticket, open_ticket, reply_to_ticket
from upheld.foundation import clock
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, breakdown_of, figure_of, measure_called
from upheld.people.models import Schedule
from upheld.people.operations.working_time import set_schedule

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
HOURS = {str(day): [["09:00", "17:00"]] for day in range(5)}


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def level(world):
    set_schedule(name="Desk", zone="Europe/London", hours=HOURS, is_default=True, by=world.ana,
                 at=MONDAY)  # fmt: skip
    return set_service_level(
        name="Standard", schedule=Schedule.objects.get(name="Desk"), by=world.sam,
        at=MONDAY - timedelta(days=60), first_response={1: 900, 3: 7200},
        resolution={1: 4 * 3600, 3: 16 * 3600},
    )  # fmt: skip


@pytest.fixture
def ticket(world, level, acme):
    return open_ticket(title="VPN down", company=acme, by=world.dana, at=MONDAY)


def customer_of(world, company, mail: str) -> Client:
    contact = add_contact(company=company, name="Ruth Adler", email=mail, by=world.ana, at=MONDAY)
    client = Client()
    client.force_login(invite_contact(contact=contact, by=world.ana, at=MONDAY).user)
    return client


CHANGES = [
    ("start", "starting", {}, ("state", "open")),
    ("wait", "waiting", {"text": "Asked for the model"}, ("state", "waiting")),
    ("resolve", "resolving", {"text": "New certificate"}, ("state", "resolved")),
    ("priority", "priority", {"priority": 1}, ("priority", 1)),
    ("assign", "assignee", {"assignee": None}, ("assignee", None)),
]


@pytest.mark.parametrize(("route", "path", "said", "then"), CHANGES)
class TestBothDoors:
    def test_staff(self, world, ticket, route, path, said, then):
        typed = {name: value or "" for name, value in said.items()}
        answer = browser(world, "dana").post(reverse(f"ticket-{route}", args=[1]), typed)
        assert answer.status_code == 303, answer.content
        assert getattr(Ticket.objects.get(), then[0]) == then[1]

    def test_program(self, world, ticket, route, path, said, then):
        body = {"person": None} if route == "assign" else said
        answer = program(world, "dana").post(
            f"/api/v1/tickets/1/{path}", body, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        assert answer.json()[then[0]] == then[1]

    def test_stranger(self, world, ticket, elsewhere, route, path, said, then):
        typed = {name: value or "" for name, value in said.items()}
        answer = browser(elsewhere, "olga").post(reverse(f"ticket-{route}", args=[1]), typed)
        assert answer.status_code == 404
        key = program(elsewhere, "olga")
        body = {"person": None} if route == "assign" else said
        answer = key.post(f"/api/v1/tickets/1/{path}", body, content_type="application/json")
        assert answer.status_code == 404

    def test_salesperson_may_not(self, world, ticket, route, path, said, then):
        typed = {name: value or "" for name, value in said.items()}
        answer = browser(world, "lena").post(reverse(f"ticket-{route}", args=[1]), typed)
        assert answer.status_code == 403


class TestPages:
    def test_each_costs_a_bounded_number_of_queries(self, world, ticket, acme, questions):
        for n in range(4):
            made = open_ticket(title=f"Thing {n}", company=acme, by=world.dana, at=MONDAY)
            reply_to_ticket(ticket=made, text="On it", by=world.dana, at=MONDAY)
        dana = browser(world, "dana")
        pages = ((reverse("tickets"), 14), (reverse("ticket-board"), 14),
                 (reverse("ticket", args=[1]), 22), (reverse("service-levels"), 14),
                 (reverse("ticket-new"), 11), (reverse("ticket-edit", args=[1]), 9))  # fmt: skip
        for page, most in pages:
            with questions() as asked:
                assert dana.get(page).status_code == 200
            assert len(asked) <= most, (page, len(asked))

    def test_opens_a_ticket_and_keeps_what_was_typed_when_refused(self, world, acme, level):
        dana = browser(world, "dana")
        said = {"title": "Printer", "company": acme.number, "priority": "2", "tags": "a, b, a"}
        assert dana.post(reverse("ticket-new"), said).status_code == 303
        assert Ticket.objects.get().tags == ["a", "b"]
        answer = dana.post(reverse("ticket-new"), said | {"title": "", "text": "All of it"})
        assert answer.status_code == 422
        assert "All of it" in answer.content.decode()

    def test_answers_notes_and_resolves_from_the_page(self, world, ticket):
        dana = browser(world, "dana")
        page = reverse("ticket", args=[1])
        for said in ({"text": "Seen", "reader": "customer"}, {"text": "DNS", "reader": "staff"},
                     {"text": "Done", "reader": "customer", "then": "resolved"}):  # fmt: skip
            assert dana.post(page, said).status_code == 303
        found = Ticket.objects.get()
        assert (found.state, found.response_met, found.resolution_met) == ("resolved", True, True)
        shown = dana.get(page).content.decode()
        assert "Seen" in shown
        assert "DNS" in shown

    def test_a_card_that_may_not_move_says_why(self, world, ticket):
        answer = browser(world, "dana").post(reverse("ticket-move", args=[1]), {"column": "closed"})
        assert answer.status_code == 409
        assert "resolved" in answer.content.decode()

    def test_the_selected_are_taken_together(self, world, ticket):
        said = {"selected": [ticket.pk]}
        assert browser(world, "theo").post(reverse("tickets-take"), said).status_code == 303
        assert Ticket.objects.get().assignee == world.people["theo"]

    def test_a_service_level_is_set_by_the_form(self, world, level):
        said = {"name": "Stricter", "schedule": level.schedule_id, "response_1": "10m",
                "resolution_1": "2h", "pauses": "on"}  # fmt: skip
        answer = browser(world, "sam").post(reverse("service-level-new"), said)
        assert answer.status_code == 303, answer.content
        made = ServiceLevelPolicy.objects.get(until_at=None)
        assert (made.first_response, made.resolution) == ({"1": 600}, {"1": 7200})
        assert browser(world, "dana").get(reverse("service-level-new")).status_code == 403


class TestTheCustomersSide:
    def test_opens_reads_and_replies(self, world, acme, level):
        ruth = customer_of(world, acme, "ruth@acme.example")
        said = {"title": "Printer", "text": "Blank pages", "priority": "3"}
        assert ruth.post(reverse("portal-ticket-new"), said).status_code == 303
        made = Ticket.objects.get()
        assert (made.company, made.contact.name) == (acme, "Ruth Adler")
        note_on_ticket(ticket=made, text="Our secret", by=world.dana, at=MONDAY)
        page = reverse("portal-ticket", args=[made.number])
        assert ruth.post(page, {"text": "Still blank"}).status_code == 303
        shown = ruth.get(page).content.decode()
        assert "Still blank" in shown
        assert "Our secret" not in shown
        assert "Printer" in ruth.get(reverse("portal-tickets")).content.decode()

    def test_another_companys_ticket_is_not_there(self, world, acme, ticket):
        birch = add_company(name="Birch", by=world.ana, at=MONDAY)
        theirs = customer_of(world, birch, "anna@birch.example")
        page = reverse("portal-ticket", args=[ticket.number])
        assert theirs.get(page).status_code == 404
        assert theirs.post(page, {"text": "Hello"}).status_code == 404
        assert "VPN" not in theirs.get(reverse("portal-tickets")).content.decode()

    def test_the_staffs_pages_are_not_there_for_them(self, world, acme, ticket):
        ruth = customer_of(world, acme, "ruth@acme.example")
        for page in (reverse("tickets"), reverse("ticket", args=[1]), reverse("my-day")):
            assert ruth.get(page).status_code == 404
        assert browser(world, "dana").get(reverse("portal-tickets")).status_code == 404


class TestForPrograms:
    def test_lists_opens_and_follows_a_ticket(self, world, acme, level):
        key = program(world, "dana")
        body = {"title": "Printer", "company": acme.number, "priority": 1, "text": "Blank"}
        made = key.post("/api/v1/tickets", body, content_type="application/json")
        assert made.status_code == 201, made.content
        assert key.get("/api/v1/tickets").json()["items"][0]["title"] == "Printer"
        said = key.post("/api/v1/tickets/1/replies", {"text": "On it", "automatic": True},
                        content_type="application/json")  # fmt: skip
        assert said.json()["first_response_at"] is None
        happened = [one["happened"] for one in key.get("/api/v1/tickets/1/entries").json()]
        assert happened == ["created", "replied"]

    def test_an_older_version_is_refused(self, world, ticket):
        key = program(world, "dana")
        tag = key.get("/api/v1/tickets/1").headers["ETag"]
        change = {"title": "VPN down again"}
        for status in (200, 409):
            answer = key.patch("/api/v1/tickets/1", change, content_type="application/json",
                               headers={"If-Match": tag})  # fmt: skip
            assert answer.status_code == status


class TestMeasures:
    @pytest.fixture
    def month(self):
        return Ask(Period(MONDAY - timedelta(days=30), MONDAY + timedelta(days=1)), MONDAY)

    @pytest.fixture
    def answered(self, world, level, acme):
        """Twenty answered in time, five late, one not at all, one not due yet."""
        began = MONDAY - timedelta(days=7)
        for n in range(26):
            made = open_ticket(title=f"Thing {n}", company=acme, priority=3, by=world.dana,
                               at=began)  # fmt: skip
            if n < 25:
                took = timedelta(hours=1 if n < 20 else 3)
                reply_to_ticket(ticket=made, text="x", by=world.dana, at=began + took)
        open_ticket(title="New", company=acme, by=world.dana, at=MONDAY)

    def test_attainment_is_met_over_fell_due(self, answered, month):
        figure = figure_of("first_response_attainment", month)
        assert (figure.n, figure.value) == (26, 769_231)

    def test_a_rows_list_opens_the_figure(self, answered, month):
        rows = measure_called("first_response_attainment").rows(month, "", 100)
        assert len(rows) == 26
        assert sum(row.said == "met" for row in rows) == 20
        assert sum(row.said == "missed, still open" for row in rows) == 1
        rest = measure_called("first_response_attainment").rows(month, rows[9].after, 100)
        assert len(rest) == 16

    @pytest.mark.parametrize("by", ["company", "priority", "person", "kind", "month"])
    def test_is_broken_down_and_narrowed_to_the_same(self, answered, month, by):
        ask = Ask(month.period, month.at, by=by)
        parts = breakdown_of("first_response_attainment", ask)
        assert sum(figure.n for figure in parts.values()) == 26
        for subject, figure in parts.items():
            if subject.key is not None:
                only = Ask(month.period, month.at, only={by: subject.key})
                assert figure_of("first_response_attainment", only) == figure

    def test_costs_one_query(self, answered, month):
        with CaptureQueriesContext(connection) as asked:
            figure_of("resolution_attainment", month)
        assert len(asked) == 1

    def test_utilisation_is_customers_hours_over_hours_there(self, world, acme, level):
        from upheld.timekeeping.operations.capture import capture

        for day in range(2, 7):
            at = MONDAY - timedelta(days=day)
            capture(line="acme work 4h", by=world.dana, at=at)
            capture(line="internal 2h", by=world.dana, at=at)
        ask = Ask(Period(MONDAY - timedelta(days=70), MONDAY), MONDAY,
                  only={"person": world.people["dana"].pk})  # fmt: skip
        rows = measure_called("utilisation").rows(ask, "", 100)
        assert rows[1].said == "20 h of 40 h" or any("20 h" in row.said for row in rows)
        figure = figure_of("utilisation", ask)
        assert figure.n >= 10
        assert figure.value is not None
        # Five days of four hours, over ten weeks of forty hours.
        assert 45_000 < figure.value < 56_000
