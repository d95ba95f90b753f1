"""Service levels by customer, agreement and kind, next responses, and whom they have told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.desk.jobs.service_levels import escalate, tell_escalated
from upheld.desk.models import AwaitedAnswer, Escalation, Ticket
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.service_escalations import escalate_ticket, see_escalations
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.ticket_changes import change_ticket, prioritise_ticket
from upheld.desk.operations.ticket_states import (
    reopen_ticket,
    resolve_ticket,
    wait_for_customer,
)
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_explained import clocks_told
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.rules.ticket_events import Step, Target
from upheld.foundation import clock
from upheld.foundation.models import Job, RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.operations.functions import give_function
from upheld.people.operations.working_time import set_schedule
from upheld.people.queries.actors import actor_of
from upheld.wiring.waiting import waiting_for

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
HOUR = 3600
HOURS = {str(day): [["09:00", "17:00"]] for day in range(5)}
HALF, BREACH = 500_000, 1_000_000


def after(**more):
    return MONDAY + timedelta(**more)


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def desk(world):
    give_function(person=world.people["sam"], function="service_desk", by=world.ana, at=MONDAY)
    return set_schedule(name="Desk", zone="Europe/London", hours=HOURS, is_default=True,
                        by=world.ana, at=MONDAY)  # fmt: skip


@pytest.fixture
def acme(world):
    return add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)


@pytest.fixture
def customer(world, acme):
    ruth = add_contact(company=acme, name="Ruth Adler", email="ruth@acme.example", by=world.ana,
                       at=MONDAY)  # fmt: skip
    return actor_of(invite_contact(contact=ruth, by=world.ana, at=MONDAY))


@pytest.fixture
def make(world, desk):
    def make(name="Standard", at=MONDAY, **more):
        fields = {
            "first_response": {1: HOUR // 2, 3: 2 * HOUR}, "next_response": {3: HOUR},
            "resolution": {1: 4 * HOUR, 3: 16 * HOUR}, **more,
        }  # fmt: skip
        return set_service_level(name=name, schedule=desk, by=world.sam, at=at, **fields)

    return make


@pytest.fixture
def steps(world):
    return (
        Step(HALF, (world.people["theo"].pk,), "service_desk"),
        Step(BREACH, (world.people["ana"].pk,), "service_desk"),
    )


@pytest.fixture
def ticket(world, make, steps, acme):
    make(steps=steps)
    return open_ticket(title="VPN down", company=acme, by=world.dana, at=MONDAY)


class TestWhichOneHolds:
    def test_a_kind_of_its_own_comes_before_every_kind(self, world, make, acme):
        every, ours = make(), make(name="Changes", kind="Change")
        made = {
            kind: open_ticket(title="x", kind=kind, company=acme, by=world.dana, at=MONDAY).policy
            for kind in ("", "incident", "change", "CHANGE")
        }
        assert made == {"": every, "incident": every, "change": ours, "CHANGE": ours}

    def test_the_customers_own_comes_before_everybodys_of_that_kind(self, world, make, acme):
        make(name="Changes", kind="change")
        own = make(name="Acme's", company=acme)
        made = open_ticket(title="x", kind="change", company=acme, by=world.dana, at=MONDAY)
        assert made.policy == own

    def test_one_of_each_holds_at_a_time(self, world, make, acme):
        first = make(kind="change")
        other = make()
        second = make(kind="change", at=after(hours=1))
        first.refresh_from_db()
        other.refresh_from_db()
        assert (first.until_at, other.until_at, second.until_at) == (after(hours=1), None, None)

    def test_another_kind_in_mid_life_brings_its_level_from_then_on(self, world, make, acme):
        make()
        changes = make(name="Changes", kind="change", first_response={3: 4 * HOUR})
        made = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        change_ticket(ticket=made, kind="Change", by=world.dana, at=after(hours=1))
        found = fresh(made)
        assert (found.policy, found.response_due_at) == (changes, after(hours=4))
        told = clocks_told(found, after(hours=2))[0]
        assert [(one.held, one.piece.sum_seconds) for one in told.first] == [
            ("Standard, normal", HOUR), ("Changes, normal", 2 * HOUR),
        ]  # fmt: skip

    def test_a_level_of_an_agreement_needs_its_customer(self, make, world, acme):
        with pytest.raises(Refused):
            make(steps=(Step(HALF),))
        with pytest.raises(Refused):
            make(steps=(Step(HALF, (), "tea"),))
        with pytest.raises(Refused):
            make(steps=(Step(0, (), "service_desk"),))
        with pytest.raises(Refused):
            make(steps=(Step(HALF, (99_999_999,)),))

    def test_set_today_it_does_not_rewrite_yesterday(self, world, make, acme):
        make()
        old = open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=old, text="x", by=world.dana, at=after(hours=1))
        make(name="Stricter", first_response={3: 60}, resolution={3: 60}, at=after(days=1))
        prioritise_ticket(ticket=fresh(old), priority=1, by=world.dana, at=after(days=1, hours=1))
        prioritise_ticket(ticket=fresh(old), priority=3, by=world.dana, at=after(days=1, hours=1))
        found = fresh(old)
        assert (str(found.policy), found.response_met) == ("Standard", True)
        assert found.resolution_due_at == datetime(2026, 3, 11, 10, tzinfo=UTC)


class TestNextResponses:
    def test_begins_when_the_customer_writes_again_and_ends_with_an_answer(
        self, world, ticket, customer
    ):
        reply_to_ticket(ticket=ticket, text="On it", by=world.dana, at=after(minutes=10))
        reply_to_ticket(ticket=ticket, text="Any news?", by=customer, at=after(hours=1))
        reply_to_ticket(ticket=ticket, text="Hello?", by=customer, at=after(minutes=90))
        found = fresh(ticket)
        assert found.next_response_due_at == found.next_due_at == after(hours=2)
        said = ticket_page(found, world.dana, after(hours=1)).next_why
        assert said == "Ruth Adler wrote: “Hello?”"
        reply_to_ticket(ticket=ticket, text="Yes", by=world.dana, at=after(hours=1, minutes=50))
        (row,) = AwaitedAnswer.objects.all()
        assert (row.asked_at, row.due_at, row.met) == (after(hours=1), after(hours=2), True)
        assert fresh(ticket).next_response_due_at is None

    def test_each_time_counts_by_itself(self, world, ticket, customer):
        for n, late in enumerate((False, True, False)):
            start = after(minutes=n * 130)
            reply_to_ticket(ticket=ticket, text="x", by=world.dana, at=start)
            reply_to_ticket(ticket=ticket, text="?", by=customer, at=start + timedelta(minutes=5))
            took = timedelta(minutes=70 if late else 20)
            reply_to_ticket(ticket=ticket, text="x", by=world.dana,
                            at=start + timedelta(minutes=5) + took)  # fmt: skip
        assert list(AwaitedAnswer.objects.order_by("nth").values_list("met", flat=True)) == [
            True, False, True,
        ]  # fmt: skip

    def test_before_the_first_answer_there_is_only_the_first(self, world, ticket, customer):
        reply_to_ticket(ticket=ticket, text="Hello?", by=customer, at=after(minutes=30))
        assert not AwaitedAnswer.objects.exists()
        assert fresh(ticket).next_response_due_at is None

    def test_an_automatic_reply_does_not_answer(self, world, ticket, customer):
        reply_to_ticket(ticket=ticket, text="x", by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=ticket, text="?", by=customer, at=after(minutes=1))
        reply_to_ticket(ticket=ticket, text="We have it", automatic=True, by=world.dana,
                        at=after(minutes=2))  # fmt: skip
        assert AwaitedAnswer.objects.get().answered_at is None

    def test_goes_on_in_a_ticket_that_they_reopen_by_writing(self, world, ticket, customer):
        resolve_ticket(ticket=ticket, by=world.dana, at=after(hours=1))
        reply_to_ticket(ticket=ticket, text="Not solved", by=customer, at=after(hours=2))
        assert fresh(ticket).next_response_due_at == after(hours=3)


class TestTelling:
    def told(self):
        rows = Escalation.objects.order_by("told_at", "person_id")
        return [(one.target, one.share_ppm, one.person.name.split()[0]) for one in rows]

    def test_before_and_at_the_breach_those_named_are_told_once_each(self, world, ticket):
        assert ticket.escalate_at == after(hours=1)
        assert escalate(by=world.system, at=after(minutes=59)) == "0 told"
        assert escalate(by=world.system, at=after(hours=1)) == "2 told"
        for again in (1, 2):
            assert escalate(by=world.system, at=after(hours=1, minutes=again)) == "0 told"
        assert fresh(ticket).escalate_at == after(hours=2, seconds=1)
        assert escalate(by=world.system, at=after(hours=2, seconds=1)) == "2 told"
        assert escalate(by=world.system, at=after(hours=2, seconds=2)) == "0 told"
        assert {(share, who) for _, share, who in self.told()} == {
            (HALF, "Sam"), (HALF, "Theo"), (BREACH, "Sam"), (BREACH, "Ana"),
        }  # fmt: skip
        assert RecordEntry.objects.filter(event="desk.ticket.escalated").count() == 2

    def test_it_waits_for_them_until_it_is_over_or_seen(self, world, ticket):
        escalate(by=world.system, at=after(hours=1))
        (one,) = [one for one in waiting_for(world.theo, after(hours=1)) if "VPN" in one.title]
        assert one.kind == "First response in danger"
        see_escalations(ticket=ticket, by=world.theo, at=after(hours=1))
        assert not waiting_for(world.theo, after(hours=1))
        assert waiting_for(world.sam, after(hours=1))
        reply_to_ticket(ticket=fresh(ticket), text="On it", by=world.dana, at=after(minutes=70))
        assert not waiting_for(world.sam, after(minutes=70))

    def test_the_breach_takes_the_place_of_the_danger(self, world, ticket):
        escalate(by=world.system, at=after(hours=1))
        escalate(by=world.system, at=after(hours=3))
        kinds = [one.kind for one in waiting_for(world.sam, after(hours=3))]
        assert kinds == ["First response missed"]

    def test_they_are_mailed_and_only_while_it_is_news(self, world, ticket):
        with clock.standing_at(after(hours=1)):
            escalate(by=world.system, at=after(hours=1))
        jobs = Job.objects.filter(code="desk.tell_escalated")
        assert jobs.count() == 2
        for job in jobs:
            tell_escalated(by=world.system, at=after(hours=1), **job.arguments)
        assert {one.subject for one in mail.outbox} == {"In danger: first response of #1"}
        assert "VPN" not in "".join(str(one.body) for one in mail.outbox)
        reply_to_ticket(ticket=fresh(ticket), text="On it", by=world.dana, at=after(minutes=70))
        said = tell_escalated(by=world.system, at=after(minutes=75), **jobs[0].arguments)
        assert said == "Not needed any more."

    def test_a_ticket_answered_in_time_tells_nobody(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="On it", by=world.dana, at=after(minutes=10))
        escalate(by=world.system, at=after(hours=3))
        assert self.told() == []
        # Half of the sixteen hours of the resolution is next.
        assert fresh(ticket).escalate_at == datetime(2026, 3, 10, 10, tzinfo=UTC)

    def test_a_clock_that_rests_tells_nobody(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="On it", by=world.dana, at=after(minutes=10))
        wait_for_customer(ticket=fresh(ticket), by=world.dana, at=after(minutes=20))
        assert fresh(ticket).escalate_at == NEVER

    def test_made_more_urgent_it_tells_at_once(self, world, ticket):
        prioritise_ticket(ticket=ticket, priority=1, by=world.dana, at=after(minutes=20))
        assert escalate(by=world.system, at=after(minutes=20)) == "2 told"
        assert fresh(ticket).escalate_at == after(minutes=30, seconds=1)

    def test_after_a_standstill_only_what_is_the_matter_now_is_told(self, world, ticket):
        escalate(by=world.system, at=after(hours=3))
        assert {share for _, share, _ in self.told()} == {BREACH}

    def test_whoever_is_writing_is_not_disturbed(self, world, ticket):
        seen = fresh(ticket).version
        escalate(by=world.system, at=after(hours=1))
        reply_to_ticket(ticket=ticket, text="x", seen=seen, by=world.dana, at=after(minutes=61))

    def test_ended_in_the_middle_it_tells_the_rest_once(self, world, ticket, acme, monkeypatch):
        other = open_ticket(title="Mail down", company=acme, by=world.dana, at=MONDAY)
        calls = []

        def killed(**given):
            calls.append(given["ticket"].pk)
            if len(calls) > 1:
                raise KeyboardInterrupt
            return escalate_ticket(**given)

        monkeypatch.setattr("upheld.desk.jobs.service_levels.escalate_ticket", killed)
        with pytest.raises(KeyboardInterrupt):
            escalate(by=world.system, at=after(hours=1))
        monkeypatch.undo()
        assert Escalation.objects.count() == 2
        assert escalate(by=world.system, at=after(hours=1)) == "2 told"
        assert Escalation.objects.filter(ticket=other).count() == 2
        assert Escalation.objects.count() == 4

    def test_where_nobody_is_left_the_owners_are_told(self, world, make, acme):
        make(steps=(Step(HALF, (), "legal"),))
        open_ticket(title="x", company=acme, by=world.dana, at=MONDAY)
        escalate(by=world.system, at=after(hours=1))
        assert [who for _, _, who in self.told()] == ["Ana"]

    def test_each_next_response_is_told_of_anew(self, world, ticket, customer):
        reply_to_ticket(ticket=ticket, text="x", by=world.dana, at=MONDAY)
        for n in (1, 2):
            start = after(hours=n * 2)
            reply_to_ticket(ticket=fresh(ticket), text="?", by=customer, at=start)
            escalate(by=world.system, at=start + timedelta(minutes=30))
            reply_to_ticket(ticket=fresh(ticket), text="x", by=world.dana,
                            at=start + timedelta(minutes=40))  # fmt: skip
        assert [target for target, _, _ in self.told()] == [Target.NEXT_RESPONSE] * 4


class TestHowItWasSolved:
    def test_by_the_first_who_worked_it_at_the_first_contact(self, world, ticket):
        reply_to_ticket(ticket=ticket, text="x", by=world.theo, at=after(minutes=1))
        resolve_ticket(ticket=fresh(ticket), by=world.theo, at=after(minutes=5))
        found = fresh(ticket)
        assert (found.one_touch, found.one_contact) == (True, True)
        assert found.first_resolved_at == after(minutes=5)

    def test_passed_on_and_asked_for_again(self, world, ticket, customer):
        reply_to_ticket(ticket=ticket, text="x", by=world.theo, at=after(minutes=1))
        reply_to_ticket(ticket=fresh(ticket), text="?", by=customer, at=after(minutes=2))
        resolve_ticket(ticket=fresh(ticket), by=world.dana, at=after(minutes=5))
        found = fresh(ticket)
        assert (found.one_touch, found.one_contact) == (False, False)

    def test_a_reopening_takes_it_back_and_leaves_the_first_day(self, world, ticket):
        resolve_ticket(ticket=ticket, by=world.dana, at=after(minutes=5))
        reopen_ticket(ticket=fresh(ticket), reason="No", by=world.sam, at=after(hours=5))
        found = fresh(ticket)
        assert (found.one_touch, found.one_contact, found.first_resolved_at) == (
            False, False, after(minutes=5),
        )  # fmt: skip

    def test_a_slip_takes_nothing_back(self, world, ticket):
        resolve_ticket(ticket=ticket, by=world.dana, at=after(minutes=5))
        reopen_ticket(ticket=fresh(ticket), reason="Slip", by_slip=True, by=world.dana,
                      at=after(minutes=6))  # fmt: skip
        resolve_ticket(ticket=fresh(ticket), by=world.dana, at=after(minutes=9))
        assert fresh(ticket).one_touch is True


def test_a_level_that_tells_people_makes_no_ticket_slower_to_open(
    world, make, steps, acme, questions
):
    counted = []
    levels: tuple[dict[str, Any], ...] = (
        {"next_response": {}}, {"steps": steps, "kind": "incident"},
    )  # fmt: skip
    for more in levels:
        make(**more)
        open_ticket(title="warm", kind="incident", company=acme, by=world.dana, at=MONDAY)
        with questions() as asked:
            open_ticket(title="x", kind="incident", company=acme, by=world.dana, at=MONDAY)
        counted.append(len(asked))
    assert counted[1] <= counted[0]
