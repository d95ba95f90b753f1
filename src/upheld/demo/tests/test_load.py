"""The load stands in the same tables, by the same rules, as what people enter one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.customers.models import Company
from upheld.customers.operations.companies import add_company
from upheld.demo.cast import OPENING
from upheld.demo.load import fill_to_scale
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.queries.ticket_clocks import clocks_of, entries_of, stored_clocks
from upheld.foundation.models import RecordEntry, SearchRow
from upheld.foundation.record.verify import verify_record
from upheld.people.models import Person
from upheld.people.operations.working_time import set_schedule
from upheld.timekeeping.models import TimeEntry

NOW = OPENING + timedelta(days=600)
HOUR = 3600


@pytest.fixture
def desk(world):
    """A desk with a customer and a service level, and nothing asked yet."""
    week = {str(day): [["08:00", "18:00"]] for day in range(5)}
    schedule = set_schedule(
        name="Desk", zone="Europe/London", hours=week, is_default=True, by=world.ana, at=OPENING
    )
    set_service_level(
        name="Standard", schedule=schedule, first_response=dict.fromkeys(range(1, 5), HOUR),
        resolution=dict.fromkeys(range(1, 5), 8 * HOUR), by=world.ana, at=OPENING,
    )  # fmt: skip
    add_company(name="Ochre Legal", by=world.ana, at=OPENING)
    return world


def filled(scale):
    return fill_to_scale(scale, NOW, seed=3, say=lambda line: None)


def test_it_makes_what_it_says(desk):
    made = filled(0.6)

    assert made == {"tickets": 600, "time_entries": 1800}
    assert Ticket.objects.count() == 600
    assert TimeEntry.objects.count() == 1800
    assert SearchRow.objects.filter(kind="ticket").count() == 600


def test_nothing_asked_makes_nothing(desk):
    before = RecordEntry.objects.count()

    assert filled(0) == {"tickets": 0, "time_entries": 0}
    assert RecordEntry.objects.count() == before


def test_each_ticket_stands_as_its_own_course_says(desk):
    filled(0.15)

    for ticket in Ticket.objects.all():
        clocks = stored_clocks(clocks_of(entries_of(ticket), NOW))
        assert {name: getattr(ticket, name) for name in clocks} == clocks


def test_most_are_in_time_and_some_are_not(desk):
    filled(0.3)

    answered = Ticket.objects.exclude(response_met=None)
    kept = answered.filter(response_met=True).count() / answered.count()
    assert 0.85 < kept < 0.98


def test_nothing_happens_after_now(desk):
    filled(0.15)

    assert not TicketEntry.objects.filter(at__gt=NOW).exists()
    assert not TimeEntry.objects.filter(entered_at__gt=NOW).exists()


def test_the_same_seed_fills_alike(desk, elsewhere):
    filled(0.02)
    first = list(Ticket.objects.order_by("number").values_list("title", "opened_at", "state"))
    filled(0.02)

    again = Ticket.objects.order_by("number")[20:]
    assert [(one.opened_at, one.state) for one in again] == [one[1:] for one in first]


def test_numbers_go_on_where_people_left_off(desk):
    open_ticket(title="By hand", by=desk.dana, at=OPENING)
    filled(0.01)

    after = open_ticket(title="By hand again", by=desk.dana, at=NOW)

    assert after.number == 12


def test_people_and_customers_grow_with_the_tickets(desk, monkeypatch):
    monkeypatch.setattr("upheld.demo.load.TICKETS_PER_PERSON", 10)
    monkeypatch.setattr("upheld.demo.load.TICKETS_PER_CUSTOMER", 5)
    filled(0.1)

    assert Person.objects.filter(role="technician").count() == 10
    assert Company.objects.count() == 20
    assert Company.objects.values("name").distinct().count() == 20


def test_the_record_holds_what_was_filled(desk):
    filled(0.6)

    entries = RecordEntry.objects.filter(event="demo.desk.filled")
    assert entries.count() == 2
    assert not verify_record(desk.provider).faults
