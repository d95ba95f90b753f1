"""The buyer's rating: the page behind the link in the mail. No sign-in; the secret is the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.actor import system
from upheld.foundation.doors.screen import public
from upheld.foundation.doors.show import show
from upheld.foundation.models import Provider
from upheld.foundation.refusals import not_found
from upheld.foundation.tenancy.scope import open_provider, writing
from upheld.selling.forms.meetings import RatingForm
from upheld.selling.operations.ratings import hash_of, rate_meeting
from upheld.selling.queries.ratings import guest_of_secret
from upheld.selling.rules.ratings import Prepared, rating_obstacle

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

LONGEST_SECRET = 80
_LARGEST_PROVIDER = 2**31


@public(
    "A buyer rates a meeting by a link of their own, without an account.", methods=["GET", "POST"]
)
def rate(request: Request, secret: str) -> HttpResponse:
    """Show what is asked, and keep the answer once."""
    provider = _provider_of(secret)
    with open_provider(provider.pk):
        if request.method == "POST":
            with writing():
                return _keep(request, provider, secret)
        return _page(request, provider, secret)


def _keep(request: Request, provider: Provider, secret: str) -> HttpResponse:
    guest = guest_of_secret(hash_of(secret))
    values = RatingForm.read(request)
    rate_meeting(
        guest=guest, by=system(provider.pk, name=guest.contact.name), at=request.at, **values
    )
    return _page(request, provider, secret)


def _page(request: Request, provider: Provider, secret: str) -> HttpResponse:
    guest = guest_of_secret(hash_of(secret))
    closed = rating_obstacle(
        Prepared.FULLY, rated_at=guest.rated_at, until=guest.secret_until, at=request.at
    )
    return show(
        request,
        "selling/rate.html",
        provider=provider,
        meeting=guest.meeting,
        guest=guest,
        choices=tuple(Prepared),
        closed=closed,
    )


def _provider_of(secret: str) -> Provider:
    """Find whose meeting it is: the secret begins with the provider's number."""
    start, _, rest = secret.partition("-")
    known = start.isascii() and start.isdecimal() and rest and len(secret) <= LONGEST_SECRET
    if known and int(start) < _LARGEST_PROVIDER:
        found = Provider.objects.filter(pk=int(start)).first()
        if found is not None:
            return found
    raise not_found("link")
