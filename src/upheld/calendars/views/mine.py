"""One's own calendar: the feed of one's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.calendars.forms import DetailForm
from upheld.calendars.may import May
from upheld.calendars.models import Detail
from upheld.calendars.operations.feed import change_feed, end_feed, make_feed
from upheld.calendars.queries.feed import feed_address, feed_of
from upheld.calendars.queries.mine import connection_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.USE_CALENDAR, methods=["GET", "POST"])
def my_calendar(request: Request) -> HttpResponse:
    """Show the feed and the connection; a post makes a new address, shown this once."""
    address = ""
    if request.method == "POST":
        detail = DetailForm.read(request)["detail"]
        secret = make_feed(detail=detail, by=request.actor, at=request.at)
        address = feed_address(secret, f"{request.scheme}://{request.get_host()}")
    return show(
        request, "calendars/my_calendar.html", feed=feed_of(request.actor), address=address,
        details=Detail.choices, connection=connection_of(request.actor),
    )  # fmt: skip


@screen(May.USE_CALENDAR, methods=["POST"])
def feed_detail(request: Request) -> HttpResponse:
    """Say how much the feed tells."""
    change_feed(detail=DetailForm.read(request)["detail"], by=request.actor, at=request.at)
    return go(request, "my-calendar", notice="Saved. Calendars see it when they next look.")


@screen(May.USE_CALENDAR, methods=["POST"])
def feed_end(request: Request) -> HttpResponse:
    """Turn the feed off."""
    end_feed(by=request.actor, at=request.at)
    return go(request, "my-calendar", notice="The address answers nobody any more.")
