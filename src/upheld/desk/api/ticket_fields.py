"""The endpoints of the provider's own fields of tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from upheld.desk.api.tickets import (
    Answers,
    Id,
    Number,
    TicketOut,
    answers_by_id,
    found_ticket,
)
from upheld.desk.may import May
from upheld.desk.models import TicketField
from upheld.desk.operations.ticket_fields import (
    FieldWords,
    answer_fields,
    keep_field,
    restore_field,
    retire_field,
)
from upheld.desk.queries.ticket_fields import visible_fields
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find

Short = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
Several = Annotated[list[Short], Field(max_length=50)]


class TicketFieldIn(Schema):
    """A field: what it holds, when it has to be filled in, for which kinds of ticket."""

    name: Short
    kind: Literal["text", "number", "date", "choice", "yes_no"] = "text"
    choices: Several = []
    wanted: Literal["", "opening", "closing"] = ""
    for_kinds: Several = []
    place: Annotated[int, Field(ge=0, le=999)] = 0


class TicketFieldOut(Schema):
    """A field."""

    id: int
    name: str
    kind: str
    choices: list[str]
    wanted: str
    for_kinds: list[str]
    place: int
    retired_at: datetime | None
    version: int

    @classmethod
    def of(cls, row: TicketField) -> TicketFieldOut:
        """Show a field."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class AnswersIn(Schema):
    """Answers by the ids of fields; an empty one takes the answer away."""

    answers: Answers


def _found(request: Request, pk: int) -> TicketField:
    return find(visible_fields(request.actor), pk=pk)


@endpoint(May.WORK_ON_TICKETS, "GET", "ticket-fields")
def ticket_fields(request: Request) -> list[TicketFieldOut]:
    """List the fields in their order, retired ones too."""
    return [TicketFieldOut.of(one) for one in visible_fields(request.actor)]


@endpoint(May.SET_UP_DESK, "POST", "ticket-fields", status=201)
def new_ticket_field(request: Request, body: TicketFieldIn) -> TicketFieldOut:
    """Set up a field."""
    words = FieldWords(**body.model_dump())
    return TicketFieldOut.of(keep_field(words=words, by=request.actor, at=request.at))


@endpoint(May.SET_UP_DESK, "PUT", "ticket-fields/{pk}")
def change_ticket_field(request: Request, pk: Id, body: TicketFieldIn) -> TicketFieldOut:
    """Change a field."""
    changed = keep_field(
        words=FieldWords(**body.model_dump()), field=_found(request, pk),
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketFieldOut.of(changed)


@endpoint(May.SET_UP_DESK, "POST", "ticket-fields/{pk}/retiring")
def retire_ticket_field(request: Request, pk: Id) -> TicketFieldOut:
    """Ask for a field no longer; tickets keep its answers."""
    done = retire_field(field=_found(request, pk), seen=seen_version(request), by=request.actor,
                        at=request.at)  # fmt: skip
    return TicketFieldOut.of(done)


@endpoint(May.SET_UP_DESK, "POST", "ticket-fields/{pk}/restoring")
def restore_ticket_field(request: Request, pk: Id) -> TicketFieldOut:
    """Ask for a retired field again."""
    done = restore_field(field=_found(request, pk), seen=seen_version(request), by=request.actor,
                         at=request.at)  # fmt: skip
    return TicketFieldOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/answers")
def answer_ticket_fields(request: Request, number: Number, body: AnswersIn) -> TicketOut:
    """Fill in fields of a ticket; those left out stay as they are."""
    done = answer_fields(
        ticket=found_ticket(request, number), answers=answers_by_id(body.answers),
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketOut.of(done)
