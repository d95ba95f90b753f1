"""Proof pages are made, looked at and revoked."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mirror.events import Event
from upheld.mirror.may import May
from upheld.mirror.models import ProofPage, ProofView

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor

LIVES = timedelta(days=60)


@operation(None)
def make_proof_page(*, proposal: Proposal, by: Actor, at: datetime) -> ProofPage:
    """Give a proposal its proof page, or the one it has a longer life."""
    del by
    known = ProofPage.objects.filter(proposal=proposal, revoked_at=None).first()
    if known is not None:
        known = lock(known).change(expires_at=at + LIVES)
        record(Event.PROOF_MADE, known, about=[proposal, proposal.deal], expires_at=at + LIVES)
        return known
    page = ProofPage(
        proposal=proposal,
        company_id=proposal.company_id,
        secret_hash="",
        made_at=at,
        expires_at=at + LIVES,
    )
    page.save()
    page.change(secret_hash=hashlib.sha256(secret_of(page).encode()).hexdigest())
    record(Event.PROOF_MADE, page, about=[proposal, proposal.deal], expires_at=page.expires_at)
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


def secret_of(page: ProofPage) -> str:
    """Derive the page's secret: 160 bits that only this installation's key can make.

    Derived rather than kept, so that a stolen database opens no page.
    """
    said = f"proof page {page.provider_id} {page.pk} {page.made_at.isoformat()}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()[:40]


def note_view(page: ProofPage, at: datetime, address: str, agent: str) -> None:
    """Log that somebody looked."""
    with bookkeeping():
        ProofView(page=page, at=at, address=address[:60], agent=agent[:300]).save()
