"""Proposals as their buyer reads them, and the questions that they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from upheld.agreements.may import May
from upheld.agreements.operations.questions import ask_question
from upheld.agreements.operations.signing import open_offer
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.mirror.queries.proof import proof_link
from upheld.portal.forms.offers import QuestionForm
from upheld.portal.queries.offers import newest_version, offer_seen, offers_of, proposal_of

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def index(request: Request) -> HttpResponse:
    """List what was sent to the customer."""
    return show(request, "portal/proposals.html", offers=offers_of(request.actor))


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a proposal to its buyer."""
    proposal = proposal_of(request, number)
    return show(
        request,
        "portal/proposal.html",
        page=offer_seen(proposal, request.actor, request.at),
        proof_url=proof_link(proposal, request.at),
    )


@screen(May.READ_OFFER, methods=["POST"], audience=Audience.CUSTOMER)
def opened(request: Request, number: int) -> HttpResponse:
    """Note that the buyer has opened the newest version; the page sends this by itself."""
    version = newest_version(proposal_of(request, number))
    open_offer(version=version, by=request.actor, at=request.at)
    return HttpResponse(status=204)


@screen(May.READ_OFFER, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def question(request: Request, number: int) -> HttpResponse:
    """Ask about what was sent."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        words = QuestionForm.read(request)["words"]
        ask_question(proposal=proposal, words=words, by=request.actor, at=request.at)
        return go(request, "portal-proposal", number=number, notice="Your question is with us.")
    return show(
        request,
        "portal/question.html",
        page=offer_seen(proposal, request.actor, request.at),
    )


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def text(request: Request, number: int) -> HttpResponse:
    """Hand out the very bytes that were sent; their SHA-256 is the fingerprint that is signed."""
    version = newest_version(proposal_of(request, number))
    name = f"proposal-{number}-version-{version.number}.json"
    return HttpResponse(
        version.content,
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
