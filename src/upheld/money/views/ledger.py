"""Finance's room: the ledger kept apart, lines to bill, and what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import selected_rows, show_list
from upheld.foundation.ui.filters import plural
from upheld.money.forms import MonthForm
from upheld.money.lists import BOOKINGS, COMMISSIONS, EARNED, INVOICE_LINES
from upheld.money.may import May
from upheld.money.models import Booking, EarnedRevenue, InvoiceLine
from upheld.money.operations.earning import bill_lines, ready_month
from upheld.money.queries.room import ledger_page, money_room
from upheld.money.queries.shares import visible_shares

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_LEDGER)
def room(request: Request) -> HttpResponse:
    """Show what is booked, earned, ready and billed."""
    return show(request, "money/room.html", room=money_room(request.actor, request.at))


@screen(May.SEE_LEDGER)
def agreements(request: Request) -> HttpResponse:
    """Show every agreement reconciled: booked against earned against billed."""
    page = ledger_page(request.actor, request.at)
    return show(request, "money/agreements.html", page=page)


@screen(May.SEE_LEDGER)
def lines(request: Request) -> HttpResponse:
    """List invoice lines."""
    rows = InvoiceLine.objects.select_related("company", "agreement")
    return show_list(request, INVOICE_LINES, rows)


@screen(May.BILL, methods=["POST"])
def bill(request: Request) -> HttpResponse:
    """Note that the selected lines were billed."""
    rows = selected_rows(request, InvoiceLine.objects.select_related("company", "agreement"))
    count = bill_lines(lines=rows, by=request.actor, at=request.at)
    said = plural(count, "line")
    return go(request, "invoice-lines", notice=f"{said} marked as billed.")


@screen(May.BILL, methods=["POST"])
def ready(request: Request) -> HttpResponse:
    """Make what recurs in a month ready to bill."""
    month = MonthForm.read(request)["month"]
    count = ready_month(month=month, by=request.actor, at=request.at)
    said = plural(count, "line") if count else "No further line"
    verb = "is" if count < 2 else "are"  # noqa: PLR2004  the plural
    return go(request, "money", notice=f"{said} of {month:%B %Y} {verb} ready to bill.")


@screen(May.SEE_LEDGER)
def bookings(request: Request) -> HttpResponse:
    """List bookings."""
    rows = Booking.objects.select_related("agreement", "company")
    return show_list(request, BOOKINGS, rows)


@screen(May.SEE_LEDGER)
def earned(request: Request) -> HttpResponse:
    """List what acceptance earned."""
    rows = EarnedRevenue.objects.select_related("agreement", "company")
    return show_list(request, EARNED, rows)


@screen(May.SEE_COMMISSIONS)
def commissions(request: Request) -> HttpResponse:
    """List everybody's commission."""
    rows = visible_shares(request.actor).select_related("person", "rule")
    return show_list(request, COMMISSIONS, rows)
