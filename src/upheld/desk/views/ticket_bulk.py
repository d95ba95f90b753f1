"""Queues, laying tickets aside, and one change to many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.forms.ticket_bulk import FIELD, STATES, WHAT, BulkForm, SnoozeForm, value_of
from upheld.desk.may import May
from upheld.desk.operations.ticket_bulk import BulkWhat, change_tickets
from upheld.desk.operations.ticket_fields import read_answers
from upheld.desk.operations.ticket_snooze import snooze_ticket, wake_ticket
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.ticket_fields import inputs_of, standing_fields
from upheld.desk.queries.ticket_queues import counted, queues, team_queues
from upheld.desk.queries.ticket_setup import (
    function_queues,
    in_order,
    lines_of,
    queue_choices,
    visible_queues,
)
from upheld.desk.queries.tickets import visible_tickets
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.tickets import person_of, ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import selected_rows
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.models import Team

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import Ticket
    from upheld.foundation.doors.request import Request

MOST_TEAMS = 30


@screen(May.SEE_TICKETS)
def queues_page(request: Request) -> HttpResponse:
    """Show the queues with their counts: everybody's, those by function, one for each team."""
    teams = Team.objects.order_by("name", "pk").values_list("pk", "name")[:MOST_TEAMS]
    rows = in_order(visible_queues(request.actor), request.actor)
    own, of_teams = queues(request.actor, request.at), team_queues(teams)
    found = counted([*own, *function_queues(rows, request.actor), *of_teams], request.actor)
    last = len(own) + len(rows)
    return show(
        request, "desk/ticket_queues.html", queues=found[: len(own)],
        functions=lines_of(rows, found[len(own) : last]), teams=found[last:],
    )  # fmt: skip


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def snooze(request: Request, number: int) -> HttpResponse:
    """Lay a ticket aside."""
    ticket, until = ticket_of(request, number), SnoozeForm.read(request)["until"]
    snooze_ticket(ticket=ticket, until=until, seen=seen_version(request), by=request.actor,
                  at=request.at)  # fmt: skip
    return go(request, "ticket", number=number, notice="It is laid aside; its clocks go on.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def wake(request: Request, number: int) -> HttpResponse:
    """Take a ticket up again that was laid aside."""
    ticket = ticket_of(request, number)
    wake_ticket(ticket=ticket, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice="It is taken up again.")


@screen(May.WORK_ON_TICKETS, methods=["GET", "POST"])
def change_many(request: Request) -> HttpResponse:
    """Ask what to change on the selected tickets, do it, and report what was refused."""
    if request.method == "POST":
        tickets = selected_rows(request, visible_tickets(request.actor))
        if "what" in request.POST:
            return _changed(request, tickets)
        return _asked(request, tickets)
    # After a refusal the form is shown again for the same tickets.
    chosen = request.POST.getlist("selected")
    ids = [int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) < 19]  # noqa: PLR2004  what a key holds
    rows = visible_tickets(request.actor).filter(pk__in=ids[:500]).order_by("pk")
    return _asked(request, list(rows))


def _changed(request: Request, tickets: list[Ticket]) -> HttpResponse:
    values = BulkForm.read(request)
    what, value = _wanted(request, values)
    report = change_tickets(
        tickets=tickets, what=what, value=value, by=request.actor, at=request.at
    )
    return show(request, "desk/tickets_changed.html", report=report)


def _wanted(request: Request, values: dict[str, Any]) -> tuple[BulkWhat, Any]:
    """Give what is changed and into what. Refuses with: invalid_input, not_found."""
    if values["what"].startswith(FIELD):
        fields = {f"{FIELD}{one.pk}": one for one in standing_fields()}
        field = fields.get(values["what"])
        if field is None:
            raise invalid(what="There is no such field to fill in.")
        said = request.POST.get(values["what"], "")
        # What no ticket could say is marked on the form, before any ticket is looked at.
        read_answers({field.pk: said}, {field.pk: field})
        return BulkWhat.FIELD, (field, said)
    what, value = BulkWhat(values["what"]), value_of(values)
    if what is BulkWhat.ASSIGNEE:
        value = person_of(value)
    if what is BulkWhat.QUEUE:
        value = find(visible_queues(request.actor), pk=value) if value else None
    return what, value


def _asked(request: Request, tickets: list[Ticket]) -> HttpResponse:
    fields = standing_fields()
    what = (*WHAT, *((f"{FIELD}{one.pk}", f"Field: {one.name}") for one in fields))
    return show(
        request, "desk/tickets_change.html", tickets=tickets, what=what, states=STATES,
        people=choices.people(), queues=queue_choices(), inputs=inputs_of(fields, {}, asked=False),
        priorities=[(str(key), f"{key} {title}") for key, title in PRIORITIES.items()],
    )  # fmt: skip
