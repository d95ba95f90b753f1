"""The endpoints of calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.customers.models import Company, Contact
from upheld.customers.queries.companies import visible_companies
from upheld.desk.api.tickets import Id, Number
from upheld.desk.may import May
from upheld.desk.models import Call
from upheld.desk.operations.calls import CallWords, begin_call, change_call, end_call, log_call
from upheld.desk.queries.calls import calls_with, visible_calls
from upheld.desk.queries.tickets import visible_tickets
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find

Note = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Words = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Lasted = Annotated[int, Field(ge=60, le=12 * 3600)]


class CallOut(Schema):
    """A call with a customer; it runs while `ended_at` is null."""

    id: int
    company: int
    """The customer's number."""
    contact: int | None
    ticket: int | None
    """The ticket's number."""
    person: int
    came_in: bool
    started_at: datetime
    ended_at: datetime | None
    note: str
    version: int

    @classmethod
    def of(cls, call: Call) -> CallOut:
        """Show a call."""
        same = ("id", "came_in", "started_at", "ended_at", "note", "version")
        return cls(
            company=call.company.number, contact=call.contact_id, person=call.person_id,
            ticket=call.ticket.number if call.ticket else None,
            **{name: getattr(call, name) for name in same},
        )  # fmt: skip


class CallIn(Schema):
    """A call: begun now, or with `lasted_seconds` one that has just ended."""

    company: Number
    contact: Id | None = None
    ticket: Number | None = None
    came_in: bool = False
    """They rang us: no house rule stands in the way."""
    note: Note = ""
    lasted_seconds: Lasted | None = None
    released_by: Id | None = None
    """The contact who said that a house rule may be set aside, and below their words."""
    released_because: Words = ""


class CallEnd(Schema):
    """What was said; how long it lasted, where it did not end just now."""

    note: Note | None = None
    lasted_seconds: Lasted | None = None


class CallChange(Schema):
    """What a call was about; what is left out stays, null takes it away."""

    note: Note | None = None
    contact: Id | None = None
    ticket: Number | None = None


@endpoint(May.LOG_CALLS, "GET", "customers/{number}/calls")
def calls_of_customer(request: Request, number: Number) -> list[CallOut]:
    """List the latest calls with a customer."""
    company = find(visible_companies(request.actor), number=number)
    return [CallOut.of(one) for one in calls_with(company, request.actor)]


@endpoint(May.LOG_CALLS, "POST", "calls", status=201)
def make_call(request: Request, body: CallIn) -> CallOut:
    """Begin a call, or keep one that has just ended; house rules are held as on the page."""
    company = find(visible_companies(request.actor), number=body.company)
    words = CallWords(
        company, _contact(company, body.contact), None, body.came_in, body.note,
        _contact(company, body.released_by), body.released_because,
    )  # fmt: skip
    if body.ticket:
        ticket = find(visible_tickets(request.actor), number=body.ticket)
        words = CallWords(
            company, words.contact, ticket, words.came_in, words.note, words.released_by,
            words.released_because,
        )  # fmt: skip
    if body.lasted_seconds is None:
        return CallOut.of(begin_call(words=words, by=request.actor, at=request.at))
    lasted = timedelta(seconds=body.lasted_seconds)
    return CallOut.of(log_call(words=words, lasted=lasted, by=request.actor, at=request.at))


@endpoint(May.LOG_CALLS, "GET", "calls/{pk}")
def read_call(request: Request, pk: Id) -> CallOut:
    """Show a call."""
    return CallOut.of(_call(request, pk))


@endpoint(May.LOG_CALLS, "POST", "calls/{pk}/ending")
def finish_call(request: Request, pk: Id, body: CallEnd) -> CallOut:
    """End a call of one's own; time on its ticket is then proposed."""
    lasted = None if body.lasted_seconds is None else timedelta(seconds=body.lasted_seconds)
    done = end_call(
        call=_call(request, pk), note=body.note, lasted=lasted, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return CallOut.of(done)


@endpoint(May.LOG_CALLS, "PATCH", "calls/{pk}")
def correct_call(request: Request, pk: Id, body: CallChange) -> CallOut:
    """Correct what a call of one's own was about; send If-Match."""
    call = _call(request, pk)
    said = body.model_dump(exclude_unset=True)
    if "contact" in said:
        said["contact"] = _contact(call.company, body.contact)
    if "ticket" in said:
        rows = visible_tickets(request.actor)
        said["ticket"] = find(rows, number=body.ticket) if body.ticket else None
    if said.get("note", "") is None:
        said["note"] = ""
    done = change_call(call=call, seen=seen_version(request), by=request.actor, at=request.at,
                       **said)  # fmt: skip
    return CallOut.of(done)


def _call(request: Request, pk: int) -> Call:
    return find(visible_calls(request.actor), pk=pk)


def _contact(company: Company, pk: int | None) -> Contact | None:
    return find(Contact.objects.filter(company=company), pk=pk) if pk else None
