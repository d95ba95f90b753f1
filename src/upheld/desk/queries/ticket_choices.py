"""What the forms of tickets offer to choose from."""

from __future__ import annotations

from upheld.customers.models import Company, Contact
from upheld.people.models import Person, Schedule

Options = tuple[tuple[str, str], ...]

MOST_COMPANIES = 500
"""More than this in a select is no choice any more; such a ticket begins at its customer."""


def people() -> Options:
    """Offer the staff by id and name."""
    rows = Person.objects.filter(active=True).order_by("name", "pk").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)


def companies(standing: Company | None = None) -> Options:
    """Offer companies by number and name; the ticket's own first where there is one."""
    rows = Company.objects.order_by("name", "pk").values_list("number", "name")[:MOST_COMPANIES]
    offered = [(str(number), name) for number, name in rows]
    own = [(str(standing.number), standing.name)] if standing else []
    return tuple(own + [one for one in offered if one not in own])


def contacts(company: Company | None) -> Options:
    """Offer the people of a company."""
    if company is None:
        return ()
    rows = Contact.objects.filter(company=company, active=True).order_by("name", "pk")
    return tuple((str(row.pk), row.name) for row in rows)


def schedules() -> Options:
    """Offer the schedules by id and name."""
    rows = Schedule.objects.order_by("-is_default", "name").values_list("pk", "name")
    return tuple((str(pk), name) for pk, name in rows)
