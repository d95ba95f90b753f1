"""People are told that a target is in danger or was missed: once for each step of a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Escalation, Ticket
from upheld.desk.models.ticket import NEVER
from upheld.desk.queries.ticket_clocks import clocks_of, entries_of
from upheld.desk.rules.service_escalation import Call, calls, next_call, to_tell
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.models import Person
from upheld.people.queries.calendars import holders_of
from upheld.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(None)
def escalate_ticket(*, ticket: Ticket, by: Actor, at: datetime) -> list[Escalation]:
    """Tell whoever a ticket's service level names for what its clocks have reached by now.

    Gives what is new. Harmless when repeated: a row for each clock, step and person is there or
    is not, and it, the mail's place in the queue and the next moment come in one transaction. The
    ticket's version stays, so that whoever is writing on it is not disturbed.
    """
    del by
    ticket = lock(ticket)
    entries = entries_of(ticket)
    clocks = None if ticket.void else clocks_of(entries, at, opened_at=ticket.opened_at)
    found = calls(clocks.all, at=at) if clocks is not None else ()
    made = [row for call in to_tell(found, at=at) for row in _tell(ticket, call, at)]
    with bookkeeping():
        Ticket.objects.filter(pk=ticket.pk).update(escalate_at=next_call(found, after=at) or NEVER)
    if not made:
        return unchanged(made)
    for row in made:
        enqueue("desk.tell_escalated", once=f"escalation {row.pk}", stale_after=NEWS_LASTS,
                escalation_id=row.pk)  # fmt: skip
    record(
        Event.TICKET_ESCALATED, ticket, about=[ticket.company], number=ticket.number,
        told=[
            {"target": row.target, "share_ppm": row.share_ppm, "person": row.person_id}
            for row in made
        ],
    )  # fmt: skip
    return made


@operation(May.SEE_TICKETS)
def see_escalations(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take what the reader was told of a ticket as seen; it no longer waits for them."""
    waiting = Escalation.objects.filter(ticket=ticket, person=by.person_id or 0, seen_at=None)
    if not waiting.exists():
        return unchanged(ticket)
    waiting.update(seen_at=at)
    record(Event.ESCALATIONS_SEEN, ticket, number=ticket.number)
    return ticket


def _tell(ticket: Ticket, call: Call, at: datetime) -> list[Escalation]:
    reading = call.reading
    about = {
        "ticket": ticket, "target": reading.target.value, "began_at": reading.began_at,
        "share_ppm": call.step.share_ppm,
    }  # fmt: skip
    told = set(Escalation.objects.filter(**about).values_list("person_id", flat=True))
    made = []
    for person in whom(call.step.people, call.step.function, at):
        if person.pk in told:
            continue
        row = Escalation(**about, person=person, due_at=reading.due_at, told_at=at)
        row.save()
        _supersede(row, at)
        made.append(row)
    return made


def _supersede(row: Escalation, at: datetime) -> None:
    """Let what they were told of the same clock before wait no longer."""
    earlier = Escalation.objects.filter(
        ticket=row.ticket, target=row.target, began_at=row.began_at, person=row.person,
        share_ppm__lt=row.share_ppm, over_at=None,
    )  # fmt: skip
    earlier.update(over_at=at)


def whom(people: Sequence[int], function: str, at: datetime) -> list[Person]:
    """Give who is told, each once: people by name, and whoever holds a function.

    Of the holders everybody is told: one who is away has a colleague who is not. Where a function
    is held by nobody, and where everybody named has left, the owners are told: a target that is
    missed must not go unheard.
    """
    found = {row.pk: row for row in Person.objects.filter(pk__in=people, active=True)}
    if function:
        found |= {row.pk: row for row in holders_of(function, at)}
    if not found:
        owners = Person.objects.filter(active=True, role=Role.OWNER.value)
        found = {row.pk: row for row in owners}
    return sorted(found.values(), key=lambda row: row.pk)
