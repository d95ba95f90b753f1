"""Tickets that came from another system are held to a service level of our own, afterwards."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import F, Q

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import AwaitedAnswer, ServiceLevelPolicy, Ticket, TicketEntry
from upheld.desk.queries.service_levels import agreed
from upheld.desk.queries.ticket_clocks import (
    clock_events,
    clocks_by,
    has_target,
    met_of,
    stored_clocks,
    stored_course,
)
from upheld.desk.rules.ticket_events import Happened
from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.desk.queries.ticket_clocks import TicketClocks
    from upheld.desk.rules.ticket_events import ServicePolicy
    from upheld.foundation.actor import Actor

_SAID = {
    True: " The other system said that its own time was met.",
    False: " The other system said that its own time was missed.",
    None: "",
}


@operation(May.SET_SERVICE_LEVELS)
def ask_for_history(*, policy: ServiceLevelPolicy, by: Actor, at: datetime) -> ServiceLevelPolicy:
    """Have the tickets of other systems that no level holds for held to this one, by a job."""
    del by, at
    enqueue("desk.hold_history", policy_id=policy.pk)
    record(Event.HISTORY_ASKED, policy, about=[policy.company])
    return policy


@operation(May.SET_SERVICE_LEVELS)
def hold_history(
    *, policy: ServiceLevelPolicy, tickets: Sequence[Ticket], by: Actor, at: datetime
) -> int:
    """Hold imported tickets to a service level from their opening on; gives how many.

    Their whole history is counted as if the level had held then, which each of them says of itself
    in an entry; what the other system said of its own times is kept in that entry. Nothing is
    told to anybody. Harmless where a ticket has a level already.
    """
    wanted = [one for one in tickets if one.policy_id is None and one.source_system]
    if not wanted:
        return unchanged(0)
    courses = _courses(wanted)
    _put_under(policy, wanted, courses, by)
    terms = agreed([policy])
    rounds: list[AwaitedAnswer] = []
    for ticket in wanted:
        course = courses.get(ticket.pk, [])
        clocks = _clocks(ticket, course, terms[policy.pk], at)
        stored = stored_clocks(clocks) | stored_course(course, reopened=ticket.reopened)
        rows = Ticket.objects.filter(pk=ticket.pk)
        rows.update(policy=policy, version=F("version") + 1, **stored)
        rounds += _rounds(ticket, clocks) if clocks is not None else ()
    AwaitedAnswer.objects.bulk_create(rounds)
    record(Event.TICKETS_HELD_TO_LEVEL, policy, about=[policy.company], tickets=len(wanted))
    return len(wanted)


def without_level(policy: ServiceLevelPolicy) -> QuerySet[Ticket]:
    """Give the tickets of other systems that a level would hold for and none does, oldest first."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(policy=None, void=False).exclude(
        source_system=""
    )
    if policy.company_id is not None:
        rows = rows.filter(company_id=policy.company_id)
    if policy.kind:
        rows = rows.filter(Q(kind__iexact=policy.kind))
    return rows.order_by("pk")


def _courses(tickets: Sequence[Ticket]) -> dict[int, list[TicketEntry]]:
    """Read what happened on all of them, each in order: one query."""
    rows = TicketEntry.objects.filter(ticket__in=[one.pk for one in tickets])
    ordered = rows.order_by("ticket_id", "at", "pk")
    return {pk: list(found) for pk, found in groupby(ordered, key=attrgetter("ticket_id"))}


def _clocks(
    ticket: Ticket, course: Sequence[TicketEntry], terms: ServicePolicy, at: datetime
) -> TicketClocks | None:
    """Count a course; None for one that tells of no beginning."""
    if not any(one.happened == Happened.CREATED.value for one in course):
        return None
    return clocks_by(clock_events(course, {}, ticket.opened_at), terms, at)


def _put_under(
    policy: ServiceLevelPolicy,
    tickets: Sequence[Ticket],
    courses: Mapping[int, Sequence[TicketEntry]],
    by: Actor,
) -> None:
    TicketEntry.objects.bulk_create(
        TicketEntry(
            ticket=ticket,
            # Some systems tell of a change before the opening: the level holds from then.
            at=min([ticket.opened_at, *(one.at for one in courses.get(ticket.pk, ())[:1])]),
            happened=Happened.POLICY_CHANGED.value,
            after=str(policy.pk),
            person_id=by.person_id,
            who="" if by.person_id else by.name,
            text=f"Held to “{policy.name}” afterwards.{_SAID[ticket.resolution_met]}",
        )
        for ticket in tickets
    )


def _rounds(ticket: Ticket, clocks: TicketClocks) -> list[AwaitedAnswer]:
    return [
        AwaitedAnswer(
            ticket=ticket, nth=nth, asked_at=one.began_at, due_at=one.due_at,
            answered_at=one.stopped_at, met=met_of(one),
        )
        for nth, one in enumerate(clocks.rounds, start=1)
        if has_target(one)
    ]  # fmt: skip
