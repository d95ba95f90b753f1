"""Gaps for programs."""

from __future__ import annotations

from django.http import HttpResponse

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.selling.api.bounds import Number
from upheld.selling.api.gap_shapes import DisclosureIn, GapIn, GapOut
from upheld.selling.forms.moments import read_moment
from upheld.selling.lists import GAPS
from upheld.selling.may import May
from upheld.selling.operations.gaps import change_gap, disclose_gap, find_gap
from upheld.selling.queries.gaps import visible_gaps
from upheld.selling.queries.rows import deal_of, gap_of, the_contact


@endpoint(May.SEE_DEALS, "GET", "gaps", lists=GAPS)
def list_gaps(request: Request) -> Paged[GapOut]:
    """List gaps; the same filters as on the page."""
    rows = visible_gaps(request.actor).select_related("deal", "deal__company", "found_by")
    return paged(GAPS, rows, request, GapOut.of)


@endpoint(May.SEE_DEALS, "GET", "gaps/{number}")
def read_gap(request: Request, response: HttpResponse, number: Number) -> GapOut:
    """Read a gap."""
    gap = gap_of(request.actor, number)
    return with_etag(response, gap, GapOut.of(gap))


@endpoint(May.FIND_GAPS, "POST", "deals/{number}/gaps", status=201)
def create_gap(request: Request, number: Number, body: GapIn) -> GapOut:
    """Write down a need that we cannot meet."""
    deal = deal_of(request.actor, number)
    gap = find_gap(deal=deal, by=request.actor, at=request.at, **body.model_dump())
    return GapOut.of(gap)


@endpoint(May.FIND_GAPS, "PUT", "gaps/{number}")
def replace_gap(request: Request, number: Number, body: GapIn) -> GapOut:
    """Correct a gap, or say that we meet the need after all (answer `met`)."""
    gap = change_gap(
        gap=gap_of(request.actor, number), seen=seen_version(request),
        by=request.actor, at=request.at, **body.model_dump(),
    )  # fmt: skip
    return GapOut.of(gap)


@endpoint(May.FIND_GAPS, "POST", "gaps/{number}/disclosure")
def tell_customer(request: Request, number: Number, body: DisclosureIn) -> GapOut:
    """Write down that the customer has been told, whom and when."""
    gap = gap_of(request.actor, number)
    told = body.disclosed_at
    gap = disclose_gap(
        gap=gap, to=the_contact(gap.deal.company, body.to), workaround=body.workaround,
        disclosed_at=read_moment(told, request.actor.zone, "disclosed_at") if told else None,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return GapOut.of(gap)
