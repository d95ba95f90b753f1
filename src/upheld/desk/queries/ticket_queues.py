"""Queues: which tickets want what, with counts that are exact up to a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.desk.list_filters import AWAKE, OPEN, SOON, TOO_LONG
from upheld.desk.queries.tickets import visible_tickets
from upheld.foundation.lists.counting import MOST_COUNTED, CappedCount
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

_OPEN_STATES = "state=new&state=open&state=waiting"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as declared: what it holds, and the list's own filters that show the same."""

    key: str
    title: str
    about: str
    where: Q
    query: str


@dataclass(frozen=True, slots=True)
class QueueShown:
    """A queue with its count; `said` is exact up to a thousand, then "1,000+"."""

    key: str
    title: str
    about: str
    url: str
    count: int
    said: str


def queues(actor: Actor, at: datetime) -> tuple[Queue, ...]:
    """Declare the queues of a reader at a moment."""
    me = actor.person_id or 0
    return (
        Queue("mine", "Mine", "Open and with you", OPEN & AWAKE & Q(assignee_id=me),
              f"{_OPEN_STATES}&assignee=me&snoozed=no"),
        Queue("nobodys", "With nobody", "Somebody has to take them",
              OPEN & AWAKE & Q(assignee=None), f"{_OPEN_STATES}&assignee=none&snoozed=no"),
        Queue("danger", "In danger", "Missed, or due within four hours; those laid aside too",
              OPEN & Q(next_due_at__lt=at + SOON), "danger=soon"),
        Queue("waiting", "Waiting too long", "The customer was asked five days ago or longer",
              Q(state="waiting") & AWAKE & Q(last_at__lt=at - TOO_LONG), "waits=long"),
        Queue("snoozed", "Laid aside", "Until a moment, or until the customer writes",
              OPEN & ~AWAKE, f"{_OPEN_STATES}&snoozed=yes"),
        Queue("all", "All open", "Whoever has them", OPEN & AWAKE, f"{_OPEN_STATES}&snoozed=no"),
    )  # fmt: skip


def team_queues(teams: Iterable[tuple[int, str]]) -> tuple[Queue, ...]:
    """Declare a queue for each team: what its people have."""
    return tuple(
        Queue(f"team-{pk}", name, "With somebody of the team",
              OPEN & AWAKE & Q(assignee__team_id=pk), f"{_OPEN_STATES}&team={pk}&snoozed=no")
        for pk, name in teams
    )  # fmt: skip


def counted(several: Iterable[Queue], actor: Actor) -> tuple[QueueShown, ...]:
    """Count queues: one query for all of them, no more than a thousand rows of each."""
    asked = list(several)
    if not asked:
        return ()
    rows = visible_tickets(actor)
    names = {f"queue_{place}": rows.filter(one.where) for place, one in enumerate(asked)}
    # One row that is always there carries the counts, each a query of its own inside.
    found = (
        Provider.objects.filter(pk=current_scope().provider_id)
        .annotate(**{name: CappedCount(_plain(some)) for name, some in names.items()})
        .values(*names)
        .get()
    )
    return tuple(_shown(one, found[f"queue_{place}"]) for place, one in enumerate(asked))


def _plain(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return rows.select_related(None)


def _shown(queue: Queue, count: int) -> QueueShown:
    said = f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
    return QueueShown(
        queue.key, queue.title, queue.about, f"{reverse('tickets')}?{queue.query}", count, said
    )
