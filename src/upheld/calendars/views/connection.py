"""One's own calendar server: connected, chosen from, looked at and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.forms import AccountForm, ChoiceForm
from upheld.calendars.may import May
from upheld.calendars.operations.accounts import (
    connect_calendar,
    disconnect_calendar,
    look_again,
)
from upheld.calendars.operations.choosing import choose_calendars, write_again
from upheld.calendars.operations.notices import read_notices
from upheld.calendars.queries.mine import connection_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.USE_CALENDAR, methods=["GET", "POST"])
def connect(request: Request) -> HttpResponse:
    """Connect a calendar server, or change how it is signed in at."""
    if request.method == "POST":
        typed = AccountForm.read(request)
        connect_calendar(
            address=typed["address"], user=typed["user"], password=typed["password"],
            by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "my-calendar", notice="The server is being asked for its calendars.")
    return show(request, "calendars/connect.html", account=connection_of(request.actor).account)


@screen(May.USE_CALENDAR, methods=["GET", "POST"])
def choose(request: Request) -> HttpResponse:
    """Choose the calendar that the plan is written to, and those that are read."""
    if request.method == "POST":
        typed = ChoiceForm.read(request)
        choose_calendars(
            written=typed["written"], read=ChoiceForm.wanted(request),
            shows_titles=typed["shows_titles"], by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "my-calendar", notice="Saved. Your calendar is looked into now.")
    found = connection_of(request.actor)
    choices = [(str(one.pk), one.name) for one in found.calendars if one.may_write]
    return show(request, "calendars/choose.html", connection=found, choices=choices)


@screen(May.USE_CALENDAR, methods=["POST"])
def look(request: Request) -> HttpResponse:
    """Have the server asked now."""
    look_again(by=request.actor, at=request.at)
    return go(request, "my-calendar", notice="Your calendar is looked into now.")


@screen(May.USE_CALENDAR, methods=["POST"])
def again(request: Request) -> HttpResponse:
    """Have the whole plan written again."""
    write_again(by=request.actor, at=request.at)
    return go(request, "my-calendar", notice="Your plan is written to your calendar again.")


@screen(May.USE_CALENDAR, methods=["POST"])
def disconnect(request: Request) -> HttpResponse:
    """End the connection."""
    disconnect_calendar(by=request.actor, at=request.at)
    return go(request, "my-calendar", notice="Disconnected. What was written there stays there.")


@screen(May.USE_CALENDAR, methods=["POST"])
def notices(request: Request) -> HttpResponse:
    """Note that what was told has been read."""
    read_notices(by=request.actor, at=request.at)
    return go(request, "my-calendar")
