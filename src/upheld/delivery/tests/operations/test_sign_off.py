"""The customer's word: given once, on what was shown; silence means what was agreed, no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.delivery.jobs.work import let_silences_speak
from upheld.delivery.models import Deliverable, HandoverPoint, SignOff
from upheld.delivery.operations.deliverables import (
    start_deliverable,
    submit_deliverable,
    withdraw_submission,
)
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off, let_silence_speak
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.money.models import EarnedRevenue
from upheld.people.queries.actors import actor_of
from upheld.promises.models import Promise

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
MOVED_MAIL = {
    "title": "Mail of 20 people moved",
    "criterion": "All 20 mailboxes are open in the new system with their mail since 2020.",
    "evidence_kind": "log",
    "due_on": date(2026, 5, 29),
    "price": Money.of(1500, "GBP"),
    "function": "projects",
}
LOG = Upload("moved.log", b"20 of 20 mailboxes moved, 0 failed\n")


@pytest.fixture
def submitted(world, mail):
    add_evidence(deliverable=mail, kind=EvidenceKind.LOG, upload=LOG, by=world.dana, at=MONDAY)
    return submit_deliverable(deliverable=mail, by=world.dana, at=MONDAY)


def accept(round_, by, at=TUESDAY, **given):
    return answer_sign_off(
        deliverable=round_.deliverable, answer=given.pop("answer", Answer.ACCEPTED),
        shown_hash=given.pop("shown", round_.content_hash), by=by, at=at, **given,
    )  # fmt: skip


class TestAccepting:
    def test_keeps_the_promise_and_earns_the_price_at_once(self, world, submitted, buyer, carla):
        answered = accept(submitted, buyer, address="203.0.113.9", agent="Firefox")
        work = Deliverable.objects.get(pk=submitted.deliverable_id)
        promise = Promise.objects.get(pk=work.promise_id)
        assert (answered.state, answered.answered_by, answered.address) == (
            "accepted", carla, "203.0.113.9",
        )  # fmt: skip
        assert (work.state, work.finished_at) == ("accepted", TUESDAY)
        assert (promise.state, promise.settled_at) == ("kept", TUESDAY)
        assert "accepted" in promise.shown
        earned = EarnedRevenue.objects.get()
        assert earned.amount_minor == 150_000

    def test_the_record_says_which_content_and_that_it_was_said(self, submitted, buyer):
        accept(submitted, buyer)
        entry = RecordEntry.objects.get(event="delivery.deliverable.accepted")
        assert submitted.content_hash in entry.body
        assert '"deemed":false' in entry.body

    def test_a_double_click_is_one_answer(self, submitted, buyer):
        accept(submitted, buyer)
        accept(submitted, buyer, at=TUESDAY + timedelta(seconds=1))
        assert RecordEntry.objects.filter(event="delivery.deliverable.accepted").count() == 1
        assert EarnedRevenue.objects.count() == 1

    def test_another_answer_after_it_is_refused(self, submitted, buyer):
        accept(submitted, buyer)
        with pytest.raises(Refused) as refused:
            accept(submitted, buyer, answer=Answer.REJECTED, reasons="No.")
        assert refused.value.code == "round_answered"

    def test_what_changed_meanwhile_is_not_accepted(self, world, submitted, mail, buyer):
        old = submitted.content_hash
        withdraw_submission(deliverable=mail, reason="One more log", by=world.dana, at=MONDAY)
        add_evidence(
            deliverable=mail, kind=EvidenceKind.LOG, upload=Upload("more.log", b"checked\n"),
            by=world.dana, at=MONDAY,
        )  # fmt: skip
        again = submit_deliverable(deliverable=mail, by=world.dana, at=MONDAY)
        with pytest.raises(Refused) as refused:
            accept(again, buyer, shown=old)
        assert (refused.value.code, refused.value.status) == ("changed_meanwhile", 409)
        assert accept(again, buyer).state == "accepted"

    def test_only_who_may_sign_answers(self, world, submitted, acme):
        reader = add_contact(
            company=acme, name="Ola", email="ola@acme.example", by=world.lena, at=MONDAY
        )
        ola = actor_of(invite_contact(contact=reader, by=world.lena, at=MONDAY))
        with pytest.raises(Refused) as refused:
            accept(submitted, ola)
        assert refused.value.code == "not_yours_to_sign_off"

    def test_another_customer_does_not(self, submitted, other_buyer):
        with pytest.raises(Refused) as refused:
            accept(submitted, other_buyer)
        assert refused.value.code == "not_yours_to_sign_off"

    def test_we_do_not_answer_for_the_customer(self, world, submitted):
        with pytest.raises(Refused) as refused:
            accept(submitted, world.ana)
        assert refused.value.code == "not_allowed"

    def test_nothing_is_answered_before_it_was_submitted(self, mail, buyer):
        with pytest.raises(Refused) as refused:
            answer_sign_off(
                deliverable=mail, answer=Answer.ACCEPTED, shown_hash="0" * 64, by=buyer, at=MONDAY
            )
        assert refused.value.code == "nothing_to_answer"


class TestRejecting:
    def test_needs_reasons(self, submitted, buyer):
        with pytest.raises(Refused) as refused:
            accept(submitted, buyer, answer=Answer.REJECTED, reasons=" ")
        assert refused.value.fields.keys() == {"reasons"}

    def test_leads_to_a_new_round(self, world, submitted, mail, buyer):
        accept(submitted, buyer, answer=Answer.REJECTED, reasons="Two mailboxes are empty.")
        mail.refresh_from_db()
        assert (mail.state, mail.finished_at) == ("rejected", None)
        assert mail.promise.state == "agreed"
        again = submit_deliverable(deliverable=mail, by=world.dana, at=TUESDAY)
        assert again.number == 2
        assert accept(again, buyer).state == "accepted"
        assert [one.state for one in SignOff.objects.order_by("number")] == ["rejected", "accepted"]


class TestSilence:
    @pytest.fixture
    def submit(self, world, sell):
        """Submit work under an agreement that says what two silent business days mean."""

        def submit(silence, at):
            signature = sell([MOVED_MAIL], sign_off_days=2, silence=silence)
            work = Deliverable.objects.get(sow__agreement__signature=signature)
            point = HandoverPoint.objects.get(promise=work.promise)
            accept_point(point=point, by=world.dana, at=MONDAY)
            start_deliverable(deliverable=work, by=world.dana, at=MONDAY)
            add_evidence(
                deliverable=work, kind=EvidenceKind.LOG, upload=LOG, by=world.dana, at=MONDAY
            )
            return submit_deliverable(deliverable=work, by=world.dana, at=at)

        return submit

    def test_means_yes_after_the_agreed_business_days_and_says_so_for_ever(self, world, submit):
        friday = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
        round_ = submit("means_yes", friday)
        assert round_.deemed_at == datetime(2026, 3, 18, 0, 0, tzinfo=UTC)  # Tuesday is over
        let_silences_speak(by=world.system, at=round_.deemed_at - timedelta(seconds=1))
        round_.refresh_from_db()
        assert round_.state == "waiting"
        let_silences_speak(by=world.system, at=round_.deemed_at)
        round_.refresh_from_db()
        assert (round_.state, round_.answered_by) == ("deemed_accepted", None)
        work = Deliverable.objects.get(pk=round_.deliverable_id)
        assert work.state == "deemed_accepted"
        assert Promise.objects.get(pk=work.promise_id).state == "kept"
        price = EarnedRevenue.objects.get(source_type="delivery.deliverable")
        assert (price.source_id, price.amount_minor) == (work.pk, 150_000)
        entry = RecordEntry.objects.get(event="delivery.deliverable.accepted")
        assert '"deemed":true' in entry.body

    def test_means_no_where_that_was_agreed(self, world, submit):
        round_ = submit("means_no", MONDAY)
        let_silence_speak(sign_off=round_, by=world.system, at=round_.deemed_at)
        round_.refresh_from_db()
        assert round_.state == "deemed_rejected"
        assert Deliverable.objects.get(pk=round_.deliverable_id).state == "rejected"
        assert not EarnedRevenue.objects.exists()

    def test_an_answer_before_it_counts(self, world, submit, buyer):
        round_ = submit("means_yes", MONDAY)
        accept(round_, buyer)
        let_silences_speak(by=world.system, at=round_.deemed_at)
        round_.refresh_from_db()
        assert round_.state == "accepted"

    def test_an_answer_after_it_comes_too_late(self, submit, buyer):
        round_ = submit("means_yes", MONDAY)
        with pytest.raises(Refused) as refused:
            accept(round_, buyer, at=round_.deemed_at, answer=Answer.REJECTED, reasons="Late.")
        assert refused.value.code == "round_deemed"

    def test_means_nothing_unless_that_was_agreed(self, world, submitted):
        assert submitted.deemed_at is None
        let_silences_speak(by=world.system, at=MONDAY + timedelta(days=400))
        submitted.refresh_from_db()
        assert submitted.state == "waiting"

    def test_the_rounds_content_is_never_changed(self, submitted):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update delivery_signoff set content_hash = 'x'")
