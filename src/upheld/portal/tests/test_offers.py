"""The buyer's side through both doors: reading, asking, signing, and everything that may not be."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.agreements.documents.sealing import verify_seal
from upheld.agreements.models import (
    Agreement,
    Proposal,
    ProposalQuestion,
    ProposalTerm,
    Signature,
    SigningCode,
)
from upheld.agreements.operations.drafting import word_term
from upheld.agreements.operations.sending import revise_proposal, send_proposal
from upheld.agreements.tests.stage import CLAUSE, MONDAY
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.foundation.files import path_of
from upheld.people.queries.actors import actor_of
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.operations.asking import withdraw_review

ROOT = Path(__file__).parents[4]
FRAME = re.compile(r"SAVEPOINT|session|set_config|last_login\" =")


def somebody(world, company, name):
    contact = add_contact(
        company=company, name=name, email=f"{name.lower()}@x.example", by=world.lena, at=MONDAY
    )
    return actor_of(invite_contact(contact=contact, by=world.lena, at=MONDAY))


def code_in_mail():
    return re.findall(r"\d{3} \d{3}", str(mail.outbox[-1].body))[0]


@pytest.fixture
def code_of(django_capture_on_commit_callbacks):
    """Ask for a code through the portal and read it from the mail."""

    def code_of(client, sent):
        number = sent.proposal.number
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/portal/proposals/{number}/code", {"shown": sent.sha256})
        assert answer.status_code == 303, answer.content
        assert mail.outbox[-1].to == ["carla@acme.example"]
        return code_in_mail()

    return code_of


def sign(client, sent, code, **changes):
    given = {"typed_name": "Carla Jensen", "shown": sent.sha256, "code": code, "agreed": "on"}
    return client.post(f"/portal/proposals/{sent.proposal.number}/signing", {**given, **changes})


class TestReading:
    @pytest.mark.parametrize(
        "path", ["/portal/home", "/portal/proposals/", "/portal/proposals/{n}",
                 "/portal/proposals/{n}/signing?shown={s}", "/portal/proposals/{n}/questions"],
    )  # fmt: skip
    def test_within_the_budget(self, enter, buyer, sent, path):
        carla = enter(buyer)
        url = path.format(n=sent.proposal.number, s=sent.sha256)
        with CaptureQueriesContext(connection) as asked:
            answer = carla.get(url)
        assert answer.status_code == 200
        counted = [one["sql"] for one in asked if not FRAME.search(one["sql"])]
        assert len(counted) <= 16, "\n".join(counted)

    def test_shows_no_cost_no_margin_and_no_estimate(self, enter, buyer, sent):
        said = enter(buyer).get(f"/portal/proposals/{sent.proposal.number}").content.decode()
        assert "£1,200" in said
        assert "All 20 mailboxes" in said
        for hidden in ("Margin", "£2,000", "30 h", "Marek", "estimate"):
            assert hidden not in said

    def test_the_text_handed_out_has_the_fingerprint(self, enter, buyer, sent):
        answer = enter(buyer).get(f"/portal/proposals/{sent.proposal.number}/text")
        assert hashlib.sha256(answer.content).hexdigest() == sent.sha256
        assert b"estimate" not in answer.content

    def test_a_draft_that_was_never_sent_does_not_exist(self, enter, buyer, draft):
        carla = enter(buyer)
        assert carla.get(f"/portal/proposals/{draft.number}").status_code == 404
        assert draft.title not in carla.get("/portal/proposals/").content.decode()

    def test_opening_is_noted(self, enter, buyer, sent):
        url = f"/portal/proposals/{sent.proposal.number}/opening"
        assert enter(buyer).post(url).status_code == 204
        assert Proposal.objects.get(pk=sent.proposal_id).state == "opened"

    def test_another_customers_link(self, world, enter, sent):
        bo = enter(somebody(world, add_company(name="Brill", by=world.ana, at=MONDAY), "Bo"))
        number = sent.proposal.number
        for part in ("", "/signing", "/questions", "/text", "/declining"):
            assert bo.get(f"/portal/proposals/{number}{part}").status_code == 404
        assert (
            bo.post(f"/portal/proposals/{number}/code", {"shown": sent.sha256}).status_code == 404
        )
        assert sign(bo, sent, "000000").status_code == 404

    def test_our_own_staff_stands_on_the_other_side(self, enter, sent):
        assert enter("lena").get(f"/portal/proposals/{sent.proposal.number}").status_code == 404

    def test_a_question_is_asked_and_its_answer_read(self, enter, buyer, sent):
        carla, number = enter(buyer), sent.proposal.number
        empty = carla.post(f"/portal/proposals/{number}/questions", {"words": " "})
        assert empty.status_code == 422
        carla.post(f"/portal/proposals/{number}/questions", {"words": "With the printers?"})
        question = ProposalQuestion.objects.get()
        enter("lena").post(
            f"/proposals/{number}/questions/{question.pk}", {"answer": "Yes, three."}
        )
        assert "Yes, three." in carla.get(f"/portal/proposals/{number}").content.decode()


class TestSigning:
    def test_with_the_code_from_the_mail(self, enter, buyer, sent, code_of):
        carla = enter(buyer)
        answer = sign(carla, sent, code_of(carla, sent))
        agreement = Agreement.objects.get()
        assert answer.headers["Location"] == f"/portal/agreements/{agreement.number}"
        document = carla.get(f"/portal/agreements/{agreement.number}/document")
        assert verify_seal(document.content).well
        assert document.headers["Content-Disposition"].startswith("attachment")

    def test_a_double_click_signs_once(self, enter, buyer, sent, code_of):
        carla = enter(buyer)
        code = code_of(carla, sent)
        first, second = sign(carla, sent, code), sign(carla, sent, code)
        assert first.status_code == second.status_code == 303
        assert first.headers["Location"] == second.headers["Location"]
        assert Signature.objects.count() == Agreement.objects.count() == 1

    def test_a_wrong_code_is_counted_although_nothing_is_signed(self, enter, buyer, sent, code_of):
        carla = enter(buyer)
        code = code_of(carla, sent)
        wrong = "111111" if code.replace(" ", "") != "111111" else "222222"
        answer = sign(carla, sent, wrong)
        said = answer.content.decode()
        assert answer.status_code == 409
        assert "4 tries are left" in said
        assert 'value="Carla Jensen"' in said
        assert SigningCode.objects.get().tries_left == 4
        assert not Signature.objects.exists()

    def test_edited_while_the_buyer_reads(self, world, enter, buyer, sent, code_of):
        carla = enter(buyer)
        code = code_of(carla, sent)
        revised = revise_proposal(proposal=sent.proposal, by=world.lena, at=MONDAY)
        gone = sign(carla, sent, code)
        assert gone.status_code == 409
        assert "being revised" in gone.content.decode()
        page = carla.get(f"/portal/proposals/{revised.number}").content.decode()
        assert "Being revised" in page
        assert ">Sign<" not in page

    def test_a_newer_text_is_read_before_it_is_signed(
        self, world, enter, buyer, sent, library, code_of
    ):
        from upheld.agreements.operations.drafting import put_line

        carla = enter(buyer)
        code = code_of(carla, sent)
        revised = revise_proposal(proposal=sent.proposal, by=world.lena, at=MONDAY)
        put_line(proposal=revised, service=library["support"], quantity=2, by=world.lena, at=MONDAY)
        send_proposal(proposal=Proposal.objects.get(pk=revised.pk), by=world.lena, at=MONDAY)
        answer = sign(carla, sent, code)
        said = answer.content.decode()
        assert answer.status_code == 409
        assert "text changed after you opened it" in said
        assert "Read it as it is now" in said
        assert 'name="typed_name"' not in said
        stale = carla.get(f"/portal/proposals/{revised.number}/signing?shown={sent.sha256}")
        assert "not the one that you opened" in stale.content.decode()

    def test_a_colleague_with_the_forwarded_link(self, world, acme, enter, buyer, sent, code_of):
        code = code_of(enter(buyer), sent)
        otto = enter(somebody(world, acme, "Otto"))
        page = otto.get(f"/portal/proposals/{sent.proposal.number}/signing?shown={sent.sha256}")
        assert "not named as a signer" in page.content.decode()
        answer = sign(otto, sent, code)
        assert answer.status_code == 409
        assert not Signature.objects.exists()

    def test_an_approval_that_was_withdrawn_after_sending(
        self, world, enter, buyer, draft, code_of
    ):
        term = ProposalTerm.objects.get(proposal=draft)
        text = CLAUSE.replace("30", "20")
        word_term(proposal=draft, term=term, text=text, by=world.lena, at=MONDAY)
        enter("lena").post(f"/proposals/{draft.number}/reviews", {})
        review = Review.objects.get(kind="term")
        answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
        sent = send_proposal(proposal=Proposal.objects.get(pk=draft.pk), by=world.lena, at=MONDAY)
        carla = enter(buyer)
        code = code_of(carla, sent)
        withdraw_review(review=review, reason="We lost two people.", by=world.sam, at=MONDAY)
        answer = sign(carla, sent, code)
        said = answer.content.decode()
        assert answer.status_code == 409
        assert "no longer stands" in said
        assert "We lost two people" not in said
        assert not Signature.objects.exists()

    def test_declined_with_a_reason(self, enter, buyer, sent):
        carla, number = enter(buyer), sent.proposal.number
        assert carla.post(f"/portal/proposals/{number}/declining", {}).status_code == 422
        carla.post(f"/portal/proposals/{number}/declining", {"reason": "Too dear."})
        assert Proposal.objects.get(pk=sent.proposal_id).state == "declined"


class TestAfterwards:
    def test_the_receipt_holds_without_us(self, enter, buyer, signature, tmp_path):
        carla, number = enter(buyer), Agreement.objects.get().number
        receipt = carla.get(f"/portal/agreements/{number}/receipt")
        document = carla.get(f"/portal/agreements/{number}/document")
        (tmp_path / "receipt.json").write_bytes(receipt.content)
        (tmp_path / f"agreement-{signature.pk}.pdf").write_bytes(document.content)
        command = [
            sys.executable, str(ROOT / "tools/verify_receipt.py"), str(tmp_path / "receipt.json"),
            "--files", str(tmp_path),
        ]  # fmt: skip
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        (tmp_path / f"agreement-{signature.pk}.pdf").write_bytes(document.content + b" ")
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode != 0

    def test_an_altered_file_is_not_handed_out(self, enter, buyer, signature):
        number = Agreement.objects.get().number
        path_of(signature.file).write_bytes(b"%PDF something else")
        for client, url in (
            (enter(buyer), f"/portal/agreements/{number}/document"),
            (enter("lena"), f"/agreements/{number}/document"),
        ):
            answer = client.get(url)
            assert answer.status_code == 409
            assert "no longer the one that was kept" in answer.content.decode()

    def test_another_customers_agreement(self, world, enter, signature):
        bo = enter(somebody(world, add_company(name="Brill", by=world.ana, at=MONDAY), "Bo"))
        number = Agreement.objects.get().number
        for part in ("", "/document", "/receipt"):
            assert bo.get(f"/portal/agreements/{number}{part}").status_code == 404


class TestByKey:
    def test_reads_asks_and_signs(
        self, client, key_of, buyer, sent, django_capture_on_commit_callbacks
    ):
        headers, number = key_of(buyer), sent.proposal.number

        def api(method, url, body=None):
            return client.generic(
                method, f"/api/v1/own/{url}", json.dumps(body or {}),
                content_type="application/json", **headers,
            )  # fmt: skip

        offer = api("GET", f"proposals/{number}").json()
        assert hashlib.sha256(offer["content"].encode()).hexdigest() == offer["sha256"]
        assert offer["may_sign"] is True
        asked = api("POST", f"proposals/{number}/questions", {"words": "And the printers?"})
        assert asked.status_code == 201
        with django_capture_on_commit_callbacks(execute=True):
            made = api("POST", f"proposals/{number}/code")
        assert made.json()["sent_to"] == "carla@acme.example"
        assert not re.search(r"\d{6}", json.dumps({**made.json(), "expires_at": ""}))
        code = code_in_mail()
        body = {"shown": "0" * 64, "code": code, "typed_name": "Carla Jensen", "agreed": True}
        changed = api("POST", f"proposals/{number}/signature", body)
        assert (changed.status_code, changed.json()["code"]) == (409, "text_changed")
        body["shown"] = offer["sha256"]
        wrong = api("POST", f"proposals/{number}/signature", {**body, "code": "nonsense"})
        assert (wrong.status_code, wrong.json()["code"]) == (409, "code_wrong")
        assert SigningCode.objects.get().tries_left == 4
        first = api("POST", f"proposals/{number}/signature", body)
        second = api("POST", f"proposals/{number}/signature", body)
        assert first.status_code == second.status_code == 201, first.content
        assert first.json() == second.json()
        receipt = api("POST", f"agreements/{first.json()['agreement']}/receipt")
        assert receipt.json()["format"] == "upheld-receipt/1"

    def test_a_strangers_key_finds_nothing(self, client, key_of, sent, elsewhere):
        headers = key_of(elsewhere.olga)
        for url in (f"own/proposals/{sent.proposal.number}", f"proposals/{sent.proposal.number}"):
            assert client.get(f"/api/v1/{url}", **headers).status_code == 404
