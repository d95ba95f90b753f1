"""Proof pages are made, looked at and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.models import ProposalClaim
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mirror.events import Event
from upheld.mirror.may import May
from upheld.mirror.models import ProofPage, ProofView
from upheld.mirror.queries.secrets import hash_of, secret_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor

LIVES = timedelta(days=60)
"""How long a page is open from when it was made or extended last."""


@operation(May.MANAGE_PROOF)
def make_proof_page(*, proposal: Proposal, by: Actor, at: datetime) -> ProofPage:
    """Give a proposal its proof page, or the one that it has a longer life.

    After a page was revoked there is a new one, at another address. Refuses with: no_claims.
    """
    del by
    if not ProposalClaim.objects.filter(proposal=proposal).exists():
        raise Refused(
            "no_claims",
            "The proposal carries no claim.",
            what="No proof page was made.",
            remedy="Put a claim into the proposal first.",
        )
    until = at + LIVES
    known = ProofPage.objects.filter(proposal=proposal, revoked_at=None).first()
    page = _made(proposal, at) if known is None else lock(known)
    page.change(secret_hash=hash_of(secret_of(page)), expires_at=until)
    record(Event.PROOF_MADE, page, about=[proposal, proposal.deal], expires_at=until)
    return page


@operation(May.MANAGE_PROOF)
def revoke_proof_page(*, page: ProofPage, by: Actor, at: datetime) -> ProofPage:
    """End a proof page at once. Harmless when it has ended."""
    del by
    page = lock(page)
    if page.revoked_at is not None:
        return unchanged(page)
    page.change(revoked_at=at)
    record(Event.PROOF_REVOKED, page, about=[page.proposal, page.proposal.deal])
    return page


def note_view(page: ProofPage, at: datetime, address: str, agent: str) -> None:
    """Log that somebody looked."""
    with bookkeeping():
        ProofView(page=page, at=at, address=address[:60], agent=agent[:300]).save()


def _made(proposal: Proposal, at: datetime) -> ProofPage:
    page = ProofPage(
        proposal=proposal,
        company_id=proposal.company_id,
        secret_hash="",
        made_at=at,
        expires_at=at + LIVES,
    )
    page.save()
    return page
