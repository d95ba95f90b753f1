"""Pages of the people at a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.forms import ContactForm
from upheld.customers.may import May
from upheld.customers.models import BuyingPart, Contact
from upheld.customers.operations.contacts import (
    add_contact,
    change_contact,
    contact_left,
    invite_contact,
    invite_contact_again,
)
from upheld.customers.queries.companies import visible_companies
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.people.mails import base_of, mail_invitation

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request

TECHNICAL = (
    ("0", "Not known"), ("1", "Not technical"), ("2", "A little"), ("3", "Knows their systems"),
    ("4", "Runs systems"), ("5", "Engineer"),
)  # fmt: skip


@screen(May.EDIT_CUSTOMERS, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Enter somebody at a company."""
    company = find(visible_companies(request.actor), number=number)
    if request.method == "POST":
        values = ContactForm.read(request)
        contact = add_contact(company=company, by=request.actor, at=request.at, **values)
        return go(request, "customer", number=number, notice=f"{contact.name} is entered.")
    return show(
        request, "customers/contact_form.html", company=company, contact=None,
        parts=BuyingPart.choices, technical=TECHNICAL,
    )  # fmt: skip


@screen(May.EDIT_CUSTOMERS, methods=["GET", "POST"])
def edit(request: Request, number: int, contact: int) -> HttpResponse:
    """Change somebody at a company."""
    company = find(visible_companies(request.actor), number=number)
    person = find(Contact.objects.filter(company=company), pk=contact)
    if request.method == "POST":
        values = ContactForm.read(request)
        change_contact(
            contact=person, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "customer", number=number, notice=f"{person.name} is saved.")
    return show(
        request, "customers/contact_form.html", company=company, contact=person,
        parts=BuyingPart.choices, technical=TECHNICAL,
    )  # fmt: skip


@screen(May.INVITE_CONTACTS, methods=["POST"])
def invite(request: Request, number: int, contact: int) -> HttpResponse:
    """Let somebody into the portal of their company."""
    company = find(visible_companies(request.actor), number=number)
    person = find(Contact.objects.filter(company=company), pk=contact)
    place = invite_contact(contact=person, by=request.actor, at=request.at)
    mail_invitation(place.user, by=request.actor, base=base_of(request), portal=True)
    notice = f"{person.name} can now sign in; a mail to {place.user.email} says how."
    return go(request, "customer", number=number, notice=notice)


@screen(May.INVITE_CONTACTS, methods=["POST"])
def invite_again(request: Request, number: int, contact: int) -> HttpResponse:
    """Send somebody of a company the mail with their way in once more."""
    company = find(visible_companies(request.actor), number=number)
    person = find(Contact.objects.filter(company=company), pk=contact)
    user = invite_contact_again(contact=person, by=request.actor, at=request.at)
    mail_invitation(user, by=request.actor, base=base_of(request), portal=True)
    return go(request, "customer", number=number, notice=f"An invitation is sent to {user.email}.")


@screen(May.INVITE_CONTACTS, methods=["POST"])
def left(request: Request, number: int, contact: int) -> HttpResponse:
    """Note that somebody is no longer there, and end their access."""
    company = find(visible_companies(request.actor), number=number)
    person = find(Contact.objects.filter(company=company), pk=contact)
    contact_left(contact=person, by=request.actor, at=request.at)
    return go(request, "customer", number=number, notice=f"{person.name} is no longer there.")
