"""A customer's own tickets: what they asked for, how it goes, and asking for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Company
from upheld.desk.lists import state_pill
from upheld.desk.may import May
from upheld.desk.operations.ticket_files import uploads_of
from upheld.desk.operations.ticket_ratings import rate_ticket
from upheld.desk.operations.tickets import Arrival, open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_around import files_of
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.tickets import find_ticket, visible_tickets
from upheld.desk.rules.satisfaction import Satisfied
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.operation import find
from upheld.portal.forms.tickets import RatingForm, ReplyForm, TicketForm
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
    ticket = find_ticket(request.actor, number)
    if request.method == "POST":
        reply_to_ticket(
            ticket=ticket, files=uploads_of(request.FILES.getlist("files")), by=request.actor,
            at=request.at, **ReplyForm.read(request),
        )  # fmt: skip
        notice = "Your reply is with us."
        return go(request, "portal-ticket", number=ticket.number, notice=notice)
    if ticket.number != number:
        said = f"#{number} goes on here: both were about the same thing."
        return go(request, "portal-ticket", number=ticket.number, notice=said)
    return show(
        request,
        "portal/ticket.html",
        choices=tuple(Satisfied),
        page=ticket_page(ticket, request.actor, request.at),
        state=state_pill(ticket),
    )


@screen(May.REPLY_TO_TICKETS, methods=["POST"], audience=Audience.CUSTOMER)
def rate(request: Request, number: int) -> HttpResponse:
    """Keep how the customer found the solution."""
    ticket = find_ticket(request.actor, number)
    values = RatingForm.read(request)
    rate_ticket(ticket=ticket, by=request.actor, at=request.at, **values)
    return go(request, "portal-ticket", number=ticket.number, notice="Thank you for saying so.")


@screen(May.SEE_TICKETS, audience=Audience.CUSTOMER)
def file(request: Request, number: int, pk: int) -> HttpResponse:
    """Hand out a file that came with what the customer may read, as a download alone."""
    ticket = find_ticket(request.actor, number)
    return hand_out(find(files_of(ticket, request.actor), pk=pk))


@screen(May.OPEN_TICKETS, methods=["GET", "POST"], audience=Audience.CUSTOMER)
def new(request: Request) -> HttpResponse:
    """Ask for something."""
    if request.method == "POST":
        company = find(Company.objects.all(), pk=request.actor.customer_id)
        ticket = open_ticket(
            company=company, arrival=Arrival(uploads_of(request.FILES.getlist("files"))),
            by=request.actor, at=request.at, **TicketForm.read(request),
        )  # fmt: skip
        notice = f"We have it, as #{ticket.number}."
        return go(request, "portal-ticket", number=ticket.number, notice=notice)
    return show(
        request, "portal/ticket_new.html",
        priorities=[(str(key), title) for key, title in PRIORITIES.items()],
    )  # fmt: skip
