"""Writes the histories of tickets: only what is new of them, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from upheld.connections.queries.weighing import Ready
from upheld.connections.rules.ticket_entries import Entry, Now, entries_of
from upheld.delivery.models import Ticket, TicketEntry
from upheld.foundation.tenancy.owned import Owned

AT_ONCE = 2000


def write_history(ready: Sequence[Ready], rows: Mapping[str, Owned]) -> None:
    """Write the entries of these tickets that are not known yet."""
    made = []
    for one in ready:
        ticket = rows[one.placed.key]
        if isinstance(ticket, Ticket):
            made += [_row(ticket, entry) for entry in _fresh(one)]
    TicketEntry.objects.bulk_create(made, batch_size=AT_ONCE)


def _fresh(one: Ready) -> Iterator[Entry]:
    if not one.history:
        yield from (entry for entry in one.placed.entries if entry.key not in one.known_events)
        return
    yield from entries_of(one.history, _beginning(one))


def _beginning(one: Ready) -> Now:
    """Say how the ticket stood before the first event of this piece of its log."""
    if one.stood is None or one.placed.event_keys[0] in one.known_events:
        return Now(known=one.known_events)
    # A later piece begins in the middle: what it repeats of the ticket is no change.
    state, priority, assignee = one.stood
    return Now(state, priority, assignee, is_new=False, known=one.known_events)


def _row(ticket: Ticket, entry: Entry) -> TicketEntry:
    # By id: a hundred thousand rows would each look at the ticket's relatives again.
    return TicketEntry(
        ticket_id=ticket.pk,
        at=entry.at,
        happened=entry.happened,
        who=entry.who,
        before=entry.before,
        after=entry.after,
        text=entry.text,
        public=entry.public,
    )
