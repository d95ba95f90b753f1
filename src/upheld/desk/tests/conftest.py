"""A desk with a customer, somebody who asked, and one ticket."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.desk.models import Ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.tickets import open_ticket
from upheld.foundation import clock
from upheld.people.operations.tokens import issue_token
from upheld.people.operations.working_time import set_schedule

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
HOUR = 3600
HOURS = {str(day): [["09:00", "17:00"]] for day in range(5)}


@pytest.fixture
def at_monday():
    with clock.standing_at(MONDAY):
        yield MONDAY


@pytest.fixture
def office(world):
    return set_schedule(name="Desk", zone="Europe/London", hours=HOURS, is_default=True,
                        by=world.ana, at=MONDAY)  # fmt: skip


@pytest.fixture
def standard(world, office):
    return set_service_level(
        name="Standard", schedule=office, by=world.sam, at=MONDAY,
        first_response={1: HOUR // 4, 3: 2 * HOUR}, resolution={1: 4 * HOUR, 3: 16 * HOUR},
    )  # fmt: skip


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


@pytest.fixture
def ruth(world, acme):
    return add_contact(company=acme, name="Ruth Adler", email="ruth@acme.example", by=world.ana,
                       at=MONDAY)  # fmt: skip


@pytest.fixture
def membership(world, ruth):
    return invite_contact(contact=ruth, by=world.ana, at=MONDAY)


@pytest.fixture
def vpn(world, standard, acme, ruth):
    return open_ticket(title="VPN down", company=acme, contact=ruth, by=world.dana, at=MONDAY)


@pytest.fixture
def browser(world):
    def of(who: str) -> Client:
        client = Client()
        client.force_login(world.people[who].user)
        return client

    return of


@pytest.fixture
def portal(membership):
    client = Client()
    client.force_login(membership.user)
    return client


@pytest.fixture
def program(world):
    def of(who: str) -> Client:
        _, secret = issue_token(person=world.people[who], name="t", by=world.ana, at=MONDAY)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return of


@pytest.fixture
def fresh():
    def of(ticket) -> Ticket:
        return Ticket.objects.get(pk=ticket.pk)

    return of
