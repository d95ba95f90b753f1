"""Templates: what a ticket begins with, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from upheld.desk.models import Ticket, TicketCheck, TicketTemplate
from upheld.desk.operations.ticket_checks import add_check, tick_check
from upheld.desk.operations.ticket_queues import close_queue, keep_queue, queue_ticket
from upheld.desk.operations.ticket_templates import (
    TemplateWords,
    keep_template,
    open_by_template,
    restore_template,
    retire_template,
)
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.refusals import Refused
from upheld.playbook.models import Draft, Procedure, Run
from upheld.playbook.operations.drafts import Particulars, begin_procedure, write_draft
from upheld.playbook.operations.publishing import publish_draft, withdraw_procedure
from upheld.timekeeping.operations.capture import capture, undo_capture

LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def account(world):
    made = begin_procedure(
        title="Make an account", text="1. Ask for the name.\n2. Make it.\n",
        particulars=Particulars("Accounts", world.people["sam"]), by=world.sam, at=MONDAY,
    )  # fmt: skip
    publish_draft(draft=Draft.objects.get(procedure=made), by=world.sam, at=MONDAY)
    return Procedure.objects.get(pk=made.pk)


@pytest.fixture
def words(account):
    return TemplateWords(
        name="New starter", title="Set up a new starter", text="We set everything up.",
        kind="request", priority=2, tags=["people"], checks=["Account", " ", "Laptop"],
        procedures=[account],
    )  # fmt: skip


@pytest.fixture
def starter(world, words):
    return keep_template(words=words, by=world.sam, at=MONDAY)


def test_a_ticket_begins_as_its_template_says(world, standard, acme, ruth, starter, account):
    ticket = open_by_template(
        template=starter, over={"company": acme, "contact": ruth}, by=world.dana, at=MONDAY
    )
    assert (ticket.title, ticket.priority, ticket.kind) == ("Set up a new starter", 2, "request")
    assert ticket.tags == ["people"]
    assert list(TicketCheck.objects.values_list("number", "words")) == [
        (1, "Account"), (2, "Laptop"),
    ]  # fmt: skip
    assert ticket.checks == 2
    run = Run.objects.get()
    assert (run.procedure, run.revision.number, run.on_id) == (account, 1, ticket.pk)
    assert ticket.policy_id == standard.pk


def test_what_is_said_otherwise_holds_and_later_changes_alter_no_ticket(
    world, acme, starter, words, account
):
    ticket = open_by_template(
        template=starter, over={"company": acme, "title": "Set up Jo", "priority": 3},
        by=world.dana, at=MONDAY,
    )  # fmt: skip
    changed = replace(words, title="Another", checks=["One thing"])
    keep_template(words=changed, template=starter, by=world.sam, at=LATER)
    write_draft(procedure=account, title=account.title, text="1. Only this.", why="Shorter",
                by=world.sam, at=LATER)  # fmt: skip
    publish_draft(draft=Draft.objects.get(procedure=account), by=world.sam, at=LATER)
    ticket.refresh_from_db()
    assert (ticket.title, ticket.priority, ticket.checks) == ("Set up Jo", 3, 2)
    assert Run.objects.get().revision.number == 1
    starter.refresh_from_db()
    second = open_by_template(template=starter, over={"company": acme}, by=world.dana, at=LATER)
    assert (second.title, second.checks) == ("Another", 1)
    assert Run.objects.get(on_id=second.pk).revision.number == 2


def test_instead_of_a_withdrawn_procedure_its_successor_is_begun(world, starter, account):
    newer = begin_procedure(
        title="Make an account anew", text="1. Do it.\n",
        particulars=Particulars("Accounts", world.people["sam"]), by=world.sam, at=MONDAY,
    )  # fmt: skip
    publish_draft(draft=Draft.objects.get(procedure=newer), by=world.sam, at=MONDAY)
    newer.refresh_from_db()
    withdraw_procedure(procedure=account, reason="Old", instead=newer, by=world.sam, at=MONDAY)
    ticket = open_by_template(template=starter, by=world.dana, at=MONDAY)
    assert Run.objects.get().procedure == newer
    assert ticket.company_id is None
    newer.refresh_from_db()
    withdraw_procedure(procedure=newer, reason="No", by=world.sam, at=MONDAY)
    open_by_template(template=starter, by=world.dana, at=MONDAY)
    assert Run.objects.count() == 1


def test_the_capture_line_begins_by_a_template_and_takes_it_all_back(world, acme, starter):
    done = capture(line="acme new starter 20m", start_timer=False, by=world.dana, at=MONDAY)
    ticket = Ticket.objects.get()
    assert (ticket.template, ticket.checks, ticket.company) == (starter, 2, acme)
    assert ticket.assignee == world.people["dana"]
    assert Run.objects.get().state == "going"
    undo_capture(undo=done.undo, by=world.dana, at=MONDAY)
    assert Ticket.objects.get().void is True
    assert Run.objects.get().state == "broken_off"


def test_what_cannot_be_kept_is_refused_by_name(world, words, starter):
    with pytest.raises(Refused) as twice:
        keep_template(words=replace(words, name="NEW starter"), by=world.sam, at=MONDAY)
    assert "name" in twice.value.fields
    for wrong in ({"name": " "}, {"title": ""}, {"priority": 7}, {"checks": ["x" * 201]}):
        with pytest.raises(Refused):
            keep_template(words=replace(words, **{"name": "Other", **wrong}), by=world.sam,
                          at=MONDAY)  # fmt: skip
    with pytest.raises(Refused) as no:
        keep_template(words=replace(words, name="Third"), by=world.dana, at=MONDAY)
    assert no.value.code == "not_allowed"
    assert TicketTemplate.objects.count() == 1


def test_a_retired_template_begins_nothing_until_it_is_taken_up_again(world, words, starter):
    retired = retire_template(template=starter, by=world.sam, at=MONDAY)
    with pytest.raises(Refused) as no:
        open_by_template(template=retired, by=world.dana, at=MONDAY)
    assert no.value.code == "template_retired"
    assert Ticket.objects.count() == 0
    back = restore_template(template=retired, by=world.sam, at=MONDAY)
    assert open_by_template(template=back, by=world.dana, at=MONDAY).template == back


def test_the_first_tick_keeps_its_name(world, starter):
    ticket = open_by_template(template=starter, by=world.dana, at=MONDAY)
    tick_check(ticket=ticket, number=1, done=True, by=world.dana, at=MONDAY)
    again = tick_check(ticket=ticket, number=1, done=True, by=world.sam, at=LATER)
    assert (again.done_by, again.done_at) == (world.people["dana"], MONDAY)
    assert Ticket.objects.get().checks_done == 1
    tick_check(ticket=ticket, number=1, done=False, by=world.sam, at=LATER)
    assert Ticket.objects.get().checks_done == 0
    added = add_check(ticket=ticket, words="Badge", by=world.dana, at=LATER)
    assert (added.number, Ticket.objects.get().checks) == (3, 3)
    with pytest.raises(Refused):
        tick_check(ticket=ticket, number=9, done=True, by=world.dana, at=LATER)


def test_tickets_wait_in_queues_by_function(world, vpn, words):
    buying = keep_queue(name="Procurement", about="What is bought", people=[world.people["dana"]],
                        view="newest", by=world.sam, at=MONDAY)  # fmt: skip
    ticket = queue_ticket(ticket=vpn, queue=buying, by=world.dana, at=MONDAY)
    assert ticket.queue == buying
    with pytest.raises(Refused) as used:
        close_queue(queue=buying, by=world.sam, at=MONDAY)
    assert used.value.code == "queue_in_use"
    queue_ticket(ticket=ticket, queue=None, by=world.dana, at=MONDAY)
    closed = close_queue(queue=buying, by=world.sam, at=MONDAY)
    with pytest.raises(Refused):
        queue_ticket(ticket=vpn, queue=closed, by=world.dana, at=MONDAY)
    with pytest.raises(Refused):
        keep_queue(name=" ", by=world.sam, at=MONDAY)
    with pytest.raises(Refused):
        keep_queue(name="Projects", view="upside down", by=world.sam, at=MONDAY)
