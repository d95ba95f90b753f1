"""Who is asking: from the session for people, from a bearer token for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.utils import timezone

from upheld.people.queries.actors import actor_of_session, actor_of_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from upheld.foundation.doors.request import Request


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
            anyone = actor_of_session(request)
        request.actor = anyone
        if anyone is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(anyone.zone)):
            return self.get_response(request)
