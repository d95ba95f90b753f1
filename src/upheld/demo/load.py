"""A desk filled for load tests: many tickets with their courses and time, quickly and rightly.

Written in batches by one operation each, in the tables that everything else reads, with a record
entry per batch that holds the digest of what it wrote. Clocks are worked out from what happened,
by the same rules as for tickets that were opened one by one. Colleagues and customers grow with
the tickets, so that nobody's week holds more than a week; where there are as many colleagues as a
provider has, the tickets go further back instead.
"""

from __future__ import annotations

import hashlib
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from upheld.customers.models import Company, Standing
from upheld.customers.operations.companies import add_company
from upheld.demo.words import REPLIES, REQUESTS, RESOLVED
from upheld.desk.models import ServiceLevelPolicy, Ticket, TicketEntry
from upheld.desk.queries.service_levels import agreed
from upheld.desk.queries.ticket_clocks import (
    TicketClocks,
    clock_events,
    stored_clocks,
    stored_course,
)
from upheld.desk.rules.service_clock import clock
from upheld.desk.rules.ticket_events import ServicePolicy, Target
from upheld.desk.targets import ticket_target
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.search.documents import refresh_search
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.business_time import add_business_seconds
from upheld.foundation.values.money import Money
from upheld.money.operations.labour_sums import all_labour_changed, sum_labour
from upheld.people.models import Person
from upheld.people.operations.pay import set_pay
from upheld.people.operations.people import add_person
from upheld.people.roles import Role
from upheld.timekeeping.models import Billing, TimeEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from upheld.foundation.actor import Actor

TICKETS_PER_SCALE = 1_000
TIMES_PER_TICKET = 3
TICKETS_PER_PERSON = 2_000
MOST_PEOPLE = 200
TICKETS_PER_CUSTOMER = 200
SALARY = 34_000
AVAILABLE_HOURS = 1_600
BATCH = 500
ONE_INSERT = 500
DAYS = 540
LEFT_OPEN = timedelta(days=3)
MINUTES = (5, 10, 15, 20, 30, 45, 60)
SOLVED = "resolved"

FIRST = ("Alma", "Bruno", "Clara", "Dario", "Edda", "Felipe", "Greta", "Hamid", "Ines", "Jonas")
LAST = ("Abbott", "Barros", "Castle", "Dalgaard", "Ekwueme", "Fontaine", "Gruber", "Hughes")
TOWN = ("Alder", "Birch", "Cedar", "Dover", "Elm", "Fern", "Gorse", "Hazel", "Iris", "Jasmine")
TRADE = ("Bakery", "Clinic", "Freight", "Glazing", "Insurance", "Joinery", "Law", "Nursery")


class Event(StrEnum):
    """Facts of filling."""

    DESK_FILLED = "demo.desk.filled"


@dataclass(frozen=True)
class Desk:
    """What tickets of the load are made of, read once."""

    companies: list[Company]
    people: list[Person]
    policy: ServiceLevelPolicy
    terms: ServicePolicy
    rng: random.Random
    now: datetime
    days: int


def fill_to_scale(
    scale: float, now: datetime, *, seed: int, say: Callable[[str], None], slug: str = "northgate"
) -> dict[str, int]:
    """Fill a company's desk with `scale` times a thousand tickets; give what was made.

    The company needs a technician, a customer and a service level for everybody.
    """
    wanted = int(scale * TICKETS_PER_SCALE)
    if not wanted:
        return {"tickets": 0, "time_entries": 0}
    provider = Provider.objects.get(slug=slug)
    begun, made = time.monotonic(), 0
    with open_provider(provider.pk):
        by = system(provider.pk, name="Load")
        grow(wanted, by, now)
        desk = _desk(now, seed, days=_days(Ticket.objects.count() + wanted))
        while made < wanted:
            count = min(BATCH, wanted - made)
            fill_desk(desk=desk, count=count, by=by, at=now)
            made += count
            if made % (20 * BATCH) == 0:
                say(f"{made:,} of {wanted:,} tickets, {made / (time.monotonic() - begun):,.0f}/s")
        # As the job does by and by.
        all_labour_changed()
        sum_labour(now)
    return {"tickets": made, "time_entries": made * TIMES_PER_TICKET}


def _days(tickets: int) -> int:
    """Give over how many days so many tickets are spread."""
    return int(DAYS * max(1.0, tickets / TICKETS_PER_PERSON / MOST_PEOPLE))


