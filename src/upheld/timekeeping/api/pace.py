"""The endpoints of pace."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.db.models import Q
from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.api.entries import Id
from upheld.timekeeping.may import May
from upheld.timekeeping.models import PaceConcern
from upheld.timekeeping.operations.pace import answer_pace
from upheld.timekeeping.queries.pace import pace_page


class PaceWeekOut(Schema):
    """One person's week: seconds worked and due, and how it stands."""

    person: int
    begins_on: date
    worked_seconds: int
    due_seconds: int
    load_ppm: int | None
    pace: str
    """over, within, under or away."""


class PaceConcernOut(Schema):
    """Weeks over pace that were raised, and what was agreed."""

    id: int
    person: int
    raised_to: int
    begins_on: date
    through_on: date
    raised_at: datetime
    answer: str
    answered_at: datetime | None
    version: int

    @classmethod
    def of(cls, concern: PaceConcern) -> PaceConcernOut:
        """Show a concern."""
        same = ("id", "begins_on", "through_on", "raised_at", "answer", "answered_at", "version")
        return cls(
            person=concern.person_id, raised_to=concern.raised_to_id,
            **{name: getattr(concern, name) for name in same},
        )  # fmt: skip


class PaceOut(Schema):
    """The last complete weeks, and what waits for an answer."""

    weeks: list[PaceWeekOut]
    concerns: list[PaceConcernOut]


class AgreedIn(Schema):
    """What was agreed."""

    answer: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


@endpoint(May.LOG_TIME, "GET", "pace")
def pace_of_people(request: Request) -> PaceOut:
    """Give one's own pace, that of one's people, or everybody's with that right."""
    page = pace_page(request.actor, request.at)
    weeks = [
        PaceWeekOut(
            person=line.person.pk, begins_on=cell.week.begins_on, worked_seconds=cell.week.worked,
            due_seconds=cell.week.due, load_ppm=cell.week.load_ppm, pace=cell.pace,
        )
        for line in page.lines
        for cell in line.cells
        if cell is not None
    ]  # fmt: skip
    return PaceOut(weeks=weeks, concerns=[PaceConcernOut.of(one) for one in page.concerns])


@endpoint(May.LOG_TIME, "POST", "pace/{concern}/answer")
def answer_concern(request: Request, concern: Id, body: AgreedIn) -> PaceConcernOut:
    """Say what was agreed about somebody's pace; send If-Match."""
    actor = request.actor
    rows = PaceConcern.objects.all()
    if not actor.may(May.LOOK_OVER_TIME):
        rows = rows.filter(Q(raised_to_id=actor.person_id) & ~Q(person_id=actor.person_id))
    found = find(rows, pk=concern)
    return PaceConcernOut.of(
        answer_pace(concern=found, answer=body.answer, seen=seen_version(request), by=actor,
                    at=request.at)
    )  # fmt: skip
