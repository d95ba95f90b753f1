"""Two tickets about one thing become one, and are taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import AwaitedAnswer, Escalation, Ticket, TicketNotice, TicketWatcher
from upheld.desk.operations.ticket_course import happen, record_ticket, settle
from upheld.desk.queries.ticket_clocks import stored_clocks
from upheld.desk.rules.ticket_merging import Mergeable, merge_problems, urgent_of
from upheld.foundation.operation import lock, operation
from upheld.foundation.refusals import Reason, Refused, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor


def mergeable(ticket: Ticket) -> Mergeable:
    """Give what the rules of merging look at."""
    return Mergeable(
        ticket.number, ticket.company_id, ticket.opened_at, ticket.state,
        merged=ticket.merged_into_id is not None,
        children=Ticket.objects.filter(parent=ticket, void=False, merged_into=None).exists(),
        parent=ticket.parent_id is not None,
    )  # fmt: skip


@operation(May.WORK_ON_TICKETS)
def merge_ticket(
    *, ticket: Ticket, into: Ticket, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Merge a ticket into an older one of the same customer; gives the one that stays.

    Course, files, time and what was already merged are read on the one that stays; watchers and
    what waits for people go over. It takes the more urgent priority from now on, and its clocks
    are its own. The merged one's clocks end here without a result: it counts in no measure.
    Refuses with: changed_meanwhile, not_found, not_mergeable (each reason of
    rules/ticket_merging.py `merge_problems`).
    """
    # The older first, so that two merges at once wait for each other in one order.
    first, second = sorted((ticket, into), key=lambda one: one.pk)
    held = {first.pk: lock(first)}
    held.setdefault(second.pk, lock(second))
    gone, stays = held[ticket.pk], held[into.pk]
    _require(gone, stays, seen)
    happen(gone, "merged_into", by, at, after=str(stays.number), public=True)
    happen(stays, "merged", by, at, after=str(gone.number), text=gone.title, public=True)
    others = Ticket.objects.filter(merged_into=gone)
    moved = others.update(merged_into=stays.pk) if gone.took_in else 0
    _stop_counting(gone, at, stays)
    _take_people_over(gone, stays, at)
    priority = urgent_of(gone.priority, stays.priority)
    if priority != stays.priority:
        happen(stays, "priority_changed", by, at, before=str(stays.priority), after=str(priority))
    settle(stays, at, priority=priority, took_in=stays.took_in + 1 + moved)
    record_ticket(Event.TICKET_MERGED, gone, into=stays.number)
    record_ticket(Event.TICKET_TOOK_IN, stays, other=gone.number)
    return stays


@operation(May.WORK_ON_TICKETS)
def part_ticket(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take a merged ticket out again: it stands and counts as if it had never been merged.

    Its clocks are read from its own course, in which nothing stopped them. What was written after
    the merge stays where it was written. Refuses with: not_found, not_merged.
    """
    gone = lock(ticket)
    if gone.void or not by.is_staff:
        raise not_found("ticket")
    if gone.merged_into is None:
        raise Refused("not_merged", f"#{gone.number} is merged into nothing.")
    stays = lock(gone.merged_into)
    happen(gone, "parted", by, at, after=str(stays.number), public=True)
    happen(stays, "parted", by, at, after=str(gone.number), public=True)
    settle(gone, at, merged_into_id=None)
    settle(stays, at, took_in=max(0, stays.took_in - 1))
    record_ticket(Event.TICKET_PARTED, gone, into=stays.number)
    return gone


def _require(gone: Ticket, stays: Ticket, seen: int | None) -> None:
    if gone.void or stays.void:
        raise not_found("ticket")
    problems: Sequence[Reason] = merge_problems(mergeable(gone), mergeable(stays))
    if problems:
        raise Refused(
            "not_mergeable",
            "These two cannot become one so.",
            what="Nothing was merged.",
            reasons=problems,
        )
    lock(gone, seen)


def _stop_counting(gone: Ticket, at: datetime, stays: Ticket) -> None:
    """Take a ticket's clocks out of every list and measure; its course stays as it happened."""
    gone.change(
        merged_into_id=stays.pk, took_in=0, last_at=at, parent_id=None, **stored_clocks(None, at)
    )
    AwaitedAnswer.objects.filter(ticket=gone).update(due_at=None, met=None)
    Escalation.objects.filter(ticket=gone, over_at=None).update(over_at=at)


def _take_people_over(gone: Ticket, stays: Ticket, at: datetime) -> None:
    """Have whoever watched the one told of the other, and let what waits for them lead there."""
    known = set(TicketWatcher.objects.filter(ticket=stays).values_list("person_id", flat=True))
    new = TicketWatcher.objects.filter(ticket=gone).exclude(person__in=known)
    people = list(new.values_list("person_id", flat=True))
    for person_id in people:
        TicketWatcher(ticket=stays, person_id=person_id, since=at).save()
    if people:
        Ticket.objects.filter(pk=stays.pk).update(watched=F("watched") + len(people))
    waiting = TicketNotice.objects.filter(seen_at=None)
    told = set(waiting.filter(ticket=stays).values_list("person_id", flat=True))
    waiting.filter(ticket=gone, person__in=told).update(seen_at=at)
    waiting.filter(ticket=gone).update(ticket=stays)
