"""Pages on which evidence is given and withdrawn, and people are put into a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.selling.forms.deals import DealContactForm, EvidenceForm, ReasonForm
from upheld.selling.may import May
from upheld.selling.models import DealContact, StageEvidence
from upheld.selling.operations.deals import remove_deal_contact, set_deal_contact
from upheld.selling.operations.evidence import give_evidence, withdraw_evidence
from upheld.selling.queries import choices
from upheld.selling.queries.rows import contact_of, deal_of, the_contact
from upheld.selling.rules.stage_words import EVIDENCE_TITLES, STAGE_TITLES
from upheld.selling.rules.stages import BY_HAND

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def give(request: Request, number: int, kind: str) -> HttpResponse:
    """Write down what shows that something is true of a deal."""
    deal = deal_of(request.actor, number)
    if kind not in [one.value for one in BY_HAND]:
        raise not_found("kind of evidence")
    if request.method == "POST":
        values = EvidenceForm.read(request)
        contact = contact_of(deal.company, values["contact"])
        before = deal.stage
        deal = give_evidence(
            deal=deal, kind=kind, words=values["words"], contact=contact,
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "deal", number=number, notice=_moved(before, deal.stage))
    return show(
        request,
        "selling/evidence_form.html",
        deal=deal,
        kind=kind,
        title=EVIDENCE_TITLES[kind],
        contacts=choices.contacts(deal.company_id),
    )


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def withdraw(request: Request, number: int, evidence: int) -> HttpResponse:
    """Say that something no longer holds."""
    deal = deal_of(request.actor, number)
    row = find(StageEvidence.objects.filter(deal=deal).select_related("deal"), pk=evidence)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        before = deal.stage
        deal = withdraw_evidence(evidence=row, reason=reason, by=request.actor, at=request.at)
        return go(request, "deal", number=number, notice=_moved(before, deal.stage))
    return show(
        request,
        "selling/reason_form.html",
        title=f"{EVIDENCE_TITLES[row.kind]}: no longer holds",
        said=row.words,
        label="Why it no longer holds",
        here=reverse("evidence-withdraw", args=[number, evidence]),
        back=reverse("deal", args=[number]),
        submit="Withdraw it",
    )


@screen(May.EDIT_DEALS, methods=["GET", "POST"])
def put_contact(request: Request, number: int) -> HttpResponse:
    """Put somebody of the company's into a deal, or change their part in buying."""
    deal = deal_of(request.actor, number)
    if request.method == "POST":
        values = DealContactForm.read(request)
        contact = the_contact(deal.company, values["contact"])
        set_deal_contact(
            deal=deal, contact=contact, part=values["part"], by=request.actor, at=request.at
        )
        return go(request, "deal", number=number, notice=f"{contact} is in the deal.")
    return show(
        request,
        "selling/contact_form.html",
        deal=deal,
        contacts=choices.contacts(deal.company_id),
        parts=DealContact.part.field.choices,
        chosen=request.GET.get("contact", ""),
    )


@screen(May.EDIT_DEALS, methods=["POST"])
def remove_contact(request: Request, number: int, place: int) -> HttpResponse:
    """Take somebody out of a deal."""
    deal = deal_of(request.actor, number)
    row = find(DealContact.objects.filter(deal=deal).select_related("deal", "contact"), pk=place)
    remove_deal_contact(place=row, by=request.actor, at=request.at)
    return go(request, "deal", number=number, notice=f"{row.contact} is no longer in the deal.")


def _moved(before: str, after: str) -> str:
    return f"The deal is now {STAGE_TITLES[after].lower()}." if before != after else "It is kept."
