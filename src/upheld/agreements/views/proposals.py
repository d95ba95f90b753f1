"""Pages of proposals: the list, one proposal, beginning and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.forms.proposals import ProposalForm
from upheld.agreements.lists import PROPOSALS
from upheld.agreements.may import May
from upheld.agreements.operations.drafting import change_proposal, draft_proposal
from upheld.agreements.queries.finding import proposal_of, signer_of
from upheld.agreements.queries.proposals import (
    SILENCE_TITLES,
    proposal_page,
    visible_proposals,
)
from upheld.customers.models import Contact
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.market.models import Claim
from upheld.market.models.claim import ClaimState
from upheld.people.rules.functions import function_said
from upheld.selling.queries.deals import visible_deals

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.customers.models import Company
    from upheld.foundation.doors.request import Request


@screen(May.SEE_PROPOSALS)
def index(request: Request) -> HttpResponse:
    """List proposals."""
    rows = visible_proposals(request.actor).select_related("company", "deal", "written_by")
    return show_list(request, PROPOSALS, rows)


@screen(May.SEE_PROPOSALS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a proposal: its parts, what is still open, what was sent, asked and signed."""
    proposal = proposal_of(request, number)
    claims = Claim.objects.exclude(state=ClaimState.RETIRED).order_by("sentence")
    edits = proposal.is_draft and request.actor.may(May.WRITE_PROPOSALS)
    return show(
        request,
        "agreements/proposal.html",
        page=proposal_page(proposal, request.actor, request.at),
        edits=edits,
        estimates=proposal.is_draft and request.actor.may(May.ESTIMATE),
        claims=tuple(claims.values_list("number", "sentence")) if edits else (),
        panels=panels_of(proposal, request),
        timeline=timeline_of(proposal, request.actor),
        said_function=function_said,
    )


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def new(request: Request, deal: int) -> HttpResponse:
    """Begin a proposal for a deal."""
    of = find(visible_deals(request.actor).select_related("company"), number=deal)
    if request.method == "POST":
        values = ProposalForm.read(request)
        values["signer"] = signer_of(of.company_id, values["signer"])
        proposal = draft_proposal(deal=of, by=request.actor, at=request.at, **values)
        return go(request, "proposal", number=proposal.number, notice="The draft is begun.")
    return show(
        request,
        "agreements/proposal_form.html",
        proposal=None,
        deal=of,
        contacts=_contacts(of.company),
        silences=SILENCE_TITLES,
    )


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a draft's particulars."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        values = ProposalForm.read(request)
        values["signer"] = signer_of(proposal.company_id, values["signer"])
        change_proposal(
            proposal=proposal, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "proposal", number=number, notice="The draft is saved.")
    return show(
        request,
        "agreements/proposal_form.html",
        proposal=proposal,
        deal=proposal.deal,
        contacts=_contacts(proposal.company),
        silences=SILENCE_TITLES,
    )


def _contacts(company: Company) -> tuple[tuple[str, str], ...]:
    rows = Contact.objects.filter(company=company, active=True).order_by("name")
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "name"))
