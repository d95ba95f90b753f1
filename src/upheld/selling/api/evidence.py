"""Evidence of deals, and the people in them, for programs."""

from __future__ import annotations

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.selling.api.bounds import DealReasonIn, Id, Number
from upheld.selling.api.deal_shapes import DealContactIn, DealDetail, EvidenceIn
from upheld.selling.may import May
from upheld.selling.models import DealContact, StageEvidence
from upheld.selling.operations.deals import remove_deal_contact, set_deal_contact
from upheld.selling.operations.evidence import give_evidence, withdraw_evidence
from upheld.selling.queries.deal_page import deal_page
from upheld.selling.queries.rows import contact_of, deal_of, the_contact


@endpoint(May.EDIT_DEALS, "POST", "deals/{number}/evidence", status=201)
def add_evidence(request: Request, number: Number, body: EvidenceIn) -> DealDetail:
    """Write down what shows that something is true of a deal; the stage follows at once."""
    deal = deal_of(request.actor, number)
    deal = give_evidence(
        deal=deal, kind=body.kind, words=body.words, by=request.actor, at=request.at,
        contact=contact_of(deal.company, body.contact),
    )  # fmt: skip
    return DealDetail.of_page(deal_page(deal, request.at))


@endpoint(May.EDIT_DEALS, "POST", "deals/{number}/evidence/{evidence}/withdrawal")
def take_back_evidence(
    request: Request, number: Number, evidence: Id, body: DealReasonIn
) -> DealDetail:
    """Say that something no longer holds; the deal falls back if its stage needed it."""
    deal = deal_of(request.actor, number)
    row = find(StageEvidence.objects.filter(deal=deal).select_related("deal"), pk=evidence)
    deal = withdraw_evidence(evidence=row, reason=body.reason, by=request.actor, at=request.at)
    return DealDetail.of_page(deal_page(deal, request.at))


@endpoint(May.EDIT_DEALS, "PUT", "deals/{number}/people")
def put_person(request: Request, number: Number, body: DealContactIn) -> DealDetail:
    """Put somebody of the company's into a deal, or change their part in buying."""
    deal = deal_of(request.actor, number)
    contact = the_contact(deal.company, body.contact)
    set_deal_contact(deal=deal, contact=contact, part=body.part, by=request.actor, at=request.at)
    return DealDetail.of_page(deal_page(deal_of(request.actor, number), request.at))


@endpoint(May.EDIT_DEALS, "DELETE", "deals/{number}/people/{contact}")
def remove_person(request: Request, number: Number, contact: Id) -> DealDetail:
    """Take somebody out of a deal, by the contact's id."""
    deal = deal_of(request.actor, number)
    places = DealContact.objects.filter(deal=deal).select_related("deal", "contact")
    remove_deal_contact(place=find(places, contact=contact), by=request.actor, at=request.at)
    return DealDetail.of_page(deal_page(deal_of(request.actor, number), request.at))
