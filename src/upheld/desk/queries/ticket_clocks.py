"""The clocks of tickets: read from what happened, and put into what lists and measures need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.desk.models import ServiceLevelPolicy, Ticket, TicketEntry
from upheld.desk.models.ticket import NEVER
from upheld.desk.queries.service_levels import NO_TARGETS, agreed
from upheld.desk.rules.service_clock import ClockReading, Standing, clock
from upheld.desk.rules.service_course import course_of
from upheld.desk.rules.service_escalation import calls
from upheld.desk.rules.service_rounds import next_responses
from upheld.desk.rules.ticket_events import Happened, ServicePolicy, Target, TicketEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from upheld.desk.queries.service_levels import Level

_CLOCKED = {str(one.value): one for one in Happened}
_MET = {Standing.MET: True, Standing.MISSED: False}
_WITHOUT_DUE = {Standing.NO_TARGET, Standing.NOT_DUE}


@dataclass(frozen=True, slots=True)
class TicketClocks:
    """The clocks of a ticket at a moment; `rounds` are its next responses, in order."""

    response: ClockReading
    resolution: ClockReading
    rounds: tuple[ClockReading, ...] = ()

    @property
    def all(self) -> tuple[ClockReading, ...]:
        """Give every clock, in the order in which they begin to matter."""
        return (self.response, *self.rounds, self.resolution)


def entries_of(ticket: Ticket) -> list[TicketEntry]:
    """Give all that happened on a ticket, in order: one query."""
    rows = TicketEntry.objects.filter(ticket=ticket).select_related("person", "contact")
    return list(rows.order_by("at", "pk"))


def clock_events(
    entries: Iterable[TicketEntry],
    policies: Mapping[int, ServicePolicy],
    opened_at: datetime | None = None,
) -> list[TicketEvent]:
    """Give what the clocks care for, of all that happened.

    A ticket of another system was opened before the first thing that its history tells: from
    `opened_at` on its clocks run.
    """
    known = ((entry, _CLOCKED.get(entry.happened)) for entry in entries)
    return [
        _event(entry, happened, policies, opened_at)
        for entry, happened in known
        if happened is not None
    ]


def _event(
    entry: TicketEntry,
    happened: Happened,
    policies: Mapping[int, ServicePolicy],
    opened_at: datetime | None,
) -> TicketEvent:
    is_first = happened is Happened.CREATED
    return TicketEvent(
        at=min(entry.at, opened_at) if is_first and opened_at is not None else entry.at,
        happened=happened,
        state="new" if is_first else entry.after,
        priority=int(entry.after) if happened in _WITH_PRIORITY else 0,
        policy=_policy_of(entry, policies) if happened is Happened.POLICY_CHANGED else None,
        by_person=not entry.automatic,
    )


def _policy_of(entry: TicketEntry, policies: Mapping[int, ServicePolicy]) -> ServicePolicy:
    """Give the level that held from an entry on; from some on, none did."""
    return policies.get(int(entry.after or 0), NO_TARGETS)


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
    entries: Sequence[TicketEntry],
    at: datetime,
    known: Iterable[ServiceLevelPolicy] = (),
    opened_at: datetime | None = None,
) -> TicketClocks | None:
    """Read all clocks at a moment; None for a ticket that never had a service level."""
    policies = policies_of(entries, known)
    created = next((one for one in entries if one.happened == Happened.CREATED.value), None)
    if not policies or created is None:
        return None
    began = policies.get(int(created.before or 0), NO_TARGETS)
    return clocks_by(clock_events(entries, policies, opened_at), began, at)


def opening_clocks(created: TicketEntry, level: Level, at: datetime) -> TicketClocks | None:
    """Read the clocks that a ticket's opening starts; None without a service level. No query."""
    if level.row is None:
        return None
    events = clock_events([created], level.policies)
    return clocks_by(events, level.policies[level.row.pk], at)


def clocks_by(events: Sequence[TicketEvent], began: ServicePolicy, at: datetime) -> TicketClocks:
    """Read all clocks of a course that began under a service level."""
    return TicketClocks(
        clock(Target.FIRST_RESPONSE, events, began, at=at),
        clock(Target.RESOLUTION, events, began, at=at),
        next_responses(events, began, at=at) if _asked_again(events) else (),
    )


def _asked_again(events: Iterable[TicketEvent]) -> bool:
    return any(event.happened is Happened.ASKED for event in events)


def stored_clocks(clocks: TicketClocks | None, at: datetime | None = None) -> dict[str, Any]:
    """Give the columns of a ticket in which lists and measures find its clocks.

    `at` is the moment of the reading: with it, also when somebody is to be told of a danger.
    """
    if clocks is None:
        return {
            "response_due_at": None,
            "resolution_due_at": None,
            "response_met": None,
            "resolution_met": None,
            "next_response_due_at": None,
            "next_due_at": NEVER,
            "escalate_at": NEVER,
        }
    resting = clocks.resolution.standing is Standing.PAUSED
    waited = [due for one in clocks.rounds if (due := _awaited(one)) is not None]
    found = calls(clocks.all, at=at) if at is not None else ()
    return {
        "response_due_at": _due(clocks.response),
        "resolution_due_at": None if resting else _due(clocks.resolution),
        "response_met": _MET.get(clocks.response.standing),
        "resolution_met": _MET.get(clocks.resolution.standing),
        "next_response_due_at": min(waited, default=None),
        "next_due_at": min(
            (due for one in clocks.all if (due := _awaited(one)) is not None), default=NEVER
        ),
        "escalate_at": found[0].at if found else NEVER,
    }


def stored_course(entries: Sequence[TicketEntry], *, reopened: int) -> dict[str, Any]:
    """Give the columns of a ticket that say how it was solved, from its whole course."""
    course = course_of(
        (
            (entry.at, entry.happened, entry.person_id, entry.contact_id, entry.automatic)
            for entry in entries
        ),
        reopened=reopened > 0,
    )
    return {
        "first_resolved_at": course.first_resolved_at,
        "one_touch": course.one_touch,
        "one_contact": course.one_contact,
    }


def met_of(reading: ClockReading) -> bool | None:
    """Tell whether a clock was met; None while it runs and where nothing was due."""
    return _MET.get(reading.standing)


def has_target(reading: ClockReading) -> bool:
    """Tell whether a clock ever had something to be held to, and somebody had to do it."""
    return reading.standing not in _WITHOUT_DUE


def _awaited(reading: ClockReading) -> datetime | None:
    """Give when something is due that nobody has done yet, missed or not."""
    if reading.stopped_at is None and reading.standing in {Standing.RUNNING, Standing.MISSED}:
        return reading.due_at
    return None


def _due(reading: ClockReading) -> datetime | None:
    return None if reading.standing in _WITHOUT_DUE else reading.due_at
