"""What happens to a ticket under somebody's hands: merged, renamed; by pages and by programs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.customers.operations.companies import change_company
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.ticket_merging import merge_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"
BASE = "/api/v1"


@pytest.fixture
def again(world, vpn, acme, ruth):
    return open_ticket(title="VPN down again", company=acme, contact=ruth, by=world.dana, at=MONDAY)


@pytest.fixture
def read_to(again):
    return TicketEntry.objects.filter(ticket=again).latest("pk").pk


def replies(ticket):
    rows = TicketEntry.objects.filter(ticket=ticket, happened="replied")
    return list(rows.values_list("text", flat=True))


class TestMergedWhileBeingAnswered:
    def test_by_a_page_the_words_stand_on_the_one_that_stays(
        self, world, vpn, again, read_to, browser
    ):
        dana, there = browser("dana"), reverse("ticket", args=[again.number])
        assert dana.get(there).status_code == 200
        merge_ticket(ticket=again, into=vpn, by=world.sam, at=MONDAY)
        said = {"text": "We look.", "reader": "customer", "read_to": read_to}
        answer = dana.post(there, said)
        assert answer.status_code == 303
        assert answer["Location"].endswith(reverse("ticket", args=[vpn.number]))
        assert (replies(vpn), replies(again)) == (["We look."], [])

    def test_by_a_program_too_and_once(self, world, vpn, again, read_to, program):
        merge_ticket(ticket=again, into=vpn, by=world.sam, at=MONDAY)
        there = f"{BASE}/tickets/{again.number}/replies"
        once = {"headers": {"Idempotency-Key": "the-same-answer"}}
        dana, body = program("dana"), {"text": "We look.", "read_to": read_to}
        for _ in range(2):
            sent = dana.post(there, body, JSON, **once)
            assert sent.status_code == 201, sent.content
            assert sent.json()["number"] == vpn.number
        assert (replies(vpn), replies(again)) == (["We look."], [])

    def test_what_only_moves_it_is_refused_by_both_and_says_where_to_go(
        self, world, vpn, again, browser, program
    ):
        merge_ticket(ticket=again, into=vpn, by=world.sam, at=MONDAY)
        page = browser("dana").post(reverse("ticket-resolve", args=[again.number]), {"text": "x"})
        assert page.status_code == 409
        assert f"#{vpn.number}" in page.content.decode()
        there = f"{BASE}/tickets/{again.number}/resolving"
        api = program("dana").post(there, {"text": "x"}, JSON)
        assert (api.status_code, api.json()["code"]) == (409, "ticket_merged")
        assert {one.state for one in Ticket.objects.all()} == {"new"}


class TestCustomerRenamedUnderAnOpenPage:
    @pytest.fixture
    def renamed(self, world, acme):
        def now():
            return change_company(company=acme, name="Acme Works", by=world.ana, at=MONDAY)

        return now

    def test_what_was_typed_on_a_page_is_kept_for_the_same_customer(
        self, world, vpn, acme, browser, renamed
    ):
        dana = browser("dana")
        version = Ticket.objects.get(pk=vpn.pk).version
        assert "Acme Manufacturing" in dana.get(reverse("ticket-edit", args=[1])).content.decode()
        renamed()
        said = {"title": "VPN slow", "company": acme.number, "version": version}
        assert dana.post(reverse("ticket-edit", args=[1]), said).status_code == 303
        form = {"title": "Printer", "company": acme.number, "priority": "3", "asked_by": "adler"}
        assert dana.post(reverse("ticket-new"), form).status_code == 303
        reply = {"text": "We look.", "reader": "customer"}
        assert dana.post(reverse("ticket", args=[1]), reply).status_code == 303
        shown = dana.get(reverse("ticket", args=[1])).content.decode()
        assert "Acme Works" in shown
        assert "Acme Manufacturing" not in shown
        assert {one.company for one in Ticket.objects.all()} == {acme}
        assert Ticket.objects.count() == 2

    def test_a_program_that_read_it_before_writes_it_after(
        self, world, vpn, acme, program, renamed
    ):
        dana = program("dana")
        read = dana.get(f"{BASE}/tickets/1")
        renamed()
        changed = dana.patch(f"{BASE}/tickets/1", {"title": "VPN slow"}, JSON,
                             headers={"If-Match": read["ETag"]})  # fmt: skip
        assert (changed.status_code, changed.json()["company"]) == (200, acme.number)
        opened = dana.post(f"{BASE}/tickets", {"title": "x", "company": acme.number}, JSON)
        assert opened.status_code == 201
        assert Ticket.objects.count() == 2
