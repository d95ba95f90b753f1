"""Nothing outside of the statement of work is done without somebody's yes, billed or not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.delivery.models import ChangeOrder, Deliverable, HandoverPoint
from upheld.delivery.operations.change_order_answers import answer_change_order
from upheld.delivery.operations.change_orders import (
    change_change_order,
    give_work_away,
    send_change_order,
    withdraw_change_order,
    write_change_order,
)
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
CLEAR = {
    "title": "Alarm line at site 4",
    "criterion": "The alarm centre confirms 1 test call from site 4.",
    "evidence_kind": "text",
    "due_on": date(2026, 6, 30),
    "cost_seconds": 7200,
}


@pytest.fixture
def write(world, sow):
    def write(by=None, **changes):
        given = {**CLEAR, "price": Money.of(180, "GBP"), **changes}
        return write_change_order(sow=sow, by=by or world.sam, at=MONDAY, **given)

    return write


def answer(order, by, *, agree=True, shown="", **given):
    return answer_change_order(
        order=order, agree=agree, shown_hash=shown or order.content_hash, by=by, at=TUESDAY, **given
    )


class TestSending:
    def test_names_every_obstacle_at_once(self, world, write):
        order = write(criterion="", due_on=None, cost_seconds=None, price=Money.zero("GBP"))
        with pytest.raises(Refused) as refused:
            send_change_order(order=order, by=world.sam, at=MONDAY)
        assert {reason.code for reason in refused.value.reasons} == {
            "criterion_missing", "due_missing", "estimate_missing", "unbilled_without_reason",
        }  # fmt: skip

    def test_points_out_wording_that_can_be_read_in_two_ways(self, world, write):
        order = write(criterion="The line works properly as soon as possible.")
        with pytest.raises(Refused) as refused:
            send_change_order(order=order, by=world.sam, at=MONDAY)
        assert refused.value.code == "cautioned"
        sent = send_change_order(
            order=order, setting_aside=frozenset({"vague_wording"}), by=world.sam, at=MONDAY
        )
        assert sent.state == "sent"

    def test_what_was_sent_is_not_changed_by_us_or_by_the_database(self, world, write):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        with pytest.raises(Refused) as refused:
            change_change_order(order=order, title="Other", by=world.sam, at=TUESDAY)
        assert refused.value.code == "change_order_sent"
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update delivery_changeorder set price_minor = 1")


class TestAnswering:
    def test_agreed_it_is_work_with_a_promise_of_its_own(self, world, write, buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        agreed = answer(order, buyer)
        work = Deliverable.objects.get(change_order=order)
        assert (agreed.state, agreed.answered_by.name) == ("signed", "Carla Jensen")
        assert (work.title, work.price, work.estimate_seconds) == (
            CLEAR["title"], Money.of(180, "GBP"), 7200,
        )  # fmt: skip
        assert work.owner == world.people["sam"]
        assert (work.promise.state, work.promise.source) == ("agreed", "change_order")

    def test_where_a_seller_wrote_it_delivery_is_asked(self, world, accepted, write, buyer):
        order = send_change_order(order=write(by=world.lena), by=world.lena, at=MONDAY)
        answer(order, buyer)
        work = Deliverable.objects.get(change_order=order)
        point = HandoverPoint.objects.get(promise=work.promise)
        accepted.refresh_from_db()
        assert (work.promise.state, work.owner) == ("offered", None)
        assert (point.state, point.asked) == ("open", world.people["theo"])
        assert accepted.completed_at is None

    def test_twice_is_once(self, world, write, buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        answer(order, buyer)
        answer(order, buyer)
        assert Deliverable.objects.filter(change_order=order).count() == 1

    def test_declining_says_why_and_makes_no_work(self, world, write, buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        with pytest.raises(Refused) as refused:
            answer(order, buyer, agree=False)
        assert refused.value.fields.keys() == {"reasons"}
        assert answer(order, buyer, agree=False, reasons="Too dear.").state == "declined"
        assert not Deliverable.objects.filter(change_order=order).exists()

    def test_another_text_than_was_shown_is_not_agreed_to(self, world, write, buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        with pytest.raises(Refused) as refused:
            answer(order, buyer, shown="0" * 64)
        assert refused.value.code == "changed_meanwhile"

    def test_another_customer_or_one_of_us_does_not_agree(self, world, write, other_buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        for stranger, code in ((other_buyer, "not_yours_to_sign_off"), (world.ana, "not_allowed")):
            with pytest.raises(Refused) as refused:
                answer(order, stranger)
            assert refused.value.code == code

    def test_after_it_was_withdrawn_nobody_agrees(self, world, write, buyer):
        order = send_change_order(order=write(), by=world.sam, at=MONDAY)
        withdraw_change_order(order=order, reason="Mistake", by=world.sam, at=MONDAY)
        with pytest.raises(Refused) as refused:
            answer(order, buyer)
        assert refused.value.code == "change_order_withdrawn"


class TestGivingAway:
    def test_needs_a_reason_and_is_seen_as_given_away(self, world, write):
        order = write(price=Money.zero("GBP"), unbilled_because="We broke the old line.")
        given = give_work_away(order=order, by=world.sam, at=MONDAY)
        work = Deliverable.objects.get(change_order=order)
        assert (given.state, given.answered_by) == ("signed", None)
        assert (work.price.is_zero, work.promise.state) == (True, "agreed")

    def test_what_costs_something_is_not_given_away(self, world, write):
        with pytest.raises(Refused) as refused:
            give_work_away(order=write(), by=world.sam, at=MONDAY)
        assert refused.value.code == "not_free"

    def test_a_technician_does_not_give_work_away(self, world, write):
        order = write(price=Money.zero("GBP"), unbilled_because="A favour.")
        with pytest.raises(Refused) as refused:
            give_work_away(order=order, by=world.dana, at=MONDAY)
        assert refused.value.code == "not_allowed"
        assert ChangeOrder.objects.get().state == "draft"
