"""Signing: by the named signer alone, on exactly what was shown, once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from upheld.agreements.documents.sealing import verify_seal
from upheld.agreements.jobs import sweep_files
from upheld.agreements.models import (
    Agreement,
    AgreementLine,
    Proposal,
    Signature,
    SigningCode,
    StatementOfWork,
)
from upheld.agreements.operations.sending import revise_proposal, send_proposal, withdraw_proposal
from upheld.agreements.operations.signing import (
    Signing,
    decline_proposal,
    open_offer,
    send_code,
    sign_proposal,
)
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, change_contact, invite_contact
from upheld.foundation.files import path_of, read_kept
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.queries.actors import actor_of

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def refused(work):
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


class TestSigning:
    def test_makes_the_agreement_from_the_words_that_were_sent(self, signature, draft):
        agreement = Agreement.objects.get(signature=signature)
        assert Proposal.objects.get(pk=draft.pk).state == "signed"
        assert (agreement.monthly_minor, agreement.one_off_minor) == (120_000, 400_000)
        assert agreement.contract_minor == 24 * 120_000 + 400_000
        assert (agreement.starts_on, agreement.ends_on) == (date(2026, 5, 1), date(2028, 5, 1))
        assert AgreementLine.objects.filter(agreement=agreement).count() == 2
        assert StatementOfWork.objects.get(agreement=agreement).company_id == draft.company_id

    def test_records_the_fact_with_the_document_and_no_name(self, signature):
        entry = RecordEntry.objects.get(event="agreements.proposal.signed")
        body = json.loads(entry.body)
        assert body["data"]["document"] == signature.file_sha256
        assert body["data"]["sha256"] == signature.shown_hash
        assert "Carla" not in entry.body
        assert body["subject"] == f"agreements.signature:{signature.pk}"

    def test_keeps_how_we_know(self, signature):
        assert signature.typed_name == "Carla Jensen"
        assert (signature.address, signature.agent) == ("203.0.113.9", "Firefox")
        assert "I have read proposal" in signature.consent
        assert "Acme Dental" in signature.consent

    def test_twice_is_once(self, sent, buyer, signature):
        click = Signing("Carla Jensen", sent.sha256, "000000", agreed=True)
        again = sign_proposal(version=sent, signing=click, by=buyer, at=MONDAY + MINUTE)
        assert again == signature
        assert Signature.objects.count() == 1
        assert Agreement.objects.count() == 1

    def test_name_and_consent_are_asked_for(self, sent, buyer, signing):
        assert refused(
            lambda: sign_proposal(
                version=sent, signing=signing(typed_name=" "), by=buyer, at=MONDAY
            )
        ).fields.keys() == {"typed_name"}
        assert refused(
            lambda: sign_proposal(version=sent, signing=signing(agreed=False), by=buyer, at=MONDAY)
        ).fields.keys() == {"agreed"}


class TestTheText:
    def test_another_hash_is_another_text(self, sent, buyer, signing):
        attempt = signing(shown_hash="0" * 64)
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert (caught.code, caught.status) == ("text_changed", 409)

    def test_edited_while_the_buyer_reads(self, world, sent, draft, buyer, signing):
        attempt = signing()
        revise_proposal(proposal=draft, by=world.lena, at=MONDAY)
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert (caught.code, caught.status) == ("proposal_draft", 409)
        assert "revised" in caught.why

    def test_an_older_version_cannot_be_signed(self, world, sent, draft, buyer, signing):
        attempt = signing()
        proposal = revise_proposal(proposal=draft, by=world.lena, at=MONDAY)
        newer = send_proposal(proposal=proposal, by=world.lena, at=MONDAY)
        assert newer.number == 2
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert caught.code == "proposal_replaced"

    def test_withdrawn_is_off_the_table(self, world, sent, draft, buyer, signing):
        attempt = signing()
        withdraw_proposal(proposal=draft, reason="We cannot.", by=world.lena, at=MONDAY)
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert caught.code == "proposal_withdrawn"

    def test_expires_at_the_end_of_its_last_day_in_our_zone(self, sent, buyer, signing):
        # 15 April in London is summer time: the day ends at 23:00 UTC.
        last = datetime(2026, 4, 15, 22, 59, 59, tzinfo=UTC)
        attempt = signing(at=last)
        over = last + timedelta(seconds=1)
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=over))
        assert caught.code == "proposal_out_of_date"
        signed = sign_proposal(version=sent, signing=attempt, by=buyer, at=last)
        assert isinstance(signed, Signature)


class TestTheSigner:
    def test_a_colleague_with_the_forwarded_link_cannot_sign(self, world, acme, sent, signing):
        other = add_contact(
            company=acme, name="Otto", email="otto@acme.example", by=world.lena, at=MONDAY
        )
        otto = actor_of(invite_contact(contact=other, by=world.lena, at=MONDAY))
        assert refused(lambda: send_code(version=sent, by=otto, at=MONDAY)).code == "not_a_signer"
        attempt = signing()
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=otto, at=MONDAY))
        assert caught.code == "not_a_signer"

    def test_somebody_of_another_customer_cannot(self, world, sent, signing):
        company = add_company(name="Brill", by=world.ana, at=MONDAY)
        other = add_contact(
            company=company, name="Bo", email="bo@brill.example", by=world.lena, at=MONDAY
        )
        bo = actor_of(invite_contact(contact=other, by=world.lena, at=MONDAY))
        attempt = signing()
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=bo, at=MONDAY))
        assert caught.code == "not_a_signer"

    def test_one_who_left_cannot(self, world, carla, sent, buyer, signing):
        attempt = signing()
        change_contact(contact=carla, active=False, by=world.lena, at=MONDAY)
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert caught.code == "not_a_signer"

    def test_our_own_staff_cannot(self, world, sent, signing):
        attempt = signing()
        caught = refused(
            lambda: sign_proposal(version=sent, signing=attempt, by=world.ana, at=MONDAY)
        )
        assert caught.code == "not_allowed"


class TestTheCode:
    def test_is_kept_only_as_a_salted_digest(self, sent, buyer):
        made = send_code(version=sent, by=buyer, at=MONDAY)
        kept = SigningCode.objects.get(version_sent=sent)
        assert len(made.code) == 6
        assert made.code not in f"{kept.salt}{kept.digest}"
        assert made.code not in repr(made)
        assert made.to == "carla@acme.example"

    def test_a_wrong_one_is_counted_and_the_fifth_spends_it(self, sent, buyer, signing):
        right = signing()
        wrong = signing(code="x" * 6)
        left = []
        for _ in range(5):
            answer = sign_proposal(version=sent, signing=wrong, by=buyer, at=MONDAY)
            assert isinstance(answer, Refused)
            assert answer.code == "code_wrong"
            left.append(SigningCode.objects.get(version_sent=sent).tries_left)
        assert left == [4, 3, 2, 1, 0]
        spent = sign_proposal(version=sent, signing=right, by=buyer, at=MONDAY)
        assert isinstance(spent, Refused)
        assert spent.code == "code_spent"
        assert not Signature.objects.exists()

    def test_runs_out_after_a_quarter_of_an_hour(self, sent, buyer, signing):
        attempt = signing()
        answer = sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY + 15 * MINUTE)
        assert isinstance(answer, Refused)
        assert answer.code == "code_expired"
        on_time = MONDAY + 15 * MINUTE - timedelta(seconds=1)
        assert isinstance(
            sign_proposal(version=sent, signing=attempt, by=buyer, at=on_time), Signature
        )

    def test_only_the_newest_counts(self, sent, buyer, signing):
        older = signing()
        newest = send_code(version=sent, by=buyer, at=MONDAY + MINUTE).code
        if older.code == newest:
            pytest.skip("one in a million: both codes are equal")
        answer = sign_proposal(version=sent, signing=older, by=buyer, at=MONDAY + MINUTE)
        assert isinstance(answer, Refused)
        assert answer.code == "code_wrong"

    def test_no_more_than_five_an_hour(self, sent, buyer):
        for minute in range(5):
            send_code(version=sent, by=buyer, at=MONDAY + minute * MINUTE)
        caught = refused(lambda: send_code(version=sent, by=buyer, at=MONDAY + 6 * MINUTE))
        assert caught.code == "too_many_codes"
        assert send_code(version=sent, by=buyer, at=MONDAY + 61 * MINUTE).code


class TestOpeningAndDeclining:
    def test_opening_is_noted_once(self, sent, buyer):
        for _ in range(3):
            assert open_offer(version=sent, by=buyer, at=MONDAY).state == "opened"
        assert RecordEntry.objects.filter(event="agreements.proposal.opened").count() == 1

    def test_declining_needs_a_reason_and_ends_it(self, sent, buyer, signing):
        caught = refused(lambda: decline_proposal(version=sent, reason=" ", by=buyer, at=MONDAY))
        assert caught.fields.keys() == {"reason"}
        attempt = signing()
        declined = decline_proposal(version=sent, reason="Too dear.", by=buyer, at=MONDAY)
        assert declined.state == "declined"
        caught = refused(lambda: sign_proposal(version=sent, signing=attempt, by=buyer, at=MONDAY))
        assert caught.code == "proposal_declined"


class TestTheDocument:
    def test_is_sealed_and_lies_under_a_random_name(self, signature):
        content = read_kept(signature.file, signature.file_sha256)
        assert content.startswith(b"%PDF-1.7")
        assert len(content) == signature.file_bytes
        verdict = verify_seal(content)
        assert verdict.well, verdict
        assert "acme" not in signature.file.lower()

    def test_one_changed_byte_is_found_by_seal_and_by_hash(self, signature):
        path = path_of(signature.file)
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(content)
        assert not verify_seal(path).well
        assert refused(lambda: read_kept(signature.file, signature.file_sha256)).code == (
            "file_altered"
        )

    def test_it_goes_with_a_signature_that_was_rolled_back(self, monkeypatch, sent, buyer, signing):
        def files() -> set[Path]:
            return {one for one in path_of("agreements").rglob("*") if one.is_file()}

        def fails(*_, **__):
            raise RuntimeError("failed later")

        before, ready = files(), signing()
        monkeypatch.setattr("upheld.agreements.operations.signing.conclude", fails)
        with pytest.raises(RuntimeError, match="failed later"):
            sign_proposal(version=sent, signing=ready, by=buyer, at=MONDAY)
        assert files() == before
        assert not Signature.objects.exists()

    def test_what_no_signature_names_is_swept_away_and_nothing_else(self, world, signature):
        stray = path_of(signature.file).with_name("stray.pdf")
        stray.write_bytes(b"left behind")
        later = datetime.now(UTC) + timedelta(days=2)
        assert "files removed" in str(sweep_files(by=world.system, at=later))
        assert (stray.exists(), path_of(signature.file).exists()) == (False, True)

    def test_what_is_added_afterwards_is_found(self, signature):
        content = read_kept(signature.file, signature.file_sha256)
        assert not verify_seal(content + b"\n1 0 obj\n<<>>\nendobj\n").well

    def test_no_seal_and_no_document(self):
        assert verify_seal(b"not a document at all").sealed is False
