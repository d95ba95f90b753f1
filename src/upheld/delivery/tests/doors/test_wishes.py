"""A customer's wish beyond what was agreed, through both doors, until it is answered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upheld.customers.models import Contact
from upheld.delivery.models import ChangeOrder, Deliverable, HandoverPoint
from upheld.delivery.operations.change_order_answers import answer_change_order
from upheld.delivery.operations.change_orders import (
    change_change_order,
    send_change_order,
    withdraw_change_order,
)
from upheld.delivery.operations.change_wishes import wish_for_change
from upheld.delivery.tests.door import door_of
from upheld.foundation import clock
from upheld.foundation.models import RecordEntry
from upheld.foundation.models.jobs import Job
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ALARM = "A second alarm line"


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def wish(sow, buyer):
    return wish_for_change(
        sow=sow, title=ALARM, criterion="The alarm centre hears it.", by=buyer, at=MONDAY
    )


def priced(world, wish) -> ChangeOrder:
    """Sam puts effort, day and price to it."""
    order = change_change_order(
        order=wish, price=Money.of(180, "GBP"), cost_seconds=7200, due_on=date(2027, 3, 1),
        criterion="The alarm centre confirms a test call.", by=world.sam, at=MONDAY,
    )  # fmt: skip
    return ChangeOrder.objects.get(pk=order.pk)


def sent(world, wish) -> ChangeOrder:
    aside = frozenset({"vague_wording"})
    send_change_order(order=priced(world, wish), setting_aside=aside, by=world.sam, at=MONDAY)
    return ChangeOrder.objects.get(pk=wish.pk)


class TestWishing:
    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_becomes_a_draft_for_the_service_manager(self, sow, carla, buyer, door):
        at_acme = door_of(buyer)
        if door == "screen":
            answer = at_acme.post("portal-change-wish", work=sow.number, title=ALARM)
            assert answer.status_code == 303, answer.content
        else:
            said = {"agreement": sow.agreement.number, "title": ALARM}
            answer = at_acme.tell("portal/changes", said)
            assert answer.status_code == 201, answer.content
            assert (answer.json()["is_wish"], answer.json()["price_minor"]) == (True, None)
        order = ChangeOrder.objects.get()
        assert (order.title, order.state, order.sow) == (ALARM, "draft", sow)
        assert (order.asked_by, order.written_by) == (carla, None)
        assert Job.objects.filter(code="delivery.tell_wished").count() == 1

    def test_stands_on_its_timeline_and_the_customers(self, world, wish):
        entry = RecordEntry.objects.get(event="delivery.change_order.wished")
        assert entry.subject_id == wish.pk
        said = door_of(world.sam).get("change-order", wish.number).content.decode()
        assert "wished for a change" in said
        assert "Carla Jensen" in said
        assert "Wish" in door_of(world.sam).get("change-orders").content.decode()

    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_needs_words(self, sow, buyer, door):
        at_acme = door_of(buyer)
        if door == "screen":
            answer = at_acme.post("portal-change-wish", work=sow.number, title=" ")
        else:
            said = {"agreement": sow.agreement.number, "title": " "}
            answer = at_acme.tell("portal/changes", said)
        assert answer.status_code == 422
        assert not ChangeOrder.objects.exists()

    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_another_customers_work_does_not_exist(self, sow, other_buyer, door):
        olaf = door_of(other_buyer)
        if door == "screen":
            answer = olaf.post("portal-change-wish", work=sow.number, title=ALARM)
        else:
            said = {"agreement": sow.agreement.number, "title": ALARM}
            answer = olaf.tell("portal/changes", said)
        assert answer.status_code == 404
        assert not ChangeOrder.objects.exists()

    def test_the_staff_wishes_for_nothing(self, world, sow):
        with pytest.raises(Refused) as refused:
            wish_for_change(sow=sow, title=ALARM, by=world.sam, at=MONDAY)
        assert refused.value.code in {"not_allowed", "not_found"}

    def test_there_is_an_end_to_wishes_nobody_answers(self, monkeypatch, wish, sow, buyer):
        monkeypatch.setattr("upheld.delivery.operations.change_wishes.MOST_OPEN", 1)
        with pytest.raises(Refused) as refused:
            wish_for_change(sow=sow, title="One more", by=buyer, at=MONDAY)
        assert refused.value.code == "too_many_wishes"


class TestSeeingItsState:
    def shown(self, buyer, number):
        """What the page and the program of the customer say of it."""
        at_acme = door_of(buyer)
        page = at_acme.get("portal-change-order", number)
        assert page.status_code == 200, page.content
        return page.content.decode(), at_acme.ask(f"portal/changes/{number}").json()

    def test_while_it_is_with_us_neither_price_nor_day_is_shown(self, world, buyer, wish):
        order = priced(world, wish)
        page, said = self.shown(buyer, order.number)
        assert "With us: we put day and price to it" in page
        assert "£180" not in page
        assert "2027" not in page
        assert (said["price_minor"], said["due_on"]) == (None, None)

    def test_in_the_list_of_work(self, buyer, wish):
        listed = door_of(buyer).get("portal-deliverables").content.decode()
        assert ALARM in listed
        assert [one["title"] for one in door_of(buyer).ask("portal/changes").json()] == [ALARM]

    def test_sent_it_can_be_agreed_to_like_any_change(self, world, buyer, wish):
        order = sent(world, wish)
        page, said = self.shown(buyer, order.number)
        assert "£180" in page
        assert (said["price_minor"], said["said"]) == (18_000, "Waits for you")
        answer_change_order(
            order=order, agree=True, shown_hash=order.content_hash, by=buyer, at=MONDAY
        )
        work = Deliverable.objects.get(change_order=order)
        assert HandoverPoint.objects.get(promise=work.promise).state == "open"

    def test_not_taken_up_it_says_why(self, world, buyer, wish):
        withdraw_change_order(order=wish, reason="There is no line.", by=world.sam, at=MONDAY)
        page, said = self.shown(buyer, wish.number)
        assert "Not taken up" in page
        assert "There is no line." in page
        assert said["reasons"] == "There is no line."

    def test_what_the_staff_drafts_by_itself_stays_unseen(self, world, sow, buyer):
        assert Contact.objects.filter(company=sow.company).exists()
        answer = door_of(world.sam).tell(
            f"work/{sow.number}/change-orders", {"title": "Ours", "price_minor": 100}
        )
        number = answer.json()["number"]
        assert door_of(buyer).get("portal-change-order", number).status_code == 404
        assert door_of(buyer).ask(f"portal/changes/{number}").status_code == 404

    def test_another_customer_sees_nothing_of_it(self, other_buyer, wish):
        assert door_of(other_buyer).get("portal-change-order", wish.number).status_code == 404
        assert door_of(other_buyer).ask(f"portal/changes/{wish.number}").status_code == 404
