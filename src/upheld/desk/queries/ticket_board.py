"""The board of tickets: a column for each state, the most pressing cards on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse

from upheld.desk.may import May
from upheld.desk.models.ticket import NEVER, TicketState
from upheld.desk.queries.tickets import visible_tickets
from upheld.desk.rules.ticket_states import PRIORITIES, Danger, danger
from upheld.foundation.ui.shapes import BoardColumn, Card

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

MOST_IN_COLUMN = 40
HOUR = 3_600
DAY = 86_400
PRESSING = 2
"""Critical and high: the priorities that a card says aloud."""
HINTS = {
    TicketState.NEW: "Nobody has begun",
    TicketState.OPEN: "Somebody is at it",
    TicketState.WAITING: "The customer was asked for something",
    TicketState.RESOLVED: "Solved, unless they come back",
}
TONES = {Danger.MISSED: "bad", Danger.SOON: "warn", Danger.RUNNING: "info"}


@dataclass(frozen=True, slots=True)
class TicketBoard:
    """The board, of one person or of everybody."""

    columns: tuple[BoardColumn, ...]
    mine: bool


def ticket_board(actor: Actor, at: datetime, *, mine: bool) -> TicketBoard:
    """Read the board: one query for the counts, one for the cards of each column."""
    rows = visible_tickets(actor)
    if mine:
        rows = rows.filter(assignee_id=actor.person_id)
    open_rows = rows.filter(state__in=list(HINTS))
    counts = dict(open_rows.order_by().values_list("state").annotate(n=Count("pk")))
    may_move = actor.may(May.WORK_ON_TICKETS)
    columns = []
    for state, hint in HINTS.items():
        order = "-last_at" if state is TicketState.RESOLVED else "next_due_at"
        shown = rows.filter(state=state).order_by(order, "-pk")[:MOST_IN_COLUMN]
        cards = [_card(one, at, may_move=may_move) for one in shown] if state in counts else []
        columns.append(BoardColumn(state.value, state.label, cards, counts.get(state, 0), "", hint))
    return TicketBoard(tuple(columns), mine)


def _card(ticket: Ticket, at: datetime, *, may_move: bool) -> Card:
    status, tone = due_words(ticket, at)
    return Card(
        id=str(ticket.number),
        title=f"#{ticket.number} {ticket.title}",
        url=reverse("ticket", args=[ticket.number]),
        subtitle=ticket.company.name if ticket.company else "Our own",
        status=status,
        tone=tone,
        who=ticket.assignee.name if ticket.assignee else "",
        figure=PRIORITIES[ticket.priority] if ticket.priority <= PRESSING else "",
        foot=ticket.assignee.name if ticket.assignee else "Nobody has it yet",
        move_url=reverse("ticket-move", args=[ticket.number]) if may_move else "",
    )


def due_words(ticket: Ticket, at: datetime) -> tuple[str, str]:
    """Say how long is left until something is due, or how long ago it was; with its tone."""
    due = None if ticket.next_due_at == NEVER else ticket.next_due_at
    pressing = danger(due, at)
    if due is None or pressing is Danger.NONE:
        return "", "neutral"
    left = _roughly(int(abs((due - at).total_seconds())))
    said = f"Overdue by {left}" if pressing is Danger.MISSED else f"Due in {left}"
    return said, TONES[pressing]


def _roughly(seconds: int) -> str:
    """Say a wait as people do: minutes within the hour, hours within two days, then days."""
    if seconds < HOUR:
        return f"{max(1, seconds // 60)} min"
    if seconds < 2 * DAY:
        return f"{seconds // HOUR} h"
    return f"{seconds // DAY} days"
