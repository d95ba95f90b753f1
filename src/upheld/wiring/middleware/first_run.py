"""An installation without a company leads everybody to the page that founds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from upheld.foundation.models import Provider

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request


class FirstRun:
    """Asks for strangers alone whether there is a company, and no more once there is one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._founded = False

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        """Answer, or lead to the first-run page. Programs are refused by their door as ever."""
        request = cast("Request", plain)
        welcome = reverse("welcome")
        actor: Actor | None = request.actor
        passes = actor is not None or request.path == welcome
        if passes or request.path.startswith("/api/") or self._has_company():
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": welcome})
        return HttpResponseRedirect(welcome)

    def _has_company(self) -> bool:
        # A company is never taken away, so one yes holds for as long as this process lives.
        self._founded = self._founded or Provider.objects.exists()
        return self._founded
