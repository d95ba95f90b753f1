"""My time: a day or a week against the clock, where gaps are filled and entries arranged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import EARLIEST_YEAR, LATEST_YEAR, seen_version, setting_aside
from upheld.foundation.operation import find
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.timekeeping.forms import stretch_of
from upheld.timekeeping.forms.grid import MoveForm, ProposalForm
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.arranging import move_time
from upheld.timekeeping.operations.proposals import decline_proposal, log_proposal
from upheld.timekeeping.operations.time import correct_time
from upheld.timekeeping.queries.entries import visible_time, zone_of
from upheld.timekeeping.queries.entry_page import entry_page
from upheld.timekeeping.queries.grid import grid_shown, week_around
from upheld.timekeeping.queries.week import week_shown

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.timekeeping.models import TimeEntry

WEEK = "week"


@screen(May.LOG_TIME)
def day(request: Request) -> HttpResponse:
    """Show a day of one's own against the clock."""
    return _page(request, _own(request), _day(request), _chosen(request))


@screen(May.LOG_TIME)
def week(request: Request) -> HttpResponse:
    """Show a week of one's own against the clock, and what it was on."""
    return _page(request, _own(request), _day(request), _chosen(request), view=WEEK)


@screen(May.LOG_TIME, methods=["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Let an entry stand elsewhere, or last until another hour; read, show its day."""
    entry = _entry(request, pk)
    if request.method != "POST":
        return arranged(request, entry)
    values = MoveForm.read(request)
    zone = zone_of(entry.person, request.actor)
    stretch = stretch_of({**values, "seconds": None}, zone, entry.worked_on)
    with_end = {"ended_at": stretch["ended_at"]} if stretch["ended_at"] else {}
    moved = (correct_time if with_end else move_time)(
        entry=entry, started_at=stretch["started_at"], seen=seen_version(request),
        setting_aside=setting_aside(request), by=request.actor, at=request.at, **with_end,
    )  # fmt: skip
    said = f"{written_effort(moved.seconds)} on {moved.worked_on:%A, %-d %B}"
    return to_grid(request, moved.worked_on, f"Moved: {said}.")


@screen(May.LOG_TIME, methods=["GET", "POST"])
def log_proposed(request: Request) -> HttpResponse:
    """Log what was proposed; read, show the day."""
    if request.method != "POST":
        return _page(request, _own(request), _day(request), None)
    values = ProposalForm.read(request)
    entry = log_proposal(
        key=values["key"], day=values["day"], setting_aside=setting_aside(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    said = f"{written_effort(entry.seconds)} on {entry.on_title}"
    return to_grid(request, values["day"], said)


@screen(May.LOG_TIME, methods=["GET", "POST"])
def decline_proposed(request: Request) -> HttpResponse:
    """Keep that something proposed is no time of one's own; read, show the day."""
    if request.method != "POST":
        return _page(request, _own(request), _day(request), None)
    values = ProposalForm.read(request)
    decline_proposal(key=values["key"], day=values["day"], by=request.actor, at=request.at)
    return to_grid(request, values["day"], "It is not proposed again.")


def arranged(request: Request, entry: TimeEntry) -> HttpResponse:
    """Show the day of an entry with what can be done to it, and why something was not."""
    return _page(request, entry.person, entry.worked_on, entry, view=_view(request))


def to_grid(request: Request, on: date, notice: str) -> HttpResponse:
    """Go back to where something was arranged: My time, or My day where it came from there."""
    view = _view(request)
    route = {WEEK: "my-week", "my-day": "my-day"}.get(view, "my-time")
    return go(request, f"{reverse(route)}?day={on.isoformat()}", notice=notice)


def from_grid(request: Request) -> bool:
    """Tell whether a form of My time was sent."""
    return bool(_view(request))


def _view(request: Request) -> str:
    typed = request.typed if request.typed is not None else request.POST
    return str(typed.get("view", ""))


def _page(
    request: Request, person: Person, on: date, chosen: TimeEntry | None, view: str = ""
) -> HttpResponse:
    zone = zone_of(person, request.actor)
    now = today(request.at, zone)
    is_week = view == WEEK
    grid = grid_shown(
        person, week_around(on) if is_week else [on], zone, request.actor, request.at, now
    )
    step = timedelta(days=7 if is_week else 1)
    return show(
        request, "timekeeping/grid.html", grid=grid, versions=grid.versions, on=on, now=now,
        before=on - step, after=on + step, view=WEEK if is_week else "day",
        week=week_shown(person, on) if is_week else None,
        chosen=entry_page(chosen) if chosen else None, is_own=person.pk == request.actor.person_id,
    )  # fmt: skip


def _own(request: Request) -> Person:
    rows: QuerySet[Person] = Person.objects.select_related("schedule")
    return find(rows, pk=request.actor.person_id)


def _entry(request: Request, pk: int) -> TimeEntry:
    related = visible_time(request.actor).select_related("person__schedule", "company")
    return find(related, pk=pk)


def _chosen(request: Request) -> TimeEntry | None:
    """Give the entry of one's own that the page was asked to arrange."""
    wanted = request.GET.get("entry", "")
    if not wanted.isdecimal() or len(wanted) > 18:  # noqa: PLR2004  beyond it no key can be
        return None
    own = visible_time(request.actor).filter(person_id=request.actor.person_id or 0, void=False)
    return own.select_related("person", "company").filter(pk=int(wanted)).first()


def _day(request: Request) -> date:
    """Give the day asked for; today for what is none, or is next to the calendar's end."""
    typed = request.typed if request.typed is not None else request.GET
    try:
        on = date.fromisoformat(typed.get("day", ""))
    except ValueError:
        return today(request.at, request.actor.zone)
    near = EARLIEST_YEAR <= on.year <= LATEST_YEAR
    return on if near else today(request.at, request.actor.zone)
