"""Deals for programs."""

from __future__ import annotations

from django.http import HttpResponse

from upheld.customers.queries.companies import visible_companies
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.selling.api.bounds import DealReasonIn, Number
from upheld.selling.api.deal_shapes import DealChange, DealDetail, DealIn, DealOut, LossIn
from upheld.selling.lists import DEALS
from upheld.selling.may import May
from upheld.selling.operations.closing import lose_deal, reopen_deal
from upheld.selling.operations.deals import change_deal, open_deal
from upheld.selling.queries.deal_page import deal_page
from upheld.selling.queries.deals import visible_deals
from upheld.selling.queries.rows import deal_of, person_of


@endpoint(May.SEE_DEALS, "GET", "deals", lists=DEALS)
def list_deals(request: Request) -> Paged[DealOut]:
    """List deals; the same filters as on the page, `sort`, `limit` and `after`."""
    rows = visible_deals(request.actor).select_related("company", "owner")
    return paged(DEALS, rows, request, DealOut.of)


@endpoint(May.SEE_DEALS, "GET", "deals/{number}")
def read_deal(request: Request, response: HttpResponse, number: Number) -> DealDetail:
    """Read a deal, with what shows its stage and what is missing for the next."""
    deal = deal_of(request.actor, number)
    return with_etag(response, deal, DealDetail.of_page(deal_page(deal, request.at)))


@endpoint(May.EDIT_DEALS, "POST", "deals", status=201)
def create_deal(request: Request, body: DealIn) -> DealDetail:
    """Open a deal, at the stage of a lead."""
    values = body.model_dump(exclude={"company"})
    for part in ("owner", "engineer", "finder"):
        values[part] = person_of(values[part])
    company = find(visible_companies(request.actor), number=body.company)
    deal = open_deal(company=company, by=request.actor, at=request.at, **values)
    return DealDetail.of_page(deal_page(deal, request.at))


@endpoint(May.EDIT_DEALS, "PATCH", "deals/{number}")
def patch_deal(request: Request, number: Number, body: DealChange) -> DealDetail:
    """Change a deal's particulars. The stage is not among them: give evidence instead."""
    deal = deal_of(request.actor, number)
    values = body.model_dump(exclude_unset=True)
    kept = {"title", "origin", "one_off_minor", "monthly_minor", "next_step"}
    values = {
        name: value for name, value in values.items() if value is not None or name not in kept
    }
    for part in {"owner", "engineer", "finder"} & set(values):
        values[part] = person_of(values[part])
    deal = change_deal(
        deal=deal, seen=seen_version(request), by=request.actor, at=request.at, **values
    )
    return DealDetail.of_page(deal_page(deal, request.at))


@endpoint(May.EDIT_DEALS, "POST", "deals/{number}/loss")
def record_loss(request: Request, number: Number, body: LossIn) -> DealDetail:
    """Record that a deal is lost, to whom and why."""
    deal = lose_deal(
        deal=deal_of(request.actor, number), reason=body.reason, lost_to=body.lost_to,
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return DealDetail.of_page(deal_page(deal, request.at))


@endpoint(May.EDIT_DEALS, "POST", "deals/{number}/reopening")
def reopen(request: Request, number: Number, body: DealReasonIn) -> DealDetail:
    """Take a lost deal up again, at the stage that its evidence still shows."""
    deal = reopen_deal(
        deal=deal_of(request.actor, number), reason=body.reason, by=request.actor, at=request.at
    )
    return DealDetail.of_page(deal_page(deal, request.at))
