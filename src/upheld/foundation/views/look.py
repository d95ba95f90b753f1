"""How pages look to somebody: light or dark; and every component in every state."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.request import Request
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import back_url, go, show
from upheld.foundation.refusals import invalid
from upheld.foundation.ui.gallery import gallery_context

THEMES = ("auto", "light", "dark")


@screen(None, methods=["POST"], audience=Audience.SIGNED_IN)
def theme(request: Request) -> HttpResponse:
    """Keep the reader's choice of light, dark or as their device says."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        raise invalid(theme="Choose auto, light or dark.")
    user: Any = request.user
    user.theme = chosen
    user.save(update_fields=["theme"])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return go(request, back_url(request))


@screen(None)
def components(request: Request) -> HttpResponse:
    """Show the component gallery."""
    return show(request, "gallery.html", **gallery_context(request.at) | {"progress_url": ""})
