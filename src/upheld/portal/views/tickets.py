"""A customer's own tickets: what they asked for, how it goes, and asking for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Company
from upheld.desk.lists import state_pill
from upheld.desk.may import May
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.tickets import visible_tickets
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.portal.forms.tickets import ReplyForm, TicketForm
from upheld.portal.queries.tickets import SETTLED, open_tickets

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

MOST_SETTLED = 50
MOST_OPEN = 200


@screen(May.SEE_TICKETS, audience=Audience.CUSTOMER)
def index(request: Request) -> HttpResponse:
    """Show the customer's tickets: what is open, then what was solved lately."""
    rows = visible_tickets(request.actor)
    standing = open_tickets(request.actor)[:MOST_OPEN]
    settled = rows.filter(state__in=SETTLED).order_by("-last_at")[:MOST_SETTLED]
    return show(
        request, "portal/tickets.html", standing=tuple(standing), settled=tuple(settled),
        state_of=state_pill,
    )  # fmt: skip


@screen(May.SEE_TICKETS, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def detail(request: Request, number: int) -> HttpResponse:
    """Show one of the customer's tickets; a post to it is their reply."""
    ticket = find(visible_tickets(request.actor).select_related("policy"), number=number)
    if request.method == "POST":
        text = ReplyForm.read(request)["text"]
        reply_to_ticket(
            ticket=ticket, text=text, seen=seen_version(request), by=request.actor, at=request.at
        )
        return go(request, "portal-ticket", number=number, notice="Your reply is with us.")
    return show(
        request,
        "portal/ticket.html",
        page=ticket_page(ticket, request.actor, request.at),
        state=state_pill(ticket),
    )


@screen(May.OPEN_TICKETS, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def new(request: Request) -> HttpResponse:
    """Ask for something."""
    if request.method == "POST":
        company = find(Company.objects.all(), pk=request.actor.customer_id)
        ticket = open_ticket(
            company=company, by=request.actor, at=request.at, **TicketForm.read(request)
        )
        notice = f"We have it, as #{ticket.number}."
        return go(request, "portal-ticket", number=ticket.number, notice=notice)
    return show(
        request, "portal/ticket_new.html",
        priorities=[(str(key), title) for key, title in PRIORITIES.items()],
    )  # fmt: skip
