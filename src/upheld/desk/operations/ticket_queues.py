"""Queues are set up and closed, and tickets put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketQueue, TicketTemplate
from upheld.desk.models.ticket import TicketState
from upheld.desk.operations.ticket_course import happen, locked, record_ticket
from upheld.desk.rules.ticket_queues import VIEWS
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Reason, Refused, invalid
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

MOST_QUEUES = 50


@operation(May.SET_UP_DESK)
def keep_queue(
    *,
    name: str,
    by: Actor,
    at: datetime,
    about: str = "",
    people: Sequence[Person] = (),
    view: str = "",
    queue: TicketQueue | None = None,
    seen: int | None = None,
) -> TicketQueue:
    """Set a queue up, or change one: its name, what it is for, who looks after it.

    `view` says how its list opens: a key of rules/ticket_queues.py `VIEWS`. Refuses with:
    invalid_input, changed_meanwhile, queue_closed.
    """
    del by, at
    name = one_line(name)[:60]
    if view and view not in VIEWS:
        raise invalid(view="Choose one of the ways in which its list can open.")
    if queue is not None:
        queue = lock(queue, seen)
    _require_usable(name, people, queue)
    fields = {
        "name": name, "about": one_line(about)[:200], "view": view,
        "people": sorted({one.pk for one in people}),
    }  # fmt: skip
    if queue is None:
        queue = TicketQueue(**fields)
        queue.save()
    else:
        if all(getattr(queue, key) == value for key, value in fields.items()):
            return unchanged(queue)
        queue.change(**fields)
    record(Event.QUEUE_KEPT, queue, people=queue.people, private={"name": queue.name})
    return queue


@operation(May.SET_UP_DESK)
def close_queue(
    *, queue: TicketQueue, by: Actor, at: datetime, seen: int | None = None
) -> TicketQueue:
    """Have no further ticket come into a queue.

    Refuses with: changed_meanwhile, queue_in_use (open tickets wait in it, or a template puts
    them there).
    """
    del by
    queue = lock(queue, seen)
    if queue.closed_at is not None:
        return unchanged(queue)
    reasons = _in_use(queue)
    if reasons:
        raise Refused(
            "queue_in_use", "The queue is still used.", what="The queue was not closed.",
            remedy="Put its tickets elsewhere first, and change what puts them there.",
            reasons=reasons,
        )  # fmt: skip
    queue.change(closed_at=at)
    record(Event.QUEUE_CLOSED, queue, private={"name": queue.name})
    return queue


@operation(May.WORK_ON_TICKETS)
def queue_ticket(
    *, ticket: Ticket, queue: TicketQueue | None, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Put a ticket into a queue, or into none; its person and its clocks stay.

    Refuses with: invalid_input (a closed queue), changed_meanwhile, not_found, ticket_merged.
    """
    ticket = locked(ticket, by, seen)
    if queue is not None and queue.closed_at is not None:
        raise invalid(queue=f"The queue “{queue.name}” is closed.")
    if ticket.queue_id == (queue.pk if queue else None):
        return unchanged(ticket)
    before = ticket.queue.name if ticket.queue else ""
    happen(ticket, "queued", by, at, before=before, after=queue.name if queue else "")
    ticket.change(queue_id=queue.pk if queue else None, last_at=at)
    record_ticket(Event.TICKET_QUEUED, ticket, queue=ticket.queue_id)
    return ticket


def _require_usable(name: str, people: Sequence[Person], queue: TicketQueue | None) -> None:
    if not name:
        raise invalid(name="Give it a name.")
    if queue is not None and queue.closed_at is not None:
        raise Refused("queue_closed", f"The queue “{queue.name}” is closed.",
                      what="It was not changed.", remedy="Set up another one.")  # fmt: skip
    standing = TicketQueue.objects.filter(closed_at=None).exclude(pk=queue.pk if queue else None)
    if standing.filter(name__iexact=name).exists():
        raise invalid(name="Another queue has this name.")
    if queue is None and standing.count() >= MOST_QUEUES:
        raise invalid(name=f"At most {MOST_QUEUES} queues: close one that nobody uses first.")
    left = [one.name for one in people if not one.active]
    if left:
        raise invalid(people=f"{left[0]} no longer works here.")


def _in_use(queue: TicketQueue) -> list[Reason]:
    waiting = Ticket.objects.filter(queue=queue, void=False, merged_into=None)
    count = waiting.exclude(state__in=[TicketState.RESOLVED, TicketState.CLOSED]).count()
    reasons = [Reason("open_tickets", f"{count} open tickets wait in it.")] if count else []
    rows = TicketTemplate.objects.filter(queue=queue, retired_at=None).order_by("pk")
    reasons += [Reason("template", f"The template “{one.name}” puts them there.") for one in rows]
    return reasons
