"""A buyer gets a code, signs exactly what they read, or declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.mails import mail_code
from upheld.agreements.may import May
from upheld.agreements.operations.signing import (
    Signing,
    consent_for,
    decline_proposal,
    send_code,
    sign_proposal,
)
from upheld.agreements.queries.agreements import visible_agreements
from upheld.agreements.queries.content import read_offer
from upheld.agreements.queries.signing import newest_code
from upheld.customers.models import Contact
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.portal.forms.offers import DecliningForm, ShownForm, SigningForm
from upheld.portal.queries.offers import newest_version, offer_seen, proposal_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.agreements.models import Proposal, ProposalVersion
    from upheld.foundation.doors.request import Request


@screen(May.SIGN_OFFER, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def sign(request: Request, number: int) -> HttpResponse:
    """Sign what was read: name, consent, and the code that was sent to the signer."""
    proposal = proposal_of(request, number)
    version = newest_version(proposal)
    if request.method == "POST":
        answer = sign_proposal(
            version=version, signing=signing_of(request), by=request.actor, at=request.at
        )
        if not isinstance(answer, Refused):
            made = find(visible_agreements(request.actor), signature=answer)
            return go(request, "portal-agreement", number=made.number, notice="Signed. Thank you.")
        # Raising it would undo the count of wrong codes, so the page is shown from here.
        request.refusal, request.typed = answer, request.POST
        return _page(request, proposal, version, status=answer.status)
    return _page(request, proposal, version)


@screen(May.SIGN_OFFER, methods=["POST"], audience=Audience.CUSTOMER)
def code(request: Request, number: int) -> HttpResponse:
    """Send the signer a code at their own address."""
    proposal = proposal_of(request, number)
    shown = ShownForm.read(request)["shown"]
    version = newest_version(proposal)
    made = send_code(version=version, by=request.actor, at=request.at)
    mail_code(version, made)
    return go(
        request,
        f"{request.path.removesuffix('/code')}/signing?shown={shown}",
        notice=f"A code is on its way to {made.to}.",
    )


@screen(May.SIGN_OFFER, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def decline(request: Request, number: int) -> HttpResponse:
    """Decline a proposal, saying why."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        reason = DecliningForm.read(request)["reason"]
        decline_proposal(
            version=newest_version(proposal), reason=reason, by=request.actor, at=request.at
        )
        return go(
            request, "portal-proposal", number=number, notice="Declined. Thank you for telling us."
        )
    return show(
        request, "portal/decline.html", page=offer_seen(proposal, request.actor, request.at)
    )


def signing_of(request: Request) -> Signing:
    """Read what a signer sent, with the connection it came by."""
    values = SigningForm.read(request)
    return Signing(
        typed_name=values["typed_name"],
        shown_hash=values["shown"],
        code=values["code"],
        agreed=values["agreed"],
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", ""),
    )


def _page(
    request: Request, proposal: Proposal, version: ProposalVersion, status: int = 200
) -> HttpResponse:
    page = offer_seen(proposal, request.actor, request.at)
    shown = request.GET.get("shown", "")
    if request.typed is not None:
        shown = request.typed.get("shown", "")
    contact = find(Contact.objects.all(), pk=request.actor.contact_id)
    sent = newest_code(version, contact)
    waiting = sent is not None and sent.used_at is None and request.at < sent.expires_at
    return show(
        request,
        "portal/sign.html",
        status=status,
        page=page,
        contact=contact,
        consent=consent_for(version, read_offer(version)),
        shown=shown,
        is_what_was_read=shown == version.sha256,
        code_waits=waiting and sent is not None and sent.tries_left > 0,
    )
