"""Keys for a customer's programs: issued for a contact, shown once, revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.forms import ContactKeyForm
from upheld.customers.may import May
from upheld.customers.models import Contact
from upheld.customers.operations.contacts import issue_contact_key, revoke_contact_key
from upheld.customers.queries.companies import visible_companies
from upheld.customers.queries.keys import key_holders, keys_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.INVITE_CONTACTS, methods=["GET", "POST"])
def keys(request: Request, number: int) -> HttpResponse:
    """List a customer's keys, and issue one; its secret is on the answer and never again."""
    company = find(visible_companies(request.actor), number=number)
    secret = ""
    if request.method == "POST":
        values = ContactKeyForm.read(request)
        contact = find(Contact.objects.filter(company=company), pk=values["contact"])
        _token, secret = issue_contact_key(
            contact=contact,
            name=values["name"],
            expires_at=request.at + values["days"] if values["days"] else None,
            by=request.actor,
            at=request.at,
        )
    return show(
        request, "customers/keys.html", company=company, keys=keys_of(company, request.at),
        holders=key_holders(company), secret=secret,
    )  # fmt: skip


@screen(May.INVITE_CONTACTS, methods=["POST"])
def revoke(request: Request, number: int, contact: int, token: int) -> HttpResponse:
    """End a key of a customer's program at once."""
    company = find(visible_companies(request.actor), number=number)
    person = find(Contact.objects.filter(company=company), pk=contact)
    revoke_contact_key(contact=person, token_id=token, by=request.actor, at=request.at)
    return go(request, "customer-keys", number=number, notice="The key opens nothing any more.")
