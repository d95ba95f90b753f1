"""The rounds of next responses are kept beside their ticket, for lists and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import AwaitedAnswer, Escalation, Ticket
from upheld.desk.queries.ticket_clocks import TicketClocks, has_target, met_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.rules.service_clock import ClockReading


def keep_rounds(ticket: Ticket, clocks: TicketClocks) -> None:
    """Bring the rows of a ticket's next responses to what its course says, inside an operation.

    Asks nothing of the database for a ticket on which the customer never wrote again.
    """
    if not clocks.rounds:
        return
    known = {row.nth: row for row in AwaitedAnswer.objects.filter(ticket=ticket)}
    for nth, reading in enumerate(clocks.rounds, start=1):
        row = known.get(nth)
        if row is not None:
            row.change(**_columns(reading))
        elif has_target(reading):
            AwaitedAnswer(
                ticket=ticket, nth=nth, asked_at=reading.began_at, **_columns(reading)
            ).save()


def end_escalations(ticket: Ticket, clocks: TicketClocks, at: datetime) -> None:
    """Let what people were told of a ticket wait no longer once its clocks have stopped."""
    open_ones = {(one.target.value, one.began_at) for one in clocks.all if one.is_open}
    for row in Escalation.objects.filter(ticket=ticket, over_at=None):
        if (row.target, row.began_at) not in open_ones:
            row.change(over_at=at)


def _columns(reading: ClockReading) -> dict[str, datetime | bool | None]:
    return {
        "due_at": reading.due_at if has_target(reading) else None,
        "answered_at": reading.stopped_at,
        "met": met_of(reading),
    }
