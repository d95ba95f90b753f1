"""The first screen: each role has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from upheld.foundation.doors.screen import public
from upheld.wiring.navigation import first_room_url

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@public("sends everybody to their own first screen, strangers to sign in")
def home(request: Request) -> HttpResponse:
    """Go to the first room of the person's role."""
    return HttpResponseRedirect(first_room_url(request.actor))
