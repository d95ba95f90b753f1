"""The endpoints of the company's own settings."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.may import May
from upheld.people.models import PlannedPolicies, Schedule
from upheld.people.operations.company import PARTICULARS, change_company
from upheld.people.operations.planning import plan_policies, withdraw_plan
from upheld.people.queries.company import (
    CompanyPage,
    company_page,
    shown_plans,
    visible_settings,
)

Name = Annotated[str, Field(min_length=1, max_length=200)]
Hours = Annotated[str, Field(min_length=1, max_length=80)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Share = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[int, Field(ge=0, le=366 * 86_400)]
Months = Annotated[int, Field(ge=1, le=12)]


class PoliciesOut(Schema):
    """How the company wants things done: shares in parts per million, lengths in seconds."""

    discount_whole_ppm: int
    discount_line_ppm: int
    discount_owner_ppm: int
    lowest_margin_ppm: int
    attained_ppm: int
    kept_free_ppm: int
    review_within_seconds: int
    season_months: int
    season_starts_in: int


class OwnCompanyOut(PoliciesOut):
    """Who the company is, where, and how it wants things done."""

    name: str
    slug: str
    zone: str
    country: str
    subdivision: str
    currency: str
    currency_stays: bool
    """True once there is an amount: then the currency can no longer be changed."""
    mfa_required: bool
    usual_hours: str
    version: int

    @classmethod
    def of(cls, page: CompanyPage) -> OwnCompanyOut:
        """Show the company."""
        held: dict[str, Any] = {name: getattr(page.provider, name) for name in PARTICULARS}
        return cls(
            slug=page.provider.slug,
            currency_stays=bool(page.amounts_in),
            usual_hours=page.usual_hours.name if page.usual_hours else "",
            version=page.settings.version,
            **{**held, **page.policies},
        )


class PlanOut(Schema):
    """What is to hold from a day on, by the policies' names; or why it could not."""

    id: int
    holds_from: date
    values: dict[str, int]
    state: str
    """planned or refused; held and withdrawn ones are in the record."""
    why: str
    version: int

    @classmethod
    def of(cls, plan: PlannedPolicies) -> PlanOut:
        """Show a plan."""
        return cls(
            id=plan.pk, **{name: getattr(plan, name) for name in cls.model_fields if name != "id"}
        )


class OwnCompanyPlan(Schema):
    """How the company wants things done from a day to come; what is left out stays."""

    holds_from: date
    discount_whole_ppm: Share | None = None
    discount_line_ppm: Share | None = None
    discount_owner_ppm: Share | None = None
    lowest_margin_ppm: Share | None = None
    attained_ppm: Share | None = None
    kept_free_ppm: Share | None = None
    review_within_seconds: Seconds | None = None
    season_months: Months | None = None
    season_starts_in: Months | None = None


class OwnCompanyChange(Schema):
    """What to change of the company; what is left out stays."""

    name: Name | None = None
    zone: Annotated[str, Field(max_length=60)] | None = None
    country: Annotated[str, Field(max_length=2)] | None = None
    subdivision: Annotated[str, Field(max_length=10)] | None = None
    currency: Annotated[str, Field(max_length=3)] | None = None
    mfa_required: bool | None = None
    usual_hours: Hours | None = None
    """The name of working hours that everybody has who has none of their own."""
    discount_whole_ppm: Share | None = None
    discount_line_ppm: Share | None = None
    discount_owner_ppm: Share | None = None
    lowest_margin_ppm: Share | None = None
    attained_ppm: Share | None = None
    kept_free_ppm: Share | None = None
    review_within_seconds: Seconds | None = None
    season_months: Months | None = None
    season_starts_in: Months | None = None


@endpoint(May.SEE_COMPANY, "GET", "company")
def company(request: Request, response: HttpResponse) -> OwnCompanyOut:
    """Show the company's own settings."""
    settings = find(visible_settings(request.actor))
    return with_etag(response, settings, OwnCompanyOut.of(company_page(settings)))


@endpoint(May.MANAGE_COMPANY, "PATCH", "company")
def change(request: Request, response: HttpResponse, body: OwnCompanyChange) -> OwnCompanyOut:
    """Change the company's own settings from now on; send If-Match so that no change is lost.

    What was agreed, sent, counted or set due before stays as it was. The currency cannot be
    changed once there is an amount (`amounts_exist`).
    """
    settings = find(visible_settings(request.actor))
    fields = {key: value for key, value in body.model_dump().items() if value is not None}
    hours = _named(fields.pop("usual_hours", ""))
    settings = change_company(
        settings=settings, seen=seen_version(request), usual_hours=hours, by=request.actor,
        at=request.at, **fields,
    )  # fmt: skip
    return with_etag(response, settings, OwnCompanyOut.of(company_page(settings)))


@endpoint(May.SEE_COMPANY, "GET", "company/planned")
def planned_changes(request: Request) -> list[PlanOut]:
    """List what is to hold from a day to come, and what could not hold on its day."""
    find(visible_settings(request.actor))
    return [PlanOut.of(one.plan) for one in shown_plans()]


@endpoint(May.MANAGE_COMPANY, "POST", "company/planned")
def plan_change(request: Request, body: OwnCompanyPlan) -> list[PlanOut]:
    """Decide what the company wants from a day to come, within a year."""
    values = body.model_dump(exclude_none=True)
    day = values.pop("holds_from")
    settings = find(visible_settings(request.actor))
    plan_policies(
        settings=settings, holds_from=day, values=values, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return [PlanOut.of(one.plan) for one in shown_plans()]


@endpoint(May.MANAGE_COMPANY, "POST", "company/planned/{plan}/withdrawal")
def withdraw_change(request: Request, plan: Id) -> PlanOut:
    """Withdraw what was planned, before its day; send If-Match."""
    found = find(PlannedPolicies.objects.all(), pk=plan)
    seen = seen_version(request)
    return PlanOut.of(withdraw_plan(plan=found, seen=seen, by=request.actor, at=request.at))


def _named(hours: str) -> Schedule | None:
    """Find working hours by their name; refuses with `invalid_input` what is none."""
    if not hours:
        return None
    found: Schedule | None = Schedule.objects.filter(name=hours).first()
    if found is None:
        raise invalid(usual_hours="There are no working hours of this name.")
    return found
