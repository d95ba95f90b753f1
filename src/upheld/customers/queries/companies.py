"""Companies as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.customers.models import Company, Contact, HouseRule
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_companies(_actor: Actor) -> QuerySet[Company]:
    """Give the companies the actor may see: all of the provider's, or a customer's own."""
    return Company.objects.all()


def contact_of(actor: Actor, number: int, contact: int) -> Contact:
    """Find somebody at a company that the actor may see. Refuses with: not_found."""
    company = find(visible_companies(actor), number=number)
    found: Contact = find(Contact.objects.filter(company=company), pk=contact)
    return found


def standing_house_rules(company: Company) -> QuerySet[HouseRule]:
    """Give the house rules in force at a company."""
    rules: QuerySet[HouseRule] = HouseRule.objects.filter(company=company, ended_at=None)
    return rules.select_related("champion", "contact").order_by("pk")


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Everything that a company's page shows of the company itself."""

    company: Company
    contacts: tuple[Contact, ...]
    house_rules: tuple[HouseRule, ...]


def company_page(company: Company) -> CompanyPage:
    """Read a company's page: two queries."""
    contacts = Contact.objects.filter(company=company, active=True).order_by("name", "pk")
    return CompanyPage(
        company=company,
        contacts=tuple(contacts),
        house_rules=tuple(standing_house_rules(company)),
    )
