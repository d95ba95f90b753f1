"""Pages of handovers: promise by promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.forms.deliverables import GiveForm, ObjectionForm
from upheld.delivery.lists import HANDOVERS
from upheld.delivery.may import May
from upheld.delivery.models import HandoverPoint
from upheld.delivery.operations.handover_points import accept_point, give_point, object_to_point
from upheld.delivery.queries.handovers import handover_page, visible_handovers, with_counts
from upheld.delivery.queries.people_to_ask import people_who_deliver
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.people.models import Person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_DELIVERABLES)
def index(request: Request) -> HttpResponse:
    """List the handovers."""
    rows = with_counts(visible_handovers(request.actor)).select_related("sow", "company")
    return show_list(request, HANDOVERS, rows)


@screen(May.SEE_DELIVERABLES)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a handover: each promise, who is asked, what they said."""
    rows = visible_handovers(request.actor).select_related(
        "sow", "sow__agreement", "sow__agreement__seller", "company"
    )
    handover = find(rows, number=number)
    page = handover_page(handover, request.actor)
    gives = any(line.may_give for line in page.points)
    return show(
        request,
        "delivery/handover.html",
        page=page,
        people=people_who_deliver() if gives else [],
        timeline=timeline_of(handover, request.actor),
    )


@screen(May.ANSWER_HANDOVERS, methods=["POST"])
def accept(request: Request, number: int, point: int) -> HttpResponse:
    """Agree to keep a promise."""
    accept_point(point=_point(request, number, point), by=request.actor, at=request.at)
    return go(request, "handover", number=number, notice="You keep this promise from now on.")


@screen(May.ANSWER_HANDOVERS, methods=["GET", "POST"])
def objection(request: Request, number: int, point: int) -> HttpResponse:
    """Say why a promise cannot be kept."""
    found = _point(request, number, point)
    if request.method == "POST":
        words = ObjectionForm.read(request)["words"]
        object_to_point(point=found, words=words, by=request.actor, at=request.at)
        notice = "Whoever sold it and leads service will answer."
        return go(request, "handover", number=number, notice=notice)
    return show(request, "delivery/objection_form.html", point=found)


@screen(May.GIVE_DELIVERABLES, methods=["POST"])
def give(request: Request, number: int, point: int) -> HttpResponse:
    """Put a promise to somebody else."""
    values = GiveForm.read(request)
    person = find(Person.objects.filter(active=True), pk=values["person"])
    give_point(
        point=_point(request, number, point), person=person, reason=values["reason"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "handover", number=number, notice=f"{person.name} is asked now.")


def _point(request: Request, number: int, pk: int) -> HandoverPoint:
    handover = find(visible_handovers(request.actor), number=number)
    rows = HandoverPoint.objects.filter(handover=handover)
    found: HandoverPoint = find(rows.select_related("promise", "handover", "asked"), pk=pk)
    return found
