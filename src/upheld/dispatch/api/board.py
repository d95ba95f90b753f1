"""The endpoint of the week's board."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.dispatch.may import May
from upheld.dispatch.queries.board import board
from upheld.dispatch.queries.board_shapes import Board, Card, Cell, DayLoad, Row
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.refusals import invalid

_FIRST, _LAST = date(1970, 1, 12), date(2900, 1, 1)


class PlanDoubtOut(Schema):
    """What speaks against a block, and whether somebody set it aside."""

    code: str
    why: str
    set_aside: bool


class PlanItemOut(Schema):
    """A block, or a meeting (without a number)."""

    number: int | None
    kind: str
    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    doubts: list[PlanDoubtOut]

    @classmethod
    def of(cls, card: Card) -> PlanItemOut:
        """Show an item."""
        item = card.item
        return cls(
            number=item.number or None, kind=item.kind, title=item.title, url=item.url,
            starts_at=item.period.start, ends_at=item.period.end,
            doubts=[
                PlanDoubtOut(code=one.code, why=one.why, set_aside=one in card.aside)
                for one in (*card.doubts, *card.aside)
            ],
        )  # fmt: skip


class PlanDayOut(Schema):
    """A day of one person's, in seconds; `usually` is what tickets take on that weekday."""

    day: date
    available: int
    planned: int
    usually: int
    on_leave: bool
    items: list[PlanItemOut]

    @classmethod
    def of(cls, cell: Cell) -> PlanDayOut:
        """Show a day."""
        return cls(
            day=cell.day, available=cell.available, planned=cell.planned, usually=cell.usually,
            on_leave=cell.away, items=[PlanItemOut.of(card) for card in cell.cards],
        )  # fmt: skip


class PlanPersonOut(Schema):
    """One person's week. What an hour costs is for those who may see pay, in minor units."""

    person: str
    name: str
    skills: list[str]
    per_hour_minor: int | None
    currency: str
    days: list[PlanDayOut]

    @classmethod
    def of(cls, row: Row) -> PlanPersonOut:
        """Show a week."""
        return cls(
            person=row.person.handle, name=row.person.name,
            skills=[str(one) for one in row.person.skills],
            per_hour_minor=None if row.per_hour is None else row.per_hour.minor,
            currency="" if row.per_hour is None else row.per_hour.currency,
            days=[PlanDayOut.of(cell) for cell in row.cells],
        )  # fmt: skip


class TicketsExpectedOut(Schema):
    """What tickets are expected to take on a day, in seconds: the middle and the 80 % band.

    `weeks_seen` says from how many weeks; `known` is false while they are too few.
    """

    day: date
    known: bool
    weeks_seen: int
    usual: int
    low: int
    high: int

    @classmethod
    def of(cls, load: DayLoad) -> TicketsExpectedOut:
        """Show a day."""
        tickets = load.tickets
        return cls(
            day=load.day, known=tickets.known, weeks_seen=tickets.n, usual=tickets.usual,
            low=tickets.low, high=tickets.high,
        )  # fmt: skip


class UnplannedOut(Schema):
    """A deliverable with hours that nobody has planned."""

    number: int
    title: str
    company: str
    owner: str
    due_on: date
    seconds: int


class BoardOut(Schema):
    """A week of a group."""

    monday: date
    of: str
    people: list[PlanPersonOut]
    tickets: list[TicketsExpectedOut]
    unplanned: list[UnplannedOut]

    @classmethod
    def of_board(cls, found: Board) -> BoardOut:
        """Show a board."""
        return cls(
            monday=found.monday, of=found.group.key,
            people=[PlanPersonOut.of(row) for row in found.rows],
            tickets=[TicketsExpectedOut.of(load) for load in found.days],
            unplanned=[
                UnplannedOut(number=one.number, title=one.title, company=one.company,
                             owner=one.owner, due_on=one.due_on, seconds=one.rest)
                for one in found.unplanned
            ],
        )  # fmt: skip


@endpoint(May.SEE_BOARD, "GET", "plan/week")
def plan_week(
    request: Request, of: Annotated[str, Field(max_length=120)] = "", week: date | None = None
) -> BoardOut:
    """Read a week of those who deliver, of a team, a function or a skill."""
    if week is not None and not _FIRST <= week <= _LAST:
        raise invalid(week="Ask for a nearer week.")
    return BoardOut.of_board(board(request.actor, request.at, week, of))
