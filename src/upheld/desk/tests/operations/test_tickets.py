"""Tickets under their service levels: what happens, when it is due, and whether it was in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import invite_contact
from upheld.desk.models import ServiceLevelPolicy, Ticket, TicketEntry
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.service_levels import end_service_level, set_service_level
from upheld.desk.operations.ticket_changes import (
    assign_ticket,
    change_ticket,
    prioritise_ticket,
)
from upheld.desk.operations.ticket_states import (
    close_ticket,
    move_ticket,
    reopen_ticket,
    resolve_ticket,
    start_ticket,
    wait_for_customer,
)
from upheld.desk.operations.tickets import note_on_ticket, open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.tickets import readable_entries
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.queries.actors import actor_of

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
HOUR = 3600
HOURS = {str(day): [["09:00", "17:00"]] for day in range(5)}


def after(**more):
    return MONDAY + timedelta(**more)


@pytest.fixture
def customer(world, ruth):
    return actor_of(invite_contact(contact=ruth, by=world.ana, at=MONDAY))


@pytest.fixture
def ticket(world, standard, acme):
    return open_ticket(title="VPN down", company=acme, by=world.dana, at=MONDAY)


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


class TestOpening:
    def test_promises_answer_and_solution_in_opening_hours(self, ticket):
        assert ticket.response_due_at == after(hours=2)
        # Seven hours are left on Monday, eight on Tuesday: one more on Wednesday.
        assert ticket.resolution_due_at == datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
        assert ticket.next_due_at == after(hours=2)
        assert (ticket.response_met, ticket.resolution_met) == (None, None)

    def test_takes_the_customers_own_level_before_everybodys(self, world, standard, office, acme):
        own = set_service_level(
            name="Acme's", schedule=office, company=acme, first_response={3: HOUR}, resolution={},
            by=world.sam, at=MONDAY,
        )  # fmt: skip
        made = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        assert (made.policy, made.response_due_at) == (own, after(hours=1))
        assert made.resolution_due_at is None

    def test_without_a_level_has_nothing_due(self, world, acme):
        made = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        assert (made.response_due_at, made.next_due_at) == (None, NEVER)

    def test_needs_words_and_a_known_priority(self, world):
        for fields in ({"title": " "}, {"title": "x", "priority": 5}):
            with pytest.raises(Refused) as refused:
                open_ticket(by=world.dana, at=MONDAY, **fields)
            assert refused.value.code == "invalid_input"

    def test_keeps_what_was_said_out_of_the_hashed_body(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="Ruth's password", by=world.dana, at=MONDAY)
        entry = RecordEntry.objects.get(event="desk.ticket.replied")
        assert "Ruth" not in entry.body

    def test_refuses_a_contact_of_another_company(self, world, acme, ruth):
        other = add_company(name="Birch", by=world.ana, at=MONDAY)
        with pytest.raises(Refused):
            open_ticket(title="x", company=other, contact=ruth, by=world.dana, at=MONDAY)


class TestAnswering:
    def test_a_persons_first_answer_in_time_meets_the_target(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="On it.", by=world.dana, at=after(hours=1))
        found = fresh(ticket)
        assert (found.first_response_at, found.response_met) == (after(hours=1), True)
        assert (found.state, found.assignee_id) == ("open", world.people["dana"].pk)
        assert found.next_due_at == found.resolution_due_at

    def test_a_late_one_misses_it_for_good(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="Sorry.", by=world.dana, at=after(hours=2, seconds=1))
        assert fresh(ticket).response_met is False

    def test_an_automatic_one_does_not_count(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="We have it.", automatic=True, by=world.dana, at=MONDAY)
        found = fresh(ticket)
        assert (found.first_response_at, found.state) == (None, "new")

    def test_a_note_is_no_answer_and_no_customers_business(self, world, ticket, customer):
        note_on_ticket(ticket=ticket, text="Looks like DNS.", by=world.dana, at=MONDAY)
        assert fresh(ticket).first_response_at is None
        assert "note" in {one.happened for one in readable_entries(ticket, world.dana)}
        assert "note" not in {one.happened for one in readable_entries(ticket, customer)}

    def test_a_closed_ticket_takes_none(self, world, ticket):
        resolve_ticket(ticket=ticket, by=world.dana, at=MONDAY)
        close_ticket(ticket=ticket, by=world.dana, at=MONDAY)
        with pytest.raises(Refused, match="closed"):
            reply_to_ticket(ticket=ticket, text="Again", by=world.dana, at=MONDAY)

    def test_a_stale_page_is_told(self, world, ticket):
        start_ticket(ticket=ticket, by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            reply_to_ticket(ticket=ticket, text="x", seen=1, by=world.theo, at=MONDAY)
        assert refused.value.code == "changed_meanwhile"


class TestTheResolutionClock:
    def test_rests_while_the_customer_is_waited_for(self, world, ticket):
        wait_for_customer(ticket=ticket, by=world.dana, at=after(hours=1))
        assert fresh(ticket).resolution_due_at is None
        start_ticket(ticket=ticket, by=world.dana, at=after(hours=3))
        assert fresh(ticket).resolution_due_at == datetime(2026, 3, 11, 12, 0, tzinfo=UTC)

    def test_is_met_by_solving_in_time_and_missed_after(self, world, ticket, acme):
        resolve_ticket(ticket=ticket, by=world.dana, at=after(hours=5))
        found = fresh(ticket)
        assert (found.resolution_met, found.next_due_at) == (True, NEVER)
        late = open_ticket(title="y", company=acme, by=world.dana, at=MONDAY)
        resolve_ticket(ticket=late, by=world.dana, at=after(days=3))
        assert fresh(late).resolution_met is False

    def test_goes_on_from_what_was_used_when_reopened(self, world, ticket):
        resolve_ticket(ticket=ticket, by=world.dana, at=after(hours=5))
        reopen_ticket(ticket=ticket, reason="It broke again", by=world.dana, at=after(days=1))
        found = fresh(ticket)
        assert (found.state, found.reopened, found.resolved_at) == ("open", 1, None)
        # Five hours of sixteen were used: eleven are left from Tuesday, ten o'clock.
        assert found.resolution_due_at == datetime(2026, 3, 11, 13, 0, tzinfo=UTC)

    def test_follows_a_new_priority(self, world, ticket):
        prioritise_ticket(ticket=ticket, priority=1, by=world.dana, at=after(hours=1))
        found = fresh(ticket)
        # A quarter of an hour had passed long since: due at the change itself.
        assert found.response_due_at == after(hours=1)
        assert found.resolution_due_at == after(hours=4)

    def test_explains_itself_on_the_page(self, world, ticket):
        wait_for_customer(ticket=ticket, by=world.dana, at=after(hours=1))
        page = ticket_page(fresh(ticket), world.dana, after(hours=2))
        resolution = page.clocks[1]
        assert (resolution.title, resolution.standing) == ("Resolution", "Rests")
        assert [span.counted for span in resolution.reading.spans] == [True, False]
        assert resolution.reading.used_seconds == HOUR

    def test_another_customers_level_holds_from_the_change_on(self, world, ticket, office):
        birch = add_company(name="Birch", by=world.ana, at=MONDAY)
        own = set_service_level(
            name="Birch's", schedule=office, company=birch, first_response={3: 3 * HOUR},
            resolution={3: 8 * HOUR}, by=world.sam, at=MONDAY,
        )  # fmt: skip
        change_ticket(ticket=ticket, company=birch, by=world.dana, at=after(hours=1))
        found = fresh(ticket)
        assert (found.policy, found.response_due_at) == (own, after(hours=3))


class TestStates:
    def test_a_move_from_the_wrong_state_says_why(self, world, ticket):
        with pytest.raises(Refused) as refused:
            close_ticket(ticket=ticket, by=world.dana, at=MONDAY)
        assert refused.value.code == "ticket_not_there"

    def test_the_board_moves_by_the_same_operations(self, world, ticket):
        for column in ("waiting", "open", "resolved", "closed", "open"):
            move_ticket(ticket=fresh(ticket), column=column, by=world.dana, at=MONDAY)
            assert fresh(ticket).state == column
        with pytest.raises(Refused):
            move_ticket(ticket=fresh(ticket), column="new", by=world.dana, at=MONDAY)

    def test_moving_where_it_is_changes_nothing(self, world, ticket):
        version = ticket.version
        move_ticket(ticket=ticket, column="new", by=world.dana, at=MONDAY)
        assert fresh(ticket).version == version

    def test_handing_on_is_counted(self, world, ticket):
        for who in ("dana", "theo", "theo"):
            assign_ticket(ticket=fresh(ticket), assignee=world.people[who], by=world.sam, at=MONDAY)
        assert fresh(ticket).reassigned == 1

    def test_a_salesperson_opens_but_does_not_work(self, world, acme):
        made = open_ticket(title="x", company=acme, by=world.lena, at=MONDAY)
        with pytest.raises(Refused) as refused:
            resolve_ticket(ticket=made, by=world.lena, at=MONDAY)
        assert refused.value.code == "not_allowed"


class TestTheCustomer:
    def test_opens_tickets_of_their_own_company_alone(self, world, acme, customer):
        made = open_ticket(title="Printer", company=acme, by=customer, at=MONDAY)
        assert TicketEntry.objects.get(ticket=made).contact_id == customer.contact_id
        other = add_company(name="Birch", by=world.ana, at=MONDAY)
        with pytest.raises(Refused):
            open_ticket(title="Printer", company=other, by=customer, at=MONDAY)

    def test_wakes_a_waiting_ticket_and_stops_no_clock(self, world, ticket, customer):
        wait_for_customer(ticket=ticket, by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=ticket, text="Here it is.", by=customer, at=after(hours=1))
        found = fresh(ticket)
        assert (found.state, found.first_response_at) == ("open", None)

    def test_reopens_a_resolved_one(self, world, ticket, customer):
        resolve_ticket(ticket=ticket, by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=ticket, text="No.", by=customer, at=after(hours=1))
        found = fresh(ticket)
        assert (found.state, found.reopened, found.resolution_met) == ("open", 1, None)

    def test_does_not_find_another_companys(self, world, standard, customer):
        other = add_company(name="Birch", by=world.ana, at=MONDAY)
        theirs = open_ticket(title="x", company=other, by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            reply_to_ticket(ticket=theirs, text="Hello", by=customer, at=MONDAY)
        assert refused.value.code == "not_found"


class TestServiceLevels:
    def test_a_new_one_ends_the_old_and_leaves_its_tickets(self, world, ticket, standard, office):
        new = set_service_level(
            name="Stricter", schedule=office, first_response={3: HOUR}, resolution={},
            by=world.sam, at=after(hours=1),
        )  # fmt: skip
        assert ServiceLevelPolicy.objects.get(pk=standard.pk).until_at == after(hours=1)
        reply_to_ticket(ticket=ticket, text="x", by=world.dana, at=after(minutes=90))
        assert fresh(ticket).response_met is True
        made = open_ticket(title="y", by=world.dana, at=after(hours=2))
        assert made.policy == new

    def test_ends_with_a_reason(self, world, standard):
        with pytest.raises(Refused):
            end_service_level(policy=standard, reason=" ", by=world.sam, at=MONDAY)
        end_service_level(
            policy=standard, reason="No desk any more", by=world.sam, at=after(hours=1)
        )
        assert open_ticket(title="x", by=world.dana, at=after(hours=2)).policy is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first_response": {5: 60}, "resolution": {}},
            {"first_response": {1: 0}, "resolution": {}},
            {"first_response": {}, "resolution": {}},
            {"first_response": {1: 60}, "resolution": {}, "pausing_states": ["closed"]},
            {"first_response": {1: 60}, "resolution": {}, "name": " "},
        ],
    )
    def test_refuses_what_cannot_hold(self, world, office, wrong):
        fields = {"name": "x", **wrong}
        with pytest.raises(Refused):
            set_service_level(schedule=office, by=world.sam, at=MONDAY, **fields)


def test_the_course_of_a_ticket_is_never_rewritten(world, ticket):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update desk_ticketentry set text = 'x'")
