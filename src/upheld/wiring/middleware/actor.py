"""Who is asking: from the session for people, from a bearer token for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from upheld.people.queries.account import has_second_factor
from upheld.people.queries.actors import actor_of, actor_of_token, place_of_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from upheld.foundation.doors.request import Request
    from upheld.people.models import Membership

SIGN_IN = "/account/"
"""The pages of signing in, open to everybody and to those who still lack their second step."""


class ActorMiddleware:
    """Puts `actor` on the request, or None, and shows times in the actor's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        """Find the actor. The API takes tokens only: a cookie would invite forged requests."""
        request = cast("Request", plain)
        anyone: Any = None
        if request.path.startswith("/api/"):
            anyone = actor_of_token(request.headers.get("Authorization", ""), request.at)
        elif request.user.is_authenticated:
            place = place_of_session(request)
            anyone = actor_of(place) if place else None
            _note_place(request, place)
            if place is None:
                # Whoever left keeps no session: the next page asks them to sign in, and refuses.
                logout(request)
            elif _lacks_second_step(request, place):
                return _to_second_step(request)
        request.actor = anyone
        if anyone is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(anyone.zone)):
            return self.get_response(request)


def _note_place(request: Request, place: Membership | None) -> None:
    """Keep the provider that came with the membership, so that the frame need not ask again."""
    request.provider_name = place.provider.name if place else ""  # type: ignore[attr-defined]


def _lacks_second_step(request: Request, place: Membership) -> bool:
    """Tell whether the provider wants two steps of its staff and this person has only one."""
    if place.customer_id is not None or not place.provider.mfa_required:
        return False
    return not request.path.startswith(SIGN_IN) and not has_second_factor(place.user_id)


def _to_second_step(request: Request) -> HttpResponse:
    where = reverse("mfa_index")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": where})
    text = "Your company asks for a second step. Add a passkey or an authenticator app to go on."
    messages.info(request, text)
    return HttpResponseRedirect(where)
