"""A desk filled for load tests: many tickets with their courses and time, quickly and rightly.

Written in batches by one operation each, in the tables that everything else reads, with a record
entry per batch that holds the digest of what it wrote. Service levels are worked out by the same
rules as for tickets that were opened one by one.
"""

from __future__ import annotations

import hashlib
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from upheld.customers.models import Company
from upheld.delivery.models import ServiceLevelPolicy, Ticket, TicketEntry
from upheld.demo.words import REPLIES, REQUESTS, RESOLVED
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.search.documents import refresh_search
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.business_time import add_business_seconds
from upheld.people.models import Person
from upheld.people.queries.calendars import calendar_of_schedule
from upheld.timekeeping.models import Billing, Category, TimeEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.business_time import Calendar

TICKETS_PER_SCALE = 1_000
TIMES_PER_TICKET = 3
BATCH = 500
DAYS = 540


class Event(StrEnum):
    """Facts of filling."""

    DESK_FILLED = "demo.desk.filled"


@dataclass(frozen=True)
class Desk:
    """What tickets of the load are made of, read once."""

    companies: list[Company]
    people: list[Person]
    policy: ServiceLevelPolicy
    calendar: Calendar
    rng: random.Random
    now: datetime


def fill_to_scale(
    scale: float, now: datetime, *, seed: int, say: Callable[[str], None]
) -> dict[str, int]:
    """Fill the demo company's desk with `scale` times a thousand tickets; give what was made."""
    wanted = int(scale * TICKETS_PER_SCALE)
    if not wanted:
        return {"tickets": 0, "time_entries": 0}
    provider = Provider.objects.get(slug="northgate")
    begun, made = time.monotonic(), 0
    with open_provider(provider.pk):
        desk = _desk(provider, now, seed)
        while made < wanted:
            count = min(BATCH, wanted - made)
            fill_desk(desk=desk, count=count, by=system(provider.pk, name="Load"), at=now)
            made += count
            if made % (20 * BATCH) == 0:
                say(f"{made:,} of {wanted:,} tickets, {made / (time.monotonic() - begun):,.0f}/s")
    return {"tickets": made, "time_entries": made * TIMES_PER_TICKET}


@operation(None)
def fill_desk(*, desk: Desk, count: int, by: Actor, at: datetime) -> list[Ticket]:
    """Make `count` tickets with two entries and three pieces of time each, and record the batch."""
    del by, at
    first = next_number("ticket", count)
    tickets = [_ticket(desk, first + index) for index in range(count)]
    Ticket.objects.bulk_create(tickets)
    TicketEntry.objects.bulk_create(entry for one in tickets for entry in _entries(desk, one))
    TimeEntry.objects.bulk_create(entry for one in tickets for entry in _times(desk, one))
    refresh_search(*tickets)
    digest = hashlib.sha256("\n".join(f"{one.number} {one.title}" for one in tickets).encode())
    record(Event.DESK_FILLED, desk.policy, first=first, count=count, digest=digest.hexdigest())
    return tickets


def _desk(provider: Provider, now: datetime, seed: int) -> Desk:
    policy = ServiceLevelPolicy.objects.select_related("schedule").get(company=None, until_at=None)
    return Desk(
        companies=list(Company.objects.all()),
        people=list(Person.objects.filter(active=True, role="technician")),
        policy=policy,
        calendar=calendar_of_schedule(policy.schedule, provider),
        rng=random.Random(seed),  # noqa: S311  a load, not a secret
        now=now,
    )


def _ticket(desk: Desk, number: int) -> Ticket:
    rng = desk.rng
    title, priority = rng.choice(REQUESTS)
    opened = desk.now - timedelta(seconds=rng.randint(3600, DAYS * 86400))
    respond, resolve = desk.policy.first_response, desk.policy.resolution
    response_due = add_business_seconds(desk.calendar, opened, int(respond[str(priority)]))
    resolution_due = add_business_seconds(desk.calendar, opened, int(resolve[str(priority)]))
    replied = _moment(rng, opened, response_due, 0.93)
    resolved = max(replied, _moment(rng, opened, resolution_due, 0.88))
    over = resolved < desk.now - timedelta(days=3)
    return Ticket(
        number=number,
        company=rng.choice(desk.companies),
        title=f"{title} ({number})",
        state="closed" if over else "open",
        priority=priority,
        kind="incident",
        assignee=rng.choice(desk.people),
        policy=desk.policy,
        opened_at=opened,
        first_response_at=min(replied, desk.now),
        resolved_at=resolved if over else None,
        closed_at=resolved if over else None,
        response_due_at=response_due,
        resolution_due_at=resolution_due,
        response_met=replied <= response_due,
        resolution_met=resolved <= resolution_due if over else None,
        last_at=resolved if over else min(replied, desk.now),
    )


def _moment(rng: random.Random, opened: datetime, due: datetime, in_time: float) -> datetime:
    """Give a moment before what is due, or in some cases after it."""
    span = (due - opened).total_seconds()
    share = rng.uniform(0.05, 0.9) if rng.random() < in_time else rng.uniform(1.05, 2.0)
    return opened + timedelta(seconds=int(span * share))


def _entries(desk: Desk, ticket: Ticket) -> list[TicketEntry]:
    common: dict[str, Any] = {"ticket": ticket, "person": ticket.assignee}
    found = [
        TicketEntry(
            **common, at=ticket.first_response_at, happened="replied",
            text=desk.rng.choice(REPLIES), public=True,
        )
    ]  # fmt: skip
    if ticket.resolved_at is not None:
        text = desk.rng.choice(RESOLVED)
        found.append(
            TicketEntry(
                **common, at=ticket.resolved_at, happened="resolved", text=text, public=True
            )
        )
    return found


def _times(desk: Desk, ticket: Ticket) -> list[TimeEntry]:
    begun = ticket.first_response_at or ticket.opened_at
    found = []
    for index in range(TIMES_PER_TICKET):
        at = min(begun + timedelta(hours=index), desk.now)
        found.append(
            TimeEntry(
                person=ticket.assignee,
                company=ticket.company,
                on_kind="ticket",
                on_id=ticket.pk,
                on_title=ticket.title,
                category=Category.CUSTOMER,
                billing=Billing.COVERED,
                worked_on=at.date(),
                started_at=at,
                seconds=desk.rng.choice((5, 10, 15, 20, 30, 45, 60)) * 60,
                entered_at=at,
            )
        )
    return found
