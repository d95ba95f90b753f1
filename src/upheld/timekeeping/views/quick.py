"""The page for a phone: one line and the day so far. It can be installed, and holds lines typed
without a connection until there is one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from upheld.foundation.doors.screen import public, screen
from upheld.foundation.doors.show import show
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.timekeeping.may import May
from upheld.timekeeping.queries.day import day_shown

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request

ICONS = {"192x192": "upheld/dist/mark-192.png", "512x512": "upheld/dist/mark-512.png"}


@screen(May.LOG_TIME)
def page(request: Request) -> HttpResponse:
    """Show the line, and what was logged today."""
    person = find(Person.objects.select_related("schedule"), pk=request.actor.person_id)
    zone = request.actor.zone
    day = day_shown(person, today(request.at, zone), zone, request.at)
    return show(request, "timekeeping/quick.html", person=person, day=day)


@public("the same page without anybody's data, for a device without a connection")
def offline(request: Request) -> HttpResponse:
    """Show the line alone; what is typed stays on the device until the page itself is back."""
    return show(request, "timekeeping/quick.html", person=None, day=None)


@public("the script that keeps the page on a device; it holds nobody's data")
def worker(request: Request) -> HttpResponse:
    """Give the service worker, from an address above the pages that it looks after."""
    del request
    found = finders.find("upheld/dist/worker.js")
    if found is None:
        raise not_found("script")
    script = Path(found).read_text(encoding="utf-8")
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public("says how the page is installed on a device; it holds nobody's data")
def manifest(request: Request) -> HttpResponse:
    """Give the web app manifest."""
    del request
    icons = [
        {"src": staticfiles_storage.url(path), "sizes": sizes, "type": "image/png",
         "purpose": "any maskable"}
        for sizes, path in ICONS.items()
    ]  # fmt: skip
    said = {
        "name": "Upheld: log work", "short_name": "Log work", "start_url": reverse("quick"),
        "scope": reverse("quick"), "display": "standalone", "background_color": "#f7f7f9",
        "theme_color": "#4a4fd0", "icons": icons,
    }  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")
