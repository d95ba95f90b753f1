"""Pages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.jobs import enqueue
from upheld.measures.catalogue import measure_for
from upheld.measures.may import May
from upheld.measures.queries.pages import catalogue_page, measure_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_MEASURES)
def index(request: Request) -> HttpResponse:
    """Show every measure with what it came to lately."""
    return show(request, "measures/catalogue.html", page=catalogue_page(request.actor, request.at))


@screen(May.SEE_MEASURES)
def detail(request: Request, key: str) -> HttpResponse:
    """Show a measure: formula, figure, history, breakdown, and the rows behind it."""
    measure = measure_for(request.actor, key)
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    page = measure_page(measure, given, request.actor, request.at)
    return show(request, "measures/measure.html", page=page)


@screen(May.SEE_MEASURES, methods=["POST"])
def again(request: Request, key: str) -> HttpResponse:
    """Have a measure's history computed again."""
    measure = measure_for(request.actor, key)
    enqueue("measures.measure", key=measure.key)
    return go(request, "measure", key=key, notice="It is being measured; look again in a moment.")
