"""The endpoints of templates, checklists and queues by function."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.desk.api.tickets import (
    Id,
    Kind,
    Number,
    Priority,
    Tags,
    TicketOut,
    Title,
    found_ticket,
)
from upheld.desk.lists_setup import TEMPLATES
from upheld.desk.may import May
from upheld.desk.models import TicketCheck, TicketQueue, TicketTemplate
from upheld.desk.operations.ticket_checks import add_check, tick_check
from upheld.desk.operations.ticket_queues import close_queue, keep_queue, queue_ticket
from upheld.desk.operations.ticket_templates import (
    TemplateWords,
    keep_template,
    restore_template,
    retire_template,
)
from upheld.desk.queries.ticket_setup import visible_queues
from upheld.desk.queries.ticket_templates import checks_of, visible_templates
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.models import Person
from upheld.playbook.queries.procedures import visible_procedures

CheckWords = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
QueueName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
About = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
FirstWords = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]


class TicketTemplateIn(Schema):
    """All that a template says; `procedures` are numbers, `queue` and `assignee` are ids."""

    name: Name
    title: Title
    text: FirstWords = ""
    kind: Kind = ""
    priority: Priority = 3
    queue: Id | None = None
    assignee: Id | None = None
    tags: Tags = []
    checks: Annotated[list[CheckWords], Field(max_length=50)] = []
    procedures: Annotated[list[Number], Field(max_length=10)] = []


class TicketTemplateOut(Schema):
    """A template."""

    number: int
    name: str
    title: str
    text: str
    kind: str
    priority: int
    queue: int | None
    assignee: int | None
    tags: list[str]
    checks: list[str]
    procedures: list[int]
    """Ids of the procedures, in order."""
    retired_at: datetime | None
    version: int

    @classmethod
    def of(cls, row: TicketTemplate) -> TicketTemplateOut:
        """Show a template."""
        apart = {"queue", "assignee"}
        return cls(
            queue=row.queue_id, assignee=row.assignee_id,
            **{name: getattr(row, name) for name in cls.model_fields if name not in apart},
        )  # fmt: skip


class TicketCheckOut(Schema):
    """One thing to tick."""

    number: int
    words: str
    done_at: datetime | None
    done_by: int | None

    @classmethod
    def of(cls, row: TicketCheck) -> TicketCheckOut:
        """Show a thing to tick."""
        return cls(number=row.number, words=row.words, done_at=row.done_at, done_by=row.done_by_id)


class TicketCheckIn(Schema):
    """What is to be done."""

    words: CheckWords


class TickIn(Schema):
    """Whether a thing is done."""

    done: bool


class TicketQueueIn(Schema):
    """A queue: what it is for, the ids of its people, and how its list opens."""

    name: QueueName
    about: About = ""
    people: Annotated[list[Id], Field(max_length=200)] = []
    view: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""


class TicketQueueOut(Schema):
    """A queue by function."""

    id: int
    name: str
    about: str
    people: list[int]
    view: str
    version: int

    @classmethod
    def of(cls, row: TicketQueue) -> TicketQueueOut:
        """Show a queue."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class IntoQueueIn(Schema):
    """The id of the queue that a ticket is put into; null for none."""

    queue: Id | None


def _found(request: Request, number: int) -> TicketTemplate:
    return find(visible_templates(request.actor), number=number)


def _words(request: Request, body: TicketTemplateIn) -> TemplateWords:
    values = body.model_dump()
    queue, assignee = values.pop("queue"), values.pop("assignee")
    numbers = values.pop("procedures")
    rows = {row.number: row for row in visible_procedures(request.actor).filter(number__in=numbers)}
    if len(rows) != len(set(numbers)):
        raise invalid(procedures="There is no procedure of one of these numbers.")
    return TemplateWords(
        queue=find(visible_queues(request.actor), pk=queue) if queue else None,
        assignee=find(Person.objects.filter(active=True), pk=assignee) if assignee else None,
        procedures=[rows[one] for one in numbers], **values,
    )  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "ticket-templates", lists=TEMPLATES)
def ticket_templates(request: Request) -> Paged[TicketTemplateOut]:
    """List the templates, retired ones too."""
    return paged(TEMPLATES, visible_templates(request.actor), request, TicketTemplateOut.of)


@endpoint(May.SET_UP_DESK, "POST", "ticket-templates", status=201)
def new_ticket_template(request: Request, body: TicketTemplateIn) -> TicketTemplateOut:
    """Make a template."""
    made = keep_template(words=_words(request, body), by=request.actor, at=request.at)
    return TicketTemplateOut.of(made)


