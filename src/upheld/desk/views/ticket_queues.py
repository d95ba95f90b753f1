"""Setting up the queues by function, and putting tickets into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.forms.ticket_setup import IntoQueueForm, QueueForm
from upheld.desk.may import May
from upheld.desk.operations.ticket_queues import close_queue, keep_queue, queue_ticket
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.ticket_setup import list_of_queue, visible_queues
from upheld.desk.rules.ticket_queues import VIEWS
from upheld.desk.views.tickets import ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import TicketQueue
    from upheld.foundation.doors.request import Request


def queue_of(request: Request, pk: int | None) -> TicketQueue | None:
    """Find an open queue by its id, or none for none."""
    return find(visible_queues(request.actor), pk=pk) if pk else None


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Set a queue up."""
    if request.method == "POST":
        queue = keep_queue(by=request.actor, at=request.at, **_said(request))
        return go(request, "ticket-queues", notice=f"“{queue.name}” is set up.")
    return _form(request, None)


@screen(May.SET_UP_DESK, methods=["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a queue: its name, its people, how its list opens."""
    queue = find(visible_queues(request.actor), pk=pk)
    if request.method == "POST":
        keep_queue(queue=queue, seen=seen_version(request), by=request.actor, at=request.at,
                   **_said(request))  # fmt: skip
        return go(request, "ticket-queues", notice=f"“{queue.name}” is changed.")
    return _form(request, queue)


@screen(May.SET_UP_DESK, methods=["POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Have no further ticket come into a queue."""
    queue = find(visible_queues(request.actor), pk=pk)
    close_queue(queue=queue, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket-queues", notice=f"“{queue.name}” is closed.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def put(request: Request, number: int) -> HttpResponse:
    """Put a ticket into a queue."""
    queue = queue_of(request, IntoQueueForm.read(request)["queue"])
    queue_ticket(ticket=ticket_of(request, number), queue=queue, seen=seen_version(request),
                 by=request.actor, at=request.at)  # fmt: skip
    said = f"It is in “{queue.name}”." if queue else "It is in no queue."
    return go(request, "ticket", number=number, notice=said)


def _said(request: Request) -> dict[str, Any]:
    values = QueueForm.read(request)
    wanted = set(values["people"])
    people = list(Person.objects.filter(pk__in=wanted, active=True))
    if len(people) != len(wanted):
        raise invalid(people="Choose from the list.")
    return {**values, "people": people}


def _form(request: Request, queue: TicketQueue | None) -> HttpResponse:
    return show(
        request, "desk/ticket_queue_form.html", queue=queue, people=choices.people(),
        chosen=[str(pk) for pk in queue.people] if queue else (),
        views=[(key, title) for key, (title, _query) in VIEWS.items()],
        list_url=list_of_queue(queue) if queue else "",
    )  # fmt: skip
