"""The endpoints of queues, of laying tickets aside, and of one change to many of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.desk.api.tickets import Id, Number, Priority, Tag, TicketOut, found_ticket
from upheld.desk.may import May
from upheld.desk.operations.ticket_bulk import BulkWhat, change_tickets
from upheld.desk.operations.ticket_snooze import snooze_ticket, wake_ticket
from upheld.desk.queries.ticket_fields import visible_fields
from upheld.desk.queries.ticket_queues import counted
from upheld.desk.queries.ticket_queues import queues as queues_of
from upheld.desk.queries.ticket_setup import visible_queues
from upheld.desk.queries.tickets import visible_tickets
from upheld.desk.rules.ticket_fields import LONGEST_ANSWER
from upheld.foundation.actor import Actor
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid, not_found
from upheld.people.models import Person


class QueueOut(Schema):
    """A queue; `count` is exact up to a thousand, and 1001 stands for more."""

    key: str
    title: str
    count: int
    said: str


class SnoozeIn(Schema):
    """Until when; null: until the customer writes."""

    until: AwareDatetime | None = None


class BulkIn(Schema):
    """Numbers of tickets, what is changed on them, and into what (the field of that name)."""

    numbers: Annotated[list[Number], Field(min_length=1, max_length=500)]
    what: Literal[
        "priority", "assignee", "tag", "untag", "state", "snooze", "wake", "queue", "field"
    ]
    priority: Priority | None = None
    assignee: Id | None = None
    """Null: nobody."""
    tag: Tag | None = None
    state: Literal["open", "waiting", "resolved", "closed"] | None = None
    until: AwareDatetime | None = None
    queue: Id | None = None
    """Null: none."""
    field: Id | None = None
    """Which of the provider's own fields; `said` is what it is to say."""
    said: Annotated[str, Field(max_length=LONGEST_ANSWER)] = ""
    """Empty takes the answer away."""


class BulkRefusalOut(Schema):
    """A ticket that was left as it was."""

    number: int
    code: str
    why: str


class BulkOut(Schema):
    """What became of each ticket."""

    done: list[int]
    refused: list[BulkRefusalOut]


@endpoint(May.SEE_TICKETS, "GET", "ticket-queues")
def ticket_queues(request: Request) -> list[QueueOut]:
    """List the queues of whoever the key acts for, with their counts."""
    found = counted(queues_of(request.actor, request.at), request.actor)
    return [QueueOut(key=one.key, title=one.title, count=one.count, said=one.said) for one in found]


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/snoozing")
def snooze(request: Request, number: Number, body: SnoozeIn) -> TicketOut:
    """Lay a ticket aside; its clocks go on."""
    done = snooze_ticket(ticket=found_ticket(request, number), until=body.until,
                         seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/waking")
def wake(request: Request, number: Number) -> TicketOut:
    """Take a ticket up again that was laid aside."""
    done = wake_ticket(ticket=found_ticket(request, number), seen=seen_version(request),
                       by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "POST", "ticket-changes")
def change_many(request: Request, body: BulkIn) -> BulkOut:
    """Change many tickets, each for itself; says which were refused, and why."""
    numbers = set(body.numbers)
    tickets = list(visible_tickets(request.actor).filter(number__in=numbers).order_by("pk"))
    if len(tickets) != len(numbers):
        raise not_found("ticket")
    report = change_tickets(
        tickets=tickets, what=BulkWhat(body.what), value=_value(body, request.actor),
        by=request.actor,
        at=request.at,
    )  # fmt: skip
    return BulkOut(
        done=[one.number for one in report.done],
        refused=[
            BulkRefusalOut(number=one.ticket.number, code=one.code, why=one.why)
            for one in report.refused
        ],
    )


def _value(body: BulkIn, actor: Actor) -> Any:
    if body.what == "assignee":
        people = Person.objects.filter(active=True)
        return find(people, pk=body.assignee) if body.assignee else None
    if body.what == "queue":
        return find(visible_queues(actor), pk=body.queue) if body.queue else None
    if body.what == "field":
        if body.field is None:
            raise invalid(field="Give “field”.")
        return find(visible_fields(actor).filter(retired_at=None), pk=body.field), body.said
    if body.what in {"snooze", "wake"}:
        return body.until
    named = {"untag": "tag"}.get(body.what, body.what)
    found = getattr(body, named)
    if found is None:
        raise invalid(**{named: f"Give “{named}”."})
    return found
