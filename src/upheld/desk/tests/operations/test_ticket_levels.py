"""One ticket under another level by hand: from then on, and never backwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.customers.operations.companies import add_company
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.service_levels import end_service_level, set_service_level
from upheld.desk.operations.ticket_changes import change_ticket, put_under_level
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import reply_to_ticket
from upheld.desk.queries.ticket_explained import clocks_told
from upheld.desk.tests.conftest import HOUR, MONDAY
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused

NOON = MONDAY + timedelta(hours=2)
LATE = MONDAY + timedelta(hours=3)


@pytest.fixture
def relaxed(world, office, acme, standard):
    """A level for one kind, which no ticket of this story has by itself."""
    return set_service_level(
        name="Relaxed", schedule=office, kind="roll-out", by=world.sam, at=MONDAY,
        first_response={3: 8 * HOUR}, resolution={3: 40 * HOUR},
    )  # fmt: skip


def chosen(ticket, policy, world, at, reason="They agreed to wait"):
    return put_under_level(ticket=ticket, policy=policy, reason=reason, by=world.sam, at=at)


def test_a_running_clock_goes_on_with_what_it_counted(world, vpn, relaxed):
    before = vpn.response_due_at
    moved = chosen(vpn, relaxed, world, MONDAY + timedelta(hours=1))
    assert moved.policy == relaxed
    assert moved.response_due_at > before
    # An hour was counted under the first level, and stays counted: seven are left of eight, of
    # which six fit into this day (from eleven to five).
    assert moved.response_due_at == MONDAY + timedelta(days=1)
    told = clocks_told(moved, LATE)[0]
    held = [one.held for one in (*told.first, *told.last)]
    assert any("Standard" in one for one in held)
    assert any("Relaxed" in one for one in held)


def test_what_was_missed_stays_missed(world, vpn, relaxed):
    moved = chosen(vpn, relaxed, world, LATE)
    assert (moved.response_met, moved.response_due_at) == (False, NOON)
    answered = reply_to_ticket(ticket=moved, text="We look", by=world.dana, at=LATE)
    assert answered.response_met is False


def test_a_stricter_level_makes_nothing_due_before_the_change(world, vpn, relaxed, standard):
    slow = chosen(vpn, relaxed, world, MONDAY)
    strict = chosen(slow, standard, world, LATE, "The whole office stands still")
    assert strict.response_due_at == LATE
    entry = TicketEntry.objects.filter(happened="policy_changed").latest("pk")
    assert (entry.text, entry.public) == ("The whole office stands still", False)
    assert (entry.before, entry.after) == (str(relaxed.pk), str(standard.pk))
    told = RecordEntry.objects.filter(event="desk.ticket.level_chosen")
    assert told.count() == 2


def test_none_holds_no_more_and_a_move_takes_what_holds_there(world, vpn, standard, relaxed):
    free = chosen(vpn, None, world, MONDAY)
    assert (free.policy, free.resolution_due_at) == (None, None)
    moved = change_ticket(ticket=free, kind="Roll-out", by=world.dana, at=NOON)
    assert moved.policy == relaxed


def test_what_cannot_be_is_refused(world, vpn, relaxed, office):
    other = add_company(name="Ochre", by=world.ana, at=MONDAY)
    theirs = set_service_level(name="Theirs", schedule=office, company=other, by=world.sam,
                               at=MONDAY, first_response={1: HOUR}, resolution={})  # fmt: skip
    ended = end_service_level(policy=relaxed, reason="Old", by=world.sam, at=MONDAY)
    for policy in (theirs, ended):
        with pytest.raises(Refused) as no:
            chosen(vpn, policy, world, MONDAY)
        assert "policy" in no.value.fields
    with pytest.raises(Refused):
        chosen(vpn, None, world, MONDAY, reason=" ")
    with pytest.raises(Refused) as may_not:
        put_under_level(ticket=vpn, policy=None, reason="x", by=world.dana, at=MONDAY)
    assert may_not.value.code == "not_allowed"
    solved = resolve_ticket(ticket=vpn, by=world.dana, at=MONDAY)
    with pytest.raises(Refused) as settled:
        chosen(solved, None, world, NOON)
    assert settled.value.code == "ticket_settled"
    assert Ticket.objects.get().policy is not None
