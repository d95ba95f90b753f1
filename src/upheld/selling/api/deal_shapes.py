"""What the endpoints of deals take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.customers.models import BuyingPart
from upheld.selling.api.bounds import (
    Id,
    Line,
    Minor,
    Number,
    ReasonOut,
    Share,
    Words,
)
from upheld.selling.models import Deal, Origin
from upheld.selling.queries.deal_page import DealPage
from upheld.selling.rules.stages import Evidence


class DealOut(Schema):
    """A deal in a list. Amounts are in minor units; the stage follows from evidence."""

    number: int
    title: str
    company: int
    company_name: str
    stage: str
    outcome: str
    origin: str
    owner: str
    one_off_minor: int
    monthly_minor: int
    currency: str
    confidence_ppm: int | None
    expected_on: date | None
    next_step: str
    next_step_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    lost_to: str
    lost_reason: str
    version: int

    @classmethod
    def of(cls, deal: Deal) -> DealOut:
        """Show a deal that was read with its company and owner."""
        same = (
            "number", "title", "stage", "outcome", "origin", "one_off_minor", "monthly_minor",
            "currency", "confidence_ppm", "expected_on", "next_step", "next_step_on",
            "opened_at", "closed_at", "lost_to", "lost_reason", "version",
        )  # fmt: skip
        return cls(
            company=deal.company.number,
            company_name=deal.company.name,
            owner=deal.owner.name if deal.owner else "",
            **{name: getattr(deal, name) for name in same},
        )


class StageEvidenceOut(Schema):
    """One condition of a stage: what shows that it holds, or what is missing."""

    stage: str
    kind: str
    holds: bool
    words: str
    at: datetime | None
    evidence_id: int | None
    missing: ReasonOut | None


class DealDetail(DealOut):
    """A deal with what shows its stage and what stands before the next."""

    next_stage: str
    missing_for_next: list[ReasonOut]
    evidence: list[StageEvidenceOut]
    presale_seconds: int

    @classmethod
    def of_page(cls, page: DealPage) -> DealDetail:
        """Show the read model of a deal's page."""
        return cls(
            **DealOut.of(page.deal).model_dump(),
            next_stage=page.next_stage_title,
            missing_for_next=[ReasonOut.of(one) for one in page.missing],
            presale_seconds=page.seconds,
            evidence=[
                StageEvidenceOut(
                    stage=step.key,
                    kind=line.kind,
                    holds=line.shown is not None,
                    words=line.shown.words if line.shown else "",
                    at=line.shown.at if line.shown else None,
                    evidence_id=line.shown.evidence_id if line.shown else None,
                    missing=ReasonOut.of(line.missing) if line.missing else None,
                )
                for step in page.steps
                for line in step.lines
            ],
        )


class DealIn(Schema):
    """What is known of a deal that is opened. People are named by their id."""

    company: Number
    title: Annotated[str, Field(min_length=1, max_length=200)]
    owner: Id | None = None
    engineer: Id | None = None
    finder: Id | None = None
    origin: Origin = Origin.INBOUND
    one_off_minor: Minor = 0
    monthly_minor: Minor = 0
    confidence_ppm: Share | None = None
    expected_on: date | None = None
    next_step: Line = ""
    next_step_on: date | None = None


class DealChange(Schema):
    """What to change of a deal; what is left out stays. There is no stage to set."""

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    owner: Id | None = None
    engineer: Id | None = None
    finder: Id | None = None
    origin: Origin | None = None
    one_off_minor: Minor | None = None
    monthly_minor: Minor | None = None
    confidence_ppm: Share | None = None
    expected_on: date | None = None
    next_step: Line | None = None
    next_step_on: date | None = None


class EvidenceIn(Schema):
    """What shows that something is true of a deal."""

    kind: Evidence
    words: Words
    contact: Id | None = None


class DealContactIn(Schema):
    """Somebody of the company's, and their part in buying."""

    contact: Id
    part: BuyingPart


class LossIn(Schema):
    """To whom a deal is lost, and why."""

    reason: Words
    lost_to: Annotated[str, Field(max_length=150)] = ""
