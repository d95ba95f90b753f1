"""Changes beyond the agreed work, as the customer answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.may import May
from upheld.delivery.operations.change_order_answers import answer_change_order
from upheld.delivery.operations.change_wishes import wish_for_change
from upheld.delivery.queries.change_orders import change_orders_known, visible_work
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.portal.forms.deliverables import ChangeAnswerForm, WishForm
from upheld.portal.queries.changes import change_page, works_to_change

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


@screen(May.READ_WORK, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def wish(request: Request) -> HttpResponse:
    """Wish for something beyond what was agreed."""
    if request.method == "POST":
        values = WishForm.read(request)
        work = find(visible_work(request.actor).select_related("agreement"), number=values["work"])
        order = wish_for_change(
            sow=work, title=values["title"], criterion=values["criterion"], by=request.actor,
            at=request.at,
        )  # fmt: skip
        notice = "We have it, and come back to you with day and price."
        return go(request, "portal-change-order", number=order.number, notice=notice)
    return show(request, "portal/change_wish.html", works=works_to_change(request.actor))


def _page(request: Request, order: ChangeOrder) -> HttpResponse:
    return show(request, "portal/change_order.html", page=change_page(order, request.actor))


def _order(request: Request, number: int) -> ChangeOrder:
    rows = change_orders_known(request.actor).select_related(
        "company", "sow", "sow__agreement", "sow__agreement__signature", "answered_by", "asked_by"
    )
    return find(rows, number=number)
