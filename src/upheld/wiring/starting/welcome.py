"""The first-run page: the one thing that an installation without a company can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login

from upheld.foundation.doors.screen import public
from upheld.foundation.doors.show import go, show
from upheld.foundation.models import Provider
from upheld.foundation.refusals import NOT_ALLOWED, Refused, invalid
from upheld.foundation.values.currencies import PLACES
from upheld.people.operations.founding import found_provider
from upheld.people.queries.countries import countries, guessed, zone_of_machine, zones
from upheld.wiring.starting.admission import admits, needs_code, there_is_a_code
from upheld.wiring.starting.forms import WelcomeForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@public(
    "founds the first company, only while there is none; from elsewhere by the printed code alone",
    methods=["GET", "POST"],
)
def welcome(request: Request) -> HttpResponse:
    """Ask for the company and its owner, found it, and sign the owner in."""
    if request.method == "POST":
        try:
            return _found(request)
        except Refused as refused:
            request.refusal, request.typed = refused, request.POST
            return _shown(request, refused.status)
    if Provider.objects.exists():
        return go(request, "home")
    return _shown(request, 200)


def _found(request: Request) -> HttpResponse:
    if not admits(request, request.POST.get("code", "")):
        if not there_is_a_code():
            raise Refused(
                NOT_ALLOWED,
                "This server was not started by “upheld serve”, so it printed no code.",
                remedy="Found the company with “upheld found” at the server.",
            )
        raise invalid(code="This is not the code that “upheld serve” printed when it started.")
    values = WelcomeForm.read(request)
    values.pop("again")
    password = values.pop("password")
    provider, owner = found_provider(**values, owner_password=password, alone=True, at=request.at)
    login(request, owner.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return go(request, "first-steps", notice=f"{provider.name} is founded, and you are its owner.")


def _shown(request: Request, status: int) -> HttpResponse:
    return show(
        request,
        "wiring/welcome.html",
        status=status,
        guess=guessed(request.headers.get("Accept-Language", ""), zone_of_machine()),
        countries=list(countries().items()),
        currencies=[(code, code) for code in sorted(PLACES)],
        zones=zones(),
        needs_code=needs_code(request),
        there_is_a_code=there_is_a_code(),
    )
