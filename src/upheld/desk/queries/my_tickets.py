"""The tickets of one person and of one customer, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.desk.lists import priority_pill, state_pill
from upheld.desk.queries.ticket_board import due_words
from upheld.desk.queries.tickets import visible_tickets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.customers.models import Company
    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor
    from upheld.foundation.lists import Pill

MOST_SHOWN = 15
SETTLED = ("resolved", "closed")


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One ticket on a page of something else."""

    ticket: Ticket
    state: Pill
    priority: Pill
    due: str
    due_tone: str


def my_open_tickets(actor: Actor, at: datetime) -> tuple[TicketLine, ...]:
    """Give the open tickets of a person, those in danger first: one query."""
    rows = visible_tickets(actor).filter(assignee_id=actor.person_id).exclude(state__in=SETTLED)
    # What was laid aside comes back by itself, or when it is missed.
    rows = rows.filter(Q(snoozed_until=None) | Q(next_due_at__lt=at))
    return _lines(rows.order_by("next_due_at", "priority", "-last_at")[:MOST_SHOWN], at)


def open_tickets_of(company: Company, actor: Actor, at: datetime) -> tuple[TicketLine, ...]:
    """Give the open tickets of a customer, those in danger first: one query."""
    rows = visible_tickets(actor).filter(company=company).exclude(state__in=SETTLED)
    return _lines(rows.order_by("next_due_at", "priority", "-last_at")[:MOST_SHOWN], at)


def _lines(tickets: Iterable[Ticket], at: datetime) -> tuple[TicketLine, ...]:
    return tuple(
        TicketLine(one, state_pill(one), priority_pill(one), *due_words(one, at)) for one in tickets
    )
