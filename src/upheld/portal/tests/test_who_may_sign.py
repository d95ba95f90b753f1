"""Only who may sign for the customer signs; everybody is told before, and told who may."""

from __future__ import annotations

import json

import pytest

from upheld.agreements.models import Agreement
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.operations.signing import decline_proposal, sign_proposal
from upheld.agreements.tests.stage import MONDAY
from upheld.customers.operations.contacts import add_contact, change_contact
from upheld.foundation.refusals import Refused


@pytest.fixture
def barred(world, sent, carla, acme):
    """Carla was named, then the customer took her right to sign; Eva has it."""
    change_contact(contact=carla, may_sign=False, by=world.lena, at=MONDAY)
    add_contact(company=acme, name="Eva Lund", email="eva@acme.example", may_sign=True,
                by=world.lena, at=MONDAY)  # fmt: skip
    return sent


def test_the_page_says_before_who_can_sign(enter, buyer, barred):
    answer = enter(buyer).get(f"/portal/proposals/{barred.proposal.number}")
    said = answer.content.decode()
    assert "You are named to sign, but may not sign for Acme Dental." in said
    assert "Eva Lund may." in said
    assert "/signing" not in said


def test_a_program_is_told_too(client, key_of, buyer, barred):
    number = barred.proposal.number
    said = client.get(f"/api/v1/own/proposals/{number}", **key_of(buyer)).json()
    assert (said["may_sign"], said["able_signers"]) == (False, ["Eva Lund"])


@pytest.mark.parametrize("door", ["screen", "api"])
def test_no_code_is_sent(client, enter, key_of, buyer, barred, door):
    number = barred.proposal.number
    if door == "screen":
        answer = enter(buyer).post(f"/portal/proposals/{number}/code", {"shown": barred.sha256})
    else:
        answer = client.post(
            f"/api/v1/own/proposals/{number}/code", "{}", content_type="application/json",
            **key_of(buyer),
        )  # fmt: skip
    assert answer.status_code == 409
    assert "Eva Lund may." in answer.content.decode()


def test_a_code_from_before_signs_nothing(world, carla, buyer, sent, signing):
    ready = signing()
    change_contact(contact=carla, may_sign=False, by=world.lena, at=MONDAY)
    with pytest.raises(Refused) as refused:
        sign_proposal(version=sent, signing=ready, by=buyer, at=MONDAY)
    assert refused.value.code == "may_not_sign"
    assert "who may sign for your company" in refused.value.remedy
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("door", ["screen", "api"])
def test_signing_is_refused_by_its_code(client, enter, key_of, buyer, barred, door):
    number = barred.proposal.number
    given = {"typed_name": "Carla Jensen", "code": "000000"}
    if door == "screen":
        given |= {"shown": barred.sha256, "agreed": "on"}
        answer = enter(buyer).post(f"/portal/proposals/{number}/signing", given)
    else:
        body = json.dumps({**given, "shown": barred.sha256, "agreed": True})
        answer = client.post(
            f"/api/v1/own/proposals/{number}/signature", body, content_type="application/json",
            **key_of(buyer),
        )  # fmt: skip
        assert answer.json()["code"] == "may_not_sign"
    assert answer.status_code == 409
    assert "You may not sign for Acme Dental" in answer.content.decode()


def test_declining_stays_possible(buyer, barred):
    proposal = decline_proposal(version=barred, reason="Not now.", by=buyer, at=MONDAY)
    assert proposal.state == "declined"


def test_it_is_not_even_sent_to_somebody_who_may_not(world, draft, carla, acme):
    change_contact(contact=carla, may_sign=False, by=world.lena, at=MONDAY)
    add_contact(company=acme, name="Eva Lund", email="eva@acme.example", may_sign=True,
                by=world.lena, at=MONDAY)  # fmt: skip
    with pytest.raises(Refused) as refused:
        send_proposal(proposal=draft, by=world.lena, at=MONDAY)
    (found,) = [one for one in refused.value.reasons if one.code == "signer_may_not_sign"]
    assert found.remedy.startswith("Name Eva Lund, who may, or note")
