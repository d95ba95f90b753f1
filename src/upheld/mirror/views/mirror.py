"""The owner's first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.mirror.may import May
from upheld.mirror.queries.mirror import mirror_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_MIRROR)
def mirror(request: Request) -> HttpResponse:
    """Show what was said against what was done, and what it came to."""
    return show(request, "mirror/mirror.html", page=mirror_page(request.actor, request.at))
