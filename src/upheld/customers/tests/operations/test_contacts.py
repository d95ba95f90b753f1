from __future__ import annotations

import pytest
from django.test import Client

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import (
    add_contact,
    change_contact,
    contact_left,
    invite_contact,
    issue_contact_key,
    revoke_contact_key,
)
from upheld.demo.cast import OPENING
from upheld.foundation.refusals import Refused
from upheld.foundation.search import search
from upheld.people.models import Membership


def test_whoever_is_invited_comes_to_their_own_companys_portal(world, carla):
    place = Membership.objects.get(contact_id=carla.pk)

    assert (place.customer_id, place.role, place.active) == (carla.company_id, "customer", True)
    with pytest.raises(Refused, match="already_invited"):
        invite_contact(contact=carla, by=world.ana, at=OPENING)


def test_without_an_address_nobody_is_invited(world, acme):
    bob = add_contact(company=acme, name="Bob", by=world.lena, at=OPENING)

    with pytest.raises(Refused, match="no_address"):
        invite_contact(contact=bob, by=world.ana, at=OPENING)
    with pytest.raises(Refused, match="not_allowed"):
        invite_contact(contact=bob, by=world.theo, at=OPENING)


def test_whoever_leaves_the_customer_is_out_at_once(world, carla, browser):
    page = browser("carla@acme.example")
    token, secret = issue_contact_key(contact=carla, name="orders", by=world.ana, at=OPENING)
    key = Client(headers={"authorization": f"Bearer {secret}"})
    assert page.get("/my-account").status_code == 200
    assert key.get("/api/v1/customers").status_code == 404

    contact_left(contact=carla, by=world.ana, at=OPENING)
    contact_left(contact=carla, by=world.ana, at=OPENING)

    assert page.get("/my-account").headers["Location"].startswith("/account/login/")
    assert key.get("/api/v1/customers").status_code == 401
    token.refresh_from_db()
    assert token.revoked_at == OPENING
    assert not search(world.ana, "Carla")
    with pytest.raises(Refused, match="no_sign_in"):
        issue_contact_key(contact=carla, name="again", by=world.ana, at=OPENING)


def test_a_customers_key_ends_by_itself(world, carla):
    token, _secret = issue_contact_key(contact=carla, name="orders", by=world.ana, at=OPENING)
    other = add_company(name="Brightwater", by=world.ana, at=OPENING)
    olaf = add_contact(company=other, name="Olaf", by=world.ana, at=OPENING)
    with pytest.raises(Refused, match="not_found"):
        revoke_contact_key(contact=olaf, token_id=token.pk, by=world.ana, at=OPENING)

    revoke_contact_key(contact=carla, token_id=token.pk, by=world.ana, at=OPENING)

    with pytest.raises(Refused, match="already_revoked"):
        revoke_contact_key(contact=carla, token_id=token.pk, by=world.ana, at=OPENING)


def test_contacts_have_names_and_stale_forms_are_refused(world, acme, carla):
    for name in ("", "  "):
        with pytest.raises(Refused, match="invalid_input"):
            add_contact(company=acme, name=name, by=world.lena, at=OPENING)
        with pytest.raises(Refused, match="invalid_input"):
            change_contact(contact=carla, name=name, by=world.lena, at=OPENING)
    seen = carla.version
    change_contact(contact=carla, title="Partner", by=world.lena, at=OPENING)
    change_contact(contact=carla, title="Partner", by=world.lena, at=OPENING)
    with pytest.raises(Refused, match="changed_meanwhile"):
        change_contact(contact=carla, title="CEO", seen=seen, by=world.lena, at=OPENING)
