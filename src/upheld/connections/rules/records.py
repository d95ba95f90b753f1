"""What a row becomes: one typed, immutable record per kind, ready to be matched and stored.

Money is in minor units of `currency`, effort in whole seconds, moments in UTC. `source` names the
record in its own system, so that importing it again finds it. `extra` holds what no field takes,
under the source's own column names. `row` is where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from upheld.connections.rules.unreadable import Note


class SourceId(NamedTuple):
    system: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    source: SourceId
    row: int
    extra: Mapping[str, str]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRecord(Record):
    name: str
    sector: str | None = None
    country: str | None = None
    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    phone: str | None = None
    website: str | None = None
    parent: str | None = None
    headcount: int | None = None
    founded_year: int | None = None
    annual_revenue: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord(Record):
    name: str
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord(Record):
    name: str
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    manager: str | None = None
    team: str | None = None
    job_title: str | None = None
    active: bool | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRecord(Record):
    name: str | None = None
    company: str | None = None
    owner: str | None = None
    product: str | None = None
    stage: str | None = None
    outcome: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    value: int | None = None
    monthly_value: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRecord(Record):
    name: str
    series: str | None = None
    price: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRecord(Record):
    """Effort of one person on one thing; a weekly card says only the days it spans, both named."""

    person: str
    effort: int
    starts_on: date
    ends_on: date | None = None
    company: str | None = None
    work: str | None = None
    ticket: str | None = None
    card: str | None = None
    note: str | None = None
    billable: bool | None = None


class TicketEvent(NamedTuple):
    """One moment in a ticket's life. `changes` holds the new value of each field that differs from
    the event before, `extra` likewise of the columns that no field takes (None: emptied); the first
    event holds all that were filled.
    """

    key: str
    at: datetime
    by: str | None
    activity: str | None
    revision: int | None
    changes: Mapping[str, object]
    extra: Mapping[str, str | None]
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecord(Record):
    """A ticket as it last was, with its history in order of time (empty where none came along)."""

    subject: str | None = None
    description: str | None = None
    company: str | None = None
    requester: str | None = None
    opened_by: str | None = None
    channel: str | None = None
    location: str | None = None
    category: str | None = None
    subcategory: str | None = None
    symptom: str | None = None
    asset: str | None = None
    impact: str | None = None
    urgency: str | None = None
    priority: str | None = None
    group: str | None = None
    assignee: str | None = None
    problem: str | None = None
    change: str | None = None
    caused_by: str | None = None
    vendor: str | None = None
    closing_code: str | None = None
    resolved_by: str | None = None
    state: str | None = None
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    first_answered_at: datetime | None = None
    met_service_level: bool | None = None
    reassignments: int | None = None
    reopenings: int | None = None
    history: tuple[TicketEvent, ...] = ()


RECORDS: Mapping[str, type[Record]] = {
    "companies": CompanyRecord,
    "contacts": ContactRecord,
    "people": PersonRecord,
    "deals": DealRecord,
    "products": ProductRecord,
    "tickets": TicketRecord,
    "ticket-events": TicketRecord,
    "time": TimeRecord,
}
