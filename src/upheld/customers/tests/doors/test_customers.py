from __future__ import annotations

import re

import pytest
from django.test import Client

from upheld.customers.models import Company, Contact, HouseRule
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.demo.cast import OPENING

ANA, LENA, THEO = (f"{name}@northgate.example" for name in ("ana", "lena", "theo"))
OLGA = "olga@southbank.example"


def test_a_company_is_entered_changed_and_found_on_pages(world, browser):
    lena = browser(LENA)
    typed = {
        "name": "Acme Dental", "standing": "prospect", "headcount": "45",
        "regulation": "GDPR, PCI DSS",
    }  # fmt: skip
    assert lena.post("/customers/new", typed).headers["Location"] == "/customers/1"
    page = lena.get("/customers/1").content.decode()
    assert "Acme Dental" in page
    assert "GDPR, PCI DSS" in page
    assert "entered this company" in page
    assert "Acme Dental" in lena.get("/customers/").content.decode()
    assert "Acme Dental" in lena.get("/search?q=acme").content.decode()

    saved = lena.post("/customers/1/edit", typed | {"name": "Acme", "version": "1"})
    assert saved.status_code == 303
    stale = lena.post("/customers/1/edit", typed | {"version": "1"})
    assert stale.status_code == 409
    assert "Acme Dental" in stale.content.decode()
    assert Company.objects.get().name == "Acme"


def test_a_refused_form_keeps_what_was_typed(world, browser):
    answer = browser(LENA).post(
        "/customers/new", {"name": "", "standing": "prospect", "does": "Teeth, mostly"}
    )

    assert answer.status_code == 422
    assert "Teeth, mostly" in answer.content.decode()


def test_people_and_house_rules_are_kept_on_pages(world, acme, browser):
    ana = browser(ANA)
    who = {"name": "Bob Low", "email": "bob@acme.example", "part": "user", "technical": "2"}
    assert ana.post("/customers/1/contacts/new", who).status_code == 303
    bob = Contact.objects.get(name="Bob Low")
    assert ana.post(f"/customers/1/contacts/{bob.pk}/invite").status_code == 303
    rule = {"words": "Never on Fridays", "told_by": "Bob", "not_before": "10:00"}
    assert ana.post("/customers/1/rules/new", rule).status_code == 303
    kept = HouseRule.objects.get()
    assert kept.hours["0"] == [["00:00", "10:00"]]
    assert "Never on Fridays" in ana.get("/customers/1").content.decode()
    ended = ana.post(f"/customers/1/rules/{kept.pk}/end", {"reason": "They said so"})
    assert ended.status_code == 303
    assert ana.post(f"/customers/1/contacts/{bob.pk}/left").status_code == 303
    assert not Contact.objects.get(name="Bob Low").active
    assert f"/contacts/{bob.pk}" not in ana.get("/customers/1").content.decode()


def test_whoever_may_not_edit_is_refused_and_sees_no_buttons(world, acme, browser):
    theo = browser(THEO)
    assert theo.post("/customers/1/edit", {"name": "X"}).status_code == 403
    assert "/customers/1/edit" not in theo.get("/customers/1").content.decode()


STRANGERS_TRY = (
    "/customers/1", "/customers/1/edit", "/customers/1/contacts/new", "/customers/1/rules/new",
    "/customers/1/contacts/{carla}",
)  # fmt: skip


@pytest.mark.parametrize("path", STRANGERS_TRY)
def test_another_providers_owner_finds_nothing(elsewhere, carla, browser, path):
    url = path.format(carla=carla.pk)

    assert browser(OLGA).get(url).status_code == 404
    assert browser(OLGA).post(url, {"name": "X"}).status_code in {404, 405}
    assert "Acme" not in browser(OLGA).get("/customers/").content.decode()


@pytest.mark.parametrize("path", ["/customers/", *STRANGERS_TRY])
def test_customers_stay_on_their_own_side(carla, browser, path):
    assert browser("carla@acme.example").get(path.format(carla=carla.pk)).status_code == 404


def test_a_program_does_the_same(world, program):
    lena = program("lena")
    body = {"name": "Acme Dental", "headcount": 45}
    made = lena.post("/api/v1/customers", body, content_type="application/json")
    assert (made.status_code, made.json()["number"]) == (201, 1)
    tag = lena.get("/api/v1/customers/1").headers["ETag"]
    change = {"headcount": 50}
    kind = "application/json"
    headers = {"If-Match": tag}
    changed = lena.patch("/api/v1/customers/1", change, content_type=kind, headers=headers)
    assert changed.json()["headcount"] == 50
    stale = lena.patch("/api/v1/customers/1", {"headcount": 60}, content_type=kind, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    who = {"name": "Bob", "email": "bob@acme.example"}
    bob = lena.post("/api/v1/customers/1/contacts", who, content_type=kind).json()["id"]
    rule = {"words": "Not on Fridays", "told_by": "Bob"}
    kept = lena.post("/api/v1/customers/1/house-rules", rule, content_type=kind)
    assert kept.status_code == 201
    assert [one["words"] for one in lena.get("/api/v1/customers/1/house-rules").json()] == [
        "Not on Fridays"
    ]
    ana = program("ana")
    at_bob = f"/api/v1/customers/1/contacts/{bob}"
    assert ana.post(f"{at_bob}/invitation").status_code == 200
    key = ana.post(f"{at_bob}/keys", {"name": "orders"}, content_type=kind)
    assert key.json()["token"].startswith("uph_")
    once = ana.post(
        f"{at_bob}/keys", {"name": "x"}, content_type=kind, headers={"Idempotency-Key": "1"}
    )
    assert once.status_code == 422
    ended = ana.post(f"{at_bob}/keys/{key.json()['id']}/revocation")
    assert ended.status_code == 204
    assert ana.post(f"{at_bob}/leaving").status_code == 200
    assert lena.get("/api/v1/customers/1/contacts").json() == []


def test_a_strangers_program_finds_nothing(elsewhere, acme, program):
    olga = program("olga")

    assert olga.get("/api/v1/customers").json()["items"] == []
    for path in ("", "/contacts", "/house-rules"):
        assert olga.get(f"/api/v1/customers/1{path}").status_code == 404


def test_keys_of_a_customers_programs_have_a_page(world, acme, browser):
    carla = add_contact(
        company=acme, name="Carla", email="carla@acme.example", by=world.ana, at=OPENING
    )
    page, here = browser(LENA), f"/customers/{acme.number}/keys"
    assert "Nobody of theirs comes to the portal yet" in page.get(here).content.decode()
    typed = {"name": "Their monitoring", "contact": str(carla.pk), "days": "90"}
    assert page.post(here, typed).status_code == 409
    invite_contact(contact=carla, by=world.ana, at=OPENING)

    made = page.post(here, typed).content.decode()
    secret = re.search(r"uph_[\w-]{20,}", made)
    assert secret is not None
    program = Client(headers={"authorization": f"Bearer {secret[0]}"})
    assert program.get("/api/v1/portal/work").status_code == 200
    shown = page.get(here).content.decode()
    assert "Their monitoring" in shown
    assert secret[0] not in shown

    revoke = re.search(rf'action="({here[:-4]}contacts/\d+/keys/\d+/revocation)"', shown)
    assert revoke is not None
    assert page.post(revoke[1]).status_code == 303
    assert program.get("/api/v1/portal/work").status_code == 401
    assert "Revoked" in page.get(here).content.decode()
    assert browser(THEO).get(here).status_code == 403
