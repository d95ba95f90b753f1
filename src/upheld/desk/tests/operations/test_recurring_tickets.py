"""Recurring tickets: each made once, after a standstill only the last, never in a pause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from upheld.customers.operations.companies import add_company
from upheld.desk.jobs.recurring_tickets import make_recurring_tickets
from upheld.desk.models import RecurringDay, RecurringTicket, Ticket
from upheld.desk.operations.recurring_tickets import (
    RecurringWords,
    end_recurring,
    keep_recurring,
    make_recurring,
    pause_recurring,
    resume_recurring,
)
from upheld.desk.operations.ticket_templates import TemplateWords, keep_template, retire_template
from upheld.desk.rules.recurrence import Recurrence, Unit
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.actor import system
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping

WEEKLY = Recurrence(Unit.WEEK, MONDAY.date(), 1, (1,))
FIRST = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)


@pytest.fixture
def patches(world):
    words = TemplateWords(name="Patch round", title="Patch the servers", checks=["Reboot"])
    return keep_template(words=words, by=world.sam, at=MONDAY)


@pytest.fixture
def words(patches, acme, ruth, world):
    return RecurringWords(
        patches, WEEKLY, title="Patch Acme", company=acme, contact=ruth,
        assignee=world.people["dana"],
    )  # fmt: skip


@pytest.fixture
def weekly(world, words):
    return keep_recurring(words=words, by=world.sam, at=MONDAY)


@pytest.fixture
def run(world):
    def at(moment):
        return make_recurring_tickets(by=system(world.provider.pk), at=moment)

    return at


def days(recurring):
    rows = RecurringDay.objects.filter(recurring=recurring).order_by("on")
    return [(row.on.day, row.ticket.number if row.ticket else None) for row in rows]


def test_is_made_once_with_all_that_its_template_brings(world, standard, weekly, run, ruth):
    assert (weekly.next_on, weekly.next_at) == (date(2026, 3, 10), FIRST)
    assert run(FIRST - timedelta(seconds=1)) == "0 made."
    assert run(FIRST) == "1 made."
    assert run(FIRST) == "0 made."
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.contact, ticket.checks) == ("Patch Acme", ruth, 1)
    assert (ticket.assignee, ticket.policy) == (world.people["dana"], standard)
    weekly.refresh_from_db()
    assert (weekly.made, weekly.next_on) == (1, date(2026, 3, 17))


def test_the_same_day_is_never_made_twice_whatever_happens(world, weekly, run, words):
    run(FIRST)
    weekly.refresh_from_db()
    # An hour later the time is moved to the evening: the day is settled all the same.
    changed = keep_recurring(words=replace(words, minute=20 * 60), recurring=weekly, by=world.sam,
                             at=FIRST + timedelta(hours=1))  # fmt: skip
    assert changed.next_on == date(2026, 3, 17)
    with bookkeeping(), pytest.raises(IntegrityError):
        RecurringDay(recurring=weekly, on=date(2026, 3, 10), why_not="x", settled_at=FIRST).save()


def test_after_a_standstill_only_the_last_is_made(weekly, run):
    run(FIRST)
    run(FIRST + timedelta(days=24))
    weekly.refresh_from_db()
    assert days(weekly) == [(10, 1), (17, None), (24, None), (31, 2)]
    said = RecurringDay.objects.get(recurring=weekly, on=date(2026, 3, 17)).why_not
    assert said == "Nothing ran here then; the next one was made."
    assert (weekly.made, weekly.next_on) == (2, date(2026, 4, 7))


def test_a_pause_makes_nothing_and_catches_nothing_up(world, weekly, run):
    pause_recurring(recurring=weekly, by=world.sam, at=MONDAY)
    assert run(FIRST + timedelta(days=8)) == "0 made."
    weekly.refresh_from_db()
    back = resume_recurring(recurring=weekly, by=world.sam, at=FIRST + timedelta(days=8))
    assert back.next_on == date(2026, 3, 24)
    assert Ticket.objects.count() == 0


def test_an_end_is_final_and_a_last_day_is_the_last(world, weekly, words, run):
    short = keep_recurring(
        words=replace(words, rule=replace(WEEKLY, until_on=date(2026, 3, 17))), by=world.sam,
        at=MONDAY,
    )  # fmt: skip
    run(FIRST)
    run(FIRST + timedelta(days=7))
    run(FIRST + timedelta(days=30))
    short.refresh_from_db()
    assert (short.made, short.next_at) == (2, None)
    weekly.refresh_from_db()
    with pytest.raises(Refused):
        end_recurring(recurring=weekly, reason=" ", by=world.sam, at=MONDAY)
    ended = end_recurring(recurring=weekly, reason="They left", by=world.sam, at=MONDAY)
    assert make_recurring(recurring=ended, by=system(world.provider.pk), at=FIRST) is None
    with pytest.raises(Refused) as no:
        pause_recurring(recurring=ended, by=world.sam, at=MONDAY)
    assert no.value.code == "recurring_ended"


def test_one_refusal_does_not_keep_others_from_being_made(world, weekly, words, patches, run):
    with pytest.raises(Refused) as used:
        retire_template(template=patches, by=world.sam, at=MONDAY)
    assert used.value.code == "template_in_use"
    other = add_company(name="Ochre", by=world.ana, at=MONDAY)
    for wrong in ({"company": other}, {"minute": 1440}, {"rule": replace(WEEKLY, every=0)},
                  {"rule": replace(WEEKLY, until_on=MONDAY.date())}):  # fmt: skip
        with pytest.raises(Refused):
            keep_recurring(words=replace(words, **wrong), by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as no:
        keep_recurring(words=words, by=world.dana, at=MONDAY)
    assert no.value.code == "not_allowed"
    assert RecurringTicket.objects.count() == 1
