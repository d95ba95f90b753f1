"""The mirror and proof pages for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.mirror.lists import PROOF_PAGES
from upheld.mirror.may import May
from upheld.mirror.models import ProofPage
from upheld.mirror.operations.proof import make_proof_page, revoke_proof_page
from upheld.mirror.queries.mirror import MirrorPage, mirror_page
from upheld.mirror.queries.proof import proof_link, visible_pages, with_views
from upheld.mirror.queries.results import Mover, Results

Id = Annotated[int, Field(ge=1, le=2**62)]


class MirroredClaimOut(Schema):
    """A claim in use, as it was last judged."""

    number: int
    sentence: str
    verdict: str
    why: str
    judged_at: datetime | None


class MirroredPromiseOut(Schema):
    """A promise that presses."""

    number: int
    words: str
    light: str
    due_at: datetime | None


class EffortOut(Schema):
    """A finished deliverable: estimated against worked seconds."""

    deliverable: int
    estimate_seconds: int
    actual_seconds: int


class MoverOut(Schema):
    """A customer that moved the margin."""

    name: str
    effect_minor: int
    profit_change_minor: int

    @classmethod
    def of(cls, one: Mover) -> MoverOut:
        """Shape a mover."""
        return cls(
            name=one.name,
            effect_minor=one.effect.minor,
            profit_change_minor=one.profit_change.minor,
        )


class ResultOut(Schema):
    """Twelve months in minor units, how steady they were, and what moved the margin."""

    currency: str
    revenue_minor: int
    profit_minor: int
    margin_ppm: int | None
    steadiness: str
    variability_ppm: int | None
    quadrant: str
    margin_effect_minor: int | None
    movers: list[MoverOut]

    @classmethod
    def of(cls, results: Results) -> ResultOut:
        """Shape the result."""
        total, steady = results.total, results.steadiness
        return cls(
            currency=total.revenue.currency,
            revenue_minor=total.revenue.minor,
            profit_minor=total.profit.minor,
            margin_ppm=None if total.margin is None else total.margin.ppm,
            steadiness=str(steady.steadiness),
            variability_ppm=None if steady.variability is None else steady.variability.ppm,
            quadrant=str(results.where),
            margin_effect_minor=results.change.effect.minor if results.change else None,
            movers=[MoverOut.of(one) for one in results.movers],
        )


class MirrorOut(Schema):
    """What was said against what was done; `result` only for whoever may see cost."""

    claims: list[MirroredClaimOut]
    promises: list[MirroredPromiseOut]
    efforts: list[EffortOut]
    result: ResultOut | None

    @classmethod
    def of(cls, page: MirrorPage) -> MirrorOut:
        """Shape the mirror."""
        return cls(
            claims=[
                MirroredClaimOut(
                    number=one.claim.number,
                    sentence=one.claim.sentence,
                    verdict=one.claim.verdict,
                    why=one.claim.verdict_why,
                    judged_at=one.claim.judged_at,
                )
                for one in page.claims
            ],
            promises=[
                MirroredPromiseOut(
                    number=one.number,
                    words=one.words,
                    light=getattr(one, "light", ""),
                    due_at=one.due_at,
                )
                for one in page.promises
            ],
            efforts=[
                EffortOut(
                    deliverable=one.deliverable.number,
                    estimate_seconds=one.estimate_seconds,
                    actual_seconds=one.actual_seconds,
                )
                for one in page.efforts
            ],
            result=ResultOut.of(page.results) if page.results else None,
        )


class ProofPageOut(Schema):
    """A proof page that was handed out; its link is read by its id."""

    id: int
    proposal: int
    customer: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    looks: int


class ProofLinkOut(Schema):
    """A proof page's link, relative to this server; empty once it is closed."""

    id: int
    expires_at: datetime
    revoked_at: datetime | None
    path: str


@endpoint(May.SEE_MIRROR, "GET", "mirror")
def read_mirror(request: Request) -> MirrorOut:
    """Read the mirror as it stands; its measures are under `measures`."""
    return MirrorOut.of(mirror_page(request.actor, request.at))


@endpoint(May.MANAGE_PROOF, "GET", "proof-pages", lists=PROOF_PAGES)
def list_proof_pages(request: Request) -> Paged[ProofPageOut]:
    """List proof pages with how often each was looked at."""
    rows = with_views(visible_pages(request.actor)).select_related("proposal", "company")
    return paged(PROOF_PAGES, rows, request, _page_out)


@endpoint(May.MANAGE_PROOF, "GET", "proof-pages/{pk}")
def read_proof_page(request: Request, pk: Id) -> ProofLinkOut:
    """Read a proof page's link."""
    return _link_out(find(visible_pages(request.actor), pk=pk), request.at)


@endpoint(May.MANAGE_PROOF, "POST", "proof-pages/{pk}/extension")
def extend_proof_page(request: Request, pk: Id) -> ProofLinkOut:
    """Keep a page open for 60 days from now, or make a new one where it was revoked."""
    page = find(visible_pages(request.actor), pk=pk)
    made = make_proof_page(proposal=page.proposal, by=request.actor, at=request.at)
    return _link_out(made, request.at)


@endpoint(May.MANAGE_PROOF, "POST", "proof-pages/{pk}/revocation")
def revoke(request: Request, pk: Id) -> ProofLinkOut:
    """End a proof page at once."""
    page = find(visible_pages(request.actor), pk=pk)
    return _link_out(revoke_proof_page(page=page, by=request.actor, at=request.at), request.at)


def _page_out(page: ProofPage) -> ProofPageOut:
    return ProofPageOut(
        id=page.pk,
        proposal=page.proposal.number,
        customer=page.company.number,
        made_at=page.made_at,
        expires_at=page.expires_at,
        revoked_at=page.revoked_at,
        looks=getattr(page, "seen", 0),
    )


def _link_out(page: ProofPage, at: datetime) -> ProofLinkOut:
    return ProofLinkOut(
        id=page.pk,
        expires_at=page.expires_at,
        revoked_at=page.revoked_at,
        path="" if page.revoked_at else proof_link(page.proposal, at),
    )
