"""What the customer has agreed to, with the sealed document and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.handing_out import document_answer, receipt_answer
from upheld.agreements.may import May
from upheld.agreements.operations.handing_out import hand_out_receipt
from upheld.agreements.queries.agreements import agreement_page, agreement_rows
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.agreements.models import Agreement
    from upheld.foundation.doors.request import Request


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def detail(request: Request, number: int) -> HttpResponse:
    """Show an agreement to the customer who made it."""
    agreement = _agreement(request, number)
    return show(request, "portal/agreement.html", page=agreement_page(agreement))


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def document(request: Request, number: int) -> HttpResponse:
    """Hand out the sealed document, if it is still what was signed."""
    return document_answer(_agreement(request, number).signature)


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def receipt(request: Request, number: int) -> HttpResponse:
    """Hand out the receipt; whoever takes it is a witness of the record from then on."""
    signature = _agreement(request, number).signature
    made = hand_out_receipt(signature=signature, by=request.actor, at=request.at)
    return receipt_answer(signature, made)


def _agreement(request: Request, number: int) -> Agreement:
    return find(agreement_rows(request.actor), number=number)
