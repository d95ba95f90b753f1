"""Work on a ticket that no agreement covers begins a change order, filled in."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from upheld.customers.operations.companies import add_company
from upheld.desk.operations.tickets import open_ticket
from upheld.foundation import clock

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_force(sow):
    """A day on which the agreement holds."""
    with clock.standing_at(datetime.combine(sow.agreement.starts_on, time(10), tzinfo=UTC)):
        yield


@pytest.fixture
def sam(world, in_force):
    client = Client()
    client.force_login(world.people["sam"].user)
    return client


def test_it_leads_to_the_work_that_it_is_a_change_of(world, sow, acme, carla, sam):
    ticket = open_ticket(title="Three more phones", company=acme, contact=carla, by=world.dana,
                         at=MONDAY)  # fmt: skip
    led = sam.get(reverse("ticket-change-order", args=[ticket.number]))
    assert led.status_code == 302
    assert led["Location"].startswith(reverse("change-order-new", args=[sow.number]))
    form = sam.get(led["Location"]).content.decode()
    assert 'value="Three more phones"' in form
    assert f'<option value="{carla.pk}" selected' in form
    assert f"For ticket #{ticket.number}" in form


def test_where_nothing_is_in_force_it_says_so(world, sow, sam):
    other = add_company(name="Ochre Legal", by=world.ana, at=MONDAY)
    ticket = open_ticket(title="A printer", company=other, by=world.dana, at=MONDAY)
    led = sam.get(reverse("ticket-change-order", args=[ticket.number]), follow=True)
    assert "No statement of work is in force" in led.content.decode()
    # Another customer's ticket fills in nothing.
    there = f"{reverse('change-order-new', args=[sow.number])}?ticket={ticket.number}"
    assert "A printer" not in sam.get(there).content.decode()
