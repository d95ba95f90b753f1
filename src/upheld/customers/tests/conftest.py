"""Acme Dental with Carla and Bob, and both doors for anybody."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import entering
from tests.entering import company_of

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.demo.cast import OPENING
from upheld.people.models import User


@pytest.fixture
def acme(world):
    return add_company(name="Acme Dental", does="Three practices", by=world.ana, at=OPENING)


@pytest.fixture
def carla(world, acme):
    contact = add_contact(
        company=acme, name="Carla Jensen", email="carla@acme.example", by=world.ana, at=OPENING
    )
    invite_contact(contact=contact, by=world.ana, at=OPENING)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def browser():
    """A browser signed in with an address: `browser("ana@northgate.example")`."""

    def signed_in(email: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=email))
        return client

    return signed_in


@pytest.fixture
def program(world, elsewhere):
    """A program with a key of somebody's: `program("lena")`; `program("olga")` is a stranger's."""
    return lambda who: entering.program(company_of(who, world, elsewhere), who)
