"""The endpoints of the month of service levels, and of a ticket's clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from upheld.customers.queries.companies import visible_companies
from upheld.desk.api.tickets import TicketOut, found_ticket
from upheld.desk.may import May
from upheld.desk.operations.service_escalations import see_escalations
from upheld.desk.queries.service_overview import (
    CustomerMonth,
    TargetMonth,
    overview,
    provider_zone,
    tickets_behind,
)
from upheld.desk.queries.targets_due import CLOCKS, first_of
from upheld.desk.queries.ticket_explained import ClockTold, PieceShown, clocks_told
from upheld.desk.rules.ticket_events import Target
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.foundation.values.period import month_of, today

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Page = Annotated[int, Field(ge=1, le=10_000)]
Standing = Annotated[str, Field(pattern=r"^(met|missed|running)$")]
AT_ONCE = 200


class TargetMonthOut(Schema):
    """One target of a customer in a month so far; shares are parts per million."""

    target: str
    met: int
    missed: int
    running: int
    share_ppm: int | None
    least_ppm: int
    standing: str
    """broken, in_danger, holds or nothing_due."""
    misses_left: int
    met_to_mend: int | None

    @classmethod
    def of(cls, one: TargetMonth) -> TargetMonthOut:
        """Show a target."""
        return cls(
            target=one.target.value, met=one.clock.met, missed=one.clock.missed,
            running=one.running, share_ppm=one.share_ppm, least_ppm=one.least.ppm,
            standing=one.hold.name.lower(), misses_left=one.misses_left, met_to_mend=one.to_mend,
        )  # fmt: skip


class CustomerMonthOut(Schema):
    """A customer's month; `promise` is null where no level was signed."""

    company: int | None
    promise: int | None
    targets: list[TargetMonthOut]

    @classmethod
    def of(cls, one: CustomerMonth) -> CustomerMonthOut:
        """Show a customer's month."""
        return cls(
            company=one.number,
            promise=one.signed.promise.number if one.signed else None,
            targets=[TargetMonthOut.of(target) for target in one.targets],
        )


class OverviewOut(Schema):
    """The month of all customers, those in danger first, and what presses now."""

    month: str
    pages: int
    below: int
    in_danger: int
    late_now: int
    within_the_hour: int
    customers: list[CustomerMonthOut]


class TicketBehindOut(Schema):
    """One target of one ticket behind a number of the month."""

    ticket: int
    due_at: datetime
    done_at: datetime | None


class PieceOut(Schema):
    """A stretch of a clock; seconds are business seconds, `sum_seconds` up to its end."""

    start: datetime
    end: datetime
    counted: bool
    seconds: int
    sum_seconds: int
    why: str
    policy: str
    priority: int

    @classmethod
    def of(cls, one: PieceShown) -> PieceOut:
        """Show a stretch."""
        apart = {"why"}
        names = [name for name in cls.model_fields if name not in apart]
        return cls(why=one.why, **{name: getattr(one.piece, name) for name in names})


class ClockOut(Schema):
    """A clock of a ticket with its explanation, stretch by stretch."""

    target: str
    standing: str
    began_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    target_seconds: int | None
    used_seconds: int
    paused_seconds: int
    pieces: list[PieceOut]
    left_out: int
    """Stretches in the middle of a very long course that are given by their sum alone."""
    left_out_seconds: int

    @classmethod
    def of(cls, told: ClockTold) -> ClockOut:
        """Show a clock."""
        reading: Any = told.reading
        plain = ("began_at", "due_at", "stopped_at", "target_seconds", "used_seconds",
                 "paused_seconds")  # fmt: skip
        return cls(
            target=reading.target.value, standing=reading.standing.value,
            pieces=[PieceOut.of(one) for one in (*told.first, *told.last)],
            left_out=told.left_out, left_out_seconds=told.left_out_seconds,
            **{name: getattr(reading, name) for name in plain},
        )  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "service-levels/month")
def month(request: Request, month: Month = "", page: Page = 1) -> OverviewOut:
    """Show how each target of each customer stands in a month so far, those in danger first."""
    found = overview(request.at, month, page)
    return OverviewOut(
        month=found.month, pages=found.pages, below=found.broken, in_danger=found.in_danger,
        late_now=found.late_now, within_the_hour=found.soon,
        customers=[CustomerMonthOut.of(one) for one in found.customers],
    )  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "service-levels/month/tickets")
def tickets_of_month(
    request: Request,
    month: Month = "",
    target: Target = Target.FIRST_RESPONSE,
    standing: Standing = "missed",
    customer: Number | None = None,
    page: Page = 1,
) -> list[TicketBehindOut]:
    """List the tickets behind one number of a month, this one unless said; without a customer, our
    own systems'.
    """
    rows = visible_companies(request.actor)
    company = find(rows, number=customer) if customer else None
    zone = provider_zone()
    period = month_of(first_of(month) if month else today(request.at, zone), zone)
    behind = tickets_behind(target, standing, period, company.pk if company else None, request.at)
    clock = CLOCKS[target]
    return [
        TicketBehindOut(
            ticket=clock.ticket_of(row).number, due_at=getattr(row, clock.due),
            done_at=getattr(row, clock.done),
        )
        for row in behind[(page - 1) * AT_ONCE : page * AT_ONCE]
    ]  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/clocks")
def clocks(request: Request, number: Number) -> list[ClockOut]:
    """Tell every minute of a ticket's clocks."""
    return [ClockOut.of(one) for one in clocks_told(found_ticket(request, number), request.at)]


@endpoint(May.SEE_TICKETS, "POST", "tickets/{number}/told")
def told(request: Request, number: Number) -> TicketOut:
    """Take what the caller was told of a ticket's targets as seen."""
    ticket = found_ticket(request, number)
    see_escalations(ticket=ticket, by=request.actor, at=request.at)
    return TicketOut.of(ticket)
