"""True profit, for those who may see cost: of every customer, of one, of a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.queries.companies import visible_companies
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.operation import find
from upheld.money.may import May
from upheld.money.queries.pages import customer_page, customers_page, deal_page
from upheld.selling.queries.deals import visible_deals

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

LONGEST_PLACE = 9


@screen(May.SEE_COST)
def customers(request: Request) -> HttpResponse:
    """Show all customers' true profit."""
    span, order = request.GET.get("months", ""), request.GET.get("order", "")
    said = request.GET.get("from", "")
    first = int(said) if said.isdecimal() and len(said) < LONGEST_PLACE else 0
    page = customers_page(request.actor, request.at, span, order, first)
    return show(request, "money/customers.html", page=page, span=span, order=order)


@screen(May.SEE_COST)
def customer(request: Request, number: int) -> HttpResponse:
    """Show one customer's true profit and its causes."""
    company = find(visible_companies(request.actor), number=number)
    page = customer_page(company, request.actor, request.at, request.GET.get("months", ""))
    return show(request, "money/customer.html", page=page, company=company)


@screen(May.SEE_COST)
def deal(request: Request, number: int) -> HttpResponse:
    """Show one deal's profit from first touch to today."""
    found = find(visible_deals(request.actor).select_related("company"), number=number)
    page = deal_page(found, request.actor, request.at)
    return show(request, "money/deal.html", page=page, deal=found)
