"""Who of the staff hears what is said on a ticket: who is named in it at once, watchers by job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import NoticeKind, Ticket, TicketEntry, TicketNotice, TicketWatcher
from upheld.desk.rules.mentions import named_in
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid, not_allowed, not_found
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

TOLD = frozenset({"replied", "asked", "note", "resolved", "reopened"})
"""What a watcher hears of; priorities and hand-overs stand on the page."""


def spread(entry: TicketEntry, by: Actor, at: datetime) -> None:
    """Tell whom an entry names, and have its watchers told; nothing for what only moved.

    A customer who writes `@dana` calls nobody: they do not know our handles, and a mail may hold
    anything.
    """
    if entry.happened not in TOLD:
        return
    if by.is_staff and "@" in entry.text:
        found = Person.objects.filter(handle__in=named_in(entry.text), active=True)
        for person in found.exclude(pk=by.person_id):
            give_notice(entry, person.pk, NoticeKind.MENTIONED, at)
            enqueue("desk.tell_named", stale_after=NEWS_LASTS, entry_id=entry.pk,
                    person_id=person.pk)  # fmt: skip
    if entry.ticket.watched:
        enqueue("desk.tell_watchers", stale_after=NEWS_LASTS, entry_id=entry.pk)
    if by.person_id is not None and entry.happened in {"replied", "note"}:
        # Whoever answers has read what they were told of.
        waiting = TicketNotice.objects.filter(ticket=entry.ticket_id, person=by.person_id)
        waiting.filter(seen_at=None).update(seen_at=at)


def give_notice(entry: TicketEntry, person_id: int, kind: NoticeKind, at: datetime) -> None:
    """Let something wait for somebody: once for a ticket, and being named outweighs watching."""
    waiting = TicketNotice.objects.filter(
        ticket=entry.ticket_id, person=person_id, seen_at=None
    ).first()
    if waiting is None:
        TicketNotice(
            ticket_id=entry.ticket_id, entry=entry, person_id=person_id, kind=kind, at=at
        ).save()
    elif kind is NoticeKind.MENTIONED:
        waiting.change(kind=kind.value, entry_id=entry.pk, at=at)


@operation(None)
def tell_watchers(*, entry: TicketEntry, by: Actor, at: datetime) -> list[Person]:
    """Let an entry wait for everybody who watches its ticket and did not write it.

    Gives whom, for the mail. Harmless twice.
    """
    del by
    watching = TicketWatcher.objects.filter(ticket=entry.ticket_id, person__active=True)
    rows = watching.exclude(person=entry.person_id).select_related("person").order_by("person_id")
    people = [row.person for row in rows]
    if not people:
        return unchanged(people)
    for person in people:
        give_notice(entry, person.pk, NoticeKind.WATCHED, at)
    record(Event.NOTICES_GIVEN, entry.ticket, number=entry.ticket.number,
           people=[person.pk for person in people])  # fmt: skip
    return people


@operation(May.SEE_TICKETS)
def watch_ticket(
    *, ticket: Ticket, by: Actor, at: datetime, person: Person | None = None
) -> Ticket:
    """Have somebody told what is said on a ticket: oneself, or with the right to work a colleague.

    Leaves the ticket's version alone: whoever is writing on it is not disturbed. Refuses with:
    not_found, not_allowed, invalid_input (somebody who has left).
    """
    person_id = _whom(by, person)
    if person is not None and not person.active:
        raise invalid(person=f"{person.name} no longer works here.")
    if TicketWatcher.objects.filter(ticket=ticket, person=person_id).exists():
        return unchanged(ticket)
    TicketWatcher(ticket=ticket, person_id=person_id, since=at).save()
    Ticket.objects.filter(pk=ticket.pk).update(watched=F("watched") + 1)
    record(Event.TICKET_WATCHED, ticket, number=ticket.number, person=person_id)
    return ticket


@operation(May.SEE_TICKETS)
def stop_watching(
    *, ticket: Ticket, by: Actor, at: datetime, person: Person | None = None
) -> Ticket:
    """Stop telling somebody: oneself, or with the right to work a colleague.

    Refuses with: not_found, not_allowed.
    """
    del at
    person_id = _whom(by, person)
    watching = TicketWatcher.objects.filter(ticket=ticket, person=person_id)
    if not watching.exists():
        return unchanged(ticket)
    watching.delete()
    Ticket.objects.filter(pk=ticket.pk, watched__gt=0).update(watched=F("watched") - 1)
    record(Event.TICKET_LEFT_ALONE, ticket, number=ticket.number, person=person_id)
    return ticket


@operation(May.SEE_TICKETS)
def see_notices(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take what waits for the reader because of a ticket as seen. Refuses with: not_found."""
    _whom(by, None)
    waiting = TicketNotice.objects.filter(ticket=ticket, person=by.person_id, seen_at=None)
    if not waiting.exists():
        return unchanged(ticket)
    waiting.update(seen_at=at)
    record(Event.NOTICES_SEEN, ticket, number=ticket.number)
    return ticket


def _whom(by: Actor, person: Person | None) -> int:
    """Give whose watching is meant; customers watch nothing, and programs only for somebody."""
    if not by.is_staff or (person is None and by.person_id is None):
        raise not_found("person")
    if person is None or person.pk == by.person_id:
        return by.person_id or 0
    if not by.may(May.WORK_ON_TICKETS):
        raise not_allowed(str(May.WORK_ON_TICKETS))
    return int(person.pk)
