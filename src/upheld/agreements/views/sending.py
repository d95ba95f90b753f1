"""A proposal goes out, comes back, is taken back; the buyer's questions are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.forms.proposals import AnswerForm, ReasonForm
from upheld.agreements.mails import base_of, mail_answer, mail_offer
from upheld.agreements.may import May
from upheld.agreements.models import ProposalQuestion, ProposalVersion
from upheld.agreements.operations.questions import answer_question
from upheld.agreements.operations.sending import (
    revise_proposal,
    send_proposal,
    withdraw_proposal,
)
from upheld.agreements.queries.finding import proposal_of
from upheld.agreements.queries.offers import offer_page
from upheld.agreements.queries.proposals import proposal_page
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.models import Provider
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def send(request: Request, number: int) -> HttpResponse:
    """Put a proposal before its customer, or learn everything that stands in the way."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        version = send_proposal(
            proposal=proposal, seen=seen_version(request), by=request.actor, at=request.at
        )
        mail_offer(version, base_of(request))
        return go(
            request, "proposal", number=number, notice=f"Version {version.number} is on its way."
        )
    return show(
        request,
        "agreements/send.html",
        page=proposal_page(proposal, request.actor, request.at),
        proposal=proposal,
    )


@screen(May.WRITE_PROPOSALS, methods=["POST"])
def revise(request: Request, number: int) -> HttpResponse:
    """Take a sent proposal back to the desk."""
    proposal = proposal_of(request, number)
    revise_proposal(proposal=proposal, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "proposal", number=number, notice="It is a draft again.")


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def withdraw(request: Request, number: int) -> HttpResponse:
    """Take a proposal back for good."""
    proposal = proposal_of(request, number)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        withdraw_proposal(proposal=proposal, reason=reason, by=request.actor, at=request.at)
        return go(request, "proposal", number=number, notice="The proposal is withdrawn.")
    return show(request, "agreements/withdraw.html", proposal=proposal)


@screen(May.SEE_PROPOSALS)
def version(request: Request, number: int, sent: int) -> HttpResponse:
    """Show what was sent, as the customer reads it."""
    proposal = proposal_of(request, number)
    rows = ProposalVersion.objects.filter(proposal=proposal).select_related("sent_by", "signer")
    found = find(rows, number=sent)
    return show(
        request, "agreements/version.html", proposal=proposal, page=offer_page(found, request.at)
    )


@screen(May.WRITE_PROPOSALS, methods=["GET", "POST"])
def answer(request: Request, number: int, pk: int) -> HttpResponse:
    """Answer a question of the buyer's."""
    proposal = proposal_of(request, number)
    rows = ProposalQuestion.objects.filter(proposal=proposal)
    question = find(rows.select_related("asked_by", "proposal", "proposal__deal"), pk=pk)
    if request.method == "POST":
        words = AnswerForm.read(request)["answer"]
        answered = answer_question(question=question, answer=words, by=request.actor, at=request.at)
        provider = Provider.objects.get(pk=request.actor.provider_id)
        mail_answer(answered, provider.name, base_of(request))
        return go(request, "proposal", number=number, notice="The answer is with the buyer.")
    return show(request, "agreements/answer_form.html", proposal=proposal, question=question)
