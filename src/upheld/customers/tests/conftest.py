"""Acme Dental with Carla and Bob, and both doors for anybody."""

from __future__ import annotations

import pytest
from django.test import Client

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.demo.cast import OPENING
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import User
from upheld.people.operations.tokens import issue_token


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

    def with_key(handle: str) -> Client:
        company = elsewhere if handle in elsewhere.people else world
        with open_provider(company.provider.pk):
            _token, secret = issue_token(
                person=company.people[handle], name="test", by=company.system, at=OPENING
            )
        return Client(headers={"authorization": f"Bearer {secret}"})

    return with_key
