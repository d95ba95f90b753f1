"""Setting up the provider's own fields of tickets, and filling them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.ticket_setup import FieldForm, answers_in
from upheld.desk.may import May
from upheld.desk.models.ticket_field import KIND_TITLES, WANTED_TITLES
from upheld.desk.operations.ticket_fields import (
    FieldWords,
    answer_fields,
    keep_field,
    restore_field,
    retire_field,
)
from upheld.desk.queries.ticket_fields import answers_of, inputs_of, visible_fields
from upheld.desk.views.tickets import ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import TicketField
    from upheld.foundation.doors.request import Request


@screen(May.SET_UP_DESK)
def index(request: Request) -> HttpResponse:
    """List the fields in their order, and those that are retired."""
    rows = list(visible_fields(request.actor))
    return show(
        request, "desk/ticket_fields.html", fields=[one for one in rows if not one.retired_at],
        retired=[one for one in rows if one.retired_at],
    )  # fmt: skip


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Set up a field."""
    if request.method == "POST":
        field = keep_field(words=_words(request), by=request.actor, at=request.at)
        return go(request, "ticket-fields", notice=f"“{field.name}” is asked from now on.")
    return _form(request, None)


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a field."""
    field = find(visible_fields(request.actor), pk=pk)
    if request.method == "POST":
        keep_field(words=_words(request), field=field, seen=seen_version(request),
                   by=request.actor, at=request.at)  # fmt: skip
        return go(request, "ticket-fields", notice=f"“{field.name}” is changed.")
    return _form(request, field)


@screen(May.SET_UP_DESK, methods=["POST"])
def retire(request: Request, pk: int) -> HttpResponse:
    """Ask for a field no longer."""
    field = find(visible_fields(request.actor), pk=pk)
    retire_field(field=field, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket-fields", notice="It is asked no longer; tickets keep its answers.")


@screen(May.SET_UP_DESK, methods=["POST"])
def restore(request: Request, pk: int) -> HttpResponse:
    """Ask for a retired field again."""
    field = find(visible_fields(request.actor), pk=pk)
    restore_field(field=field, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket-fields", notice="It is asked again.")


@screen(May.WORK_ON_TICKETS, methods=["GET", "POST"])
def answers(request: Request, number: int) -> HttpResponse:
    """Fill in the fields of a ticket."""
    ticket = ticket_of(request, number)
    if request.method == "POST":
        answer_fields(ticket=ticket, answers=answers_in(request), seen=seen_version(request),
                      by=request.actor, at=request.at)  # fmt: skip
        return go(request, "ticket", number=number, notice="The fields are filled in.")
    asked = [one.field for one in answers_of(ticket) if one.field.retired_at is None]
    return show(request, "desk/ticket_answers.html", ticket=ticket,
                inputs=inputs_of(asked, ticket.answers))  # fmt: skip


def _words(request: Request) -> FieldWords:
    values = FieldForm.read(request)
    return FieldWords(**{**values, "place": values["place"] or 0})


def _form(request: Request, field: TicketField | None) -> HttpResponse:
    return show(request, "desk/ticket_field_form.html", field=field, kinds=KIND_TITLES,
                wanted=WANTED_TITLES)  # fmt: skip
