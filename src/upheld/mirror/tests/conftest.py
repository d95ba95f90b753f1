"""A small stage for the mirror: a proposal to Acme that carries a claim, sent, not yet signed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.acme import MONDAY, acme, buyer, carla, plenty_of_hours, pounds

from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import carry_claim, draft_proposal, put_line
from upheld.agreements.operations.estimating import ask_capacity
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.market.operations.claims import ClaimDraft, take_up_claim, write_claim
from upheld.market.operations.judging import override_claim
from upheld.mirror.models import ProofPage
from upheld.selling.operations.deals import open_deal

__all__ = ["acme", "buyer", "carla", "plenty_of_hours"]

SENTENCE = "Nine in ten of our promises are kept"


@pytest.fixture(autouse=True)
def _hours(plenty_of_hours):
    """Nothing here waits for the calendar."""


@pytest.fixture
def claim(world):
    draft = ClaimDraft(
        sentence=SENTENCE, measure_key="say_do_ratio", threshold=900_000,
    )  # fmt: skip
    written = write_claim(draft=draft, by=world.priya, at=MONDAY)
    return take_up_claim(
        claim=written, by=world.priya, at=MONDAY,
        setting_aside=frozenset({"claim_without_evidence"}),
    )  # fmt: skip


@pytest.fixture
def proposal(world, claim, acme, carla, buyer):
    deal = open_deal(
        company=acme, title="Workplaces", owner=world.people["lena"], by=world.lena, at=MONDAY
    )
    draft = draft_proposal(
        deal=deal, title="Workplaces for Acme", months=24, starts_on=date(2026, 5, 1),
        valid_until=date(2026, 4, 15), signer=carla, by=world.lena, at=MONDAY,
    )  # fmt: skip
    put_line(
        proposal=draft, kind=LineKind.MONTHLY, title="Care", list_price=pounds(1000),
        cost=pounds(100), by=world.lena, at=MONDAY,
    )  # fmt: skip
    carry_claim(proposal=draft, claim=claim, by=world.lena, at=MONDAY)
    override_claim(
        claim=claim, proposal_ref=f"proposal:{draft.number}", proposal_title=draft.title,
        reason="We are new; they know it.", by=world.ana, at=MONDAY,
    )  # fmt: skip
    draft = ask_capacity(proposal=draft, by=world.lena, at=MONDAY)
    ask_what_is_needed(proposal=draft, by=world.lena, at=MONDAY)
    send_proposal(proposal=draft, by=world.lena, at=MONDAY)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def page(proposal):
    return ProofPage.objects.get(proposal=proposal)
