"""The keys of a customer's programs, as their page shows them; never a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.people.models import ApiToken, Membership
from upheld.people.queries.tokens import token_row

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Company
    from upheld.people.queries.tokens import TokenRow


def keys_of(company: Company, at: datetime) -> tuple[tuple[int, TokenRow], ...]:
    """Give the keys of a company's contacts with the contact's id, the newest first: one query.

    Keys are global rows, so that provider and customer are asked for here.
    """
    rows = ApiToken.objects.filter(
        provider_id=company.provider_id, membership__customer_id=company.pk
    ).select_related("membership")
    return tuple(
        (token.membership.contact_id or 0, token_row(token, at))
        for token in rows.order_by("-created_at", "-pk")[:200]
    )


def key_holders(company: Company) -> tuple[tuple[str, str], ...]:
    """Give the contacts who come to the portal, for whom a program may act: two queries."""
    places = Membership.objects.filter(
        provider_id=company.provider_id, customer_id=company.pk, active=True
    )
    there = set(places.values_list("contact_id", flat=True))
    rows = Contact.objects.filter(company=company, active=True, pk__in=there).order_by("name")
    return tuple((str(contact.pk), contact.name) for contact in rows)
