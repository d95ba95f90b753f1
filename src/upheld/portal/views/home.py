"""The first page of a customer: what waits for them, what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.may import May
from upheld.agreements.queries.agreements import visible_agreements
from upheld.desk.lists import state_pill
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.portal.queries.deliverables import work_list
from upheld.portal.queries.offers import offers_of
from upheld.portal.queries.tickets import open_tickets

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

MOST_TICKETS = 5


@screen(May.READ_OFFER, audience=Audience.CUSTOMER)
def home(request: Request) -> HttpResponse:
    """Show what waits for an answer, and what is agreed."""
    return show(
        request,
        "portal/home.html",
        offers=offers_of(request.actor),
        agreements=tuple(visible_agreements(request.actor).order_by("-number")[:20]),
        work=work_list(request.actor),
        tickets=tuple(open_tickets(request.actor)[:MOST_TICKETS]),
        state_of=state_pill,
    )
