"""The endpoints of tickets, for the staff's programs and for a customer's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.customers.models import Contact
from upheld.customers.queries.companies import visible_companies
from upheld.desk.lists import TICKETS
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.ticket_changes import (
    assign_ticket,
    change_ticket,
    prioritise_ticket,
)
from upheld.desk.operations.ticket_templates import open_by_template
from upheld.desk.operations.tickets import Arrival, note_on_ticket, open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_setup import visible_queues
from upheld.desk.queries.ticket_templates import templates_in_use
from upheld.desk.queries.tickets import numbered_tickets, readable_entries, visible_tickets
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.models import Person

Id = Annotated[int, Field(ge=1, le=2**62)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Tag = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
Tags = Annotated[list[Tag], Field(max_length=20)]
Priority = Annotated[int, Field(ge=1, le=4)]
FieldId = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$")]
Answer = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Answers = Annotated[dict[FieldId, Answer], Field(max_length=60)]
"""What stands in the provider's own fields, by their ids."""
Kind = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class TicketOut(Schema):
    """A ticket, for the staff."""

    number: int
    title: str
    state: str
    priority: int
    kind: str
    tags: list[str]
    company: int | None
    """The customer's number."""
    contact: int | None
    assignee: int | None
    opened_at: datetime
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    response_due_at: datetime | None
    next_response_due_at: datetime | None
    resolution_due_at: datetime | None
    response_met: bool | None
    resolution_met: bool | None
    reopened: int
    merged_into: int | None
    """The number of the ticket that stays, where this one was merged: it counts nowhere."""
    parent: int | None
    queue: int | None
    """The id of a queue by function."""
    answers: dict[str, str]
    """What stands in the provider's own fields, by their ids."""
    checks: int
    checks_done: int
    version: int

    @classmethod
    def of(cls, ticket: Ticket) -> TicketOut:
        """Show a ticket."""
        apart = {"company", "contact", "assignee", "merged_into", "parent", "queue"}
        return cls(
            company=ticket.company.number if ticket.company else None,
            contact=ticket.contact_id,
            assignee=ticket.assignee_id,
            queue=ticket.queue_id,
            merged_into=ticket.merged_into.number if ticket.merged_into else None,
            parent=ticket.parent.number if ticket.parent else None,
            **{name: getattr(ticket, name) for name in cls.model_fields if name not in apart},
        )


class TicketEntryOut(Schema):
    """One thing that happened on a ticket."""

    id: int
    at: datetime
    happened: str
    who: str
    before: str
    after: str
    text: str
    public: bool
    automatic: bool

    @classmethod
    def of(cls, entry: TicketEntry) -> TicketEntryOut:
        """Show an entry, with the name of whoever it was."""
        named = entry.person.name if entry.person else entry.contact.name if entry.contact else ""
        apart = {"who"}
        return cls(
            who=named or entry.who,
            **{name: getattr(entry, name) for name in cls.model_fields if name not in apart},
        )


class TicketIn(Schema):
    """A new ticket; `company` is the customer's number.

    By a template (its number) it begins as that says; what is given here says otherwise.
    """

    template: Number | None = None
    title: Title | None = None
    """May be left out where a template says it."""
    company: Number | None = None
    contact: Id | None = None
    priority: Priority = 3
    kind: Kind = ""
    text: Text = ""
    assignee: Id | None = None
    tags: Tags = []
    queue: Id | None = None
    answers: Answers = {}


class TicketChange(Schema):
    """What a ticket is about; what is left out stays."""

    title: Title | None = None
    kind: Kind | None = None
    tags: Tags | None = None


class ReplyIn(Schema):
    """A reply; `automatic` says that no person wrote it, so that no clock stops."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
    automatic: bool = False
    wait: bool = False
    """Leave it with the customer."""
    read_to: Annotated[int, Field(ge=0, le=2**62)] | None = None
    """The `id` of the last entry that was read: what others said since refuses the reply."""


class WordsIn(Schema):
    """Some words."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]


class MaybeWordsIn(Schema):
    """Some words, or none."""

    text: Short = ""


