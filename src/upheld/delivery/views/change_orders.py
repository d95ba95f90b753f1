"""Pages of change orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse

from upheld.customers.models import Contact
from upheld.delivery.forms.change_orders import WithdrawalForm, change_order_form
from upheld.delivery.forms.deliverables import KIND_CHOICES
from upheld.delivery.lists import CHANGE_ORDERS
from upheld.delivery.may import May
from upheld.delivery.operations.change_orders import (
    change_change_order,
    give_work_away,
    send_change_order,
    withdraw_change_order,
    write_change_order,
)
from upheld.delivery.queries.change_orders import (
    change_order_page,
    contacts_of,
    visible_change_orders,
    visible_work,
)
from upheld.desk.queries.ticket_around import around_ticket
from upheld.desk.queries.ticket_cover import cover_of
from upheld.desk.queries.tickets import find_ticket, visible_tickets
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import today
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse

    from upheld.agreements.models import StatementOfWork
    from upheld.delivery.models import ChangeOrder
    from upheld.foundation.doors.request import Request


_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Wished:
    """What a ticket asks for that no agreement covers, as the form begins with it."""

    title: str
    asked_by: int | None
    ticket: int


@screen(May.SEE_DELIVERABLES)
def index(request: Request) -> HttpResponse:
    """List the change orders."""
    rows = visible_change_orders(request.actor).select_related("company", "written_by")
    return show_list(request, CHANGE_ORDERS, rows)


@screen(May.SEE_DELIVERABLES)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a change order: what was wanted, its price, who said yes."""
    return _page(request, _order(request, number))


@screen(May.WRITE_CHANGE_ORDERS, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Write a change order to a statement of work."""
    sow = find(visible_work(request.actor).select_related("agreement", "company"), number=number)
    if request.method == "POST":
        order = write_change_order(
            sow=sow, by=request.actor, at=request.at, **_values(request, sow)
        )
        return go(request, "change-order", number=order.number, notice="The change is written.")
    return show(
        request, "delivery/change_order_form.html", sow=sow, order=None,
        wished=wish_of(request, sow), **_offered(sow),
    )  # fmt: skip


@screen(May.WRITE_CHANGE_ORDERS)
def from_ticket(request: Request, number: int) -> HttpResponse:
    """Begin the change order that work on a ticket wants, to the work that it is a change of."""
    ticket = find_ticket(request.actor, number)
    terms = around_ticket(ticket, request.actor).terms
    cover = cover_of(terms, today(request.at, request.actor.zone))
    if not cover.sow:
        said = "No statement of work is in force for this customer: write a proposal instead."
        return go(request, "ticket", number=ticket.number, notice=said)
    there = reverse("change-order-new", args=[cover.sow])
    return HttpResponseRedirect(f"{there}?ticket={ticket.number}")


@screen(May.WRITE_CHANGE_ORDERS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Change a draft."""
    order = _order(request, number)
    if request.method == "POST":
        change_change_order(
            order=order, seen=seen_version(request), by=request.actor, at=request.at,
            **_values(request, order.sow),
        )  # fmt: skip
        return go(request, "change-order", number=number, notice="Saved.")
    return show(
        request, "delivery/change_order_form.html", sow=order.sow, order=order,
        **_offered(order.sow),
    )  # fmt: skip


@screen(May.WRITE_CHANGE_ORDERS, methods=["GET", "POST"])
def send(request: Request, number: int) -> HttpResponse:
    """Put it before the customer."""
    order = _order(request, number)
    if request.method == "POST":
        send_change_order(
            order=order, seen=seen_version(request), setting_aside=setting_aside(request),
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "change-order", number=number, notice="The customer can answer it now.")
    return _page(request, order)


@screen(May.GIVE_AWAY_WORK, methods=["GET", "POST"])
def give_away(request: Request, number: int) -> HttpResponse:
    """Allow it without asking the customer for anything."""
    order = _order(request, number)
    if request.method == "POST":
        give_work_away(order=order, seen=seen_version(request), by=request.actor, at=request.at)
        return go(request, "change-order", number=number, notice="It may be done.")
    return _page(request, order)


@screen(May.WRITE_CHANGE_ORDERS, methods=["GET", "POST"])
def withdraw(request: Request, number: int) -> HttpResponse:
    """Take it back before the customer answered."""
    order = _order(request, number)
    if request.method == "POST":
        reason = WithdrawalForm.read(request)["reason"]
        withdraw_change_order(order=order, reason=reason, by=request.actor, at=request.at)
        return go(request, "change-order", number=number, notice="Withdrawn.")
    return _page(request, order)


def wish_of(request: Request, sow: StatementOfWork) -> Wished | None:
    """Give what a ticket of the same customer asks for, where the address names one."""
    typed = request.GET.get("ticket", "")
    if not (typed.isascii() and typed.isdigit()) or len(typed) > _LONGEST_NUMBER:
        return None
    rows = visible_tickets(request.actor).filter(company=sow.company_id)
    ticket = rows.filter(number=int(typed)).first()
    return Wished(ticket.title, ticket.contact_id, ticket.number) if ticket else None


def _page(request: Request, order: ChangeOrder) -> HttpResponse:
    return show(
        request,
        "delivery/change_order.html",
        page=change_order_page(order, request.actor),
        timeline=timeline_of(order, request.actor),
    )


def _order(request: Request, number: int) -> ChangeOrder:
    rows = visible_change_orders(request.actor).select_related(
        "company", "sow", "sow__agreement", "written_by", "asked_by", "answered_by"
    )
    return find(rows, number=number)


def _values(request: Request, sow: StatementOfWork) -> dict[str, Any]:
    currency = sow.agreement.currency
    values = change_order_form(currency).read(request)
    asked_by = values["asked_by"]
    contacts = Contact.objects.filter(company_id=sow.company_id, active=True)
    values["asked_by"] = find(contacts, pk=asked_by) if asked_by else None
    if values["price"] is None:
        values["price"] = Money.zero(currency)
    values["function"] = values["function"] or "projects"
    return values


def _offered(sow: StatementOfWork) -> dict[str, Any]:
    return {"kinds": KIND_CHOICES, "contacts": contacts_of(sow), "functions": FUNCTIONS}
