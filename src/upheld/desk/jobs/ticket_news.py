"""Telling the staff what was said on a ticket, and clearing away what only the moment needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.desk.mails import mail_colleague
from upheld.desk.models import TicketEntry, TicketFile
from upheld.desk.operations.ticket_files import FOLDER
from upheld.desk.operations.ticket_news import tell_watchers
from upheld.desk.operations.ticket_presence import forget_presence
from upheld.foundation.files import sweep
from upheld.foundation.jobs import Daily, Periodic, job
from upheld.foundation.news import NEWS_LASTS, NOT_NEEDED
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("desk.forget_presence", Daily(hour=4), "Forget who had which ticket open"),
    Periodic("desk.sweep_files", Daily(hour=4), "Remove files of answers that failed"),
)


@job("desk.tell_watchers", title="Tell who watches a ticket what was said")
def tell_of_watched(*, by: Actor, at: datetime, entry_id: int) -> str:
    """Let it wait for each watcher, and mail them that it does."""
    entry = _entry(entry_id)
    if entry.ticket.void or _is_old(entry, at):
        return NOT_NEEDED
    people = tell_watchers(entry=entry, by=by, at=at)
    return f"{mail_colleague(entry, people, watching=True)} mailed."


@job("desk.tell_named", title="Tell a colleague that a ticket names them")
def tell_of_naming(*, by: Actor, at: datetime, entry_id: int, person_id: int) -> str:
    """Mail whoever was named; it waits for them already."""
    del by
    entry = _entry(entry_id)
    people = Person.objects.filter(pk=person_id, active=True)
    if entry.ticket.void or _is_old(entry, at):
        return NOT_NEEDED
    return f"{mail_colleague(entry, people)} mailed."


@job("desk.forget_presence", title="Forget who had which ticket open")
def forget_who_was_there(*, by: Actor, at: datetime) -> str:
    """Remove heartbeats that are older than a day."""
    del by
    return f"{forget_presence(at)} forgotten."


@job("desk.sweep_files", title="Remove files of answers that failed")
def sweep_files(*, by: Actor, at: datetime) -> str:
    """Remove files that no row names: a killed process leaves its file behind."""
    named = set(TicketFile.objects.values_list("file", flat=True))
    return f"{sweep(FOLDER, by.provider_id, named, at)} files removed"


def _entry(pk: int) -> TicketEntry:
    found: TicketEntry = TicketEntry.objects.select_related(
        "ticket", "ticket__provider", "person", "contact"
    ).get(pk=pk)
    return found


def _is_old(entry: TicketEntry, at: datetime) -> bool:
    return at - entry.at > NEWS_LASTS + timedelta(hours=1)
