"""The endpoints of capacity: all groups by week, a week's rows, and what a promise would do."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.dispatch.may import May
from upheld.dispatch.queries.answering import bench_until, outlook
from upheld.dispatch.queries.bench import Bench, Hours
from upheld.dispatch.queries.week_rows import week_rows
from upheld.dispatch.rules.capacity import WeekOfHours
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.refusals import invalid, not_found

Of = Annotated[str, Field(max_length=120)]
Seconds = Annotated[int, Field(ge=1, le=100_000 * 3600)]
_FIRST, _LAST = date(1970, 1, 12), date(2199, 1, 1)


class WeekOut(Schema):
    """One week in whole seconds, named by its Monday.

    `tickets_usually` is the middle of what was seen, low and high the band of four weeks in five;
    `free_surely` is what is left with as many tickets as the upper edge.
    """

    monday: date
    available: int
    promised: int
    planned_otherwise: int
    tickets_usually: int
    tickets_low: int
    tickets_high: int
    carried_in: int
    free: int
    free_surely: int
    overflow: int

    @classmethod
    def of(cls, week: WeekOfHours) -> WeekOut:
        """Show a week."""
        load, tickets = week.load, week.load.reactive
        return cls(
            monday=week.monday, available=load.available, promised=load.promised,
            planned_otherwise=load.planned, tickets_usually=tickets.usual, tickets_low=tickets.low,
            tickets_high=tickets.high, carried_in=week.carried_in, free=week.free,
            free_surely=week.free_surely, overflow=week.overflow,
        )  # fmt: skip


class CapacityOut(Schema):
    """The hours of a group, twelve weeks out. `tickets_known`: whether enough weeks were seen."""

    of: str
    title: str
    people: list[str]
    weeks: list[WeekOut]
    weeks_of_tickets_seen: int
    tickets_known: bool
    without_estimate: int

    @classmethod
    def of_hours(cls, hours: Hours, bench: Bench) -> CapacityOut:
        """Show a group's hours."""
        return cls(
            of=hours.key, title=hours.title,
            people=[bench.people[pk].name for pk in hours.group.people],
            weeks=[WeekOut.of(week) for week in hours.weeks],
            weeks_of_tickets_seen=hours.reactive.n, tickets_known=hours.reactive.known,
            without_estimate=hours.without_estimate,
        )  # fmt: skip


class CapacityRowOut(Schema):
    """One row behind a week. `kind`: available, promised, planned, ticket, tickets_seen."""

    kind: str
    title: str
    person: str
    seconds: int
    url: str


class CapacityWeekOut(Schema):
    """A week and the rows behind its numbers."""

    of: str
    week: WeekOut
    rows: list[CapacityRowOut]


class OverfilledOut(Schema):
    """A week that a promise would overfill, and by how many seconds."""

    monday: date
    seconds: int


class OutlookOut(Schema):
    """What a new promise would do: whether it fits surely or usually, and what it would overfill.

    `after` are the weeks as they would be with it.
    """

    words: str
    fits: bool
    fits_usually: bool
    free: int
    free_surely: int
    short: int
    overfilled: list[OverfilledOut]
    earliest_due: date | None
    earliest_usually: date | None
    tickets_known: bool
    after: list[WeekOut]


@endpoint(May.SEE_CAPACITY, "GET", "capacity")
def capacity(request: Request, of: Of = "") -> CapacityOut:
    """Show the hours promised and free: of everybody, a team, a function or a skill."""
    bench = Bench(request.at)
    return CapacityOut.of_hours(bench.hours_of(bench.group(of)), bench)


@endpoint(May.SEE_CAPACITY, "GET", "capacity/groups")
def capacity_groups(request: Request) -> list[CapacityOut]:
    """Show all groups by week."""
    bench = Bench(request.at)
    return [CapacityOut.of_hours(bench.hours_of(group), bench) for group in bench.groups]


@endpoint(May.SEE_CAPACITY, "GET", "capacity/outlook")
def capacity_outlook(request: Request, seconds: Seconds, due: date, of: Of = "") -> OutlookOut:
    """Ask what a promise of so many seconds by a day would do to a group's weeks."""
    if not _FIRST <= due < _LAST:
        raise invalid(due="Ask for a nearer day.")
    bench = bench_until(request.at, due)
    found = outlook(bench, bench.group(of), seconds, due)
    fit = found.fit
    return OutlookOut(
        words=found.words, fits=fit.fits, fits_usually=fit.fits_usually, free=fit.free_seconds,
        free_surely=fit.sure_seconds, short=fit.short_seconds,
        overfilled=[
            OverfilledOut(monday=monday, seconds=short)
            for monday, short in sorted(fit.overfilled.items())
        ],
        earliest_due=fit.earliest_due, earliest_usually=fit.earliest_usually,
        tickets_known=found.learned, after=[WeekOut.of(week) for week in found.after],
    )  # fmt: skip


@endpoint(May.SEE_CAPACITY, "GET", "capacity/week")
def capacity_week(request: Request, monday: date | None = None, of: Of = "") -> CapacityWeekOut:
    """Show the rows behind a week of a group, by its Monday; without one, of this week."""
    if monday is not None and not _FIRST <= monday < _LAST:
        raise not_found("week")
    found = week_rows(request.at, monday, of)
    if found is None:
        raise not_found("week")
    rows = [
        CapacityRowOut(kind="available", title=one.name, person=one.name, seconds=one.available,
                       url="")
        for one in found.present
    ]  # fmt: skip
    rows += [
        CapacityRowOut(kind="promised", title=one.work.title, person=one.work.owner,
                       seconds=one.seconds, url=one.work.url)
        for one in found.falling
    ]  # fmt: skip
    planned = (
        ("promised", found.for_promised), ("planned", found.for_others),
        ("ticket", found.for_tickets),
    )  # fmt: skip
    rows += [
        CapacityRowOut(kind=kind, title=one.title, person=name, seconds=one.seconds, url=one.url)
        for kind, pairs in planned
        for name, one in pairs
    ]
    rows += [
        CapacityRowOut(kind="tickets_seen", title=one.monday.isoformat(), person="",
                       seconds=one.seconds, url=one.url)
        for one in found.behind
    ]  # fmt: skip
    return CapacityWeekOut(of=found.hours.key, week=WeekOut.of(found.week), rows=rows)
