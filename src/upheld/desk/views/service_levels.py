"""Pages of service levels: how the month stands, what holds for whom, and setting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.agreements.models import Agreement
from upheld.desk.forms.service_levels import (
    ServiceLevelForm,
    ShownMonth,
    month_after,
    month_before,
    month_title,
    steps_of,
)
from upheld.desk.forms.tickets import LevelForm, ReasonForm, targets_of
from upheld.desk.may import May
from upheld.desk.models.ticket import TicketState
from upheld.desk.operations.service_escalations import see_escalations
from upheld.desk.operations.service_history import ask_for_history
from upheld.desk.operations.service_levels import end_service_level, set_service_level
from upheld.desk.operations.ticket_changes import put_under_level
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.service_levels import levels_for, steps_in_words, visible_service_levels
from upheld.desk.queries.service_overview import TITLES, overview, provider_zone, tickets_behind
from upheld.desk.queries.service_shown import (
    TITLES_OF_STANDING,
    lines_of,
    stats_of,
    ticket_rows,
)
from upheld.desk.queries.ticket_explained import clocks_told
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.tickets import company_of, ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.people.models import Schedule
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

STEPS = (1, 2, 3)
"""How many steps the form offers; programs may give more."""


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """Show how each target of each customer stands this month, those in danger first."""
    asked = ShownMonth.of(request)
    found = overview(request.at, asked.month, asked.page)
    here = reverse("service-levels")
    page = f"{here}?month={found.month}&page="
    return show(
        request,
        "desk/service_overview.html",
        overview=found,
        month_title=month_title(found.period, found.zone),
        stats=stats_of(found, lists=reverse("tickets")),
        lines=lines_of(found),
        earlier_url=f"{here}?month={month_before(found.period, found.zone)}",
        later_url=f"{here}?month={month_after(found.period, found.zone)}" if found.is_over else "",
        newer_url=f"{page}{found.page - 1}" if found.page > 1 else "",
        older_url=f"{page}{found.page + 1}" if found.page < found.pages else "",
        tabs=_tabs("service-levels"),
    )


@screen(May.SEE_TICKETS)
def tickets(request: Request) -> HttpResponse:
    """List the tickets behind one number of the month."""
    asked = ShownMonth.of(request)
    zone = provider_zone()
    period = asked.period(request.at, zone)
    company = company_of(request, asked.customer)
    behind = tickets_behind(
        asked.target, asked.standing, period, company.pk if company else None, request.at
    )
    rows, older = ticket_rows(behind, asked.target, asked.standing, asked.page)
    here = f"{reverse('service-level-tickets')}?{asked.query}"
    return show(
        request, "desk/service_tickets.html", rows=rows, month=asked.month,
        title=f"{TITLES[asked.target]}: {TITLES_OF_STANDING[asked.standing]}",
        customer=company.name if company else "Our own systems",
        month_title=month_title(period, zone), first_url=here if asked.page > 1 else "",
        older_url=f"{here}&page={asked.page + 1}" if older else "",
    )  # fmt: skip


@screen(May.SEE_TICKETS)
def policies(request: Request) -> HttpResponse:
    """Show which service levels hold, and which held before."""
    rows = list(visible_service_levels(request.actor))
    return show(
        request,
        "desk/service_level_policies.html",
        standing=[row for row in rows if row.until_at is None],
        ended=[row for row in rows if row.until_at is not None],
        priorities=PRIORITIES,
        steps=steps_in_words(rows),
        tabs=_tabs("service-level-policies"),
    )


@screen(May.SET_SERVICE_LEVELS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Set a service level from now on."""
    if request.method == "POST":
        values = ServiceLevelForm.read(request)
        number = values["agreement"]
        policy = set_service_level(
            name=values["name"],
            schedule=find(Schedule.objects.all(), pk=values["schedule"]),
            company=company_of(request, values["company"]),
            agreement=find(Agreement.objects.all(), number=number) if number else None,
            kind=values["kind"],
            first_response=targets_of(values, "response"),
            next_response=targets_of(values, "next"),
            resolution=targets_of(values, "resolution"),
            steps=steps_of(values, STEPS),
            pausing_states=[TicketState.WAITING.value] if values["pauses"] else [],
            by=request.actor,
            at=request.at,
        )
        return go(request, "service-level-policies", notice=f"“{policy}” holds from now on.")
    return show(
        request, "desk/service_level_form.html", companies=choices.companies(),
        schedules=choices.schedules(), priorities=PRIORITIES, people=choices.people(),
        functions=FUNCTIONS, steps=STEPS, agreements=choices.agreements(),
    )  # fmt: skip


@screen(May.SET_SERVICE_LEVELS, methods=["POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Let a service level hold no longer for new tickets."""
    policy = find(visible_service_levels(request.actor), pk=pk)
    reason = ReasonForm.read(request)["reason"]
    end_service_level(policy=policy, reason=reason, by=request.actor, at=request.at)
    return go(request, "service-level-policies", notice="It no longer holds for new tickets.")


@screen(May.SET_SERVICE_LEVELS, methods=["POST"])
def history(request: Request, pk: int) -> HttpResponse:
    """Have the tickets of other systems held to a level, in the background."""
    policy = find(visible_service_levels(request.actor), pk=pk)
    ask_for_history(policy=policy, by=request.actor, at=request.at)
    return go(request, "service-level-policies",
              notice="The imported tickets are being held to it.")  # fmt: skip


@screen(May.SEE_TICKETS)
def explained(request: Request, number: int) -> HttpResponse:
    """Show every minute of a ticket's clocks."""
    ticket = ticket_of(request, number)
    may_set = request.actor.may(May.SET_SERVICE_LEVELS) and not ticket.is_settled
    levels = [(str(one.pk), str(one)) for one in levels_for(ticket)] if may_set else []
    return show(
        request, "desk/ticket_explained.html", ticket=ticket, at=request.at, levels=levels,
        may_set=may_set, clocks=clocks_told(ticket, request.at),
    )  # fmt: skip


@screen(May.SET_SERVICE_LEVELS, methods=["POST"])
def choose(request: Request, number: int) -> HttpResponse:
    """Put one ticket under another level by hand."""
    ticket, values = ticket_of(request, number), LevelForm.read(request)
    pk = values["policy"]
    put_under_level(
        ticket=ticket, policy=find(visible_service_levels(request.actor), pk=pk) if pk else None,
        reason=values["reason"], seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "ticket-clocks", number=number,
              notice="It is counted so from now on; what was counted stays.")  # fmt: skip


@screen(May.SEE_TICKETS, methods=["POST"])
def seen(request: Request, number: int) -> HttpResponse:
    """Take what the reader was told of a ticket's targets as seen."""
    see_escalations(ticket=ticket_of(request, number), by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice="It no longer waits for you.")


def _tabs(here: str) -> list[dict[str, object]]:
    views = (
        ("List", "tickets"), ("Board", "ticket-board"), ("Service levels", "service-levels"),
        ("What holds for whom", "service-level-policies"),
    )  # fmt: skip
    return [
        {"title": title, "url": reverse(route), "active": route == here, "count": None}
        for title, route in views
    ]
