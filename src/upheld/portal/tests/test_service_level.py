"""The buyer reads in both doors how soon they are served, before they sign it."""

from __future__ import annotations

import json

import pytest

from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.tests.stage import HOUR, MONDAY
from upheld.desk.operations.service_levels import set_service_level
from upheld.people.operations.working_time import set_schedule


@pytest.fixture
def served(world, draft, buyer):
    """A proposal that was sent while a service level holds for everybody."""
    hours = set_schedule(
        name="Office hours", zone="Europe/London", is_default=True, by=world.ana, at=MONDAY,
        hours={str(day): [["09:00", "17:00"]] for day in range(5)},
    )  # fmt: skip
    set_service_level(
        name="Standard", schedule=hours, first_response={1: HOUR}, resolution={1: 8 * HOUR},
        by=world.sam, at=MONDAY,
    )  # fmt: skip
    return send_proposal(proposal=draft, by=world.lena, at=MONDAY)


def test_the_page_says_what_is_promised_of_the_desk(enter, buyer, served):
    said = enter(buyer).get(f"/portal/proposals/{served.proposal.number}").content.decode()
    assert "Critical: answered within 1 hour and solved within 8 hours" in said
    assert "at least 90 % of what falls due in a month is in time" in said


def test_so_does_the_text_that_is_signed(client, key_of, buyer, served):
    answer = client.get(f"/api/v1/own/proposals/{served.proposal.number}", **key_of(buyer))
    assert answer.status_code == 200, answer.content
    assert json.loads(answer.json()["content"])["service_level"]["name"] == "Standard"


def test_a_proposal_without_a_level_says_nothing_of_it(enter, buyer, sent):
    said = enter(buyer).get(f"/portal/proposals/{sent.proposal.number}").content.decode()
    assert "How soon you are served" not in said
