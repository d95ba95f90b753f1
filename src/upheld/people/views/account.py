"""What concerns only the reader: their account, and which of their places they are at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.refusals import not_found
from upheld.people.queries.account import account_page
from upheld.people.queries.actors import CHOSEN, memberships_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(None, audience=Audience.SIGNED_IN)
def my_account(request: Request) -> HttpResponse:
    """Show how the reader signs in, and lead to where each part is changed."""
    return show(request, "people/my_account.html", page=account_page(request.actor))


@screen(None, methods=["GET", "POST"], audience=Audience.SIGNED_IN)
def choose_place(request: Request) -> HttpResponse:
    """Let somebody who belongs to several providers or customers say where they are now."""
    places = memberships_of(request.actor.user_id or 0)
    if request.method == "POST":
        wanted = request.POST.get("place", "")
        chosen = next((place for place in places if str(place.pk) == wanted), None)
        if chosen is None:
            raise not_found("place")
        request.session[CHOSEN] = chosen.pk
        return go(request, "home")
    return show(request, "people/choose_place.html", places=places)


@screen(None, audience=Audience.SIGNED_IN)
def email(request: Request) -> HttpResponse:
    """Lead to the account: addresses are changed by the provider's owner, under People."""
    return go(request, "my-account")
