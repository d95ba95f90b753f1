"""The customer's rating: the page behind the link in the mail; its secret is the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.tickets import RatingForm
from upheld.desk.operations.ticket_ratings import hash_of, rate_by_link
from upheld.desk.queries.ticket_ratings import question_of_secret
from upheld.desk.rules.satisfaction import Satisfied, rating_obstacle
from upheld.foundation.actor import system
from upheld.foundation.doors.screen import public
from upheld.foundation.doors.show import show
from upheld.foundation.models import Provider
from upheld.foundation.refusals import not_found
from upheld.foundation.tenancy.scope import open_provider, writing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

LONGEST_SECRET = 80
_LARGEST_PROVIDER = 2**31


@public(
    "A customer says how a ticket was solved by a link of their own, without an account.",
    methods=["GET", "POST"],
)
def rate(request: Request, secret: str) -> HttpResponse:
    """Show what is asked, and keep the answer once; to look at it keeps nothing."""
    provider = _provider_of(secret)
    with open_provider(provider.pk):
        if request.method == "POST":
            with writing():
                return _keep(request, provider, secret)
        return _page(request, provider, secret)


def _keep(request: Request, provider: Provider, secret: str) -> HttpResponse:
    row = question_of_secret(hash_of(secret))
    values = RatingForm.read(request)
    by = system(provider.pk, name=row.contact.name)
    rate_by_link(row=row, by=by, at=request.at, **values)
    return _page(request, provider, secret)


def _page(request: Request, provider: Provider, secret: str) -> HttpResponse:
    row = question_of_secret(hash_of(secret))
    closed = rating_obstacle(Satisfied.YES, rated_at=row.rated_at, until=row.until, at=request.at)
    return show(
        request, "desk/rate.html", provider=provider, ticket=row.ticket, row=row,
        choices=tuple(Satisfied), closed=closed,
        said=Satisfied(row.rating).words if row.rating else "",
    )  # fmt: skip


def _provider_of(secret: str) -> Provider:
    """Find whose ticket it is: the secret begins with the provider's number."""
    start, _, rest = secret.partition("-")
    known = start.isascii() and start.isdecimal() and rest and len(secret) <= LONGEST_SECRET
    if known and int(start) < _LARGEST_PROVIDER:
        found = Provider.objects.filter(pk=int(start)).first()
        if found is not None:
            return found
    raise not_found("link")
