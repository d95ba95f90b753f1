"""The customer's work: reading what was promised, seeing what shows it, and signing it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from upheld.delivery.may import May
from upheld.delivery.models import EvidenceItem
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.queries.deliverables import visible_deliverables
from upheld.delivery.rules.sign_off import Answer
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.operation import find
from upheld.portal.forms.deliverables import AnswerForm
from upheld.portal.queries.deliverables import (
    acceptance_receipt,
    receipt_text,
    shown_evidence,
    work_list,
    work_page,
)

if TYPE_CHECKING:
    from upheld.delivery.models import Deliverable
    from upheld.foundation.doors.request import Request

THANKS = {
    Answer.ACCEPTED: "Accepted. Thank you.",
    Answer.REJECTED: "Rejected. We put it right and show it to you again.",
}


@screen(May.READ_WORK, audience=Audience.CUSTOMER)
def index(request: Request) -> HttpResponse:
    """Show the customer's work: what waits for them first."""
    return show(request, "portal/deliverables.html", page=work_list(request.actor))


@screen(May.READ_WORK, audience=Audience.CUSTOMER)
def detail(request: Request, number: int) -> HttpResponse:
    """Show one piece of work with all that shows it."""
    return _page(request, _deliverable(request, number))


@screen(May.SIGN_OFF_WORK, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def answer(request: Request, number: int) -> HttpResponse:
    """Accept or reject what was shown."""
    found = _deliverable(request, number)
    if request.method == "POST":
        values = AnswerForm.read(request)
        said = Answer(values["answer"])
        answer_sign_off(
            deliverable=found,
            answer=said,
            reasons=values["reasons"],
            shown_hash=values["shown"],
            address=request.META.get("REMOTE_ADDR", ""),
            agent=request.headers.get("User-Agent", ""),
            by=request.actor,
            at=request.at,
        )
        return go(request, "portal-deliverable", number=number, notice=THANKS[said])
    return _page(request, found)


@screen(May.READ_WORK, audience=Audience.CUSTOMER)
def evidence_file(request: Request, number: int, item: int) -> HttpResponse:
    """Hand out a file that was put before the customer."""
    rows = shown_evidence(_deliverable(request, number)).exclude(file="")
    found: EvidenceItem = find(rows, pk=item)
    return hand_out(found)


@screen(May.READ_WORK, audience=Audience.CUSTOMER)
def receipt(request: Request, number: int) -> HttpResponse:
    """Hand out the receipt of an acceptance, which can be checked without us."""
    found = _deliverable(request, number)
    text = receipt_text(acceptance_receipt(found, request.at))
    name = f"acceptance-{number}.receipt.json"
    return HttpResponse(
        text,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(request: Request, found: Deliverable) -> HttpResponse:
    return show(request, "portal/deliverable.html", page=work_page(found, request.actor))


def _deliverable(request: Request, number: int) -> Deliverable:
    rows = visible_deliverables(request.actor).select_related(
        "company", "owner", "promise", "sow", "sow__agreement", "sow__agreement__signature"
    )
    return find(rows, number=number)
