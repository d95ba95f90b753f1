"""The clocks of tickets: read from what happened, and put into what lists and measures need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.models import ServiceLevelPolicy, Ticket, TicketEntry
from upheld.desk.models.ticket import NEVER
from upheld.desk.queries.service_levels import NO_TARGETS, agreed
from upheld.desk.rules.service_clock import ClockReading, Standing, clock
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

_CLOCKED = {str(one.value): one for one in Happened}
_MET = {Standing.MET: True, Standing.MISSED: False}
_WITHOUT_DUE = {Standing.NO_TARGET, Standing.NOT_DUE}


@dataclass(frozen=True, slots=True)
class TicketClocks:
    """Both clocks of a ticket at a moment."""

    response: ClockReading
    resolution: ClockReading


def entries_of(ticket: Ticket) -> list[TicketEntry]:
    """Give all that happened on a ticket, in order: one query."""
    rows = TicketEntry.objects.filter(ticket=ticket).select_related("person", "contact")
    return list(rows.order_by("at", "pk"))


def clock_events(
    entries: Iterable[TicketEntry], policies: Mapping[int, ServicePolicy]
) -> list[TicketEvent]:
    """Give what the clocks care for, of all that happened."""
    known = ((entry, _CLOCKED.get(entry.happened)) for entry in entries)
    return [_event(entry, happened, policies) for entry, happened in known if happened is not None]


def _event(
    entry: TicketEntry, happened: Happened, policies: Mapping[int, ServicePolicy]
) -> TicketEvent:
    return TicketEvent(
        at=entry.at,
        happened=happened,
        state="new" if happened is Happened.CREATED else entry.after,
        priority=int(entry.after) if happened in _WITH_PRIORITY else 0,
        policy=policies.get(int(entry.after or 0)) if happened is Happened.POLICY_CHANGED else None,
        by_person=not entry.automatic,
    )


_WITH_PRIORITY = {Happened.CREATED, Happened.PRIORITY_CHANGED}


def policies_of(
    entries: Sequence[TicketEntry], known: Iterable[ServiceLevelPolicy] = ()
) -> dict[int, ServicePolicy]:
    """Give the service levels that a ticket began and went on under; `known` ones are not asked."""
    wanted = {int(text) for entry in entries for text in (_policy_text(entry),) if text.isdecimal()}
    rows = {row.pk: row for row in known if row.pk in wanted}
    missing = wanted - rows.keys()
    if missing:
        found = ServiceLevelPolicy.objects.filter(pk__in=missing).select_related(
            "schedule", "provider"
        )
        rows |= {row.pk: row for row in found}
    return agreed(rows.values())


def _policy_text(entry: TicketEntry) -> str:
    if entry.happened == Happened.CREATED.value:
        return entry.before
    return entry.after if entry.happened == Happened.POLICY_CHANGED.value else ""


def clocks_of(
    entries: Sequence[TicketEntry], at: datetime, known: Iterable[ServiceLevelPolicy] = ()
) -> TicketClocks | None:
    """Read both clocks at a moment; None for a ticket that never had a service level."""
    policies = policies_of(entries, known)
    created = next((one for one in entries if one.happened == Happened.CREATED.value), None)
    if not policies or created is None:
        return None
    began = policies.get(int(created.before or 0), NO_TARGETS)
    events = clock_events(entries, policies)
    return TicketClocks(
        clock(Target.FIRST_RESPONSE, events, began, at=at),
        clock(Target.RESOLUTION, events, began, at=at),
    )


def stored_clocks(clocks: TicketClocks | None) -> dict[str, Any]:
    """Give the columns of a ticket in which lists and measures find its clocks."""
    if clocks is None:
        return {
            "response_due_at": None,
            "resolution_due_at": None,
            "response_met": None,
            "resolution_met": None,
            "next_due_at": NEVER,
        }
    resting = clocks.resolution.standing is Standing.PAUSED
    return {
        "response_due_at": _due(clocks.response),
        "resolution_due_at": None if resting else _due(clocks.resolution),
        "response_met": _MET.get(clocks.response.standing),
        "resolution_met": _MET.get(clocks.resolution.standing),
        "next_due_at": min(
            (due for one in (clocks.response, clocks.resolution) if (due := _awaited(one))),
            default=NEVER,
        ),
    }


def _awaited(reading: ClockReading) -> datetime | None:
    """Give when something is due that nobody has done yet, missed or not."""
    if reading.stopped_at is None and reading.standing in {Standing.RUNNING, Standing.MISSED}:
        return reading.due_at
    return None


def _due(reading: ClockReading) -> datetime | None:
    return None if reading.standing in _WITHOUT_DUE else reading.due_at
