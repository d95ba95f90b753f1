"""Changes beyond the agreed work, as the customer answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.may import May
from upheld.delivery.operations.change_order_answers import answer_change_order
from upheld.delivery.queries.change_orders import change_orders_sent
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.portal.forms.deliverables import ChangeAnswerForm
from upheld.portal.queries.changes import change_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.delivery.models import ChangeOrder
    from upheld.foundation.doors.request import Request


@screen(May.READ_WORK, audience=Audience.CUSTOMER)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a change with its price and its day."""
    return _page(request, _order(request, number))


@screen(May.SIGN_OFF_WORK, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def answer(request: Request, number: int) -> HttpResponse:
    """Agree to a change, or decline it."""
    order = _order(request, number)
    if request.method == "POST":
        values = ChangeAnswerForm.read(request)
        agree = values["answer"] == "agreed"
        answer_change_order(
            order=order, agree=agree, reasons=values["reasons"], shown_hash=values["shown"],
            by=request.actor, at=request.at,
        )  # fmt: skip
        notice = "Agreed. Thank you." if agree else "Declined. We will be in touch."
        return go(request, "portal-change-order", number=number, notice=notice)
    return _page(request, order)


def _page(request: Request, order: ChangeOrder) -> HttpResponse:
    return show(request, "portal/change_order.html", page=change_page(order, request.actor))


def _order(request: Request, number: int) -> ChangeOrder:
    rows = change_orders_sent(request.actor).select_related(
        "company", "sow", "sow__agreement", "sow__agreement__signature", "answered_by", "asked_by"
    )
    return find(rows, number=number)
