"""My season: the salesperson's first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.selling.may import May
from upheld.selling.queries.season import my_season

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_DEALS)
def season(request: Request) -> HttpResponse:
    """Show what needs me today: meetings, debriefs, gaps, deals without a next step."""
    return show(request, "selling/season.html", season=my_season(request.actor, request.at))
