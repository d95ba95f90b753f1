"""My day: what a technician sees first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from upheld.desk.queries.my_tickets import my_open_tickets
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.operation import find
from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.promises.queries.promises import promises_due
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.timers import seconds_of
from upheld.timekeeping.queries.day import day_shown
from upheld.timekeeping.queries.looking import questions_to
from upheld.timekeeping.queries.proposals import proposals_of
from upheld.timekeeping.queries.timers import overran, own_timers

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

MOST_QUESTIONS = 5


@screen(May.LOG_TIME)
def my_day(request: Request) -> HttpResponse:
    """Show a day of one's own: slices and gaps, what is due, one's tickets, the timers."""
    person = find(Person.objects.select_related("schedule"), pk=request.actor.person_id)
    zone = request.actor.zone
    now = today(request.at, zone)
    day = _day(request, now)
    shown = day_shown(person, day, zone, request.at)
    timers = [
        (timer, seconds_of(timer, request.at), overran(timer, shown.calendar, request.at))
        for timer in own_timers(request.actor)
    ]
    return show(
        request,
        "desk/my_day.html",
        day=shown,
        is_today=day == now,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        tickets=my_open_tickets(request.actor, request.at),
        due=promises_due(request.actor, request.at),
        timers=timers,
        proposals=proposals_of(person, request.actor, [day], zone, request.at),
        questions=list(questions_to(person.pk)[:MOST_QUESTIONS]) if day == now else [],
    )


def _day(request: Request, otherwise: date) -> date:
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return otherwise
    # Neighbouring days are linked, and the calendar ends.
    return day if date(1970, 1, 2) <= day <= date(2900, 1, 1) else otherwise
