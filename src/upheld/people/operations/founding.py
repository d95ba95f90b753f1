"""How a provider comes to be on this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.operations.people import add_person
from upheld.people.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.people.models import Person


def found_provider(
    *,
    name: str,
    slug: str,
    owner_name: str,
    owner_email: str,
    owner_password: str | None,
    at: datetime,
    zone: str = "Europe/London",
    country: str = "GB",
    currency: str = "GBP",
    locale: str = "en-gb",
) -> tuple[Provider, Person]:
    """Create a provider with its first person, the owner; both or neither.

    Not an operation, because there is no provider yet to own its record: the record begins with
    the owner's entry. Refuses with: slug_taken.
    """
    if Provider.objects.filter(slug=slug).exists():
        raise Refused(
            "slug_taken",
            f"There is already a provider called “{slug}” here.",
            remedy="Choose another short name.",
        )
    with transaction.atomic():
        provider = Provider.objects.create(
            name=name,
            slug=slug,
            zone=zone,
            country=country,
            currency=currency,
            locale=locale,
            created_at=at,
        )
        with open_provider(provider.pk):
            owner = add_person(
                name=owner_name,
                email=owner_email,
                role=Role.OWNER,
                password=owner_password,
                by=system(provider.pk),
                at=at,
            )
    return provider, owner
