"""How a provider comes to be on this installation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection, transaction

from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.operations.company import begin_settings
from upheld.people.operations.people import add_person
from upheld.people.operations.places import require_place
from upheld.people.passwords import require_sound
from upheld.people.roles import Role
from upheld.people.rules.beginnings import LONGEST_SLUG

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.people.models import Person

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ONE_AT_A_TIME = 7_240_158_903_331
"""The number of PostgreSQL's advisory lock under which providers are founded."""


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
    subdivision: str = "",
    currency: str = "GBP",
    locale: str = "en-gb",
    alone: bool = False,
) -> tuple[Provider, Person]:
    """Create a provider with its first person, the owner; both or neither.

    `alone` insists on being the first here. Not an operation, because there is no provider yet to
    own its record: the record begins with where the company is, then its owner. Refuses with:
    invalid_input, slug_taken, already_founded.
    """
    _require_particulars(name, slug, owner_name, owner_email)
    require_place(zone, country, subdivision, currency)
    if owner_password is not None:
        require_sound(owner_password, name=owner_name, email=owner_email)
    with transaction.atomic():
        _require_room(slug, alone=alone)
        provider = Provider.objects.create(
            name=name.strip(), slug=slug, zone=zone, country=country, subdivision=subdivision,
            currency=currency, locale=locale, created_at=at,
        )  # fmt: skip
        with open_provider(provider.pk):
            begin_settings(by=system(provider.pk), at=at)
            owner = add_person(
                name=owner_name,
                email=owner_email,
                role=Role.OWNER,
                password=owner_password,
                by=system(provider.pk),
                at=at,
            )
    return provider, owner


def _require_particulars(name: str, slug: str, owner_name: str, owner_email: str) -> None:
    if not name.strip():
        raise invalid(name="Enter the company's name.")
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise invalid(slug="Write it with a to z, digits and hyphens, such as northgate-it.")
    if not owner_name.strip():
        raise invalid(owner_name="Enter the owner's name.")
    if "@" not in owner_email:
        raise invalid(owner_email="Enter the owner's mail address.")


def _require_room(slug: str, *, alone: bool) -> None:
    """Refuse when this provider cannot come to be; nobody else founds one meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    if alone and Provider.objects.exists():
        raise Refused(
            "already_founded",
            "There is a company on this installation already.",
            remedy="Sign in, or ask its owner to let you in.",
        )
    if Provider.objects.filter(slug=slug).exists():
        raise Refused(
            "slug_taken",
            f"There is already a provider called “{slug}” here.",
            remedy="Choose another short name.",
        )
