"""Queues by function: which there are, who looks after them, what waits in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.desk.list_filters import AWAKE, OPEN
from upheld.desk.models import TicketQueue
from upheld.desk.queries.ticket_queues import Queue
from upheld.desk.rules.ticket_queues import query_of
from upheld.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from upheld.desk.queries.ticket_queues import QueueShown
    from upheld.foundation.actor import Actor


def visible_queues(_actor: Actor) -> QuerySet[TicketQueue]:
    """Give the queues that somebody of the staff may see: all that are open."""
    rows: QuerySet[TicketQueue] = TicketQueue.objects.filter(closed_at=None)
    return rows.order_by("name", "pk")


def queue_choices() -> tuple[tuple[str, str], ...]:
    """Offer the open queues by id and name: one query."""
    rows = TicketQueue.objects.filter(closed_at=None).order_by("name", "pk")
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "name"))


def in_order(rows: Iterable[TicketQueue], actor: Actor) -> list[TicketQueue]:
    """Put queues in the order of a reader: those that they look after come first."""
    return sorted(rows, key=lambda row: (actor.person_id not in row.people, row.name.casefold()))


def function_queues(rows: Iterable[TicketQueue], actor: Actor) -> tuple[Queue, ...]:
    """Declare a counted queue for each queue by function."""
    return tuple(_declared(row, actor) for row in rows)


@dataclass(frozen=True, slots=True)
class FunctionLine:
    """A queue by function with its count and its people."""

    pk: int
    shown: QueueShown
    people: tuple[str, ...]


def lines_of(rows: Sequence[TicketQueue], shown: Iterable[QueueShown]) -> tuple[FunctionLine, ...]:
    """Put names and counts to queues: one query for the people, none where nobody is named."""
    names = names_of(rows)
    return tuple(
        FunctionLine(row.pk, one, tuple(names[pk] for pk in row.people if pk in names))
        for row, one in zip(rows, shown, strict=True)
    )


def _declared(row: TicketQueue, actor: Actor) -> Queue:
    about = row.about or "Whoever has them"
    if actor.person_id in row.people:
        about = f"{about} (you look after it)"
    return Queue(
        f"queue-{row.pk}", row.name, about, OPEN & AWAKE & Q(queue_id=row.pk),
        f"queue={row.pk}&{query_of(row.view)}".rstrip("&"),
    )  # fmt: skip


def list_of_queue(queue: TicketQueue) -> str:
    """Give the address of a queue's list, as it opens."""
    return f"{reverse('tickets')}?queue={queue.pk}&{query_of(queue.view)}".rstrip("&")


def names_of(rows: Iterable[TicketQueue]) -> Mapping[int, str]:
    """Give the names of whoever looks after queues, by the ids of people: one query."""
    wanted = {pk for row in rows for pk in row.people}
    found = Person.objects.filter(pk__in=wanted, active=True).values_list("pk", "name")
    return dict(found) if wanted else {}
