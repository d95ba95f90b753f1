"""The first screen: each role has its own; an owner with nothing sold yet begins elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.doors.screen import public
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.roles import Role
from upheld.selling.models import Deal
from upheld.wiring.navigation import first_room_url

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request


@public("sends everybody to their own first screen, strangers to sign in")
def home(request: Request) -> HttpResponse:
    """Go to the first room of the person's role; of an owner who just began, the first steps."""
    actor: Actor | None = request.actor
    if actor is not None and actor.role == Role.OWNER and _has_just_begun(actor):
        return HttpResponseRedirect(reverse("first-steps"))
    return HttpResponseRedirect(first_room_url(actor))


def _has_just_begun(actor: Actor) -> bool:
    """Tell whether there is neither a deal nor a customer, so that the mirror would be empty."""
    with open_provider(actor.provider_id):
        return not Deal.objects.exists() and not Company.objects.exists()
