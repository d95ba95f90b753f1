"""People at companies come, change and are let into the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.events import Event
from upheld.customers.may import May
from upheld.customers.models import Contact
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Membership, User
from upheld.people.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Company
    from upheld.foundation.actor import Actor


@operation(May.EDIT_CUSTOMERS)
def add_contact(
    *, company: Company, name: str, by: Actor, at: datetime, **particulars: Any
) -> Contact:
    """Enter somebody at a company. Refuses with: invalid_input."""
    del by
    if not name.strip():
        raise invalid(name="Enter the contact's name.")
    contact = Contact(company=company, name=name.strip(), entered_at=at, **particulars)
    contact.save()
    record(Event.CONTACT_ADDED, contact, about=[company])
    return contact


@operation(May.EDIT_CUSTOMERS)
def change_contact(
    *, contact: Contact, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Contact:
    """Change a contact's particulars. Refuses with: changed_meanwhile, invalid_input."""
    del by, at
    if not fields.get("name", contact.name).strip():
        raise invalid(name="Enter the contact's name.")
    contact = lock(contact, seen)
    version = contact.version
    contact.change(**fields)
    if contact.version == version:
        return unchanged(contact)
    record(Event.CONTACT_CHANGED, contact, about=[contact.company])
    return contact


@operation(May.INVITE_CONTACTS)
def invite_contact(
    *, contact: Contact, by: Actor, at: datetime, password: str | None = None
) -> Membership:
    """Let a contact into the portal of their company; they sign in by a code sent to them.

    Refuses with: no_address, already_invited.
    """
    contact = lock(contact)
    if not contact.email:
        raise Refused(
            "no_address",
            f"{contact.name} has no mail address.",
            remedy="Enter one, then invite them.",
        )
    user = User.objects.filter(email=contact.email.lower()).first() or User.objects.create_user(
        contact.email, password, name=contact.name, date_joined=at
    )
    places = Membership.objects.filter(
        user=user, provider_id=by.provider_id, customer_id=contact.company_id
    )
    if places.filter(active=True).exists():
        raise Refused("already_invited", f"{contact.name} can already sign in to the portal.")
    place, _created = places.update_or_create(
        user=user,
        provider_id=by.provider_id,
        customer_id=contact.company_id,
        defaults={
            "contact_id": contact.pk,
            "role": Role.CUSTOMER,
            "name": contact.name,
            "zone": contact.company.zone or by.zone,
            "active": True,
        },
    )
    contact.change(user=user)
    record(Event.CONTACT_INVITED, contact, about=[contact.company])
    return place
