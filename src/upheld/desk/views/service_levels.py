"""Pages of service levels: what holds for whom, and setting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.tickets import ReasonForm, ServiceLevelForm, targets_of
from upheld.desk.may import May
from upheld.desk.models.ticket import TicketState
from upheld.desk.operations.service_levels import end_service_level, set_service_level
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.queries.service_levels import visible_service_levels
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.tickets import company_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.people.models import Schedule

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_TICKETS)
def index(request: Request) -> HttpResponse:
    """Show which service levels hold, and which held before."""
    rows = list(visible_service_levels(request.actor))
    return show(
        request,
        "desk/service_levels.html",
        standing=[row for row in rows if row.until_at is None],
        ended=[row for row in rows if row.until_at is not None],
        priorities=PRIORITIES,
    )


@screen(May.SET_SERVICE_LEVELS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Set a service level from now on."""
    if request.method == "POST":
        values = ServiceLevelForm.read(request)
        policy = set_service_level(
            name=values["name"],
            schedule=find(Schedule.objects.all(), pk=values["schedule"]),
            company=company_of(request, values["company"]),
            first_response=targets_of(values, "response"),
            resolution=targets_of(values, "resolution"),
            pausing_states=[TicketState.WAITING.value] if values["pauses"] else [],
            by=request.actor,
            at=request.at,
        )
        return go(request, "service-levels", notice=f"“{policy}” holds from now on.")
    return show(
        request, "desk/service_level_form.html", companies=choices.companies(),
        schedules=choices.schedules(), priorities=PRIORITIES,
    )  # fmt: skip


@screen(May.SET_SERVICE_LEVELS, methods=["POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Let a service level hold no longer for new tickets."""
    policy = find(visible_service_levels(request.actor), pk=pk)
    reason = ReasonForm.read(request)["reason"]
    end_service_level(policy=policy, reason=reason, by=request.actor, at=request.at)
    return go(request, "service-levels", notice="It no longer holds for new tickets.")
