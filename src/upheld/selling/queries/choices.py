"""What the forms of selling offer to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Company, Contact
from upheld.people.models import Person

if TYPE_CHECKING:
    from upheld.selling.models import Deal

Options = tuple[tuple[str, str], ...]

MOST_COMPANIES = 500
"""More than this in a select is no choice any more; a deal is then opened from its customer."""


def people() -> Options:
    """Offer the staff by id and name."""
    rows = Person.objects.filter(active=True).order_by("name", "pk").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)


def contacts(company_id: int) -> Options:
    """Offer the people of a company by id, name and title."""
    rows = Contact.objects.filter(company=company_id, active=True).order_by("name", "pk")
    return tuple(
        (str(row.pk), f"{row.name}, {row.title}" if row.title else row.name) for row in rows
    )


def companies(deal: Deal | None = None) -> Options:
    """Offer the first companies by name; just the deal's own where there is a deal."""
    if deal is not None:
        return ((str(deal.company.number), deal.company.name),)
    rows = Company.objects.order_by("name", "pk").values_list("number", "name")
    return tuple((str(number), name) for number, name in rows[:MOST_COMPANIES])
