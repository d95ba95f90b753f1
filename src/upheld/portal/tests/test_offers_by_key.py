"""What a customer's program is refused, with the same words as the page has."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail

from upheld.agreements.models import Proposal, ProposalTerm, Signature
from upheld.agreements.operations.drafting import put_line, word_term
from upheld.agreements.operations.sending import revise_proposal, send_proposal
from upheld.agreements.tests.stage import CLAUSE, MONDAY
from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.people.queries.actors import actor_of
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.operations.asking import withdraw_review


@pytest.fixture
def program(client, key_of, buyer, django_capture_on_commit_callbacks):
    """Carla's program, which reads and signs a sent version."""

    class Program:
        def __init__(self, headers):
            self.headers = headers

        def tell(self, method, path, body=None):
            return client.generic(
                method, f"/api/v1/own/{path}", json.dumps(body or {}),
                content_type="application/json", **self.headers,
            )  # fmt: skip

        def code(self, number):
            with django_capture_on_commit_callbacks(execute=True):
                assert self.tell("POST", f"proposals/{number}/code").status_code < 300
            return re.findall(r"\d{3} \d{3}", str(mail.outbox[-1].body))[0]

        def sign(self, sent, code):
            body = {
                "shown": sent.sha256, "code": code, "typed_name": "Carla Jensen", "agreed": True,
            }  # fmt: skip
            return self.tell("POST", f"proposals/{sent.proposal.number}/signature", body)

    return Program(key_of(buyer))


def test_edited_while_the_buyer_reads(world, program, sent):
    code = program.code(sent.proposal.number)
    revise_proposal(proposal=sent.proposal, by=world.lena, at=MONDAY)
    gone = program.sign(sent, code)
    assert gone.status_code == 409
    assert "being revised" in json.dumps(gone.json())
    assert not Signature.objects.exists()


def test_a_newer_text_is_read_before_it_is_signed(world, program, sent, library):
    code = program.code(sent.proposal.number)
    revised = revise_proposal(proposal=sent.proposal, by=world.lena, at=MONDAY)
    put_line(proposal=revised, service=library["support"], quantity=2, by=world.lena, at=MONDAY)
    send_proposal(proposal=Proposal.objects.get(pk=revised.pk), by=world.lena, at=MONDAY)
    answer = program.sign(sent, code)
    assert (answer.status_code, answer.json()["code"]) == (409, "text_changed")
    assert not Signature.objects.exists()


def test_an_approval_that_was_withdrawn_after_sending(world, program, enter, draft):
    term = ProposalTerm.objects.get(proposal=draft)
    text = CLAUSE.replace("30", "20")
    word_term(proposal=draft, term=term, text=text, by=world.lena, at=MONDAY)
    enter("lena").post(f"/proposals/{draft.number}/reviews", {})
    review = Review.objects.get(kind="term")
    answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
    sent = send_proposal(proposal=Proposal.objects.get(pk=draft.pk), by=world.lena, at=MONDAY)
    code = program.code(draft.number)
    withdraw_review(review=review, reason="We lost two people.", by=world.sam, at=MONDAY)
    answer = program.sign(sent, code)
    said = json.dumps(answer.json())
    assert answer.status_code == 409
    assert "no longer stands" in said
    assert "We lost two people" not in said
    assert not Signature.objects.exists()


def test_another_customers_link(world, program, key_of, sent):
    brill = add_company(name="Brill", by=world.ana, at=MONDAY)
    bo = add_contact(company=brill, name="Bo", email="bo@x.example", by=world.lena, at=MONDAY)
    stranger = type(program)(key_of(actor_of(invite_contact(contact=bo, by=world.lena, at=MONDAY))))
    number = sent.proposal.number
    for method, part in (("GET", ""), ("POST", "/opening"), ("POST", "/code")):
        assert stranger.tell(method, f"proposals/{number}{part}").status_code == 404
    refused = stranger.sign(sent, "000000")
    assert refused.status_code == 404
    assert sent.proposal.title not in refused.content.decode()
