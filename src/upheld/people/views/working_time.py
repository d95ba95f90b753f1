"""Pages of working hours, days off and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find
from upheld.people.forms import DayForm, LeaveForm, ScheduleForm, read_week
from upheld.people.may import May
from upheld.people.models import Holiday, Leave, Schedule
from upheld.people.operations.working_time import (
    cancel_leave,
    close_on,
    enter_leave,
    forget_day,
    set_schedule,
)
from upheld.people.queries.people import visible_people
from upheld.people.queries.working_time import working_time_page
from upheld.people.rules.week import WEEKDAYS, written_week

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_PEOPLE)
def schedules(request: Request) -> HttpResponse:
    """Show when work is done, and which days are off."""
    page = working_time_page(request.actor, request.at)
    return show(request, "people/schedules.html", page=page, weekdays=WEEKDAYS)


@screen(May.MANAGE_PEOPLE, methods=["GET", "POST"])
def schedule(request: Request, schedule_id: int | None = None) -> HttpResponse:
    """Enter or change weekly hours."""
    known = find(Schedule.objects.all(), pk=schedule_id) if schedule_id else None
    if request.method == "POST":
        values = ScheduleForm.read(request)
        hours = read_week(values)
        if known is not None:
            values["name"] = known.name
        set_schedule(hours=hours, by=request.actor, at=request.at, **values)
        return go(request, "schedules", notice=f"The hours “{values['name']}” are saved.")
    week = written_week(known.hours) if known else ["09:00-17:30"] * 5 + ["", ""]
    return show(
        request, "people/schedule_form.html", schedule=known, week=week, weekdays=WEEKDAYS,
    )  # fmt: skip


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def day_set(request: Request) -> HttpResponse:
    """Close a day, or keep a public holiday open."""
    values = DayForm.read(request)
    closed = not values["kept_open"]
    close_on(on=values["on"], name=values["name"], closed=closed, by=request.actor, at=request.at)
    return go(request, "schedules", notice="The day is noted.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def day_forget(request: Request, day: int) -> HttpResponse:
    """Let a day be as the public holidays say."""
    forget_day(day=find(Holiday.objects.all(), pk=day), by=request.actor, at=request.at)
    return go(request, "schedules", notice="The day is as the calendar says.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def leave_enter(request: Request, handle: str) -> HttpResponse:
    """Note that somebody is away."""
    person = find(visible_people(request.actor), handle=handle)
    enter_leave(person=person, by=request.actor, at=request.at, **LeaveForm.read(request))
    return go(request, "person", handle=handle, notice="The leave is noted.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def leave_cancel(request: Request, handle: str, leave: int) -> HttpResponse:
    """Take back leave that is not taken."""
    person = find(visible_people(request.actor), handle=handle)
    noted = find(Leave.objects.filter(person=person), pk=leave)
    cancel_leave(leave=noted, by=request.actor, at=request.at)
    return go(request, "person", handle=handle, notice="The leave is taken back.")
