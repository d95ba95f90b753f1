"""What is done at a door is told by mail: what waits, what was said, and nothing more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as post

from upheld.customers.operations.contacts import add_contact, contact_left, invite_contact
from upheld.delivery.models import SignOff
from upheld.delivery.operations.deliverables import submit_deliverable, withdraw_submission
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.tests.door import door_of
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import note_on_ticket, open_ticket, reply_to_ticket
from upheld.foundation import clock
from upheld.foundation.jobs.running import run_ticket
from upheld.foundation.models.jobs import Job, JobTicket
from upheld.foundation.tenancy.scope import (
    _tell_database,
    current_scope,
    no_provider,
    open_provider,
)
from upheld.people.queries.actors import actor_of

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
PASSWORD = "The new password is Tulip-42."


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def mails(world):
    """Work off what waits in the queue, and give what was mailed since."""

    def mails():
        post.outbox.clear()
        told = Job.objects.filter(code__regex="^(delivery|desk).tell_").values("pk")
        waiting = list(JobTicket.objects.filter(job_id__in=told))
        with no_provider():
            said = [run_ticket(one) for one in waiting]
        _tell_database(current_scope())
        assert set(said) <= {"done"}
        return [(one.to[0], one.subject, one.body) for one in post.outbox]

    with open_provider(world.provider.pk):
        yield mails


@pytest.fixture
def shown(world, mail):
    """The mail's work with what shows it, not submitted yet."""
    upload = Upload("moved.log", b"20 of 20 mailboxes moved\n")
    add_evidence(deliverable=mail, kind=EvidenceKind.LOG, upload=upload, by=world.dana, at=MONDAY)
    return mail


@pytest.fixture
def submitted(world, shown):
    return submit_deliverable(deliverable=shown, by=world.dana, at=MONDAY)


@pytest.fixture
def asked(buyer, acme):
    return open_ticket(title="VPN down", company=acme, by=buyer, at=MONDAY)


class TestSubmitting:
    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_tells_whoever_may_sign_off(self, world, shown, mails, door):
        dana = door_of(world.dana)
        if door == "screen":
            dana.post("deliverable-submit", shown.number)
        else:
            dana.tell(f"deliverables/{shown.number}/submission")
        ((to, subject, body),) = mails()
        assert (to, subject) == (
            "carla@acme.example", "For you to sign off: Mail of 20 people moved",
        )  # fmt: skip
        assert f"/portal/work/{shown.number}" in body

    def test_says_neither_price_nor_hours_nor_evidence(self, submitted, mails):
        ((_, _, body),) = mails()
        for hidden in ("1,500", "30 h", "£", "moved.log", "20 of 20"):
            assert hidden not in body

    def test_tells_nobody_who_may_not_sign_or_has_left(self, world, acme, shown, mails):
        for name, may in (("Bo", False), ("Ida", True)):
            made = add_contact(company=acme, name=name, email=f"{name}@acme.example", by=world.ana,
                               may_sign=may, at=MONDAY)  # fmt: skip
            invite_contact(contact=made, by=world.ana, at=MONDAY)
            if may:
                contact_left(contact=made, by=world.ana, at=MONDAY)
        submit_deliverable(deliverable=shown, by=world.dana, at=MONDAY)
        assert [to for to, _, _ in mails()] == ["carla@acme.example"]

    def test_what_was_taken_back_meanwhile_is_told_to_nobody(self, world, submitted, mails):
        withdraw_submission(
            deliverable=submitted.deliverable, reason="One more log", by=world.dana, at=MONDAY
        )
        assert mails() == []

    def test_a_story_told_afterwards_mails_nobody(self, world, shown, mails):
        with clock.standing_at(MONDAY + timedelta(days=30)):
            submit_deliverable(deliverable=shown, by=world.dana, at=MONDAY)
        assert mails() == []


class TestAnswering:
    @pytest.mark.parametrize("door", ["screen", "api"])
    @pytest.mark.parametrize(
        ("answer", "subject"),
        [("accepted", "Accepted: Mail of 20"), ("rejected", "Rejected: Mail of 20")],
    )
    def test_tells_who_did_the_work(self, world, buyer, submitted, mails, door, answer, subject):
        mails()
        carla, number = door_of(buyer), submitted.deliverable.number
        said = {"answer": answer, "reasons": "Two mailboxes are empty."}
        if door == "screen":
            carla.post("portal-deliverable-answer", number, shown=submitted.content_hash, **said)
        else:
            shown = {"shown_hash": submitted.content_hash}
            carla.tell(f"portal/work/{number}/answer", {**said, **shown})
        assert SignOff.objects.get().state == answer
        ((to, title, body),) = mails()
        assert to == world.people["dana"].email
        assert title.startswith(subject)
        assert "Carla Jensen" in body
        assert "1,500" not in body


class TestReplying:
    @pytest.mark.parametrize("door", ["screen", "api"])
    def test_tells_who_asked_without_the_words(self, world, asked, mails, door):
        dana = door_of(world.dana)
        if door == "screen":
            dana.post("ticket", asked.number, text=PASSWORD, reader="customer")
        else:
            dana.tell(f"tickets/{asked.number}/replies", {"text": PASSWORD})
        ((to, subject, body),) = mails()
        assert (to, subject) == ("carla@acme.example", f"Answered: #{asked.number} VPN down")
        assert f"/portal/tickets/{asked.number}" in body
        assert "Tulip" not in body

    def test_a_solution_in_words_is_told_too(self, world, asked, mails):
        resolve_ticket(ticket=asked, text="Restarted.", by=world.dana, at=MONDAY)
        assert [to for to, _, _ in mails()] == ["carla@acme.example"]

    def test_notes_and_what_the_customer_writes_are_not(self, world, buyer, asked, mails):
        note_on_ticket(ticket=asked, text="Theirs is old.", by=world.dana, at=MONDAY)
        reply_to_ticket(ticket=asked, text="And now?", by=buyer, at=MONDAY)
        resolve_ticket(ticket=asked, by=world.dana, at=MONDAY)
        assert mails() == []

    def test_another_customer_hears_nothing(self, world, other_buyer, asked, mails):
        reply_to_ticket(ticket=asked, text="Done.", by=world.dana, at=MONDAY)
        assert "olaf@bright.example" not in {to for to, _, _ in mails()}

    def test_who_wrote_on_it_later_is_told_as_well(self, world, acme, asked, mails):
        bo = add_contact(company=acme, name="Bo", email="bo@acme.example", by=world.ana, at=MONDAY)
        at_acme = actor_of(invite_contact(contact=bo, by=world.ana, at=MONDAY))
        reply_to_ticket(ticket=asked, text="Here too.", by=at_acme, at=MONDAY)
        reply_to_ticket(ticket=asked, text="Done.", by=world.dana, at=MONDAY)
        assert {to for to, _, _ in mails()} == {"carla@acme.example", "bo@acme.example"}
