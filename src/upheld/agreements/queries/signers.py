"""Who may sign for a customer."""

from __future__ import annotations

from upheld.customers.models import Contact


def who_may_sign(company_id: int) -> tuple[str, ...]:
    """Name a customer's people who may sign and can be sent a code, by name: one query."""
    able = Contact.objects.filter(company_id=company_id, active=True, may_sign=True)
    return tuple(able.exclude(email="").order_by("name", "pk").values_list("name", flat=True))
