"""What the forms of tickets offer to choose from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement
from upheld.agreements.models.agreement import AgreementState
from upheld.customers.models import Company, Contact
from upheld.desk.models import Ticket
from upheld.desk.queries.tickets import readable_entries, visible_tickets
from upheld.foundation.refusals import invalid
from upheld.people.models import Person, Schedule
from upheld.timekeeping.queries.meaning import contact_meant

if TYPE_CHECKING:
    from upheld.desk.models import TicketEntry
    from upheld.foundation.actor import Actor

Options = tuple[tuple[str, str], ...]

SPOKEN = ("created", "asked", "replied", "note")
MOST_OLDER = 50
MOST_NAMESAKES = 8
LATELY = 30
"""Of so many tickets, the one who asked most of them is the usual one."""
LONGEST_BEGINNING = 160
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


def agreements() -> Options:
    """Offer the agreements in force by number, title and customer."""
    rows = Agreement.objects.filter(state=AgreementState.ACTIVE).order_by("company__name", "number")
    named = rows.values_list("number", "title", "company__name")[:MOST_COMPANIES]
    return tuple((str(number), f"{company}: {title}") for number, title, company in named)


def older_tickets(ticket: Ticket, actor: Actor) -> Options:
    """Offer the tickets into which one can be merged: older, of its customer, the last first."""
    rows = visible_tickets(actor).filter(company=ticket.company_id, number__lt=ticket.number)
    found = rows.exclude(state="closed").order_by("-last_at", "-pk")[:MOST_OLDER]
    return tuple((str(one.number), f"#{one.number} {one.title}") for one in found)


def spoken(ticket: Ticket, actor: Actor) -> Options:
    """Offer what was said on a ticket, by id: who, and how it begins."""
    found = readable_entries(ticket, actor).filter(happened__in=SPOKEN).exclude(text="")
    return tuple((str(one.pk), _begins(one)) for one in found)


def _begins(entry: TicketEntry) -> str:
    who = entry.person or entry.contact or entry.who or "Somebody"
    text = " ".join(entry.text.split())
    shown = text if len(text) <= LONGEST_BEGINNING else f"{text[:LONGEST_BEGINNING]}…"
    private = " (private note)" if entry.happened == "note" else ""
    return f"{who}{private}: {shown}"


def usual_contact(company: Company | None) -> str:
    """Name whoever of a company asked most often lately; "" where nobody did: one query."""
    if company is None:
        return ""
    rows = Ticket.objects.filter(company=company, contact__active=True, void=False)
    names = rows.order_by("-last_at").values_list("contact__name", flat=True)[:LATELY]
    return next((name for name, _count in Counter(names).most_common(1)), "")


def contact_typed(typed: str, company: Company | None) -> Contact:
    """Find who is meant by a typed name: of the company, or where none is chosen of any.

    By any part of the name, as on the capture line. Refuses with: invalid_input, naming those who
    could be meant.
    """
    if company is not None:
        meant, found = contact_meant(typed, company.pk)
        names = [one.title for one in meant.offered]
    else:
        rows = Contact.objects.filter(active=True, name__icontains=typed.strip())
        several = list(rows.select_related("company").order_by("name", "pk")[:MOST_NAMESAKES])
        found = several[0] if len(several) == 1 else None
        names = [f"{one.name} of {one.company.name}" for one in several]
    if found is not None:
        return found
    if names:
        raise invalid(asked_by=f"Several could be meant: {', '.join(names)}.")
    where = f"at {company.name}" if company else "of any customer"
    raise invalid(asked_by=f"Nobody {where} is called so. Leave it empty, or enter them first.")
