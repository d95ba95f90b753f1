"""The rows that a request names: found among what its reader may see, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.foundation.operation import find
from upheld.people.models import Person
from upheld.selling.queries.deals import visible_deals
from upheld.selling.queries.gaps import visible_gaps
from upheld.selling.queries.meetings import visible_meetings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor
    from upheld.selling.models import Deal, Gap, Meeting


def deal_of(actor: Actor, number: int) -> Deal:
    """Find a deal with its company and people; `not_found` for a stranger's."""
    rows = visible_deals(actor)
    return find(rows.select_related("company", "owner", "engineer", "finder"), number=number)


def meeting_of(actor: Actor, number: int) -> Meeting:
    """Find a meeting with its deal and company; `not_found` for a stranger's."""
    rows = visible_meetings(actor)
    return find(rows.select_related("deal", "deal__company", "deal__owner"), number=number)


def gap_of(actor: Actor, number: int) -> Gap:
    """Find a gap with its deal and company; `not_found` for a stranger's."""
    rows = visible_gaps(actor)
    wanted = rows.select_related("deal", "deal__company", "disclosed_to", "found_by", "meeting")
    return find(wanted, number=number)


def person_of(pk: int | None) -> Person | None:
    """Find somebody of the staff by id, or nobody for none."""
    return find(Person.objects.filter(active=True), pk=pk) if pk else None


def people_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Find several of the staff; `not_found` if one of them is not there."""
    wanted = set(ids)
    found = {one.pk: one for one in Person.objects.filter(pk__in=wanted, active=True)}
    for pk in wanted - set(found):
        find(Person.objects.none(), pk=pk)
    return found


def contact_of(company: Company, pk: int | None) -> Contact | None:
    """Find somebody of a company by id, or nobody for none."""
    return find(Contact.objects.filter(company=company), pk=pk) if pk else None


def the_contact(company: Company, pk: int) -> Contact:
    """Find somebody of a company who must be there."""
    contact: Contact = find(Contact.objects.filter(company=company), pk=pk)
    return contact


def contacts_of(company: Company, ids: Iterable[int]) -> list[Contact]:
    """Find several people of a company; `not_found` if one of them is not there."""
    return [find(Contact.objects.filter(company=company), pk=pk) for pk in dict.fromkeys(ids)]