@endpoint(May.SEE_TICKETS, "GET", "ticket-templates/{number}")
def ticket_template(request: Request, response: HttpResponse, number: Number) -> TicketTemplateOut:
    """Show a template."""
    found = _found(request, number)
    return with_etag(response, found, TicketTemplateOut.of(found))


@endpoint(May.SET_UP_DESK, "PUT", "ticket-templates/{number}")
def change_ticket_template(
    request: Request, number: Number, body: TicketTemplateIn
) -> TicketTemplateOut:
    """Change a template: tickets to come begin so."""
    changed = keep_template(
        words=_words(request, body), template=_found(request, number),
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketTemplateOut.of(changed)


@endpoint(May.SET_UP_DESK, "POST", "ticket-templates/{number}/retiring")
def retire_ticket_template(request: Request, number: Number) -> TicketTemplateOut:
    """Have no further ticket begin by a template."""
    done = retire_template(template=_found(request, number), seen=seen_version(request),
                           by=request.actor, at=request.at)  # fmt: skip
    return TicketTemplateOut.of(done)


@endpoint(May.SET_UP_DESK, "POST", "ticket-templates/{number}/restoring")
def restore_ticket_template(request: Request, number: Number) -> TicketTemplateOut:
    """Take a retired template up again."""
    done = restore_template(template=_found(request, number), seen=seen_version(request),
                            by=request.actor, at=request.at)  # fmt: skip
    return TicketTemplateOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "GET", "tickets/{number}/checks")
def ticket_checks(request: Request, number: Number) -> list[TicketCheckOut]:
    """List what is to be ticked on a ticket, in order."""
    return [TicketCheckOut.of(one) for one in checks_of(found_ticket(request, number))]


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/checks", status=201)
def new_ticket_check(request: Request, number: Number, body: TicketCheckIn) -> TicketCheckOut:
    """Put one more thing to tick on a ticket."""
    made = add_check(ticket=found_ticket(request, number), words=body.words, by=request.actor,
                     at=request.at)  # fmt: skip
    return TicketCheckOut.of(made)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/checks/{check}")
def tick_ticket_check(
    request: Request, number: Number, check: Annotated[int, Field(ge=1, le=1000)], body: TickIn
) -> TicketCheckOut:
    """Tick a thing, or take the tick off."""
    done = tick_check(ticket=found_ticket(request, number), number=check, done=body.done,
                      by=request.actor, at=request.at)  # fmt: skip
    return TicketCheckOut.of(done)


@endpoint(May.SEE_TICKETS, "GET", "ticket-queues/by-function")
def function_queues(request: Request) -> list[TicketQueueOut]:
    """List the queues by function."""
    return [TicketQueueOut.of(one) for one in visible_queues(request.actor)]


def _said(body: TicketQueueIn) -> dict[str, Any]:
    wanted = set(body.people)
    people = list(Person.objects.filter(pk__in=wanted, active=True))
    if len(people) != len(wanted):
        raise invalid(people="There is no person of one of these ids who works here.")
    return {"name": body.name, "about": body.about, "view": body.view, "people": people}


@endpoint(May.SET_UP_DESK, "POST", "ticket-queues/by-function", status=201)
def new_ticket_queue(request: Request, body: TicketQueueIn) -> TicketQueueOut:
    """Set a queue up."""
    return TicketQueueOut.of(keep_queue(by=request.actor, at=request.at, **_said(body)))


@endpoint(May.SET_UP_DESK, "PUT", "ticket-queues/by-function/{pk}")
def change_ticket_queue(request: Request, pk: Id, body: TicketQueueIn) -> TicketQueueOut:
    """Change a queue."""
    queue = find(visible_queues(request.actor), pk=pk)
    changed = keep_queue(queue=queue, seen=seen_version(request), by=request.actor, at=request.at,
                         **_said(body))  # fmt: skip
    return TicketQueueOut.of(changed)


@endpoint(May.SET_UP_DESK, "POST", "ticket-queues/by-function/{pk}/closing")
def close_ticket_queue(request: Request, pk: Id) -> TicketQueueOut:
    """Have no further ticket come into a queue."""
    queue = find(visible_queues(request.actor), pk=pk)
    done = close_queue(queue=queue, seen=seen_version(request), by=request.actor, at=request.at)
    return TicketQueueOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/queue")
def put_into_queue(request: Request, number: Number, body: IntoQueueIn) -> TicketOut:
    """Put a ticket into a queue, or into none."""
    queue = find(visible_queues(request.actor), pk=body.queue) if body.queue else None
    done = queue_ticket(ticket=found_ticket(request, number), queue=queue,
                        seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(done)
