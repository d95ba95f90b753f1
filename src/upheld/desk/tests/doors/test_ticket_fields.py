"""The provider's own fields through both doors: form, page, list, export, programs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket, TicketField

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"
BASE = "/api/v1"


def test_a_field_is_set_up_asked_shown_listed_and_retired(world, acme, browser):
    sam, dana = browser("sam"), browser("dana")
    said = {"name": "Cause", "kind": "choice", "choices": "Wear\nMistake", "wanted": "opening"}
    assert dana.post(reverse("ticket-field-new"), said).status_code == 403
    assert sam.post(reverse("ticket-field-new"), {**said, "choices": ""}).status_code == 422
    assert sam.post(reverse("ticket-field-new"), said).status_code == 303
    field = TicketField.objects.get()
    name = f"field_{field.pk}"
    assert f'name="{name}"' in dana.get(reverse("ticket-new")).content.decode()
    form = {"title": "Disk", "company": acme.number, "priority": "3"}
    assert "Fill in “Cause”" in dana.post(reverse("ticket-new"), form).content.decode()
    assert dana.post(reverse("ticket-new"), {**form, name: "Wear"}).status_code == 303
    ticket = Ticket.objects.get()
    page = dana.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "Wear" in page
    there = reverse("ticket-answers", args=[ticket.number])
    assert "Mistake" in dana.get(there).content.decode()
    assert dana.post(there, {name: "Weather"}).status_code == 422
    assert dana.post(there, {name: "Mistake"}).status_code == 303
    tickets = reverse("tickets")
    chosen = f"{tickets}?col=number&col=title&col={name}&field={field.pk}:"
    assert "Disk" in dana.get(f"{chosen}Mistake").content.decode()
    assert "Disk" not in dana.get(f"{chosen}Wear").content.decode()
    assert "Disk" in dana.get(f"{chosen}Wear&field={field.pk}:Mistake").content.decode()
    assert "is no field and answer" in dana.get(f"{tickets}?field=x").content.decode()
    exported = dana.get(f"{chosen}Mistake&export=csv")
    told = b"".join(exported.streaming_content).decode()
    assert "Cause" in told
    assert "Mistake" in told
    edit = reverse("ticket-field-edit", args=[field.pk])
    assert "Wear" in sam.get(edit).content.decode()
    assert sam.post(edit, {**said, "kind": "text"}).status_code == 409
    assert sam.post(edit, {**said, "wanted": "closing"}).status_code == 303
    assert sam.post(reverse("ticket-field-retire", args=[field.pk])).status_code == 303
    assert "Retired" in sam.get(reverse("ticket-fields")).content.decode()
    assert "Mistake" in dana.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert sam.post(reverse("ticket-field-restore", args=[field.pk])).status_code == 303


def test_programs_do_the_same(world, acme, program, elsewhere):
    sam, dana = program("sam"), program("dana")
    body = {"name": "Asset", "wanted": "opening"}
    assert dana.post(f"{BASE}/ticket-fields", body, JSON).status_code == 403
    made = sam.post(f"{BASE}/ticket-fields", body, JSON)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    lacks = dana.post(f"{BASE}/tickets", {"title": "x", "company": acme.number}, JSON)
    assert lacks.status_code == 422
    said = {"title": "x", "company": acme.number, "answers": {str(pk): "A 17"}}
    opened = dana.post(f"{BASE}/tickets", said, JSON)
    assert opened.status_code == 201, opened.content
    assert opened.json()["answers"] == {str(pk): "A 17"}
    number = opened.json()["number"]
    changed = dana.post(f"{BASE}/tickets/{number}/answers", {"answers": {str(pk): "B"}}, JSON)
    assert changed.json()["answers"] == {str(pk): "B"}
    found = dana.get(f"{BASE}/tickets?field={pk}:B").json()["items"]
    assert [one["number"] for one in found] == [number]
    assert dana.get(f"{BASE}/tickets?field={pk}:C").json()["items"] == []
    renamed = sam.put(f"{BASE}/ticket-fields/{pk}", {**body, "name": "Asset no."}, JSON)
    assert renamed.json()["name"] == "Asset no."
    assert sam.post(f"{BASE}/ticket-fields/{pk}/retiring", {}, JSON).json()["retired_at"]
    assert dana.get(f"{BASE}/ticket-fields").json()[0]["name"] == "Asset no."
    assert sam.post(f"{BASE}/ticket-fields/{pk}/restoring", {}, JSON).status_code == 200
