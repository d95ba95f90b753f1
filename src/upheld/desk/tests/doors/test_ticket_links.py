"""Merging, splitting and linking through both doors, and merged numbers in the portal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.ticket_merging import merge_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"


@pytest.fixture
def again(world, vpn, acme, ruth):
    return open_ticket(title="No VPN", company=acme, contact=ruth, by=world.dana, at=MONDAY)


def test_merges_by_choice_or_number_and_takes_apart(world, vpn, again, browser):
    dana = browser("dana")
    page = reverse("ticket-merge", args=[2])
    assert "#1 VPN down" in dana.get(page).content.decode()
    assert dana.post(page, {}).status_code == 422
    answer = dana.post(page, {"number": "1"})
    assert answer.headers["Location"] == reverse("ticket", args=[1])
    answer = dana.get(reverse("ticket", args=[2]))
    assert answer.headers["Location"] == reverse("ticket", args=[1])
    shown = dana.get(reverse("ticket", args=[1])).content.decode()
    assert "Merged into it, counted nowhere" in shown
    assert dana.post(reverse("ticket-part", args=[2])).status_code == 303
    assert dana.get(reverse("ticket", args=[2])).status_code == 200


def test_a_merge_that_cannot_be_keeps_what_was_typed(world, vpn, again, browser):
    answer = browser("dana").post(reverse("ticket-merge", args=[1]), {"number": "2"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "its promises were given first" in shown
    assert 'value="2"' in shown


def test_the_portal_leads_on_and_takes_replies(world, vpn, again, portal):
    merge_ticket(ticket=again, into=vpn, by=world.dana, at=MONDAY)
    answer = portal.get(reverse("portal-ticket", args=[2]))
    assert answer.headers["Location"] == reverse("portal-ticket", args=[1])
    said = portal.post(reverse("portal-ticket", args=[2]), {"text": "Still down"})
    assert said.headers["Location"] == reverse("portal-ticket", args=[1])
    assert TicketEntry.objects.get(text="Still down").ticket == vpn
    assert "No VPN" not in portal.get(reverse("portal-tickets")).content.decode()


def test_splits_what_was_chosen(world, vpn, browser):
    entry = TicketEntry.objects.get()
    dana = browser("dana")
    page = reverse("ticket-split", args=[1])
    assert dana.get(page).status_code == 200
    answer = dana.post(page, {"title": "Printer", "priority": "2"})
    assert answer.status_code == 422
    assert "Printer" in answer.content.decode()
    said = {"title": "Printer", "priority": "2", "entries": [entry.pk]}
    answer = dana.post(page, said)
    assert answer.headers["Location"] == reverse("ticket", args=[2])


def test_links_and_unlinks(world, vpn, again, browser):
    dana = browser("dana")
    for how, words in (("parent", "Stands under"), ("related", "Related")):
        said = {"how": how, "number": "1"}
        assert dana.post(reverse("ticket-link", args=[2]), said).status_code == 303
        assert words in dana.get(reverse("ticket", args=[2])).content.decode()
        assert dana.post(reverse("ticket-unlink", args=[2]), said).status_code == 303
    assert dana.post(reverse("ticket-link", args=[2]), {"how": "x"}).status_code == 422


def test_programs_do_the_same(world, vpn, again, program):
    dana, base = program("dana"), "/api/v1/tickets"
    linked = dana.post(f"{base}/2/links", {"how": "parent", "number": 1}, JSON)
    assert (linked.status_code, linked.json()["parent"]) == (201, 1)
    assert dana.get(f"{base}/1/links").json()[0]["how"] == "child"
    dana.post(f"{base}/2/links/removal", {"how": "parent", "number": 1}, JSON)
    merged = dana.post(f"{base}/2/merging", {"into": 1}, JSON)
    assert (merged.status_code, merged.json()["number"]) == (200, 1)
    assert dana.get(f"{base}/2").json()["merged_into"] == 1
    assert dana.post(f"{base}/2/closing", {}, JSON).json()["code"] == "ticket_merged"
    assert dana.post(f"{base}/2/parting", {}, JSON).status_code == 200
    entry = TicketEntry.objects.filter(ticket=vpn).earliest("pk")
    made = dana.post(f"{base}/1/splitting", {"title": "Printer", "entries": [entry.pk]}, JSON)
    assert (made.status_code, made.json()["number"]) == (201, 3)
    assert Ticket.objects.count() == 3
