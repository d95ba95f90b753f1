"""One change to many tickets: each for itself, and said which were refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

from django.db import transaction

from upheld.desk.operations.ticket_changes import assign_ticket, change_ticket, prioritise_ticket
from upheld.desk.operations.ticket_fields import answer_fields
from upheld.desk.operations.ticket_queues import queue_ticket
from upheld.desk.operations.ticket_snooze import snooze_ticket, wake_ticket
from upheld.desk.operations.ticket_states import move_ticket
from upheld.desk.rules.ticket_fields import asked_of
from upheld.foundation.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from upheld.desk.models import Ticket, TicketField
    from upheld.foundation.actor import Actor


class BulkWhat(StrEnum):
    """What is changed on many tickets at once."""

    PRIORITY = auto()
    """A priority, 1 to 4."""
    ASSIGNEE = auto()
    """A person, or None for nobody."""
    TAG = auto()
    """A tag to add."""
    UNTAG = auto()
    """A tag to take away."""
    STATE = auto()
    """A column of the board: open, waiting, resolved, closed."""
    SNOOZE = auto()
    """A moment, or None: until the customer writes."""
    WAKE = auto()
    QUEUE = auto()
    """A queue, or None for none."""
    FIELD = auto()
    """One of the provider's own fields with what is said in it; "" takes the answer away."""


@dataclass(frozen=True, slots=True)
class RefusedTicket:
    """A ticket that was left as it was, and why."""

    ticket: Ticket
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What became of each ticket."""

    done: tuple[Ticket, ...]
    refused: tuple[RefusedTicket, ...]


def change_tickets(
    *, tickets: Iterable[Ticket], what: BulkWhat, value: Any, by: Actor, at: datetime
) -> BulkReport:
    """Change each ticket by the operation that a single one is changed by.

    One that refuses leaves the others done. What cannot be used at all is refused for each alike.
    """
    work = _WORK[BulkWhat(what)]
    done: list[Ticket] = []
    refused: list[RefusedTicket] = []
    for ticket in tickets:
        try:
            with transaction.atomic():
                done.append(work(ticket, value, {"by": by, "at": at}))
        except Refused as no:
            refused.append(RefusedTicket(ticket, no.code, _why(no)))
    return BulkReport(tuple(done), tuple(refused))


def _why(no: Refused) -> str:
    said = [no.why, *(text for texts in no.fields.values() for text in texts)]
    return " ".join(part for part in (*said, no.remedy) if part) if not no.fields else said[-1]


def _tag(ticket: Ticket, tag: str, who: Mapping[str, Any]) -> Ticket:
    return change_ticket(ticket=ticket, tags=[*ticket.tags, tag], **who)


def _untag(ticket: Ticket, tag: str, who: Mapping[str, Any]) -> Ticket:
    return change_ticket(ticket=ticket, tags=[one for one in ticket.tags if one != tag], **who)


def _answer(ticket: Ticket, into: tuple[TicketField, str], who: Mapping[str, Any]) -> Ticket:
    field, said = into
    if not asked_of(field, ticket.kind):
        raise Refused(
            "field_not_asked", f"“{field.name}” is not asked on tickets of this kind.",
            what="The field was not filled in.",
        )  # fmt: skip
    return answer_fields(ticket=ticket, answers={field.pk: said}, **who)


_WORK: Mapping[BulkWhat, Callable[[Ticket, Any, Mapping[str, Any]], Ticket]] = {
    BulkWhat.PRIORITY: lambda t, value, who: prioritise_ticket(ticket=t, priority=value, **who),
    BulkWhat.ASSIGNEE: lambda t, value, who: assign_ticket(ticket=t, assignee=value, **who),
    BulkWhat.TAG: _tag,
    BulkWhat.UNTAG: _untag,
    BulkWhat.STATE: lambda t, value, who: move_ticket(ticket=t, column=value, **who),
    BulkWhat.SNOOZE: lambda t, value, who: snooze_ticket(ticket=t, until=value, **who),
    BulkWhat.WAKE: lambda t, _value, who: wake_ticket(ticket=t, **who),
    BulkWhat.QUEUE: lambda t, value, who: queue_ticket(ticket=t, queue=value, **who),
    BulkWhat.FIELD: _answer,
}
