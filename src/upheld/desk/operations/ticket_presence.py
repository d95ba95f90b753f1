"""Who has a ticket before them: a heartbeat, which is no business record and leaves none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from upheld.desk.models import TicketPresence
from upheld.foundation.tenancy.writing import bookkeeping

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

KEPT_FOR = timedelta(days=1)


def be_present(ticket: Ticket, by: Actor, at: datetime, *, writes: bool) -> None:
    """Note that somebody has a ticket open, and whether an answer is begun; one row each.

    Nothing for customers and for programs that act for nobody.
    """
    if not by.is_staff or by.person_id is None:
        return
    mine = TicketPresence.objects.filter(ticket=ticket, person=by.person_id)
    with bookkeeping():
        if mine.update(at=at, writes=writes):
            return
        try:
            with transaction.atomic():
                TicketPresence(ticket=ticket, person_id=by.person_id, at=at, writes=writes).save()
        except IntegrityError:
            # Another window of theirs was first.
            mine.update(at=at, writes=writes)


def leave(ticket: Ticket, by: Actor) -> None:
    """Forget that somebody had a ticket open: their page is closed, or their answer is sent."""
    with bookkeeping():
        TicketPresence.objects.filter(ticket=ticket, person=by.person_id).delete()


def forget_presence(at: datetime) -> int:
    """Remove what is older than a day; gives how many rows."""
    with bookkeeping():
        gone, _ = TicketPresence.objects.filter(at__lt=at - KEPT_FOR).delete()
    return int(gone)
