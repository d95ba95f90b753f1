"""Writes the histories of tickets: only what is new of them, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from upheld.connections.operations.bulk_rows import insert_rows
from upheld.connections.queries.weighing import Ready
from upheld.connections.rules.ticket_entries import Entry, Now, entries_of
from upheld.desk.models import TicketEntry
from upheld.foundation.tenancy.owned import Owned

_COLUMNS = ("ticket_id", "at", "happened", "who", "before", "after", "text", "public", "automatic")


def write_history(ready: Sequence[Ready], rows: Mapping[str, Owned]) -> None:
    """Write the entries of these tickets that are not known yet."""
    made = [
        (
            rows[one.placed.key].pk, entry.at, entry.happened, entry.who, entry.before,
            entry.after, entry.text, entry.public, False,
        )
        for one in ready
        for entry in _fresh(one)
    ]  # fmt: skip
    insert_rows(TicketEntry, _COLUMNS, made)


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
