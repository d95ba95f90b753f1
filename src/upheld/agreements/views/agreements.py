"""Agreements, the sealed documents under them, and their receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.handing_out import document_answer, receipt_answer
from upheld.agreements.lists import AGREEMENTS
from upheld.agreements.may import May
from upheld.agreements.queries.agreements import (
    agreement_page,
    agreement_rows,
    signing_receipt,
    visible_agreements,
)
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.agreements.models import Agreement
    from upheld.foundation.doors.request import Request


@screen(May.SEE_AGREEMENTS)
def index(request: Request) -> HttpResponse:
    """List agreements."""
    rows = visible_agreements(request.actor).select_related("company", "seller")
    return show_list(request, AGREEMENTS, rows)


@screen(May.SEE_AGREEMENTS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show an agreement: what was signed, by whom, and how we know."""
    agreement = agreement_of(request, number)
    return show(
        request,
        "agreements/agreement.html",
        page=agreement_page(agreement),
        panels=panels_of(agreement, request),
        timeline=timeline_of(agreement, request.actor),
    )


@screen(May.SEE_AGREEMENTS)
def document(request: Request, number: int) -> HttpResponse:
    """Hand out the sealed document, if it is still what was signed."""
    return document_answer(agreement_of(request, number).signature)


@screen(May.SEE_AGREEMENTS)
def receipt(request: Request, number: int) -> HttpResponse:
    """Hand out the receipt, which proves the signature's entry in the record without us."""
    signature = agreement_of(request, number).signature
    return receipt_answer(signature, signing_receipt(signature, request.at))


def agreement_of(request: Request, number: int) -> Agreement:
    """Find an agreement with what it was signed by; `not_found` for a stranger's."""
    rows = agreement_rows(request.actor).select_related("company", "deal", "seller")
    return find(rows, number=number)
