"""The endpoints of what the company holds its time to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.api.entries import Id
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeStandard
from upheld.timekeeping.operations.standards import set_time_standards, withdraw_time_standards
from upheld.timekeeping.queries.standards import (
    Change,
    standards_of,
    standards_page,
    visible_standards,
)
from upheld.timekeeping.rules.standards import Standards

Figure = Annotated[int, Field(ge=0, le=20_000_000)]


class FiguresOut(Schema):
    """From where on time is looked at: shares in parts per million, lengths in seconds."""

    over_ppm: int
    under_ppm: int
    weeks: int
    spare_seconds: int
    late_days: int
    day_ppm: int
    estimate_ppm: int
    long_seconds: int
    roles: list[str]
    """Who is reminded of days that are not full."""

    @classmethod
    def of(cls, standards: Standards) -> FiguresOut:
        """Show what holds."""
        return cls(roles=sorted(standards.reminding.roles), **standards.figures)


class StandardOut(Schema):
    """One change: what holds from its day until the next one's."""

    id: int
    holds_from: date
    figures: FiguresOut
    reason: str
    set_by: int | None
    set_at: datetime
    version: int

    @classmethod
    def of(cls, row: TimeStandard) -> StandardOut:
        """Show a change."""
        return cls(
            figures=FiguresOut.of(standards_of(row)), set_by=row.set_by_id,
            **{name: getattr(row, name)
               for name in ("id", "holds_from", "reason", "set_at", "version")},
        )  # fmt: skip


class StandardsOut(Schema):
    """What holds today, what will, and what did."""

    holding: FiguresOut
    since: date | None
    to_come: list[StandardOut]
    past: list[StandardOut]


class StandardsIn(Schema):
    """What is to hold; what is left out stays as it holds on that day."""

    holds_from: date | None = None
    """Today where it is left out."""
    over_ppm: Figure | None = None
    under_ppm: Figure | None = None
    weeks: Figure | None = None
    spare_seconds: Figure | None = None
    late_days: Figure | None = None
    day_ppm: Figure | None = None
    estimate_ppm: Figure | None = None
    long_seconds: Figure | None = None
    roles: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] | None = None
    reason: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""


@endpoint(May.SEE_TIME, "GET", "time-standards")
def standards(request: Request) -> StandardsOut:
    """Say from where on a week is over pace, a day is short and an entry is looked at."""
    return _standards(request)


def _standards(request: Request) -> StandardsOut:
    page = standards_page(request.actor, request.at)
    return StandardsOut(
        holding=FiguresOut.of(page.holding), since=page.since, to_come=_shown(page.to_come),
        past=_shown(page.past),
    )  # fmt: skip


@endpoint(May.SET_STANDARDS, "POST", "time-standards")
def set_standards(request: Request, body: StandardsIn) -> StandardsOut:
    """Set it from a day on: today, or a day within a year. What is past stays as it was."""
    given = body.model_dump(exclude_none=True)
    roles, day = given.pop("roles", None), given.pop("holds_from", None)
    set_time_standards(
        holds_from=day, roles=roles, reason=given.pop("reason", ""), figures=given,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _standards(request)


@endpoint(May.SET_STANDARDS, "POST", "time-standards/{standard}/withdrawal")
def withdraw(request: Request, standard: Id) -> StandardOut:
    """Withdraw a change before its day; send If-Match."""
    row = find(visible_standards(request.actor), pk=standard)
    seen = seen_version(request)
    return StandardOut.of(
        withdraw_time_standards(standard=row, seen=seen, by=request.actor, at=request.at)
    )


def _shown(changes: tuple[Change, ...]) -> list[StandardOut]:
    return [StandardOut.of(one.row) for one in changes]
