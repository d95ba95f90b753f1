"""Laying tickets aside, one change to many, and queues."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.desk.jobs.ticket_snooze import wake_tickets
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.ticket_bulk import BulkWhat, change_tickets
from upheld.desk.operations.ticket_changes import assign_ticket
from upheld.desk.operations.ticket_snooze import snooze_ticket, wake_ticket
from upheld.desk.operations.ticket_states import close_ticket, resolve_ticket, wait_for_customer
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.queries.my_tickets import my_open_tickets
from upheld.desk.queries.ticket_queues import counted, queues, team_queues
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.actor import system
from upheld.foundation.lists import counting
from upheld.foundation.refusals import Refused
from upheld.people.models import Person, Team
from upheld.people.queries.actors import actor_of


def after(**more):
    return MONDAY + timedelta(**more)


class TestLayingAside:
    def test_no_clock_rests_for_it(self, world, vpn, fresh):
        due = (vpn.response_due_at, vpn.resolution_due_at, vpn.next_due_at)
        snooze_ticket(ticket=vpn, until=after(days=1), by=world.dana, at=MONDAY)
        found = fresh(vpn)
        assert (found.response_due_at, found.resolution_due_at, found.next_due_at) == due
        assert found.snoozed_until == after(days=1)

    def test_a_job_wakes_it_once_even_after_a_pause(self, world, vpn, fresh):
        snooze_ticket(ticket=vpn, until=after(hours=1), by=world.dana, at=MONDAY)
        job = {"by": system(world.provider.pk)}
        assert wake_tickets(at=after(minutes=59), **job) == "0 taken up."
        assert wake_tickets(at=after(days=9), **job) == "1 taken up."
        assert wake_tickets(at=after(days=9), **job) == "0 taken up."
        assert fresh(vpn).snoozed_until is None
        assert TicketEntry.objects.filter(happened="woke").count() == 1

    def test_the_customer_wakes_it_and_no_job_does(self, world, vpn, fresh, membership):
        snooze_ticket(ticket=vpn, until=None, by=world.dana, at=MONDAY)
        assert fresh(vpn).snoozed_until == NEVER
        assert wake_tickets(by=system(world.provider.pk), at=after(days=300)) == "0 taken up."
        reply_to_ticket(ticket=fresh(vpn), text="And?", by=actor_of(membership), at=after(days=1))
        assert fresh(vpn).snoozed_until is None

    def test_our_own_reply_leaves_it_and_resolving_ends_it(self, world, vpn, fresh):
        snooze_ticket(ticket=vpn, until=None, by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=fresh(vpn), text="Soon", by=world.dana, at=MONDAY)
        assert fresh(vpn).snoozed_until == NEVER
        resolve_ticket(ticket=fresh(vpn), by=world.dana, at=MONDAY)
        assert fresh(vpn).snoozed_until is None
        with pytest.raises(Refused, match="ticket_settled"):
            snooze_ticket(ticket=fresh(vpn), until=None, by=world.dana, at=MONDAY)

    @pytest.mark.parametrize("until", [MONDAY, after(days=-1), after(days=400)])
    def test_only_to_a_moment_from_now_within_a_year(self, world, vpn, until):
        with pytest.raises(Refused) as refused:
            snooze_ticket(ticket=vpn, until=until, by=world.dana, at=MONDAY)
        assert refused.value.code == "invalid_input"

    def test_leaves_my_day_unless_it_is_missed(self, world, vpn, fresh):
        assign_ticket(ticket=vpn, assignee=world.people["dana"], by=world.dana, at=MONDAY)
        snooze_ticket(ticket=fresh(vpn), until=after(days=1), by=world.dana, at=MONDAY)
        assert my_open_tickets(world.dana, MONDAY) == ()
        assert len(my_open_tickets(world.dana, after(hours=3))) == 1

    def test_waking_twice_is_once(self, world, vpn, fresh):
        snooze_ticket(ticket=vpn, until=None, by=world.dana, at=MONDAY)
        for _ in range(2):
            wake_ticket(ticket=fresh(vpn), by=world.dana, at=MONDAY)
        assert TicketEntry.objects.filter(happened="woke").count() == 1


class TestManyAtOnce:
    def test_says_what_was_refused_and_why_and_does_the_rest(self, world, vpn, acme, fresh):
        other = open_ticket(title="y", company=acme, by=world.dana, at=MONDAY)
        resolve_ticket(ticket=other, by=world.dana, at=MONDAY)
        report = change_tickets(tickets=[vpn, fresh(other)], what=BulkWhat.STATE, value="waiting",
                                by=world.dana, at=MONDAY)  # fmt: skip
        assert [one.number for one in report.done] == [1]
        (no,) = report.refused
        assert (no.ticket.number, no.code) == (2, "ticket_not_there")
        assert "resolved" in no.why
        assert [fresh(one).state for one in (vpn, other)] == ["waiting", "resolved"]

    @pytest.mark.parametrize(
        ("what", "value", "field", "wanted"),
        [
            (BulkWhat.PRIORITY, 1, "priority", 1),
            (BulkWhat.TAG, "vip", "tags", ["vip"]),
            (BulkWhat.UNTAG, "old", "tags", []),
            (BulkWhat.ASSIGNEE, None, "assignee_id", None),
            (BulkWhat.SNOOZE, None, "snoozed_until", NEVER),
            (BulkWhat.WAKE, None, "snoozed_until", None),
        ],
    )
    def test_does_what_one_alone_does(self, world, vpn, fresh, what, value, field, wanted):
        change_tickets(tickets=[vpn], what=what, value=value, by=world.dana, at=MONDAY)
        assert getattr(fresh(vpn), field) == wanted

    def test_who_may_not_work_is_refused_for_each(self, world, vpn):
        report = change_tickets(tickets=[vpn], what=BulkWhat.PRIORITY, value=1, by=world.lena,
                                at=MONDAY)  # fmt: skip
        assert [one.code for one in report.refused] == ["not_allowed"]


class TestQueues:
    @pytest.fixture
    def some(self, world, vpn, acme):
        late = open_ticket(title="late", company=acme, by=world.dana, at=after(days=-3))
        assign_ticket(ticket=late, assignee=world.people["dana"], by=world.dana, at=MONDAY)
        asked = open_ticket(title="asked", company=acme, by=world.dana, at=after(days=-9))
        wait_for_customer(ticket=asked, by=world.dana, at=after(days=-8))
        aside = open_ticket(title="aside", priority=4, by=world.dana, at=MONDAY)
        snooze_ticket(ticket=aside, until=None, by=world.dana, at=MONDAY)
        done = open_ticket(title="done", by=world.dana, at=MONDAY)
        resolve_ticket(ticket=done, by=world.dana, at=MONDAY)
        close_ticket(ticket=Ticket.objects.get(pk=done.pk), by=world.dana, at=MONDAY)

    def test_count_what_their_list_shows(self, world, some, browser, at_monday):
        shown = {one.key: one for one in counted(queues(world.dana, MONDAY), world.dana)}
        assert shown["mine"].count == 1
        assert shown["waiting"].count == 1
        assert shown["snoozed"].count == 1
        assert shown["danger"].count == 1
        page = browser("dana")
        for one in shown.values():
            rows = page.get(f"{one.url}&export=csv")
            lines = b"".join(rows.streaming_content).decode("utf-8-sig").strip().splitlines()
            assert len(lines) - 1 == one.count, one.key

    def test_of_a_team_are_what_its_people_have(self, world, some):
        from upheld.foundation.tenancy.writing import bookkeeping

        with bookkeeping():
            team = Team(name="Second line")
            team.save()
            Person.objects.filter(handle="dana").update(team=team)
        (one,) = counted(team_queues([(team.pk, team.name)]), world.dana)
        assert (one.title, one.count) == ("Second line", 1)

    def test_cost_one_query_and_stop_counting_at_the_cap(self, world, some, questions, monkeypatch):
        from upheld.desk.queries import ticket_queues

        monkeypatch.setattr(counting, "MOST_COUNTED", 1)
        monkeypatch.setattr(ticket_queues, "MOST_COUNTED", 1)
        with questions() as asked:
            found = counted(queues(world.dana, MONDAY), world.dana)
        assert len(asked) == 1
        assert {one.key: one.said for one in found}["all"] == "1+"
