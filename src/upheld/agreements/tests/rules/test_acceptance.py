"""Who may sign, when, on which text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from upheld.agreements.rules.acceptance import (
    OfferOnTable,
    SigningAttempt,
    SigningCode,
    code_digest,
    completes_signing,
    may_sign,
)
from upheld.agreements.rules.proposals import ProposalState

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
OFFER = OfferOnTable(ProposalState.OPENED, "f00d", AT + timedelta(days=10), "acme", ("eva", "finn"))
ATTEMPT = SigningAttempt("eva", "acme", True, "f00d", "k7 m2 p9")
CODE = SigningCode("eva", "salt", code_digest("K7M2P9", "salt"), LATER, 3)

CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {}, {}, []),
    ({"state": ProposalState.SENT}, {}, {}, []),
    ({"expires_at": None}, {}, {}, []),
    ({"customer": "other"}, {}, {}, ["not_a_signer"]),
    ({}, {"contact_active": False}, {}, ["not_a_signer"]),
    ({"signers": ("finn",)}, {}, {}, ["not_a_signer"]),
    ({}, {"contact_may_sign": False}, {}, ["may_not_sign"]),
    ({"customer": "other"}, {"contact_may_sign": False}, {}, ["not_a_signer"]),
    ({"signed_by": ("eva",)}, {}, {}, ["already_signed"]),
    ({"signers": ("finn", "eva")}, {}, {}, ["not_your_turn"]),
    ({"signers": ("finn", "eva"), "signed_by": ("finn",)}, {}, {}, []),
    ({"state": ProposalState.WITHDRAWN}, {}, {}, ["proposal_withdrawn"]),
    ({"state": ProposalState.DRAFT}, {}, {}, ["proposal_draft"]),
    ({"expires_at": AT}, {}, {}, ["proposal_out_of_date"]),
    ({"expires_at": AT + timedelta(microseconds=1)}, {}, {}, []),
    ({"content_hash": "beef"}, {}, {}, ["text_changed"]),
    (
        {"content_hash": "beef", "expires_at": AT},
        {},
        {"used": True},
        ["proposal_out_of_date", "text_changed"],
    ),
    ({}, {"code_typed": "WRONG1"}, {}, ["code_wrong"]),
    ({}, {"code_typed": ""}, {}, ["code_wrong"]),
    ({}, {}, {"used": True}, ["code_used"]),
    ({}, {}, {"tries_left": 0}, ["code_spent"]),
    ({}, {}, {"expires_at": AT}, ["code_expired"]),
    ({}, {}, {"contact": "finn"}, ["code_missing"]),
    ({"state": ProposalState.SIGNED, "customer": "other"}, {}, {}, ["not_a_signer"]),
]


@pytest.mark.parametrize(("offer", "attempt", "code", "expected"), CASES)
def test_what_stands_against_a_signature(
    offer: dict[str, Any], attempt: dict[str, Any], code: dict[str, Any], expected: list[str]
) -> None:
    found = may_sign(
        replace(OFFER, **offer), replace(ATTEMPT, **attempt), replace(CODE, **code), at=AT
    )
    assert [reason.code for reason in found] == expected


def test_without_a_code_nobody_signs() -> None:
    assert [reason.code for reason in may_sign(OFFER, ATTEMPT, None, at=AT)] == ["code_missing"]


def test_the_code_itself_is_not_kept() -> None:
    assert "K7M2P9" not in CODE.digest
    assert code_digest("K7M2P9", "salt") != code_digest("K7M2P9", "pepper")


def test_the_last_signature_completes() -> None:
    assert not completes_signing(OFFER, "eva")
    assert completes_signing(replace(OFFER, signed_by=("eva",)), "finn")
