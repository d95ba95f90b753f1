"""The endpoints of recurring tickets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.agreements.models import Agreement
from upheld.customers.models import Contact
from upheld.customers.queries.companies import visible_companies
from upheld.desk.api.tickets import Id, Number, TicketReasonIn
from upheld.desk.lists_setup import RECURRING
from upheld.desk.may import May
from upheld.desk.models import RecurringDay, RecurringTicket
from upheld.desk.operations.recurring_tickets import (
    RecurringWords,
    end_recurring,
    keep_recurring,
    pause_recurring,
    resume_recurring,
)
from upheld.desk.queries.recurring_tickets import recurring_page, visible_recurring
from upheld.desk.queries.ticket_templates import templates_in_use
from upheld.desk.rules.recurrence import Recurrence, Unit, in_words
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.people.models import Person

Weekday = Annotated[int, Field(ge=0, le=6)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2189, 12, 31))]


class RecurringIn(Schema):
    """What recurs. `template`, `company` and `agreement` are numbers, the others ids.

    By week on `weekdays` (0 Monday); by month on the `nth` (1 to 4, -1 the last) of `weekdays`, or
    with `nth` 0 on `day`; `minute` is of the day, by the wall clock of the provider's zone.
    """

    template: Number
    title: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    company: Number | None = None
    contact: Id | None = None
    agreement: Number | None = None
    assignee: Id | None = None
    unit: Literal["day", "week", "month", "year"]
    every: Annotated[int, Field(ge=1, le=60)] = 1
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    nth: Literal[-1, 0, 1, 2, 3, 4] = 0
    day: Annotated[int, Field(ge=0, le=31)] = 0
    starts_on: Day
    until_on: Day | None = None
    minute: Annotated[int, Field(ge=0, le=1439)] = 420


class RecurringOut(Schema):
    """A recurring ticket; `often` says in words when it is made."""

    number: int
    title: str
    template: int
    company: int | None
    contact: int | None
    agreement: int | None
    assignee: int | None
    often: str
    minute: int
    starts_on: date
    until_on: date | None
    next_at: datetime | None
    made: int
    paused_at: datetime | None
    ended_at: datetime | None
    why_ended: str
    version: int

    @classmethod
    def of(cls, row: RecurringTicket) -> RecurringOut:
        """Show a recurring ticket."""
        apart = {"title", "template", "company", "contact", "agreement", "assignee", "often"}
        return cls(
            title=str(row), template=row.template.number,
            company=row.company.number if row.company else None, contact=row.contact_id,
            agreement=row.agreement.number if row.agreement else None, assignee=row.assignee_id,
            often=in_words(row.rule),
            **{name: getattr(row, name) for name in cls.model_fields if name not in apart},
        )  # fmt: skip


class RecurringDayOut(Schema):
    """A day that is over: the number of its ticket, or why nothing was made."""

    on: date
    ticket: int | None
    why_not: str

    @classmethod
    def of(cls, row: RecurringDay) -> RecurringDayOut:
        """Show a day."""
        number = row.ticket.number if row.ticket else None
        return cls(on=row.on, ticket=number, why_not=row.why_not)


class RecurringDaysOut(Schema):
    """The next five moments at which it is made, and the last days."""

    ahead: list[datetime]
    behind: list[RecurringDayOut]


def _found(request: Request, number: int) -> RecurringTicket:
    return find(visible_recurring(request.actor), number=number)


def _words(request: Request, body: RecurringIn) -> RecurringWords:
    rule = Recurrence(
        Unit(body.unit), body.starts_on, body.every, tuple(body.weekdays), body.nth, body.day,
        body.until_on,
    )  # fmt: skip
    companies = visible_companies(request.actor)
    company = find(companies, number=body.company) if body.company else None
    people = Contact.objects.filter(company=company, active=True)
    staff = Person.objects.filter(active=True)
    return RecurringWords(
        template=find(templates_in_use(request.actor), number=body.template), rule=rule,
        minute=body.minute, title=body.title, company=company,
        contact=find(people, pk=body.contact) if body.contact else None,
        agreement=find(Agreement.objects.all(), number=body.agreement) if body.agreement else None,
        assignee=find(staff, pk=body.assignee) if body.assignee else None,
    )  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "recurring-tickets", lists=RECURRING)
def recurring_tickets(request: Request) -> Paged[RecurringOut]:
    """List the recurring tickets, the next to be made first."""
    return paged(RECURRING, visible_recurring(request.actor), request, RecurringOut.of)


@endpoint(May.SET_UP_DESK, "POST", "recurring-tickets", status=201)
def new_recurring_ticket(request: Request, body: RecurringIn) -> RecurringOut:
    """Have a ticket made again and again."""
    made = keep_recurring(words=_words(request, body), by=request.actor, at=request.at)
    return RecurringOut.of(made)


@endpoint(May.SEE_TICKETS, "GET", "recurring-tickets/{number}")
def recurring_ticket(request: Request, response: HttpResponse, number: Number) -> RecurringOut:
    """Show a recurring ticket."""
    found = _found(request, number)
    return with_etag(response, found, RecurringOut.of(found))


@endpoint(May.SEE_TICKETS, "GET", "recurring-tickets/{number}/days")
def recurring_days(request: Request, number: Number) -> RecurringDaysOut:
    """Show when it is made next, and what was made on the last days."""
    page = recurring_page(_found(request, number), request.at)
    return RecurringDaysOut(
        ahead=[moment for _day, moment in page.ahead],
        behind=[RecurringDayOut.of(one) for one in page.behind],
    )  # fmt: skip


@endpoint(May.SET_UP_DESK, "PUT", "recurring-tickets/{number}")
def change_recurring_ticket(request: Request, number: Number, body: RecurringIn) -> RecurringOut:
    """Change how a ticket recurs; what was made stays as it is."""
    changed = keep_recurring(
        words=_words(request, body), recurring=_found(request, number),
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return RecurringOut.of(changed)


@endpoint(May.SET_UP_DESK, "POST", "recurring-tickets/{number}/pausing")
def pause_recurring_ticket(request: Request, number: Number) -> RecurringOut:
    """Have nothing made until it goes on again."""
    done = pause_recurring(recurring=_found(request, number), seen=seen_version(request),
                           by=request.actor, at=request.at)  # fmt: skip
    return RecurringOut.of(done)


@endpoint(May.SET_UP_DESK, "POST", "recurring-tickets/{number}/resuming")
def resume_recurring_ticket(request: Request, number: Number) -> RecurringOut:
    """Let it go on with its next day."""
    done = resume_recurring(recurring=_found(request, number), seen=seen_version(request),
                            by=request.actor, at=request.at)  # fmt: skip
    return RecurringOut.of(done)


@endpoint(May.SET_UP_DESK, "POST", "recurring-tickets/{number}/ending")
def end_recurring_ticket(request: Request, number: Number, body: TicketReasonIn) -> RecurringOut:
    """Have it never made again."""
    done = end_recurring(recurring=_found(request, number), reason=body.reason,
                         seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return RecurringOut.of(done)
