"""What a proof page shows: the claims of one proposal with their figures, and nothing else."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from upheld.agreements.models import ProposalClaim
from upheld.foundation.models import Provider
from upheld.foundation.refusals import not_found
from upheld.market.queries.verdicts import verdict_now, window_of
from upheld.market.rules.proof_pages import PageState, ProofLink, page_state
from upheld.measures.catalogue import measure_called
from upheld.measures.queries.said import stat_of
from upheld.mirror.models import ProofPage, ProofView
from upheld.mirror.queries.secrets import SECRET_LENGTH, hash_of, secret_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor
    from upheld.foundation.ui.shapes import Stat
    from upheld.foundation.values.period import Period
    from upheld.measures.catalogue import Measure
    from upheld.measures.rules.figure import Figure

MOST_VIEWS = 100


@dataclass(frozen=True, slots=True)
class ProvenClaim:
    """One claim with what the provider's own operations say of it."""

    sentence: str
    outcome: str
    why: str
    measure: Measure
    figure: Figure | None
    stat: Stat | None
    """The figure as it is printed; nothing where the measure is gone."""
    window: Period
    window_days: int


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
    if len(secret) != SECRET_LENGTH or not secret.isascii():
        raise not_found("page")
    page = ProofPage.objects.filter(secret_hash=hash_of(secret))
    found: ProofPage | None = page.select_related("proposal", "company").first()
    alive = found is not None and page_standing(found, at) is PageState.OPEN
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
        measure = measure_called(one.claim.measure_key)
        claims.append(
            ProvenClaim(
                sentence=one.claim.sentence,
                outcome=found.outcome.value,
                why=found.verdict.why,
                measure=measure,
                figure=found.figure,
                stat=stat_of(measure, found.figure, provider.currency) if found.figure else None,
                window=window_of(one.claim, at, provider.zone),
                window_days=one.claim.window_days,
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


def visible_pages(_actor: Actor) -> QuerySet[ProofPage]:
    """Give the proof pages that the actor may see: all of the provider's."""
    rows: QuerySet[ProofPage] = ProofPage.objects.all()
    return rows


def with_views(rows: QuerySet[ProofPage]) -> QuerySet[ProofPage]:
    """Add how often each page was looked at, and when last: `seen` and `seen_at`."""
    views = ProofView.objects.filter(page=OuterRef("pk")).order_by().values("page")
    return rows.annotate(
        seen=Coalesce(Subquery(views.annotate(n=Count("pk")).values("n")), 0),
        seen_at=Subquery(views.annotate(last=Max("at")).values("last")),
    )


def page_with_views(page: ProofPage) -> tuple[ProofView, ...]:
    """Give the latest looks at a page, the newest first."""
    return tuple(ProofView.objects.filter(page=page).order_by("-at", "-pk")[:MOST_VIEWS])


def page_standing(page: ProofPage, at: datetime) -> PageState:
    """Say whether a page opens at a moment."""
    return page_state(ProofLink(page.made_at, page.expires_at, page.revoked_at), at=at)
