"""People at companies come, change and are let into the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.events import Event
from upheld.customers.may import May
from upheld.customers.models import Contact
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_found
from upheld.people.models import ApiToken, Membership, User
from upheld.people.operations.leaving import end_places
from upheld.people.operations.tokens import ALL_SCOPES, new_key
from upheld.people.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

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
    """Let a contact into the portal of their company; the door mails them the way in.

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


@operation(May.INVITE_CONTACTS)
def invite_contact_again(*, contact: Contact, by: Actor, at: datetime) -> User:
    """Note that a contact is sent the way in once more; gives their sign-in, for the mail.

    Refuses with: no_sign_in.
    """
    del at
    place = _places_of(contact, by).filter(active=True).select_related("user").first()
    if place is None:
        raise Refused(
            "no_sign_in", f"{contact.name} cannot sign in.", remedy="Invite them to the portal.",
        )  # fmt: skip
    record(Event.CONTACT_INVITED, contact, about=[contact.company])
    return place.user


@operation(May.INVITE_CONTACTS)
def contact_left(*, contact: Contact, by: Actor, at: datetime) -> Contact:
    """Note that somebody is no longer at their company; sessions and keys end at once."""
    contact = lock(contact)
    if not contact.active:
        return unchanged(contact)
    contact.change(active=False)
    end_places(_places_of(contact, by), at)
    record(Event.CONTACT_LEFT, contact, about=[contact.company])
    return contact


@operation(May.INVITE_CONTACTS)
def issue_contact_key(
    *, contact: Contact, name: str, by: Actor, at: datetime, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Give a customer's program a key that can do what this contact may; the secret is second.

    Refuses with: invalid_input, no_sign_in.
    """
    place = _places_of(contact, by).filter(active=True).first()
    if place is None:
        raise Refused(
            "no_sign_in", f"{contact.name} cannot sign in.", remedy="Invite them to the portal.",
        )  # fmt: skip
    token, secret = new_key(place, name, [ALL_SCOPES], at, expires_at)
    record(Event.KEY_ISSUED, contact, about=[contact.company], token=token.pk)
    return token, secret


@operation(May.INVITE_CONTACTS)
def revoke_contact_key(*, contact: Contact, token_id: int, by: Actor, at: datetime) -> None:
    """End a key of a customer's program at once. Refuses with: not_found, already_revoked."""
    rows = ApiToken.objects.filter(pk=token_id, membership__in=_places_of(contact, by))
    if not rows.exists():
        raise not_found("key")
    if not rows.filter(revoked_at=None).update(revoked_at=at):
        raise Refused("already_revoked", "This key has already been revoked.")
    record(Event.KEY_REVOKED, contact, about=[contact.company], token=token_id)


def _places_of(contact: Contact, by: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(provider_id=by.provider_id, contact_id=contact.pk)
