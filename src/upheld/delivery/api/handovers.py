"""The endpoints of handovers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.delivery.lists import HANDOVERS
from upheld.delivery.may import May
from upheld.delivery.models import Handover, HandoverPoint
from upheld.delivery.operations.handover_points import accept_point, give_point, object_to_point
from upheld.delivery.queries.handovers import visible_handovers, with_counts
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.people.models import Person

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]


class HandoverOut(Schema):
    """A handover."""

    number: int
    title: str
    company: str
    opened_at: datetime
    completed_at: datetime | None

    @classmethod
    def of(cls, one: Handover) -> HandoverOut:
        """Show a handover."""
        return cls(
            number=one.number,
            title=one.sow.title,
            company=one.company.name,
            opened_at=one.opened_at,
            completed_at=one.completed_at,
        )


class PointOut(Schema):
    """One promise of a handover."""

    id: int
    promise: int
    words: str
    source: str
    due_at: datetime | None
    state: str
    asked: str | None
    objection: str

    @classmethod
    def of(cls, point: HandoverPoint) -> PointOut:
        """Show a point."""
        return cls(
            id=point.pk,
            promise=point.promise.number,
            words=point.promise.words,
            source=point.promise.source,
            due_at=point.promise.due_at,
            state=point.state,
            asked=point.asked.name if point.asked else None,
            objection=point.words,
        )


class ObjectionIn(Schema):
    """Why a promise is not agreed to."""

    words: Annotated[str, Field(min_length=1, max_length=1000)]


class AskingIn(Schema):
    """Who is asked instead."""

    person: Id
    reason: Annotated[str, Field(max_length=500)] = ""


@endpoint(May.SEE_DELIVERABLES, "GET", "handovers", lists=HANDOVERS)
def handovers(request: Request) -> Paged[HandoverOut]:
    """List handovers."""
    rows = with_counts(visible_handovers(request.actor)).select_related("sow", "company")
    return paged(HANDOVERS, rows, request, HandoverOut.of)


@endpoint(May.SEE_DELIVERABLES, "GET", "handovers/{number}/points")
def points(request: Request, number: Number) -> list[PointOut]:
    """List the promises of a handover."""
    handover = find(visible_handovers(request.actor), number=number)
    rows = HandoverPoint.objects.filter(handover=handover).select_related("promise", "asked")
    return [PointOut.of(point) for point in rows.order_by("pk")]


@endpoint(May.ANSWER_HANDOVERS, "POST", "handovers/{number}/points/{point}/acceptance")
def accept(request: Request, number: Number, point: Id) -> PointOut:
    """Agree to keep a promise in one's own name."""
    found = _point(request, number, point)
    accept_point(point=found, by=request.actor, at=request.at)
    return PointOut.of(_point(request, number, point))


@endpoint(May.ANSWER_HANDOVERS, "POST", "handovers/{number}/points/{point}/objection")
def object_to(request: Request, number: Number, point: Id, body: ObjectionIn) -> PointOut:
    """Say why a promise cannot be kept."""
    found = _point(request, number, point)
    object_to_point(point=found, words=body.words, by=request.actor, at=request.at)
    return PointOut.of(_point(request, number, point))


@endpoint(May.GIVE_DELIVERABLES, "POST", "handovers/{number}/points/{point}/owner")
def ask_other(request: Request, number: Number, point: Id, body: AskingIn) -> PointOut:
    """Put a promise to somebody else."""
    person = find(Person.objects.filter(active=True), pk=body.person)
    give_point(
        point=_point(request, number, point), person=person, reason=body.reason,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return PointOut.of(_point(request, number, point))


def _point(request: Request, number: int, pk: int) -> HandoverPoint:
    handover = find(visible_handovers(request.actor), number=number)
    rows = HandoverPoint.objects.filter(handover=handover).select_related("promise", "asked")
    found: HandoverPoint = find(rows, pk=pk)
    return found
