"""Everything that stands between a proposal and its customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from upheld.agreements.rules.consents import Consent, ConsentGiven, ConsentNeeded
from upheld.agreements.rules.departures import text_hash
from upheld.agreements.rules.obstacles import send_obstacles
from upheld.agreements.rules.proposals import ProposalState
from upheld.agreements.rules.scrutiny import (
    ClaimCarried,
    DeliverableDraft,
    ProposalScrutiny,
    ReviewStands,
    SignerNamed,
    TermDraft,
)
from upheld.measures.rules.verdict import Outcome

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
FIREWALL = DeliverableDraft(
    "Two firewalls replaced",
    "Traffic of 40 users passes the new pair during a pulled-cable test.",
    "test protocol",
    16 * 3600,
    date(2026, 3, 9),
    date(2026, 3, 20),
)
WEEKEND = TermDraft(
    "Weekend visits",
    "We visit within 4 hours on a Saturday.",
    "We visit within 4 hours on a business day.",
    ReviewStands.APPROVED,
    text_hash("We visit within 4 hours on a Saturday."),
    "Sam (service)",
)
CLAIM = ClaimCarried("95 % of critical tickets answered in 15 minutes", Outcome.BORNE_OUT)
DESK = ConsentNeeded(Consent.DEAL_DESK, "The discount is 12 %.")
READY = ProposalScrutiny(
    state=ProposalState.DRAFT,
    today=date(2026, 3, 2),
    expires_at=AT + timedelta(days=30),
    line_titles=("Firewall pair", "Care per user"),
    deliverables=(FIREWALL,),
    terms=(WEEKEND,),
    claims=(CLAIM,),
    undisclosed_gaps=(),
    consents_needed=(DESK,),
    consents_given=(ConsentGiven(Consent.DEAL_DESK, "price"),),
    price_hash="price",
    capacity_fits=True,
    capacity_approved=False,
    signers=(SignerNamed("Eva", is_contact_of_customer=True, can_be_reached=True),),
)


def deliverable(**changes: Any) -> dict[str, Any]:
    return {"deliverables": (replace(FIREWALL, **changes),)}


def term(**changes: Any) -> dict[str, Any]:
    return {"terms": (replace(WEEKEND, **changes),)}


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"state": ProposalState.SENT}, ["proposal_sent"]),
    ({"state": ProposalState.WITHDRAWN}, ["proposal_withdrawn"]),
    ({"line_titles": (), "deliverables": ()}, ["nothing_offered"]),
    (deliverable(criterion="  "), ["criterion_missing"]),
    (deliverable(evidence_kind=""), ["evidence_kind_missing"]),
    (deliverable(estimate_seconds=None), ["estimate_missing"]),
    (deliverable(estimate_seconds=0), []),
    (deliverable(due_on=None), ["due_missing"]),
    (deliverable(due_on=date(2026, 3, 8)), ["due_before_start"]),
    (deliverable(due_on=date(2026, 3, 9)), []),
    (deliverable(starts_on=None, due_on=date(2026, 3, 1)), ["due_in_past"]),
    (deliverable(criterion="Works adequately."), ["vague_wording"]),
    (
        deliverable(title="Support", criterion="All is well, etc."),
        ["vague_wording", "vague_wording"],
    ),
    ({"line_titles": ("Repairs as needed",)}, ["vague_wording"]),
    (
        {
            "line_titles": ("Repairs as needed",),
            "explained_hashes": frozenset({text_hash("Repairs as needed")}),
        },
        [],
    ),
    (
        {
            "line_titles": ("Repairs if needed",),
            "explained_hashes": frozenset({text_hash("Repairs as needed")}),
        },
        ["vague_wording"],
    ),
    (
        {
            "line_titles": ("Care in Business Hours",),
            "defined_terms": frozenset({"business hours"}),
        },
        [],
    ),
    (term(review=ReviewStands.NOT_ASKED), ["departure_not_reviewed"]),
    (term(review=ReviewStands.WAITING), ["departure_waiting"]),
    (term(review=ReviewStands.DECLINED), ["departure_declined"]),
    (term(review=ReviewStands.ALTERNATIVE_OFFERED), ["alternative_unanswered"]),
    (term(review=ReviewStands.WITHDRAWN), ["approval_withdrawn"]),
    (term(text="We visit within 2 hours on a Saturday."), ["departure_changed"]),
    (term(text="We visit  within 4 hours\non a Saturday."), []),
    (term(text=WEEKEND.standard_text, review=ReviewStands.NOT_ASKED), []),
    (term(standard_text=None, review=ReviewStands.NOT_ASKED), ["departure_not_reviewed"]),
    (
        term(text="Fees are to be agreed.", reviewed_hash=text_hash("Fees are to be agreed.")),
        ["vague_wording"],
    ),
    ({"consents_given": ()}, ["consent_missing"]),
    ({"price_hash": "another"}, ["consent_missing"]),
    (
        {"consents_given": (ConsentGiven(Consent.DEAL_DESK, "price", withdrawn=True),)},
        ["consent_missing"],
    ),
    ({"claims": (replace(CLAIM, stands=Outcome.NOT_BORNE_OUT),)}, ["claim_not_borne_out"]),
    (
        {"claims": (replace(CLAIM, stands=Outcome.NOT_ENOUGH_EVIDENCE),)},
        ["claim_without_evidence"],
    ),
    (
        {
            "claims": (
                replace(CLAIM, stands=Outcome.NOT_BORNE_OUT, override_reason="New desk since May."),
            )
        },
        [],
    ),
    (
        {"claims": (replace(CLAIM, stands=Outcome.NOT_BORNE_OUT, override_reason=" "),)},
        ["claim_not_borne_out"],
    ),
    (
        {"undisclosed_gaps": ("weekend on-site", "phone in French")},
        ["gap_undisclosed", "gap_undisclosed"],
    ),
    ({"capacity_fits": None}, ["capacity_not_asked"]),
    ({"capacity_fits": False}, ["capacity_short"]),
    ({"capacity_fits": False, "capacity_approved": True}, []),
    ({"capacity_fits": None, "deliverables": ()}, []),
    ({"signers": ()}, ["signer_missing"]),
    (
        {"signers": (SignerNamed("Al", is_contact_of_customer=False, can_be_reached=False),)},
        ["signer_not_of_customer"],
    ),
    (
        {"signers": (SignerNamed("Al", is_contact_of_customer=True, can_be_reached=False),)},
        ["signer_unreachable"],
    ),
    ({"expires_at": None}, ["expiry_missing"]),
    ({"expires_at": AT}, ["expiry_past"]),
    ({"expires_at": AT + timedelta(seconds=1)}, []),
]


@pytest.mark.parametrize(("changes", "codes"), CASES)
def test_what_stands_in_the_way(changes: dict[str, Any], codes: list[str]) -> None:
    found = send_obstacles(replace(READY, **changes), at=AT)
    assert [reason.code for reason in found] == codes


def test_everything_is_named_at_once() -> None:
    worst = replace(
        READY,
        state=ProposalState.EXPIRED,
        expires_at=AT,
        deliverables=(DeliverableDraft("Support", "", "", None),),
        terms=(replace(WEEKEND, review=ReviewStands.WAITING),),
        claims=(replace(CLAIM, stands=Outcome.NOT_BORNE_OUT),),
        undisclosed_gaps=("weekend on-site",),
        consents_given=(),
        signers=(),
    )
    codes = [reason.code for reason in send_obstacles(worst, at=AT)]
    assert codes == [
        "proposal_expired",
        "criterion_missing",
        "evidence_kind_missing",
        "estimate_missing",
        "due_missing",
        "vague_wording",
        "departure_waiting",
        "consent_missing",
        "claim_not_borne_out",
        "gap_undisclosed",
        "signer_missing",
        "expiry_past",
    ]


@pytest.mark.parametrize("changes", [changes for changes, codes in CASES if codes])
def test_every_obstacle_says_why_and_what_to_do(changes: dict[str, Any]) -> None:
    for reason in send_obstacles(replace(READY, **changes), at=AT):
        assert reason.why.endswith((".", "…"))
        assert reason.remedy.endswith(".")


def test_an_open_departure_names_who_can_clear_it() -> None:
    (found,) = send_obstacles(replace(READY, **term(review=ReviewStands.WAITING)), at=AT)
    assert found.who == "Sam (service)"