def grow(wanted: int, by: Actor, at: datetime) -> None:
    """Let in as many technicians and enter as many customers as so many more tickets need."""
    tickets = Ticket.objects.count() + wanted
    currency = Provider.objects.get(pk=by.provider_id).currency
    none = Money.zero(currency)
    technicians = Person.objects.filter(active=True, role=Role.TECHNICIAN).count()
    for index in range(technicians, min(tickets // TICKETS_PER_PERSON, MOST_PEOPLE)):
        name = f"{FIRST[index % len(FIRST)]} {LAST[index // len(FIRST) % len(LAST)]}"
        person = add_person(
            name=name, email=f"desk{index}@northgate.example", role=Role.TECHNICIAN,
            title="Technician", handle=f"desk{index}", by=by, at=at,
        )  # fmt: skip
        set_pay(
            person=person, from_on=at.date() - 2 * timedelta(days=_days(tickets)),
            salary=Money.of(SALARY, currency), employer_taxes=none, benefits=none, overhead=none,
            available_seconds=AVAILABLE_HOURS * 3600, by=by, at=at,
        )  # fmt: skip
    for index in range(Company.objects.count(), tickets // TICKETS_PER_CUSTOMER):
        town, trade = TOWN[index % len(TOWN)], TRADE[index // len(TOWN) % len(TRADE)]
        add_company(
            name=f"{town} {trade} {index}", standing=Standing.CUSTOMER, by=by, at=at,
        )  # fmt: skip


@operation(None)
def fill_desk(*, desk: Desk, count: int, by: Actor, at: datetime) -> list[Ticket]:
    """Make `count` tickets with their courses and three pieces of time each; record the batch."""
    del by, at
    first = next_number("ticket", count)
    made = [_ticket(desk, first + index) for index in range(count)]
    tickets = Ticket.objects.bulk_create((ticket for ticket, _course in made), ONE_INSERT)
    courses = [entry for _ticket, course in made for entry in course]
    for entry in courses:
        entry.ticket_id = entry.ticket.pk
    TicketEntry.objects.bulk_create(courses, ONE_INSERT)
    worked = [entry for one in tickets for entry in _times(desk, one)]
    TimeEntry.objects.bulk_create(worked, ONE_INSERT)
    refresh_search(*tickets)
    digest = hashlib.sha256("\n".join(f"{one.number} {one.title}" for one in tickets).encode())
    record(Event.DESK_FILLED, desk.policy, first=first, count=count, digest=digest.hexdigest())
    return tickets


def _desk(now: datetime, seed: int, *, days: int) -> Desk:
    policy = ServiceLevelPolicy.objects.select_related("schedule").get(company=None, until_at=None)
    return Desk(
        companies=list(Company.objects.order_by("pk")),
        people=list(Person.objects.filter(active=True, role=Role.TECHNICIAN).order_by("pk")),
        policy=policy,
        terms=agreed([policy])[policy.pk],
        rng=random.Random(seed),  # noqa: S311  a load, not a secret
        now=now,
        days=days,
    )


def _ticket(desk: Desk, number: int) -> tuple[Ticket, list[TicketEntry]]:
    """Give a ticket with all that happened on it."""
    rng = desk.rng
    title, priority = rng.choice(REQUESTS)
    opened = desk.now - timedelta(seconds=rng.randint(3600, desk.days * 86400))
    replied = _moment(desk, opened, desk.terms.first_response[priority], 0.93)
    resolved = max(replied, _moment(desk, opened, desk.terms.resolution[priority], 0.88))
    answered, over = replied <= desk.now, resolved < desk.now - LEFT_OPEN
    ticket = Ticket(
        number=number,
        company=rng.choice(desk.companies),
        title=f"{title} ({number})",
        state="closed" if over else "open" if answered else "new",
        priority=priority,
        kind="incident",
        assignee=rng.choice(desk.people),
        policy=desk.policy,
        opened_at=opened,
        first_response_at=replied if answered else None,
        resolved_at=resolved if over else None,
        closed_at=resolved if over else None,
        last_at=resolved if over else replied if answered else opened,
    )
    course = _course(desk, ticket)
    stored = stored_clocks(_clocks(desk, course)) | stored_course(course, reopened=0)
    for name, value in stored.items():
        setattr(ticket, name, value)
    return ticket, course


def _moment(desk: Desk, opened: datetime, agreed_seconds: int, in_time: float) -> datetime:
    """Give a moment before what was agreed in the desk's hours, or in some cases after it."""
    rng = desk.rng
    share = rng.uniform(0.05, 0.9) if rng.random() < in_time else rng.uniform(1.05, 2.0)
    return add_business_seconds(desk.terms.calendar, opened, int(agreed_seconds * share))


def _course(desk: Desk, ticket: Ticket) -> list[TicketEntry]:
    """Tell what happened on a ticket, in the words and order that the desk's operations use."""
    rng = desk.rng

    def entry(at: datetime, happened: str, **said: str) -> TicketEntry:
        return TicketEntry(
            ticket=ticket, person=ticket.assignee, at=at, happened=happened, public=True, **said
        )

    first, solved = ticket.first_response_at, ticket.resolved_at
    found = [
        entry(ticket.opened_at, "created", before=str(desk.policy.pk), after=str(ticket.priority))
    ]
    if first is not None:
        found.append(entry(first, "replied", text=rng.choice(REPLIES)))
        found.append(entry(first, "state_changed", before="new", after="open"))
    if solved is not None:
        text = rng.choice(RESOLVED)
        found.append(entry(solved, SOLVED, before="open", after=SOLVED, text=text))
        found.append(entry(solved, "state_changed", before=SOLVED, after="closed"))
    return found


def _clocks(desk: Desk, course: list[TicketEntry]) -> TicketClocks:
    events = clock_events(course, {desk.policy.pk: desk.terms})
    return TicketClocks(
        clock(Target.FIRST_RESPONSE, events, desk.terms, at=desk.now),
        clock(Target.RESOLUTION, events, desk.terms, at=desk.now),
    )


def _times(desk: Desk, ticket: Ticket) -> list[TimeEntry]:
    """Give pieces of time from the first answer on, none of them later than now."""
    begun = ticket.first_response_at or ticket.opened_at
    target = ticket_target(ticket, billing=Billing.COVERED)
    found = []
    for index in range(TIMES_PER_TICKET):
        at = min(begun + timedelta(hours=index), desk.now)
        found.append(
            TimeEntry(
                person=ticket.assignee,
                company=ticket.company,
                on_kind=target.kind,
                on_id=target.id,
                on_title=target.title,
                on_url=target.url,
                category=target.category,
                billing=target.billing,
                worked_on=at.date(),
                seconds=desk.rng.choice(MINUTES) * 60,
                entered_at=at,
            )
        )
    return found
