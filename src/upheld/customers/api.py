"""The customers' endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import EmailStr, Field

from upheld.customers import key_endpoints
from upheld.customers.lists import COMPANIES
from upheld.customers.may import May
from upheld.customers.models import BuyingPart, Company, Contact, HouseRule, Standing
from upheld.customers.operations.companies import add_company, add_house_rule, change_company
from upheld.customers.operations.contacts import (
    add_contact,
    contact_left,
    invite_contact,
    invite_contact_again,
)
from upheld.customers.queries.companies import (
    contact_of,
    standing_house_rules,
    visible_companies,
)
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.operation import find
from upheld.people.mails import base_of, mail_invitation

__all__ = ["key_endpoints"]

Line = Annotated[str, Field(max_length=200)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class CompanyOut(Schema):
    """A company."""

    number: int
    name: str
    standing: str
    does: str
    industry: str
    headcount: int | None
    devices: int | None
    regulation: list[str]
    risk_tolerance: str
    country: str
    website: str
    version: int

    @classmethod
    def of(cls, company: Company) -> CompanyOut:
        """Show a company."""
        return cls(**{name: getattr(company, name) for name in cls.model_fields})


class CompanyIn(Schema):
    """What is known of a company."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    standing: Standing = Standing.PROSPECT
    does: Annotated[str, Field(max_length=300)] = ""
    industry: Annotated[str, Field(max_length=80)] = ""
    headcount: Count | None = None
    devices: Count | None = None
    regulation: Annotated[list[Line], Field(max_length=20)] = []
    risk_tolerance: Annotated[str, Field(pattern="^(|low|medium|high)$")] = ""
    country: Annotated[str, Field(max_length=60)] = ""
    website: Annotated[str, Field(max_length=200)] = ""


class CompanyChange(Schema):
    """What to change of a company; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    standing: Standing | None = None
    does: Annotated[str, Field(max_length=300)] | None = None
    industry: Annotated[str, Field(max_length=80)] | None = None
    headcount: Count | None = None
    devices: Count | None = None
    regulation: Annotated[list[Line], Field(max_length=20)] | None = None
    risk_tolerance: Annotated[str, Field(pattern="^(|low|medium|high)$")] | None = None


class ContactIn(Schema):
    """What is known of somebody at a company."""

    name: Annotated[str, Field(min_length=1, max_length=150)]
    email: EmailStr | Annotated[str, Field(max_length=0)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    title: Annotated[str, Field(max_length=100)] = ""
    technical: Annotated[int, Field(ge=0, le=5)] = 0
    part: BuyingPart = BuyingPart.UNKNOWN
    may_sign: bool = False


class ContactOut(Schema):
    """Somebody at a company."""

    id: int
    name: str
    email: str
    phone: str
    title: str
    technical: int
    part: str
    may_sign: bool
    version: int

    @classmethod
    def of(cls, contact: Contact) -> ContactOut:
        """Show a contact."""
        return cls(**{name: getattr(contact, name) for name in cls.model_fields})


class HouseRuleIn(Schema):
    """A rule in the customer's words."""

    words: Annotated[str, Field(min_length=1, max_length=300)]
    told_by: Annotated[str, Field(min_length=1, max_length=150)]
    place: Annotated[str, Field(max_length=150)] = ""
    topic: Annotated[str, Field(max_length=150)] = ""
    ask_first: bool = False


class HouseRuleOut(Schema):
    """A house rule in force."""

    id: int
    words: str
    told_by: str
    place: str
    topic: str
    ask_first: bool
    ended_at: datetime | None

    @classmethod
    def of(cls, rule: HouseRule) -> HouseRuleOut:
        """Show a rule."""
        return cls(**{name: getattr(rule, name) for name in cls.model_fields})


@endpoint(May.SEE_CUSTOMERS, "GET", "customers", lists=COMPANIES)
def companies(request: Request) -> Paged[CompanyOut]:
    """List companies."""
    return paged(COMPANIES, visible_companies(request.actor), request, CompanyOut.of)


