"""The endpoints of claims."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.market.lists import CLAIMS
from upheld.market.may import May
from upheld.market.models import Claim, ClaimOverride
from upheld.market.operations.claims import (
    ClaimDraft,
    change_claim,
    retire_claim,
    take_up_claim,
    write_claim,
)
from upheld.market.operations.judging import judge_claim, override_claim
from upheld.market.queries.claims import (
    ClaimPage,
    VerdictShown,
    claim_page,
    offered_measure,
    visible_claims,
)
from upheld.measures.rules.verdict import Direction
from upheld.people.models import Person

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class ClaimOut(Schema):
    """A claim with its newest verdict. `figure` holds whole units of the measure."""

    number: int
    sentence: str
    measure_key: str
    threshold: int
    direction: str
    window_days: int
    state: str
    verdict: str
    verdict_why: str
    figure: dict[str, int | str | bool | None]
    judged_at: datetime | None
    version: int

    @classmethod
    def of(cls, claim: Claim) -> ClaimOut:
        """Show a claim."""
        return cls(**{name: getattr(claim, name) for name in cls.model_fields})


class VerdictOut(Schema):
    """One judgement, in words."""

    at: datetime | None
    title: str
    why: str
    figure: str
    interval: str
    n: int
    asked: str

    @classmethod
    def of(cls, shown: VerdictShown) -> VerdictOut:
        """Show a verdict."""
        return cls(**{name: getattr(shown, name) for name in cls.model_fields})


class OverrideOut(Schema):
    """The owner's leave for one proposal."""

    proposal: str
    reason: str
    by: str
    given_at: datetime
    outcome: str

    @classmethod
    def of(cls, row: ClaimOverride) -> OverrideOut:
        """Show an override."""
        return cls(
            proposal=row.proposal_ref,
            reason=row.reason,
            by=row.by_name,
            given_at=row.given_at,
            outcome=row.outcome,
        )


class ClaimDetail(ClaimOut):
    """A claim with the history of its verdicts and the overrides."""

    history: list[VerdictOut]
    overrides: list[OverrideOut]

    @classmethod
    def of_page(cls, page: ClaimPage) -> ClaimDetail:
        """Show the read model of a claim's page."""
        return cls(
            **ClaimOut.of(page.claim).model_dump(),
            history=[VerdictOut.of(one) for one in page.history],
            overrides=[OverrideOut.of(one) for one in page.overrides],
        )


class ClaimIn(Schema):
    """A sentence, its measure, and what the figure must be, in whole units of the measure."""

    sentence: Annotated[str, Field(min_length=1, max_length=300)]
    measure_key: Annotated[str, Field(max_length=60)]
    threshold: Annotated[int, Field(ge=0, le=10**15)]
    direction: Direction | None = None
    window_days: Annotated[int, Field(ge=7, le=1100)] = 90
    only: Annotated[dict[Annotated[str, Field(max_length=40)], Id], Field(max_length=5)] = {}
    owner: Id | None = None


class UseIn(Schema):
    """Doubts that are knowingly set aside."""

    setting_aside: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = []


class ClaimReasonIn(Schema):
    """Why."""

    reason: Reason


class OverrideIn(Schema):
    """Which proposal, by its number ("proposal:12"), and why."""

    proposal: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(max_length=200)] = ""
    reason: Reason


@endpoint(May.SEE_CLAIMS, "GET", "claims", lists=CLAIMS)
def list_claims(request: Request) -> Paged[ClaimOut]:
    """List claims with their newest verdicts."""
    rows = visible_claims(request.actor).select_related("owner")
    return paged(CLAIMS, rows, request, ClaimOut.of)


@endpoint(May.SEE_CLAIMS, "GET", "claims/{number}")
def read_claim(request: Request, response: HttpResponse, number: Number) -> ClaimDetail:
    """Read a claim with the history of its verdicts."""
    claim = _claim(request, number)
    return with_etag(response, claim, ClaimDetail.of_page(claim_page(claim)))


@endpoint(May.WRITE_CLAIMS, "POST", "claims", status=201)
def create_claim(request: Request, body: ClaimIn) -> ClaimDetail:
    """Write a claim; it is judged at once and not yet in use."""
    claim = write_claim(draft=_draft(request, body), by=request.actor, at=request.at)
    return ClaimDetail.of_page(claim_page(claim))


@endpoint(May.WRITE_CLAIMS, "PUT", "claims/{number}")
def replace_claim(request: Request, number: Number, body: ClaimIn) -> ClaimDetail:
    """Change a claim; it is judged anew."""
    claim = change_claim(
        claim=_claim(request, number), draft=_draft(request, body), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return ClaimDetail.of_page(claim_page(claim))


@endpoint(May.SEE_CLAIMS, "POST", "claims/{number}/judgement")
def judge_now(request: Request, number: Number) -> ClaimDetail:
    """Judge a claim by the figures of this moment."""
    claim = judge_claim(claim=_claim(request, number), by=request.actor, at=request.at)
    return ClaimDetail.of_page(claim_page(claim))


@endpoint(May.WRITE_CLAIMS, "POST", "claims/{number}/use")
def take_up(request: Request, number: Number, body: UseIn) -> ClaimDetail:
    """Let a claim be used."""
    claim = take_up_claim(
        claim=_claim(request, number), setting_aside=frozenset(body.setting_aside),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return ClaimDetail.of_page(claim_page(claim))


@endpoint(May.WRITE_CLAIMS, "POST", "claims/{number}/retirement")
def retire(request: Request, number: Number, body: ClaimReasonIn) -> ClaimDetail:
    """Let a claim no longer be used."""
    claim = retire_claim(
        claim=_claim(request, number), reason=body.reason, by=request.actor, at=request.at
    )
    return ClaimDetail.of_page(claim_page(claim))


@endpoint(May.OVERRIDE_CLAIMS, "POST", "claims/{number}/overrides", status=201)
def override(request: Request, number: Number, body: OverrideIn) -> OverrideOut:
    """Let one proposal carry a claim that the figures do not bear out."""
    row = override_claim(
        claim=_claim(request, number), proposal_ref=body.proposal, proposal_title=body.title,
        reason=body.reason, by=request.actor, at=request.at,
    )  # fmt: skip
    return OverrideOut.of(row)


def _claim(request: Request, number: int) -> Claim:
    return find(visible_claims(request.actor).select_related("owner"), number=number)


def _draft(request: Request, body: ClaimIn) -> ClaimDraft:
    measure = offered_measure(request.actor, body.measure_key)
    people = Person.objects.filter(active=True)
    return ClaimDraft(
        sentence=body.sentence,
        measure_key=measure.key,
        threshold=body.threshold,
        window_days=body.window_days,
        direction=body.direction.value if body.direction else "",
        only=body.only,
        owner=find(people, pk=body.owner) if body.owner else None,
    )
