"""Queues, laying aside and bulk changes through both doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"


def test_the_queues_page_leads_to_lists(world, vpn, browser, questions):
    dana = browser("dana")
    dana.get(reverse("ticket-queues"))
    with questions() as asked:
        shown = dana.get(reverse("ticket-queues")).content.decode()
    assert len(asked) <= 9
    assert "With nobody" in shown
    answer = dana.get(f"{reverse('tickets')}?danger=soon")
    assert "VPN down" in answer.content.decode()
    wrong = dana.get(f"{reverse('tickets')}?danger=x").content.decode()
    assert "is none of the choices of In danger" in wrong


def test_lays_aside_by_the_page_and_takes_up_again(world, vpn, browser):
    dana = browser("dana")
    assert dana.post(reverse("ticket-snooze", args=[1]), {"until": ""}).status_code == 303
    assert Ticket.objects.get().snoozed_until == NEVER
    assert (
        "Laid aside until the customer writes"
        in dana.get(reverse("ticket", args=[1])).content.decode()
    )
    assert "VPN down" not in dana.get(reverse("tickets")).content.decode()
    assert dana.post(reverse("ticket-wake", args=[1])).status_code == 303
    said = {"until": "2026-03-10T09:00"}
    assert dana.post(reverse("ticket-snooze", args=[1]), said).status_code == 303
    assert dana.post(reverse("ticket-snooze", args=[1]), {"until": "soon"}).status_code == 422


def test_changes_the_selected_and_reports(world, vpn, acme, browser):
    other = open_ticket(title="Settled", company=acme, by=world.dana, at=MONDAY)
    resolve_ticket(ticket=other, by=world.dana, at=MONDAY)
    dana, page = browser("dana"), reverse("tickets-change")
    chosen = {"selected": [vpn.pk, other.pk]}
    form = dana.post(page, chosen)
    assert form.status_code == 200
    assert "Settled" in form.content.decode()
    wrong = dana.post(page, {**chosen, "what": "tag", "tag": " "})
    assert wrong.status_code == 422
    assert f'name="selected" value="{vpn.pk}"' in wrong.content.decode()
    done = dana.post(page, {**chosen, "what": "state", "state": "waiting"}).content.decode()
    assert "1 ticket changed" in done
    assert "The ticket is resolved" in done
    assert Ticket.objects.get(pk=vpn.pk).state == "waiting"


def test_programs_do_the_same(world, vpn, acme, program):
    open_ticket(title="y", company=acme, by=world.dana, at=MONDAY)
    dana, base = program("dana"), "/api/v1"
    keys = {one["key"]: one["count"] for one in dana.get(f"{base}/ticket-queues").json()}
    assert keys["nobodys"] == 2
    aside = dana.post(f"{base}/tickets/1/snoozing", {"until": "2026-03-12T09:00:00Z"}, JSON)
    assert aside.status_code == 200, aside.content
    assert dana.post(f"{base}/tickets/1/waking", {}, JSON).status_code == 200
    body = {"numbers": [1, 2], "what": "priority", "priority": 2}
    assert dana.post(f"{base}/ticket-changes", body, JSON).json()["done"] == [1, 2]
    missing = dana.post(f"{base}/ticket-changes", {"numbers": [1], "what": "tag"}, JSON)
    assert missing.status_code == 422
    unknown = dana.post(f"{base}/ticket-changes", {**body, "numbers": [9]}, JSON)
    assert unknown.status_code == 404
