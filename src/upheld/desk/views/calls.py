"""Pages of calls: what is read before one, the call itself, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from upheld.customers.models import Company, Contact
from upheld.customers.queries.companies import visible_companies
from upheld.desk.forms.calls import CallChangeForm, CallEndForm, CallForm
from upheld.desk.may import May
from upheld.desk.operations.calls import CallWords, begin_call, change_call, end_call, log_call
from upheld.desk.proposals_of_time import key_of_call
from upheld.desk.queries.calls import before_call, is_logged, visible_calls
from upheld.desk.queries.tickets import visible_tickets
from upheld.desk.rules.calls import line_of_call
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.foundation.values.period import today
from upheld.timekeeping.may import May as Time
from upheld.timekeeping.queries.proposals import proposals_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.desk.models import Call, Ticket
    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request


@screen(May.LOG_CALLS, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Show the house rules, then begin a call, or keep one that has just ended."""
    company = find(visible_companies(request.actor), number=number)
    if request.method == "POST":
        values = CallForm.read(request)
        lasted = values.pop("lasted")
        words = _words(company, values, request.actor)
        if lasted is None:
            call = begin_call(words=words, by=request.actor, at=request.at)
        else:
            length = timedelta(seconds=lasted)
            call = log_call(words=words, lasted=length, by=request.actor, at=request.at)
        return go(request, "call", pk=call.pk)
    return show(request, "desk/call_new.html", page=before_call(company, request.actor, request.at))


@screen(May.LOG_CALLS)
def detail(request: Request, pk: int) -> HttpResponse:
    """Show a call: its end while it runs, then the time that it probably was."""
    return _shown(request, pk)


def _shown(request: Request, pk: int) -> HttpResponse:
    call = _call(request, pk)
    is_own = call.person_id == request.actor.person_id
    proposal = _proposal(call, request) if is_own and call.ended_at else None
    return show(
        request, "desk/call.html", call=call, is_own=is_own,
        choices=before_call(call.company, request.actor, request.at),
        proposal=proposal, line=_line(call, request) if is_own and not proposal else "",
    )  # fmt: skip


@screen(May.LOG_CALLS, methods=["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """End a call; read, show it."""
    if request.method == "POST":
        values = CallEndForm.read(request)
        lasted = values["lasted"]
        end_call(
            call=_call(request, pk), note=values["note"], seen=seen_version(request),
            lasted=None if lasted is None else timedelta(seconds=lasted), by=request.actor,
            at=request.at,
        )  # fmt: skip
        return go(request, "call", pk=pk, notice="The call is kept.")
    return _shown(request, pk)


@screen(May.LOG_CALLS, methods=["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Correct what a call was about; read, show it."""
    if request.method == "POST":
        call, values = _call(request, pk), CallChangeForm.read(request)
        change_call(
            call=call, seen=seen_version(request), by=request.actor, at=request.at,
            note=values["note"], contact=_contact(call.company, values["contact"]),
            ticket=_ticket(values["ticket"], request.actor),
        )  # fmt: skip
        return go(request, "call", pk=pk, notice="Saved.")
    return _shown(request, pk)


def _call(request: Request, pk: int) -> Call:
    return find(visible_calls(request.actor), pk=pk)


def _words(company: Company, values: dict[str, Any], actor: Actor) -> CallWords:
    return CallWords(
        company, _contact(company, values["contact"]), _ticket(values["ticket"], actor),
        values["came_in"], values["note"], _contact(company, values["released_by"]),
        values["released_because"],
    )  # fmt: skip


def _contact(company: Company, pk: int | None) -> Contact | None:
    return find(Contact.objects.filter(company=company), pk=pk) if pk else None


def _ticket(number: int | None, actor: Actor) -> Ticket | None:
    return find(visible_tickets(actor), number=number) if number else None


def _proposal(call: Call, request: Request) -> dict[str, Any] | None:
    """Give what is sent to log a call's time, as long as it is proposed."""
    if call.ticket is None or not request.actor.may(Time.LOG_TIME):
        return None
    day = today(call.started_at, request.actor.zone)
    found = proposals_of(call.person, request.actor, [day], request.actor.zone, request.at)
    key = key_of_call(call)
    done = next((one for one in found if one.key == key), None)
    return {"key": key, "day": day.isoformat(), "seconds": done.seconds} if done else None


def _line(call: Call, request: Request) -> str:
    """Give the line that logs a call of whose time nothing is logged; "" for others."""
    if call.ended_at is None or is_logged(call):
        return ""
    about = f"#{call.ticket.number}" if call.ticket else call.company.name
    return line_of_call(
        about, call.note, call.started_at, call.ended_at, request.actor.zone,
        request.at,
    )  # fmt: skip
