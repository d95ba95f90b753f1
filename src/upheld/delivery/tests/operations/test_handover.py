"""A signature becomes promises, each agreed by whoever keeps it, or objected to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.delivery.models import Deliverable, Handover, HandoverPoint
from upheld.delivery.operations.deliverables import start_deliverable
from upheld.delivery.operations.handover_points import (
    accept_point,
    give_point,
    object_to_point,
)
from upheld.delivery.operations.handovers import open_handover
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.promises.models import Promise
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.rules.answers import Answer

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def point_of(title: str) -> HandoverPoint:
    return HandoverPoint.objects.get(promise__words__startswith=title)


class TestOpening:
    def test_turns_the_signed_text_into_deliverables_with_their_promises(self, handover):
        mail, alarm = Deliverable.objects.order_by("position")
        assert (mail.title, mail.evidence_kind, mail.state) == (
            "Mail of 20 people moved", "log", "planned",
        )  # fmt: skip
        assert mail.price == Money.of(1500, "GBP")
        assert mail.estimate_seconds == 30 * 3600
        assert mail.promise.value == Money.of(1500, "GBP")
        assert mail.promise.state == "offered"
        assert alarm.promise.source == "deliverable"
        assert handover.completed_at is None

    def test_a_promise_falls_due_when_its_day_is_over_at_the_provider(self, handover):
        due = Deliverable.objects.get(position=0).promise.due_at
        assert due == datetime(2026, 5, 29, 22, 59, 59, tzinfo=UTC)  # London is an hour ahead

    def test_promises_the_term_that_departs_until_the_agreement_ends(self, world, handover):
        term = Promise.objects.get(source="term")
        assert "within four hours" in term.words
        assert term.due_at == datetime(2028, 4, 30, 22, 59, 59, tzinfo=UTC)
        assert term.owner == world.people["dana"]

    def test_asks_the_estimator_and_the_functions_holder(self, world, handover):
        asked = {point.promise.source: point.asked for point in HandoverPoint.objects.all()}
        assert asked == {"deliverable": world.people["dana"], "term": world.people["dana"]}

    def test_the_promises_were_made_by_whoever_sold_them(self, world, handover):
        assert {one.promised_by for one in Promise.objects.all()} == {world.people["lena"]}

    def test_is_done_once(self, world, handover, signature):
        again = open_handover(signature=signature, by=world.system, at=TUESDAY)
        assert again == handover
        assert (Handover.objects.count(), Deliverable.objects.count()) == (1, 2)

    def test_nobody_but_the_system_opens_one(self, world, signature):
        with pytest.raises(Refused) as refused:
            open_handover(signature=signature, by=world.ana, at=TUESDAY)
        assert refused.value.code == "not_allowed"


class TestAgreeing:
    def test_agrees_the_promise_and_gives_the_work_to_whoever_agreed(self, world, handover):
        point = accept_point(point=point_of("Mail"), by=world.dana, at=TUESDAY)
        work = Deliverable.objects.get(promise=point.promise)
        assert (point.state, work.owner) == ("accepted", world.people["dana"])
        point.promise.refresh_from_db()
        assert (point.promise.state, point.promise.agreed_at) == ("agreed", TUESDAY)

    def test_the_last_one_completes_the_handover(self, accepted):
        assert accepted.completed_at == MONDAY

    def test_nobody_agrees_for_somebody_else(self, world, handover):
        with pytest.raises(Refused) as refused:
            accept_point(point=point_of("Mail"), by=world.theo, at=TUESDAY)
        assert refused.value.code == "not_asked_to_keep"

    def test_a_service_manager_may_take_it_upon_themselves(self, world, handover):
        point = accept_point(point=point_of("Mail"), by=world.sam, at=TUESDAY)
        assert point.asked == world.people["sam"]

    def test_twice_is_once(self, world, handover):
        accept_point(point=point_of("Mail"), by=world.dana, at=MONDAY)
        assert accept_point(point=point_of("Mail"), by=world.dana, at=TUESDAY).answered_at == MONDAY

    def test_a_salesperson_who_was_not_asked_cannot(self, world, handover):
        with pytest.raises(Refused) as refused:
            accept_point(point=point_of("Mail"), by=world.lena, at=TUESDAY)
        assert refused.value.code == "not_asked_to_keep"

    def test_work_does_not_begin_before_somebody_agreed(self, world, handover):
        with pytest.raises(Refused) as refused:
            start_deliverable(
                deliverable=Deliverable.objects.get(position=0), by=world.dana, at=TUESDAY
            )
        assert refused.value.code == "promise_not_agreed"


class TestObjecting:
    def test_asks_whoever_sold_it_and_leads_service(self, world, handover):
        object_to_point(
            point=point_of("Weekend"), words="Nobody is on call.", by=world.dana, at=TUESDAY
        )
        asked = {review.asked for review in Review.objects.filter(state="asked")}
        assert asked == {world.people["sam"], world.people["lena"]}

    def test_needs_words(self, world, handover):
        with pytest.raises(Refused) as refused:
            object_to_point(point=point_of("Weekend"), words=" ", by=world.dana, at=TUESDAY)
        assert refused.value.fields.keys() == {"words"}

    def test_is_asked_again_where_the_objection_is_not_shared(self, world, handover):
        point = object_to_point(
            point=point_of("Weekend"), words="Nobody is on call.", by=world.dana, at=TUESDAY
        )
        answer_review(
            review=Review.objects.get(state="asked", asked=world.people["sam"]),
            answer=Answer.DECLINE, reason="Theo is on call.", by=world.sam, at=TUESDAY,
        )  # fmt: skip
        point.refresh_from_db()
        assert point.state == "open"

    def test_stands_where_it_is_shared(self, world, handover):
        point = object_to_point(
            point=point_of("Weekend"), words="Nobody is on call.", by=world.dana, at=TUESDAY
        )
        answer_review(
            review=Review.objects.get(state="asked", asked=world.people["sam"]),
            answer=Answer.APPROVE, by=world.sam, at=TUESDAY,
        )  # fmt: skip
        point.refresh_from_db()
        assert point.state == "objected"

    def test_giving_it_to_somebody_else_ends_the_question(self, world, handover):
        point = object_to_point(
            point=point_of("Weekend"), words="Nobody is on call.", by=world.dana, at=TUESDAY
        )
        give_point(point=point, person=world.people["theo"], by=world.sam, at=TUESDAY)
        assert not Review.objects.filter(state="asked").exists()
        assert accept_point(point=point, by=world.theo, at=TUESDAY).state == "accepted"

    def test_what_was_agreed_is_not_objected_to(self, world, accepted):
        with pytest.raises(Refused) as refused:
            object_to_point(
                point=point_of("Weekend"), words="After all not.", by=world.dana, at=TUESDAY
            )
        assert refused.value.code == "point_accepted"