class TicketReasonIn(Schema):
    """Why something is done."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class AssigneeIn(Schema):
    """Who has it; null for nobody."""

    person: Id | None


class PriorityIn(Schema):
    """How urgent it is."""

    priority: Priority


def found_ticket(request: Request, number: int) -> Ticket:
    """Find a ticket that the actor may see, one that was merged too: it says into which."""
    return find(numbered_tickets(request.actor), number=number)


@endpoint(May.SEE_TICKETS, "GET", "tickets", lists=TICKETS)
def tickets(request: Request) -> Paged[TicketOut]:
    """List tickets, the most pressing first unless another order is asked for."""
    return paged(TICKETS, visible_tickets(request.actor), request, TicketOut.of)


@endpoint(May.OPEN_TICKETS, "POST", "tickets", status=201)
def open_one(request: Request, body: TicketIn) -> TicketOut:
    """Open a ticket under the customer's service level."""
    values = _particulars(request, body)
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    queue = find(visible_queues(request.actor), pk=body.queue) if body.queue else None
    arrival = Arrival(queue=queue, answers=answers_by_id(body.answers))
    if body.template is None:
        if not body.title:
            raise invalid(title="Say in a few words what it is about.")
        return TicketOut.of(open_ticket(arrival=arrival, **values, **who))
    template = find(templates_in_use(request.actor), number=body.template)
    ticket = open_by_template(template=template, over=values, arrival=arrival, **who)
    return TicketOut.of(ticket)


def answers_by_id(answers: Mapping[str, str]) -> dict[int, str]:
    """Give answers by the ids of their fields."""
    return {int(key): value for key, value in answers.items()}


def _particulars(request: Request, body: TicketIn) -> dict[str, Any]:
    """Give what was said of a new ticket; what was left out is the template's to say."""
    values = body.model_dump(exclude_unset=True, exclude={"template", "queue", "answers"})
    if values.get("title", "") is None:
        values.pop("title")
    number, contact = values.pop("company", None), values.pop("contact", None)
    company = find(visible_companies(request.actor), number=number) if number else None
    if values.get("assignee"):
        values["assignee"] = find(Person.objects.filter(active=True), pk=values["assignee"])
    people = Contact.objects.filter(company=company)
    return {
        **values, "company": company, "contact": find(people, pk=contact) if contact else None,
    }  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}")
def ticket(request: Request, response: HttpResponse, number: Number) -> TicketOut:
    """Show a ticket."""
    found = found_ticket(request, number)
    return with_etag(response, found, TicketOut.of(found))


@endpoint(May.WORK_ON_TICKETS, "PATCH", "tickets/{number}")
def change(request: Request, number: Number, body: TicketChange) -> TicketOut:
    """Correct what a ticket is about; send If-Match so that nobody's change is lost."""
    given = body.model_dump(exclude_none=True)
    changed = change_ticket(ticket=found_ticket(request, number), seen=seen_version(request),
                            by=request.actor, at=request.at, **given)  # fmt: skip
    return TicketOut.of(changed)


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/entries")
def entries(request: Request, number: Number) -> list[TicketEntryOut]:
    """List what happened on a ticket, in order."""
    found = readable_entries(found_ticket(request, number), request.actor)
    return [TicketEntryOut.of(entry) for entry in found]


@endpoint(May.REPLY_TO_TICKETS, "POST", "tickets/{number}/replies", status=201)
def reply(request: Request, number: Number, body: ReplyIn) -> TicketOut:
    """Write what the customer reads; a person's first stops the first-response clock."""
    said = reply_to_ticket(
        ticket=found_ticket(request, number), text=body.text, automatic=body.automatic,
        then="waiting" if body.wait else "", seen=seen_version(request), read_to=body.read_to,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketOut.of(said)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/notes", status=201)
def note(request: Request, number: Number, body: WordsIn) -> TicketOut:
    """Write what only the staff reads."""
    noted = note_on_ticket(
        ticket=found_ticket(request, number), text=body.text, by=request.actor, at=request.at
    )
    return TicketOut.of(noted)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/assignee")
def assign(request: Request, number: Number, body: AssigneeIn) -> TicketOut:
    """Give a ticket to somebody, or to nobody."""
    person = find(Person.objects.filter(active=True), pk=body.person) if body.person else None
    given = assign_ticket(ticket=found_ticket(request, number), assignee=person,
                          seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(given)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/priority")
def prioritise(request: Request, number: Number, body: PriorityIn) -> TicketOut:
    """Set how urgent a ticket is."""
    done = prioritise_ticket(
        ticket=found_ticket(request, number), priority=body.priority, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketOut.of(done)
