"""What the endpoints of meetings take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.selling.api.bounds import (
    Codes,
    Id,
    Line,
    ReasonOut,
    When,
)
from upheld.selling.models import Meeting, MeetingKind
from upheld.selling.queries.meetings import MeetingPage
from upheld.selling.rules.house_rules import Means
from upheld.selling.rules.meetings import DemoRole, GoalResult
from upheld.selling.rules.readiness import Item


class SeatIn(Schema):
    """Who of us goes, and the part they take."""

    person: Id
    part: DemoRole = DemoRole.ACTIVE


Seats = Annotated[list[SeatIn], Field(max_length=50)]


class MeetingIn(Schema):
    """A meeting's plan. `released_by` names the champion who released a house rule."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    kind: MeetingKind = MeetingKind.OTHER
    means: Means = Means.MEETING
    starts_at: When
    minutes: Annotated[int, Field(ge=1, le=720)] = 60
    place: Annotated[str, Field(max_length=150)] = ""
    agenda: Annotated[str, Field(max_length=2000)] = ""
    guests: Annotated[list[Id], Field(max_length=100)] = []
    seats: Seats = []
    released_by: Id | None = None
    released_because: Annotated[str, Field(max_length=300)] = ""
    setting_aside: Codes = []


class MeetingOut(Schema):
    """A meeting."""

    number: int
    deal: int
    title: str
    kind: str
    means: str
    starts_at: datetime
    ends_at: datetime
    place: str
    agenda: str
    goal: str
    play: str
    huddled_at: datetime | None
    said: str
    result: str
    next_step: str
    next_step_on: date | None
    debriefed_at: datetime | None
    cancelled_at: datetime | None
    version: int

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingOut:
        """Show a meeting that was read with its deal."""
        same = set(cls.model_fields) - {"deal"}
        return cls(deal=meeting.deal.number, **{name: getattr(meeting, name) for name in same})


class ItemOut(Schema):
    """One line of the readiness check."""

    item: str
    state: str
    words: str
    missing: ReasonOut | None


class GuestOut(Schema):
    """Somebody of theirs, and how prepared they found us (1 to 5)."""

    contact: int
    name: str
    rating: int | None
    comment: str


class MeetingDetail(MeetingOut):
    """A meeting with its readiness check and its guests."""

    state: str
    is_ready: bool
    readiness: list[ItemOut]
    guests: list[GuestOut]

    @classmethod
    def of_page(cls, page: MeetingPage) -> MeetingDetail:
        """Show the read model of a meeting's page."""
        return cls(
            **MeetingOut.of(page.line.meeting).model_dump(),
            state=page.line.state.value,
            is_ready=page.readiness.is_ready,
            readiness=[
                ItemOut(
                    item=line.item.value,
                    state=line.state.value,
                    words=line.words,
                    missing=ReasonOut.of(line.missing) if line.missing else None,
                )
                for line in page.readiness.lines
            ],
            guests=[
                GuestOut(
                    contact=one.contact_id,
                    name=one.contact.name,
                    rating=one.rating,
                    comment=one.comment,
                )
                for one in page.guests
            ],
        )


class ReadinessAnswerIn(Schema):
    """An answer to one item of the readiness check, or why this call does without it."""

    item: Item
    said: Annotated[str, Field(max_length=300)] = ""
    not_needed_because: Annotated[str, Field(max_length=300)] = ""


class HuddleIn(Schema):
    """What a meeting is to gain, how, and who takes which part."""

    goal: Annotated[str, Field(max_length=1000)]
    play: Annotated[str, Field(max_length=300)] = ""
    agenda: Annotated[str, Field(max_length=2000)] | None = None
    seats: Seats = []


class FoundGapIn(Schema):
    """A need that came up and that we cannot meet."""

    need: Annotated[str, Field(min_length=1, max_length=300)]
    is_killer: bool = False
    workaround: Annotated[str, Field(max_length=500)] = ""


class DebriefIn(Schema):
    """What came of a meeting."""

    result: GoalResult | None = None
    said: Annotated[str, Field(max_length=4000)] = ""
    next_step: Line = ""
    next_step_on: date | None = None
    no_next_step_because: Annotated[str, Field(max_length=300)] = ""
    gaps: Annotated[list[FoundGapIn], Field(max_length=20)] = []


class AskedOut(Schema):
    """How many guests were asked for a rating by mail."""

    asked: int
