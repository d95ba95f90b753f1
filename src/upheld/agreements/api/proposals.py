"""Proposals and agreements for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from upheld.agreements.api.schemas import (
    AgreementOut,
    Because,
    Number,
    ObstacleOut,
    ProposalChange,
    ProposalIn,
    ProposalOut,
    ProposalShort,
    VersionOut,
)
from upheld.agreements.lists import AGREEMENTS, PROPOSALS
from upheld.agreements.mails import base_of, mail_offer
from upheld.agreements.may import May
from upheld.agreements.models import Agreement, Proposal, ProposalVersion
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import change_proposal, draft_proposal
from upheld.agreements.operations.estimating import ask_capacity
from upheld.agreements.operations.sending import (
    revise_proposal,
    send_proposal,
    withdraw_proposal,
)
from upheld.agreements.queries.agreements import visible_agreements
from upheld.agreements.queries.finding import proposal_of, signer_of
from upheld.agreements.queries.parts import parts_of
from upheld.agreements.queries.proposals import visible_proposals
from upheld.agreements.queries.scrutiny import obstacles_of
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.selling.queries.deals import visible_deals


def proposal_out(request: Request, proposal: Proposal) -> ProposalOut:
    """Give a proposal as programs see it."""
    price = parts_of(proposal).price()
    sees = request.actor.may(May.SEE_MARGIN)
    return ProposalOut(
        number=proposal.number,
        title=proposal.title,
        state=proposal.state,
        deal=proposal.deal.number,
        customer=proposal.company.number,
        currency=proposal.currency,
        months=proposal.months,
        starts_on=proposal.starts_on,
        valid_until=proposal.valid_until,
        signer=proposal.signer_id,
        sent_version=proposal.sent_version,
        one_off_minor=(price.one_off + price.hours).minor,
        monthly_minor=price.monthly.minor,
        contract_minor=price.contract_value.minor,
        list_minor=price.contract_list.minor,
        margin_ppm=price.margin.ppm if sees and price.margin is not None else None,
        version=proposal.version,
    )


def _short(proposal: Proposal) -> ProposalShort:
    return ProposalShort(
        number=proposal.number,
        title=proposal.title,
        state=proposal.state,
        deal=proposal.deal.number,
        customer=proposal.company.number,
        valid_until=proposal.valid_until,
        sent_version=proposal.sent_version,
        version=proposal.version,
    )


def _version(version: ProposalVersion) -> VersionOut:
    return VersionOut(
        number=version.number,
        sha256=version.sha256,
        sent_at=version.sent_at,
        expires_at=version.expires_at,
        signer=version.signer_id,
        content=version.content,
    )


@endpoint(May.SEE_PROPOSALS, "GET", "proposals", lists=PROPOSALS)
def proposals(request: Request) -> Paged[ProposalShort]:
    """List proposals."""
    rows = visible_proposals(request.actor).select_related("company", "deal", "written_by")
    return paged(PROPOSALS, rows, request, _short)


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals", status=201)
def draft(request: Request, body: ProposalIn) -> ProposalOut:
    """Begin a proposal for a deal, with every standard clause that is always carried."""
    given: dict[str, Any] = body.model_dump(exclude={"deal"})
    deal = find(visible_deals(request.actor).select_related("company"), number=body.deal)
    given["signer"] = signer_of(deal.company_id, body.signer)
    found = draft_proposal(deal=deal, by=request.actor, at=request.at, **given)
    return proposal_out(request, proposal_of(request, found.number))


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}")
def proposal(request: Request, response: HttpResponse, number: Number) -> ProposalOut:
    """Show a proposal."""
    found = proposal_of(request, number)
    return with_etag(response, found, proposal_out(request, found))


@endpoint(May.WRITE_PROPOSALS, "PATCH", "proposals/{number}")
def change(request: Request, number: Number, body: ProposalChange) -> ProposalOut:
    """Change a draft's particulars; honours If-Match."""
    found = proposal_of(request, number)
    fields: dict[str, Any] = body.model_dump(exclude_unset=True)
    if "signer" in fields:
        fields["signer"] = signer_of(found.company_id, fields["signer"])
    empty = {"signer", "starts_on", "valid_until"}
    fields = {name: value for name, value in fields.items() if value is not None or name in empty}
    change_proposal(
        proposal=found, seen=seen_version(request), by=request.actor, at=request.at, **fields
    )
    return proposal_out(request, proposal_of(request, number))


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}/obstacles")
def obstacles(request: Request, number: Number) -> list[ObstacleOut]:
    """Name everything that stands between a draft and its customer, at once."""
    found = obstacles_of(proposal_of(request, number), request.at)
    return [
        ObstacleOut(code=one.code, why=one.why, remedy=one.remedy, who=one.who) for one in found
    ]


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/reviews")
def ask(request: Request, number: Number) -> list[Number]:
    """Ask every colleague whose yes is still needed; gives the numbers of the reviews."""
    found = proposal_of(request, number)
    asked = ask_what_is_needed(proposal=found, by=request.actor, at=request.at)
    return [one.number for one in asked]


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/capacity")
def capacity(request: Request, number: Number) -> ProposalOut:
    """Ask whether there are hours for the promised dates."""
    ask_capacity(proposal=proposal_of(request, number), by=request.actor, at=request.at)
    return proposal_out(request, proposal_of(request, number))


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/versions", status=201)
def send(request: Request, number: Number) -> VersionOut:
    """Send a draft as a version that never changes, or learn all that stands in the way."""
    found = proposal_of(request, number)
    made = send_proposal(
        proposal=found, seen=seen_version(request), by=request.actor, at=request.at
    )
    mail_offer(made, base_of(request))
    return _version(made)


