"""Pages of tickets: the list, the board, one ticket, opening and correcting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.customers.models import Company
from upheld.customers.queries.companies import standing_house_rules, visible_companies
from upheld.desk.forms.tickets import ReplyForm, TicketForm
from upheld.desk.lists import priority_pill, state_pill, tickets_with
from upheld.desk.may import May
from upheld.desk.operations.ticket_changes import assign_ticket, change_ticket
from upheld.desk.operations.ticket_files import uploads_of
from upheld.desk.operations.ticket_presence import leave
from upheld.desk.operations.ticket_states import resolve_ticket
from upheld.desk.operations.tickets import note_on_ticket, reply_to_ticket
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.ticket_board import ticket_board
from upheld.desk.queries.ticket_fields import answers_of, standing_fields
from upheld.desk.queries.ticket_page import ticket_page
from upheld.desk.queries.ticket_setup import queue_choices
from upheld.desk.queries.ticket_templates import checks_of
from upheld.desk.queries.tickets import find_ticket, numbered_tickets, visible_tickets
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import selected_rows, show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.ui.shell import Link
from upheld.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import Ticket
    from upheld.foundation.doors.request import Request


def ticket_of(request: Request, number: int) -> Ticket:
    """Find a ticket to work on, one that was merged too; `not_found` for a stranger's."""
    rows = numbered_tickets(request.actor).select_related("policy")
    return find(rows, number=number)


def person_of(pk: int | None) -> Person | None:
    """Find somebody of the staff by id, or nobody for none."""
    return find(Person.objects.filter(active=True), pk=pk) if pk else None


def company_of(request: Request, number: int | None) -> Company | None:
    """Find a customer by its number, or none for none."""
    return find(visible_companies(request.actor), number=number) if number else None


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """List tickets, the most pressing first."""
    may_open = request.actor.may(May.OPEN_TICKETS)
    primary = Link("New ticket", reverse("ticket-new"), "plus") if may_open else None
    spec = tickets_with(standing_fields())
    return show_list(request, spec, visible_tickets(request.actor), primary=primary,
                     template="desk/tickets.html")  # fmt: skip


@screen(May.SEE_TICKETS)
def board(request: Request) -> HttpResponse:
    """Show open tickets by state: the reader's own, or everybody's."""
    mine = request.GET.get("whose") == "mine"
    page = ticket_board(request.actor, request.at, mine=mine)
    return show(request, "desk/ticket_board.html", board=page)


@screen(May.REPLY_TO_TICKETS, methods=["GET", "POST"])
def detail(request: Request, number: int) -> HttpResponse:
    """Show a ticket; a post to it is a reply or a note."""
    ticket = find_ticket(request.actor, number)
    if request.method == "POST":
        return go(request, "ticket", number=ticket.number, notice=_said(request, ticket))
    if ticket.number != number:
        said = f"#{number} was merged into this ticket."
        return go(request, "ticket", number=ticket.number, notice=said)
    may_work = request.actor.may(May.WORK_ON_TICKETS)
    return show(
        request,
        "desk/ticket.html",
        page=ticket_page(ticket, request.actor, request.at),
        state=state_pill(ticket),
        priority=priority_pill(ticket),
        priorities=[(str(key), f"{key} {title}") for key, title in PRIORITIES.items()],
        people=choices.people() if may_work else (),
        queues=queue_choices() if may_work else (),
        ticket=ticket,
        checks=checks_of(ticket),
        answers=answers_of(ticket),
        house_rules=tuple(standing_house_rules(ticket.company)) if ticket.company else (),
        panels=panels_of(ticket, request),
    )


def _said(request: Request, ticket: Ticket) -> str:
    """Do what the reply form asks, and say what was done."""
    values = ReplyForm.read(request)
    said: dict[str, Any] = {"ticket": ticket, "text": values["text"], "by": request.actor}
    said |= {"at": request.at, "files": uploads_of(request.FILES.getlist("files"))}
    leave(ticket, request.actor)
    if values["reader"] == "staff":
        note_on_ticket(**said)
        return "The note is kept; the customer does not see it."
    if values["then"] == "resolved":
        resolve_ticket(read_to=values["read_to"], **said)
        return "Answered and resolved."
    reply_to_ticket(then=values["then"], read_to=values["read_to"], **said)
    return "The customer can read your answer."


@screen(May.WORK_ON_TICKETS, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Correct what a ticket is about."""
    ticket = ticket_of(request, number)
    if request.method == "POST":
        values = TicketForm.read(request)
        company = company_of(request, values.pop("company"))
        change_ticket(ticket=ticket, company=company, seen=seen_version(request),
                      by=request.actor, at=request.at, **values)  # fmt: skip
        return go(request, "ticket", number=number, notice="The ticket is corrected.")
    return show(
        request, "desk/ticket_form.html", ticket=ticket,
        companies=choices.companies(ticket.company),
    )  # fmt: skip


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def take_many(request: Request) -> HttpResponse:
    """Give the selected tickets to the reader."""
    me = person_of(request.actor.person_id)
    for ticket in selected_rows(request, visible_tickets(request.actor)):
        assign_ticket(ticket=ticket, assignee=me, by=request.actor, at=request.at)
    return go(request, "tickets", notice="The selected tickets are yours.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def resolve_many(request: Request) -> HttpResponse:
    """Resolve the selected tickets; all of them, or none."""
    for ticket in selected_rows(request, visible_tickets(request.actor)):
        resolve_ticket(ticket=ticket, by=request.actor, at=request.at)
    return go(request, "tickets", notice="The selected tickets are resolved.")
