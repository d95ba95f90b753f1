"""Merging, taking apart, splitting and linking: what becomes of course, clocks and measures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.customers.operations.companies import add_company
from upheld.desk.models import TicketEntry, TicketNotice, TicketWatcher
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.ticket_files import Upload
from upheld.desk.operations.ticket_links import (
    put_under,
    relate_tickets,
    split_ticket,
    unrelate_tickets,
)
from upheld.desk.operations.ticket_merging import merge_ticket, part_ticket
from upheld.desk.operations.ticket_news import watch_ticket
from upheld.desk.operations.ticket_states import close_ticket, resolve_ticket
from upheld.desk.operations.tickets import note_on_ticket, open_ticket, reply_to_ticket
from upheld.desk.queries.people_to_tell import wrote_ticket
from upheld.desk.queries.ticket_around import around_ticket
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.tickets import find_ticket, readable_entries, visible_tickets
from upheld.desk.targets import TICKETS
from upheld.desk.tests.conftest import MONDAY
from upheld.foundation.refusals import Refused
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, figure_of
from upheld.people.queries.actors import actor_of

LOG = Upload("vpn log.txt", b"no route\n")


def after(**more):
    return MONDAY + timedelta(**more)


@pytest.fixture
def again(world, vpn, acme, ruth):
    """The same fault, told a second time, more urgently."""
    return open_ticket(title="No VPN", company=acme, contact=ruth, priority=1, by=world.dana,
                       at=after(minutes=5))  # fmt: skip


class TestMerging:
    def test_the_older_stays_and_takes_the_more_urgent_priority(self, world, vpn, again, fresh):
        stays = merge_ticket(ticket=again, into=vpn, by=world.dana, at=after(minutes=10))
        assert (stays.number, stays.priority, stays.took_in) == (1, 1, 1)
        gone = fresh(again)
        assert gone.merged_into_id == vpn.pk
        assert (gone.response_due_at, gone.response_met, gone.next_due_at) == (None, None, NEVER)
        # A quarter of an hour from the moment at which it became critical, not from the start.
        assert fresh(vpn).response_due_at == after(minutes=15)

    def test_its_number_leads_to_the_one_that_stays(self, world, vpn, again, membership):
        merge_ticket(ticket=again, into=vpn, by=world.dana, at=MONDAY + timedelta(hours=1))
        for actor in (world.dana, actor_of(membership)):
            assert find_ticket(actor, again.number) == vpn
        assert [one.pk for one in visible_tickets(world.dana)] == [vpn.pk]
        assert TICKETS.by_number is not None
        target = TICKETS.by_number(world.dana, again.number)
        assert target is not None
        assert target.id == vpn.pk

    def test_course_files_and_people_are_found_on_it(self, world, vpn, again, fresh):
        reply_to_ticket(ticket=again, text="On it", files=[LOG], by=world.dana, at=after(hours=1))
        watch_ticket(ticket=again, by=world.theo, at=after(hours=1))
        note_on_ticket(ticket=again, text="@theo", by=world.dana, at=after(hours=1))
        merge_ticket(ticket=again, into=vpn, by=world.sam, at=after(hours=2))
        stays = fresh(vpn)
        assert "On it" in {one.text for one in readable_entries(stays, world.dana)}
        page = ticket_page(stays, world.theo, after(hours=2))
        assert any("on #2" in one.title for one in page.said)
        assert [one.label for moment in page.said for one in moment.files] == ["vpn log.txt"]
        assert page.around.watching
        assert page.around.notice == "mentioned"
        assert [one.number for one in page.around.merged] == [2]
        assert stays.watched == TicketWatcher.objects.filter(ticket=vpn).count() == 1
        assert TicketNotice.objects.get().ticket == vpn

    def test_an_answer_on_the_merged_one_stops_no_clock_of_the_other(
        self, world, vpn, again, fresh
    ):
        reply_to_ticket(ticket=again, text="On it", by=world.dana, at=after(minutes=6))
        merge_ticket(ticket=again, into=vpn, by=world.dana, at=after(minutes=10))
        assert fresh(vpn).first_response_at is None
        (response, *_) = ticket_page(fresh(vpn), world.dana, after(minutes=10)).clocks
        assert response.is_open

    def test_a_reply_to_it_lands_on_the_one_that_stays(self, world, vpn, again, fresh, membership):
        merge_ticket(ticket=again, into=vpn, by=world.dana, at=after(hours=1))
        reply_to_ticket(ticket=fresh(again), text="Still down", by=actor_of(membership),
                        at=after(hours=2))  # fmt: skip
        assert TicketEntry.objects.get(text="Still down").ticket == vpn
        with pytest.raises(Refused) as refused:
            resolve_ticket(ticket=fresh(again), by=world.dana, at=after(hours=2))
        assert refused.value.code == "ticket_merged"

    def test_one_merged_while_somebody_wrote_loses_nothing(self, world, vpn, again, fresh):
        read_to = TicketEntry.objects.filter(ticket=again).latest("pk").pk
        open_page = fresh(again)
        merge_ticket(ticket=again, into=vpn, by=world.sam, at=after(hours=1))
        reply_to_ticket(ticket=open_page, text="Mine", read_to=read_to, by=world.dana,
                        at=after(hours=1))  # fmt: skip
        assert TicketEntry.objects.get(text="Mine").ticket == vpn

    def test_is_counted_in_no_measure_until_it_is_taken_out(self, world, vpn, again, fresh):
        def counted():
            day = Ask(Period(MONDAY, after(days=5)), after(days=5))
            return figure_of("first_response_attainment", day).n

        assert counted() == 2
        merge_ticket(ticket=again, into=vpn, by=world.dana, at=after(hours=1))
        assert counted() == 1
        part_ticket(ticket=fresh(again), by=world.dana, at=after(hours=2))
        assert counted() == 2
        assert fresh(again).response_met is False
        assert (fresh(vpn).took_in, fresh(vpn).merged_into_id) == (0, None)

    def test_of_a_chain_all_lead_to_the_last(self, world, vpn, again, acme, fresh):
        third = open_ticket(title="VPN", company=acme, by=world.dana, at=after(hours=1))
        merge_ticket(ticket=third, into=again, by=world.dana, at=after(hours=1))
        merge_ticket(ticket=fresh(again), into=vpn, by=world.dana, at=after(hours=1))
        assert fresh(third).merged_into_id == vpn.pk
        assert fresh(vpn).took_in == 2
        assert find_ticket(world.dana, third.number) == vpn

    def test_says_every_reason_against_it(self, world, vpn, again):
        birch = add_company(name="Birch", by=world.ana, at=MONDAY)
        theirs = open_ticket(title="x", company=birch, by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            merge_ticket(ticket=vpn, into=theirs, by=world.dana, at=after(hours=1))
        found = {one.code for one in refused.value.reasons}
        assert found == {"merge_other_customer", "merge_into_newer"}

    def test_a_salesperson_and_a_customer_may_not(self, world, vpn, again, membership):
        for actor in (world.lena, actor_of(membership)):
            with pytest.raises(Refused):
                merge_ticket(ticket=again, into=vpn, by=actor, at=after(hours=1))

    def test_whoever_wrote_on_either_is_told(self, world, vpn, again, fresh, acme, ruth):
        merge_ticket(ticket=again, into=vpn, by=world.dana, at=after(hours=1))
        assert wrote_ticket(fresh(vpn)) == [ruth]

    def test_only_a_merged_one_is_taken_out(self, world, vpn):
        with pytest.raises(Refused, match="not_merged"):
            part_ticket(ticket=vpn, by=world.dana, at=MONDAY)


class TestSplitting:
    def test_counts_from_when_its_part_was_asked(self, world, vpn, membership, ruth, fresh):
        customer = actor_of(membership)
        reply_to_ticket(ticket=vpn, text="And the printer is dead", by=customer,
                        at=after(minutes=30))  # fmt: skip
        asked = TicketEntry.objects.get(happened="asked")
        made = split_ticket(ticket=vpn, entries=[asked.pk], title="Printer dead", by=world.dana,
                            at=after(hours=1))  # fmt: skip
        made = fresh(made)
        assert (made.opened_at, made.contact) == (after(minutes=30), ruth)
        assert made.response_due_at == after(hours=2, minutes=30)
        assert made.first_response_at is None
        assert "And the printer is dead" in {one.text for one in readable_entries(made, world.dana)}
        assert TicketEntry.objects.filter(ticket=vpn, text="And the printer is dead").exists()
        assert [one.number for one in around_ticket(made, world.dana).related] == [1]

    def test_an_answer_that_goes_along_counts(self, world, vpn, membership, fresh):
        reply_to_ticket(ticket=vpn, text="Printer", by=actor_of(membership), at=after(minutes=30))
        reply_to_ticket(ticket=vpn, text="We see it", files=[LOG], by=world.dana,
                        at=after(minutes=40))  # fmt: skip
        taken = TicketEntry.objects.filter(happened__in=("asked", "replied"))
        made = split_ticket(ticket=fresh(vpn), entries=[one.pk for one in taken], title="Printer",
                            by=world.dana, at=after(hours=1))  # fmt: skip
        made = fresh(made)
        assert (made.first_response_at, made.response_met) == (after(minutes=40), True)
        said = ticket_page(made, world.dana, after(hours=1)).said
        assert [one.label for moment in said for one in moment.files] == ["vpn log.txt"]

    def test_takes_nothing_of_another_ticket(self, world, vpn, again):
        foreign = TicketEntry.objects.get(ticket=again)
        with pytest.raises(Refused) as refused:
            split_ticket(ticket=vpn, entries=[foreign.pk], title="x", by=world.dana, at=MONDAY)
        assert refused.value.code == "invalid_input"


class TestLinks:
    def test_children_stand_under_one_and_not_deeper(self, world, vpn, again, acme, fresh):
        put_under(ticket=again, parent=vpn, by=world.dana, at=MONDAY)
        assert [one.number for one in around_ticket(fresh(vpn), world.dana).children] == [2]
        assert [one.number for one in around_ticket(fresh(again), world.dana).parents] == [1]
        third = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            put_under(ticket=third, parent=fresh(again), by=world.dana, at=MONDAY)
        assert refused.value.reasons[0].code == "parent_has_parent"
        put_under(ticket=fresh(again), parent=None, by=world.dana, at=MONDAY)
        assert fresh(again).parent_id is None

    def test_nothing_is_resolved_by_itself(self, world, vpn, again, fresh):
        put_under(ticket=again, parent=vpn, by=world.dana, at=MONDAY)
        resolve_ticket(ticket=fresh(vpn), by=world.dana, at=after(hours=1))
        close_ticket(ticket=fresh(vpn), by=world.dana, at=after(hours=1))
        assert fresh(again).state == "new"

    def test_related_ones_see_each_other_once(self, world, vpn, again):
        for one, other in ((again, vpn), (vpn, again)):
            relate_tickets(ticket=one, other=other, by=world.dana, at=MONDAY)
        assert [one.number for one in around_ticket(vpn, world.dana).related] == [2]
        assert [one.number for one in around_ticket(again, world.dana).related] == [1]
        unrelate_tickets(ticket=vpn, other=again, by=world.dana, at=MONDAY)
        assert around_ticket(again, world.dana).related == []
        with pytest.raises(Refused):
            relate_tickets(ticket=vpn, other=vpn, by=world.dana, at=MONDAY)

    def test_customers_see_no_links(self, world, vpn, again, membership):
        relate_tickets(ticket=vpn, other=again, by=world.dana, at=MONDAY)
        found = around_ticket(vpn, actor_of(membership))
        assert (found.related, found.children, found.watchers) == ([], [], [])