@endpoint(May.EDIT_CUSTOMERS, "POST", "customers", status=201)
def add(request: Request, body: CompanyIn) -> CompanyOut:
    """Enter a company."""
    return CompanyOut.of(add_company(by=request.actor, at=request.at, **body.model_dump()))


@endpoint(May.SEE_CUSTOMERS, "GET", "customers/{number}")
def company(request: Request, response: HttpResponse, number: Number) -> CompanyOut:
    """Show a company."""
    found = find(visible_companies(request.actor), number=number)
    return with_etag(response, found, CompanyOut.of(found))


@endpoint(May.EDIT_CUSTOMERS, "PATCH", "customers/{number}")
def change(request: Request, number: Number, body: CompanyChange) -> CompanyOut:
    """Change what is known of a company; send If-Match so that nobody's change is lost."""
    found = find(visible_companies(request.actor), number=number)
    fields = {key: value for key, value in body.model_dump(exclude_unset=True).items()
              if value is not None or key in {"headcount", "devices"}}  # fmt: skip
    changed = change_company(
        company=found, seen=seen_version(request), by=request.actor, at=request.at, **fields
    )
    return CompanyOut.of(changed)


@endpoint(May.SEE_CUSTOMERS, "GET", "customers/{number}/contacts")
def contacts(request: Request, number: Number) -> list[ContactOut]:
    """List the people known at a company."""
    found = find(visible_companies(request.actor), number=number)
    rows = Contact.objects.filter(company=found, active=True).order_by("name", "pk")
    return [ContactOut.of(contact) for contact in rows]


@endpoint(May.EDIT_CUSTOMERS, "POST", "customers/{number}/contacts", status=201)
def enter_contact(request: Request, number: Number, body: ContactIn) -> ContactOut:
    """Enter somebody at a company."""
    found = find(visible_companies(request.actor), number=number)
    particulars = body.model_dump()
    contact = add_contact(company=found, by=request.actor, at=request.at, **particulars)
    return ContactOut.of(contact)


@endpoint(May.INVITE_CONTACTS, "POST", "customers/{number}/contacts/{contact}/invitation")
def invite(request: Request, number: Number, contact: Id) -> ContactOut:
    """Let somebody into the portal of their company; a mail says how they sign in."""
    person = contact_of(request.actor, number, contact)
    place = invite_contact(contact=person, by=request.actor, at=request.at)
    mail_invitation(place.user, by=request.actor, base=base_of(request), portal=True)
    return ContactOut.of(person)


@endpoint(May.INVITE_CONTACTS, "POST", "customers/{number}/contacts/{contact}/invitation/again")
def invite_again(request: Request, number: Number, contact: Id) -> ContactOut:
    """Send somebody of a company the mail with their way in once more."""
    person = contact_of(request.actor, number, contact)
    user = invite_contact_again(contact=person, by=request.actor, at=request.at)
    mail_invitation(user, by=request.actor, base=base_of(request), portal=True)
    return ContactOut.of(person)


@endpoint(May.INVITE_CONTACTS, "POST", "customers/{number}/contacts/{contact}/leaving")
def left(request: Request, number: Number, contact: Id) -> ContactOut:
    """Note that somebody is no longer there; sessions and keys end at once."""
    person = contact_of(request.actor, number, contact)
    return ContactOut.of(contact_left(contact=person, by=request.actor, at=request.at))


@endpoint(May.SEE_CUSTOMERS, "GET", "customers/{number}/house-rules")
def house_rules(request: Request, number: Number) -> list[HouseRuleOut]:
    """List the rules in force at a company; read them before any contact."""
    found = find(visible_companies(request.actor), number=number)
    return [HouseRuleOut.of(rule) for rule in standing_house_rules(found)]


@endpoint(May.EDIT_CUSTOMERS, "POST", "customers/{number}/house-rules", status=201)
def enter_house_rule(request: Request, number: Number, body: HouseRuleIn) -> HouseRuleOut:
    """Keep a rule of the customer's."""
    found = find(visible_companies(request.actor), number=number)
    rule = add_house_rule(company=found, by=request.actor, at=request.at, **body.model_dump())
    return HouseRuleOut.of(rule)