@endpoint(May.SEE_PROPOSALS, "GET", "proposals/{number}/versions/{sent}")
def version(request: Request, number: Number, sent: Number) -> VersionOut:
    """Show what was sent."""
    rows = ProposalVersion.objects.filter(proposal=proposal_of(request, number))
    return _version(find(rows, number=sent))


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/revision")
def revise(request: Request, number: Number) -> ProposalOut:
    """Take a sent proposal back to the desk; what was on the table can no longer be signed."""
    found = proposal_of(request, number)
    revise_proposal(proposal=found, seen=seen_version(request), by=request.actor, at=request.at)
    return proposal_out(request, proposal_of(request, number))


@endpoint(May.WRITE_PROPOSALS, "POST", "proposals/{number}/withdrawal")
def withdraw(request: Request, number: Number, body: Because) -> ProposalOut:
    """Take a proposal back for good."""
    found = proposal_of(request, number)
    withdraw_proposal(proposal=found, reason=body.reason, by=request.actor, at=request.at)
    return proposal_out(request, proposal_of(request, number))


def agreement_out(agreement: Agreement) -> AgreementOut:
    """Give an agreement as programs see it."""
    return AgreementOut(
        number=agreement.number,
        title=agreement.title,
        customer=agreement.company.number,
        state=agreement.state,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        months=agreement.months,
        currency=agreement.currency,
        one_off_minor=agreement.one_off_minor,
        monthly_minor=agreement.monthly_minor,
        contract_minor=agreement.contract_minor,
        document_sha256=agreement.signature.file_sha256,
        version=agreement.version,
    )


@endpoint(May.SEE_AGREEMENTS, "GET", "agreements", lists=AGREEMENTS)
def agreements(request: Request) -> Paged[AgreementOut]:
    """List agreements."""
    rows = visible_agreements(request.actor).select_related("company", "signature", "seller")
    return paged(AGREEMENTS, rows, request, agreement_out)


@endpoint(May.SEE_AGREEMENTS, "GET", "agreements/{number}")
def agreement(request: Request, response: HttpResponse, number: Number) -> AgreementOut:
    """Show an agreement."""
    rows = visible_agreements(request.actor).select_related("company", "signature")
    found = find(rows, number=number)
    return with_etag(response, found, agreement_out(found))
