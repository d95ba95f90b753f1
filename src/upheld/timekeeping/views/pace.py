"""Pace: who carries how much, week by week, and what was agreed where it was too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.forms.pace import AgreedForm
from upheld.timekeeping.may import May
from upheld.timekeeping.models import PaceConcern
from upheld.timekeeping.operations.pace import answer_pace
from upheld.timekeeping.queries.pace import pace_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.LOG_TIME)
def page(request: Request) -> HttpResponse:
    """Show one's own pace, that of one's people, or everybody's with that right."""
    return show(request, "timekeeping/pace.html", page=pace_page(request.actor, request.at))


@screen(May.LOG_TIME, methods=["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Say what was agreed about somebody's pace."""
    actor = request.actor
    rows = PaceConcern.objects.select_related("person", "raised_to", "answered_by")
    if not actor.may(May.LOOK_OVER_TIME):
        rows = rows.filter(Q(raised_to_id=actor.person_id) & ~Q(person_id=actor.person_id))
    concern = find(rows, pk=pk)
    if request.method == "POST":
        agreed = AgreedForm.read(request)["answer"]
        answer_pace(
            concern=concern, answer=agreed, seen=seen_version(request), by=actor, at=request.at
        )
        return go(request, "pace", notice=f"{concern.person.name}: what was agreed is kept.")
    return show(request, "timekeeping/pace_answer.html", concern=concern)
