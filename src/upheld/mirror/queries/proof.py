"""What a proof page shows: the claims of one proposal with their figures, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.models import ProposalClaim
from upheld.foundation.models import Provider
from upheld.foundation.refusals import not_found
from upheld.market.queries.verdicts import verdict_now, window_of
from upheld.measures.catalogue import measure_called
from upheld.mirror.models import ProofPage
from upheld.mirror.operations.proof import secret_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.values.period import Period
    from upheld.measures.catalogue import Measure
    from upheld.measures.rules.figure import Figure


@dataclass(frozen=True, slots=True)
class ProvenClaim:
    """One claim with what the provider's own operations say of it."""

    sentence: str
    outcome: str
    why: str
    measure: Measure
    figure: Figure | None
    window: Period


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof page as a stranger with the link sees it."""

    provider_name: str
    company_name: str
    title: str
    as_of: datetime
    expires_at: datetime
    claims: tuple[ProvenClaim, ...]


def open_proof(secret: str, at: datetime) -> ProofPage:
    """Find the page behind a secret, in the open provider. Refuses with: not_found."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    page = ProofPage.objects.filter(secret_hash=digest).select_related("proposal", "company")
    found: ProofPage | None = page.first()
    alive = found is not None and found.revoked_at is None and at < found.expires_at
    if found is None or not alive or not hmac.compare_digest(secret, secret_of(found)):
        raise not_found("page")
    return found


def proof_of(page: ProofPage, at: datetime) -> Proof:
    """Read what a proof page shows at this moment."""
    provider = Provider.objects.get(pk=page.provider_id)
    carried = ProposalClaim.objects.filter(proposal_id=page.proposal_id).select_related("claim")
    claims = []
    for one in carried.order_by("pk"):
        found = verdict_now(one.claim, at)
        claims.append(
            ProvenClaim(
                sentence=one.claim.sentence,
                outcome=found.outcome.value,
                why=found.verdict.why,
                measure=measure_called(one.claim.measure_key),
                figure=found.figure,
                window=window_of(one.claim, at, provider.zone),
            )
        )
    return Proof(
        provider_name=provider.name,
        company_name=page.company.name,
        title=page.proposal.title,
        as_of=at,
        expires_at=page.expires_at,
        claims=tuple(claims),
    )


def proof_link(proposal: Proposal, at: datetime) -> str:
    """Give the path of a proposal's living proof page; empty where there is none."""
    rows = ProofPage.objects.filter(proposal=proposal, revoked_at=None, expires_at__gt=at)
    page: ProofPage | None = rows.first()
    if page is None:
        return ""
    slug = Provider.objects.values_list("slug", flat=True).get(pk=page.provider_id)
    return reverse("proof", args=[slug, secret_of(page)])
