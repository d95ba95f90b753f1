"""The endpoints of what should probably be logged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.people.models import Person
from upheld.timekeeping.api.entries import Codes, TimeEntryOut
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.proposals import decline_proposal, log_proposal
from upheld.timekeeping.proposing import Done
from upheld.timekeeping.queries.proposals import proposals_of

_YEARS = (1900, 2199)
Key = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class TimeProposalOut(Schema):
    """Something that was done and is not logged."""

    key: str
    day: date
    on_kind: str
    on_id: int | None
    on_title: str
    started_at: datetime
    seconds: int
    why: str

    @classmethod
    def of(cls, done: Done, day: date) -> TimeProposalOut:
        """Show a proposal."""
        return cls(
            key=done.key, day=day, on_kind=done.target.kind, on_id=done.target.id,
            on_title=done.target.title, started_at=done.started_at, seconds=done.seconds,
            why=done.why,
        )  # fmt: skip


class TimeProposalIn(Schema):
    """Which proposal of which day is meant."""

    key: Key
    day: date


class TimeProposalLogIn(TimeProposalIn):
    """Which proposal is logged, and what looks wrong about it but is right."""

    setting_aside: Codes = []


@endpoint(May.LOG_TIME, "GET", "time-proposals")
def time_proposals(request: Request, day: date) -> list[TimeProposalOut]:
    """List what one probably did on a day and did not log."""
    person = find(Person.objects.all(), pk=request.actor.person_id)
    found = proposals_of(person, request.actor, [_near(day)], request.actor.zone, request.at)
    return [TimeProposalOut.of(one, day) for one in found]


@endpoint(May.LOG_TIME, "POST", "time-proposals/logging", status=201)
def logging(request: Request, body: TimeProposalLogIn) -> TimeEntryOut:
    """Log what was proposed."""
    entry = log_proposal(
        key=body.key, day=_near(body.day), setting_aside=frozenset(body.setting_aside),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TimeEntryOut.of(entry)


@endpoint(May.LOG_TIME, "POST", "time-proposals/declining", status=204)
def declining(request: Request, body: TimeProposalIn) -> None:
    """Say that it is no time of one's own."""
    decline_proposal(key=body.key, day=_near(body.day), by=request.actor, at=request.at)


def _near(day: date) -> date:
    """Refuse days next to the calendar's end, to which no day can be added."""
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise invalid(day=f"Enter a year from {_YEARS[0]} to {_YEARS[1]}.")
    return day
