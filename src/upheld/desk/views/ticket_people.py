"""Who follows a ticket, who has it open, and the files that came with what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.tickets import AssigneeForm
from upheld.desk.may import May
from upheld.desk.operations.ticket_news import see_notices, stop_watching, watch_ticket
from upheld.desk.operations.ticket_presence import be_present, leave
from upheld.desk.queries.ticket_around import files_of
from upheld.desk.queries.ticket_presence import others_present
from upheld.desk.queries.tickets import find_ticket
from upheld.desk.views.tickets import person_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_TICKETS, methods=["POST"])
def watch(request: Request, number: int) -> HttpResponse:
    """Have the reader, or a colleague, told what is said on a ticket."""
    ticket = find_ticket(request.actor, number)
    person = person_of(AssigneeForm.read(request)["assignee"])
    watch_ticket(ticket=ticket, person=person, by=request.actor, at=request.at)
    said = f"{person.name} is told" if person else "You are told"
    return go(request, "ticket", number=number, notice=f"{said} when something is said here.")


@screen(May.SEE_TICKETS, methods=["POST"])
def unwatch(request: Request, number: int) -> HttpResponse:
    """Stop telling the reader, or a colleague."""
    ticket = find_ticket(request.actor, number)
    person = person_of(AssigneeForm.read(request)["assignee"])
    stop_watching(ticket=ticket, person=person, by=request.actor, at=request.at)
    said = f"{person.name} is not told" if person else "You are not told"
    return go(request, "ticket", number=number, notice=f"{said} of it any more.")


@screen(May.SEE_TICKETS, methods=["POST"])
def seen(request: Request, number: int) -> HttpResponse:
    """Take what waits for the reader because of a ticket as seen."""
    see_notices(ticket=find_ticket(request.actor, number), by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice="It waits for you no longer.")


@screen(May.REPLY_TO_TICKETS, methods=["POST"])
def here(request: Request, number: int) -> HttpResponse:
    """Take a page's heartbeat, and say who else has the ticket open or is writing."""
    ticket = find_ticket(request.actor, number)
    if request.POST.get("gone") == "yes":
        leave(ticket, request.actor)
        return show(request, "desk/ticket_present.html", others=())
    be_present(ticket, request.actor, request.at, writes=request.POST.get("writes") == "yes")
    others = others_present(ticket, request.actor, request.at)
    return show(request, "desk/ticket_present.html", others=others)


@screen(May.SEE_TICKETS)
def file(request: Request, number: int, pk: int) -> HttpResponse:
    """Hand out a file as it was attached; never shown in place, so that nothing in it acts."""
    return hand_out(find(files_of(find_ticket(request.actor, number), request.actor), pk=pk))
