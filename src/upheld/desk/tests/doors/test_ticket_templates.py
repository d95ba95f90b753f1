"""Templates, checklists and queues by function through both doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket, TicketCheck, TicketQueue, TicketTemplate

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"
BASE = "/api/v1"
FORM = {
    "name": "New starter", "title": "Set up a new starter", "priority": "2", "kind": "request",
    "text": "We begin.", "tags": "people, hr", "checks": "Account\nLaptop\n",
}  # fmt: skip


def test_a_template_is_made_used_ticked_and_retired_by_pages(world, acme, browser):
    sam, dana = browser("sam"), browser("dana")
    assert dana.post(reverse("ticket-template-new"), FORM).status_code == 403
    refused = sam.post(reverse("ticket-template-new"), {**FORM, "name": ""})
    assert refused.status_code == 422
    assert "Set up a new starter" in refused.content.decode()
    assert sam.post(reverse("ticket-template-new"), FORM).status_code == 303
    template = TicketTemplate.objects.get()
    assert "New starter" in dana.get(reverse("ticket-templates")).content.decode()
    form = dana.get(f"{reverse('ticket-new')}?template={template.number}").content.decode()
    assert 'value="Set up a new starter"' in form
    said = {"template": template.number, "title": "Set up Jo", "company": acme.number}
    made = dana.post(reverse("ticket-new"), {**said, "priority": "2", "kind": "", "tags": "hr"})
    assert made.status_code == 303
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.tags, ticket.checks) == ("Set up Jo", ["hr"], 2)
    page = dana.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "0 of 2" in page
    assert "New starter" in page
    there = reverse("ticket-check", args=[ticket.number, 1])
    ticked = dana.post(there, {"done": "yes"}, headers={"HX-Request": "true"})
    assert "1 of 2" in ticked.content.decode()
    assert dana.post(there, {"done": "no"}).status_code == 303
    more = dana.post(reverse("ticket-check-new", args=[ticket.number]), {"words": "Badge"})
    assert more.status_code == 303
    assert TicketCheck.objects.count() == 3
    shown = sam.get(reverse("ticket-template", args=[template.number])).content.decode()
    assert "Set up Jo" in shown
    edited = sam.post(reverse("ticket-template-edit", args=[template.number]), {**FORM, "tags": ""})
    assert edited.status_code == 303
    assert sam.post(reverse("ticket-template-retire", args=[template.number])).status_code == 303
    assert "New starter" not in dana.get(reverse("ticket-new")).content.decode()
    assert sam.post(reverse("ticket-template-restore", args=[template.number])).status_code == 303


def test_programs_do_the_same(world, acme, program):
    sam, dana = program("sam"), program("dana")
    body = {"name": "New starter", "title": "Set up a new starter", "checks": ["Account"]}
    made = sam.post(f"{BASE}/ticket-templates", body, JSON)
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert dana.post(f"{BASE}/ticket-templates", body, JSON).status_code == 403
    assert dana.get(f"{BASE}/ticket-templates").json()["items"][0]["name"] == "New starter"
    opened = dana.post(f"{BASE}/tickets", {"template": number, "company": acme.number}, JSON)
    assert opened.status_code == 201, opened.content
    assert (opened.json()["title"], opened.json()["checks"]) == ("Set up a new starter", 1)
    assert dana.post(f"{BASE}/tickets", {"company": acme.number}, JSON).status_code == 422
    there = f"{BASE}/tickets/{opened.json()['number']}/checks"
    assert dana.post(f"{there}/1", {"done": True}, JSON).json()["done_at"]
    assert dana.post(there, {"words": "Badge"}, JSON).status_code == 201
    assert [one["words"] for one in dana.get(there).json()] == ["Account", "Badge"]
    changed = sam.put(f"{BASE}/ticket-templates/{number}", {**body, "title": "Other"}, JSON)
    assert changed.json()["title"] == "Other"
    assert sam.post(f"{BASE}/ticket-templates/{number}/retiring", {}, JSON).json()["retired_at"]
    gone = dana.post(f"{BASE}/tickets", {"template": number}, JSON)
    assert gone.status_code == 404
    back = sam.post(f"{BASE}/ticket-templates/{number}/restoring", {}, JSON)
    assert back.json()["retired_at"] is None


def test_queues_by_function_through_both_doors(world, vpn, browser, program):
    sam, dana = browser("sam"), browser("dana")
    said = {"name": "Procurement", "about": "What is bought", "view": "newest",
            "people": [world.people["dana"].pk]}  # fmt: skip
    assert dana.post(reverse("ticket-queue-new"), said).status_code == 403
    assert sam.post(reverse("ticket-queue-new"), said).status_code == 303
    queue = TicketQueue.objects.get()
    into = dana.post(reverse("ticket-queue-put", args=[vpn.number]), {"queue": queue.pk})
    assert into.status_code == 303
    page = dana.get(reverse("ticket-queues")).content.decode()
    assert "Procurement" in page
    assert "you look after it" in page
    assert f"queue={queue.pk}&amp;state=new" in page
    listed = dana.get(f"{reverse('tickets')}?queue={queue.pk}").content.decode()
    assert "VPN down" in listed
    used = sam.post(reverse("ticket-queue-close", args=[queue.pk]))
    assert used.status_code == 409
    edit = reverse("ticket-queue-edit", args=[queue.pk])
    assert "Procurement" in sam.get(edit).content.decode()
    assert sam.post(edit, {**said, "view": "sideways"}).status_code == 422
    there = f"{BASE}/ticket-queues/by-function"
    api = program("sam")
    assert api.get(there).json()[0]["people"] == [world.people["dana"].pk]
    made = api.post(there, {"name": "Projects"}, JSON)
    assert made.status_code == 201, made.content
    other = made.json()["id"]
    moved = api.post(f"{BASE}/tickets/{vpn.number}/queue", {"queue": other}, JSON)
    assert moved.json()["queue"] == other
    assert api.put(f"{there}/{other}", {"name": "Projects", "about": "x"}, JSON).status_code == 200
    assert api.post(f"{there}/{queue.pk}/closing", {}, JSON).status_code == 200
