"""What is on the table for a buyer, and what stands behind a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.models import ProposalVersion, Signature, SigningCode
from upheld.agreements.queries.scrutiny import obstacles_of
from upheld.agreements.rules import acceptance
from upheld.agreements.rules.proposals import ProposalState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.customers.models import Contact
    from upheld.foundation.refusals import Reason

TAKEN_BACK = frozenset(
    {
        "departure_not_reviewed",
        "departure_waiting",
        "departure_declined",
        "alternative_unanswered",
        "approval_withdrawn",
        "departure_changed",
        "consent_missing",
        "gap_undisclosed",
    }
)
"""What, when it comes up after sending, stops a signature: somebody's yes no longer stands."""


def taken_back_since(proposal: Proposal, at: datetime) -> tuple[Reason, ...]:
    """Name the approvals that held when the proposal was sent and do not hold now."""
    return tuple(one for one in obstacles_of(proposal, at) if one.code in TAKEN_BACK)


def newest_code(version: ProposalVersion, contact: Contact) -> SigningCode | None:
    """Give the code that was last sent to a contact for a version."""
    rows = SigningCode.objects.filter(version_sent=version, contact=contact)
    found: SigningCode | None = rows.order_by("-sent_at", "-pk").first()
    return found


def signature_of(version: ProposalVersion) -> Signature | None:
    """Give the signature under a version, if it was signed."""
    found: Signature | None = Signature.objects.filter(version_signed=version).first()
    return found


def offer_of(version: ProposalVersion) -> acceptance.OfferOnTable:
    """Give a version as the rules of signing look at it; one that is not the newest is replaced."""
    proposal = version.proposal
    state = ProposalState(proposal.state)
    if proposal.sent_version != version.number:
        state = ProposalState.REPLACED
    return acceptance.OfferOnTable(
        state=state,
        content_hash=version.sha256,
        expires_at=version.expires_at,
        customer=str(version.company_id),
        signers=(str(version.signer_id),),
    )


def code_as_kept(code: SigningCode | None) -> acceptance.SigningCode | None:
    """Give a stored code as the rules of signing look at it."""
    if code is None:
        return None
    return acceptance.SigningCode(
        contact=str(code.contact_id),
        salt=code.salt,
        digest=code.digest,
        expires_at=code.expires_at,
        tries_left=code.tries_left,
        used=code.used_at is not None,
    )
