"""“What does it take?” is answered with hours, through both doors; a bare yes is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest

from upheld.agreements.models import Estimate
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import put_deliverable
from upheld.agreements.tests.stage import HOUR, MONDAY
from upheld.reviews.models import Review


@pytest.fixture
def asked(world, draft):
    """A second piece of work that nobody has estimated: Marek is asked what it takes."""
    put_deliverable(
        proposal=draft, title="Phones moved", criterion="All 20 phones ring.",
        evidence_kind="log", due_on=date(2026, 5, 29), function="projects", by=world.lena,
        at=MONDAY,
    )  # fmt: skip
    ask_what_is_needed(proposal=draft, by=world.lena, at=MONDAY)
    return Review.objects.get(kind="estimate", state="asked")


@pytest.mark.parametrize("door", ["screen", "api"])
def test_a_bare_yes_is_refused_and_leads_to_where_the_hours_are_entered(
    client, enter, key_of, world, asked, door
):
    if door == "screen":
        answer = enter("marek").post(f"/reviews/{asked.number}/answer", {"answer": "approve"})
    else:
        answer = client.post(
            f"/api/v1/reviews/{asked.number}/answer", json.dumps({"answer": "approve"}),
            content_type="application/json", **key_of(world.marek),
        )  # fmt: skip
        assert answer.json()["code"] == "estimate_missing"
    assert answer.status_code == 409, answer.content
    assert "and enter the least, the likely and the most" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_desk_leads_there_instead_of_offering_a_yes(enter, asked):
    said = enter("marek").get("/desk/").content.decode()
    assert f'href="{asked.subject_url}"' in said
    assert 'value="approve"' not in said


@pytest.mark.parametrize("door", ["screen", "api"])
def test_the_hours_are_the_answer(client, enter, key_of, world, draft, asked, door):
    if door == "screen":
        given = {"low": "2h", "likely": "3h", "high": "5h", "note": ""}
        answer = enter("marek").post(asked.subject_url, given)
        assert answer.status_code == 303, answer.content
    else:
        body = {"low_seconds": 2 * HOUR, "likely_seconds": 3 * HOUR, "high_seconds": 5 * HOUR}
        answer = client.post(
            f"/api/v1/proposals/{draft.number}/deliverables/{asked.subject_id}/estimates",
            json.dumps(body), content_type="application/json", **key_of(world.marek),
        )  # fmt: skip
        assert answer.status_code == 201, answer.content
    asked.refresh_from_db()
    assert asked.state == "approved"
    assert Estimate.objects.get(deliverable_id=asked.subject_id).likely_seconds == 3 * HOUR


def test_a_no_needs_no_hours(enter, asked):
    given = {"answer": "decline", "reason": "We do not do phones."}
    assert enter("marek").post(f"/reviews/{asked.number}/answer", given).status_code == 303
    asked.refresh_from_db()
    assert asked.state == "declined"
