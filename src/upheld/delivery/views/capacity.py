"""The page of capacity: hours promised against hours there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.may import May
from upheld.delivery.queries.capacity_page import capacity_page
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_CAPACITY)
def index(request: Request) -> HttpResponse:
    """Show the next twelve weeks, of everybody, a team or a function."""
    page = capacity_page(request.at, request.GET.get("of", ""))
    return show(request, "delivery/capacity.html", page=page)
