"""The form for a new ticket: by any part of a name; one ticket's level through both doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.customers.operations.contacts import add_contact
from upheld.desk.models import Ticket
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"


def test_whoever_asks_is_found_by_typing_and_remembered(world, acme, ruth, browser):
    dana, there = browser("dana"), reverse("ticket-new")
    form = {"title": "Printer", "company": acme.number, "priority": "3", "asked_by": "adler"}
    assert dana.post(there, form).status_code == 303
    assert Ticket.objects.get().contact == ruth
    asked = dana.get(reverse("ticket-asker"), {"company": acme.number}).content.decode()
    assert 'value="Ruth Adler"' in asked
    assert "Whoever asks most often" in asked
    add_contact(company=acme, name="Ada Adler", email="ada@acme.example", by=world.ana, at=MONDAY)
    several = dana.post(there, {**form, "asked_by": "adler"})
    assert several.status_code == 422
    assert "Several could be meant" in several.content.decode()
    nobody = dana.post(there, {**form, "asked_by": "zebedee"})
    assert "Nobody at Acme Manufacturing is called so" in nobody.content.decode()
    # Without a customer the name says which.
    assert dana.post(there, {**form, "company": "", "asked_by": "ada"}).status_code == 303
    assert Ticket.objects.latest("pk").company == acme


def test_nobody_of_another_provider_is_found(world, elsewhere, browser):
    form = {"title": "x", "priority": "3", "asked_by": "olga"}
    assert browser("dana").post(reverse("ticket-new"), form).status_code == 422
    assert browser("dana").get(reverse("ticket-asker"), {"company": 999}).status_code == 404


def test_one_ticket_is_put_under_another_level(world, vpn, standard, browser, program):
    sam, there = browser("sam"), reverse("ticket-level", args=[vpn.number])
    assert browser("dana").post(there, {"policy": "", "reason": "x"}).status_code == 403
    page = sam.get(reverse("ticket-clocks", args=[vpn.number])).content.decode()
    assert "Put it under another level" in page
    assert sam.post(there, {"policy": "", "reason": ""}).status_code == 422
    assert sam.post(there, {"policy": "", "reason": "Agreed so"}).status_code == 303
    assert Ticket.objects.get().policy is None
    assert "Agreed so" in sam.get(reverse("ticket", args=[vpn.number])).content.decode()
    api = f"/api/v1/tickets/{vpn.number}/service-level"
    body = {"policy": standard.pk, "reason": "Again"}
    assert program("dana").post(api, body, JSON).status_code == 403
    assert program("sam").post(api, body, JSON).status_code == 200
    assert Ticket.objects.get().policy == standard
    assert program("sam").post(api, {**body, "policy": 99_999}, JSON).status_code == 404
