"""The ledger and true profit for programs."""

from __future__ import annotations

from upheld.customers.queries.companies import visible_companies
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.money.api.shapes import (
    CountOut,
    CustomerProfitOut,
    EarnedOut,
    InvoiceLineOut,
    LedgerOut,
    LinesIn,
    MonthIn,
    Months,
    Most,
    Number,
    Place,
    ProfitOut,
)
from upheld.money.lists import EARNED, INVOICE_LINES
from upheld.money.may import May
from upheld.money.models import EarnedRevenue, InvoiceLine
from upheld.money.operations.earning import bill_lines, ready_month
from upheld.money.queries.pages import customer_page, customers_page, deal_page
from upheld.money.queries.room import ledger_page
from upheld.selling.queries.deals import visible_deals


@endpoint(May.SEE_LEDGER, "GET", "money/agreements")
def list_ledgers(request: Request) -> list[LedgerOut]:
    """Reconcile every agreement: booked, earned, ready and billed, to the cent."""
    return [LedgerOut.of(one) for one in ledger_page(request.actor, request.at).lines]


@endpoint(May.SEE_COST, "GET", "money/customers")
def list_customer_profits(
    request: Request, months: Months = "", first: Place = 0, limit: Most = 100
) -> list[CustomerProfitOut]:
    """List customers' true profit, the least first; `months` is 3, 6, 24 or one such as 2026-03.

    `first` is the place to begin at, counted from nothing.
    """
    page = customers_page(request.actor, request.at, months, first=first, most=limit)
    return [CustomerProfitOut.of(one) for one in page.lines]


@endpoint(May.SEE_COST, "GET", "money/customers/{number}")
def read_customer_profit(request: Request, number: Number, months: Months = "") -> ProfitOut:
    """Read one customer's true profit and its causes."""
    company = find(visible_companies(request.actor), number=number)
    return ProfitOut.of(customer_page(company, request.actor, request.at, months))


@endpoint(May.SEE_COST, "GET", "money/deals/{number}")
def read_deal_profit(request: Request, number: Number) -> ProfitOut:
    """Read one deal's profit from first touch to today."""
    deal = find(visible_deals(request.actor), number=number)
    return ProfitOut.of(deal_page(deal, request.actor, request.at))


@endpoint(May.SEE_LEDGER, "GET", "money/lines", lists=INVOICE_LINES)
def list_lines(request: Request) -> Paged[InvoiceLineOut]:
    """List invoice lines; the same filters as on the page."""
    rows = InvoiceLine.objects.select_related("company", "agreement")
    return paged(INVOICE_LINES, rows, request, InvoiceLineOut.of)


@endpoint(May.SEE_LEDGER, "GET", "money/earned", lists=EARNED)
def list_earned(request: Request) -> Paged[EarnedOut]:
    """List what acceptance earned; the same filters as on the page."""
    rows = EarnedRevenue.objects.select_related("company", "agreement")
    return paged(EARNED, rows, request, EarnedOut.of)


@endpoint(May.BILL, "POST", "money/months")
def make_month_ready(request: Request, body: MonthIn) -> CountOut:
    """Make what recurs in a month ready to bill; harmless when it is."""
    month = body.month.replace(day=1)
    return CountOut(count=ready_month(month=month, by=request.actor, at=request.at))


@endpoint(May.BILL, "POST", "money/lines/billing")
def bill(request: Request, body: LinesIn) -> CountOut:
    """Note that lines were put on an invoice; gives how many were not billed before."""
    rows = InvoiceLine.objects.select_related("company", "agreement")
    found = list(rows.filter(pk__in=set(body.lines)).order_by("pk"))
    if len(found) != len(set(body.lines)):
        raise not_found("invoice line")
    return CountOut(count=bill_lines(lines=found, by=request.actor, at=request.at))
