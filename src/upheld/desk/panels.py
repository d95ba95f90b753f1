"""Tickets on the pages of other packages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse

from upheld.desk.may import May
from upheld.desk.queries.calls import calls_on, calls_with
from upheld.desk.queries.escalations import told_of
from upheld.desk.queries.my_tickets import open_tickets_of
from upheld.desk.queries.service_promised import month_of_promise
from upheld.foundation.panels import Panel
from upheld.promises.models import Source

if TYPE_CHECKING:
    from upheld.customers.models import Company
    from upheld.desk.models import Ticket
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned
    from upheld.promises.models import Promise


def tickets_of(row: Owned, request: Request) -> Panel | None:
    """Show a customer's open tickets, and the way to all of them: one query."""
    if not request.actor.may(May.SEE_TICKETS):
        return None
    company = cast("Company", row)
    lines = open_tickets_of(company, request.actor, request.at)
    url = f"{reverse('tickets')}?company={company.pk}"
    values = {"lines": lines, "number": company.number}
    return Panel("tickets", "Open tickets", "desk/tickets_of.html", values, url)


def calls_with_customer(row: Owned, request: Request) -> Panel | None:
    """Show the latest calls with a customer, and the key for the next: one query."""
    if not request.actor.may(May.LOG_CALLS):
        return None
    company = cast("Company", row)
    values = {"calls": calls_with(company, request.actor), "number": company.number, "ticket": 0}
    return Panel("calls", "Calls", "desk/calls_of.html", values)


def calls_on_ticket(row: Owned, request: Request) -> Panel | None:
    """Show the calls on a customer's ticket, and the key for the next: one query."""
    ticket = cast("Ticket", row)
    if ticket.company is None or not request.actor.may(May.LOG_CALLS):
        return None
    number = ticket.company.number
    values = {"calls": calls_on(ticket, request.actor), "number": number, "ticket": ticket.number}
    return Panel("calls", "Calls", "desk/calls_of.html", values, aside=True)


MOST_TOLD = 10


def month_of_service(row: Owned, request: Request) -> Panel | None:
    """Show on a promise of service what came of each of its targets: four queries at most."""
    promise = cast("Promise", row)
    if promise.source != Source.SERVICE_LEVEL or not request.actor.may(May.SEE_TICKETS):
        return None
    shown = month_of_promise(promise, request.at)
    if shown is None:
        return None
    return Panel("service-month", "Target by target", "desk/service_month.html", {"month": shown})


def told_of_ticket(row: Owned, request: Request) -> Panel | None:
    """Show on a ticket who was told of its targets; nothing where nobody was: one query."""
    ticket = cast("Ticket", row)
    if not request.actor.may(May.SEE_TICKETS) or not (ticket.policy and ticket.policy.steps):
        return None
    rows = list(told_of(ticket)[:MOST_TOLD])
    if not rows:
        return None
    me = request.actor.person_id
    mine = any(one.person_id == me and one.seen_at is None and one.over_at is None for one in rows)
    values = {"told": rows, "mine": mine, "number": ticket.number}
    return Panel("told", "Told of its targets", "desk/told_of.html", values, aside=True)
