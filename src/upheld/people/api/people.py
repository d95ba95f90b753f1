"""The endpoints of people and keys. Pay has its own, behind its own right."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import EmailStr, Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.refusals import INVALID_INPUT, Refused, not_found
from upheld.foundation.values.money import Money
from upheld.people.lists import PEOPLE
from upheld.people.mails import base_of, mail_invitation
from upheld.people.may import May
from upheld.people.models import Person, User
from upheld.people.operations.pay import set_pay
from upheld.people.operations.people import add_person, change_person, deactivate_person
from upheld.people.operations.returning import invite_person, readmit_person
from upheld.people.operations.tokens import issue_token, revoke_token
from upheld.people.queries.pay import pay_of
from upheld.people.queries.people import visible_people
from upheld.people.queries.tokens import TokenRow, token_row, tokens_of, visible_tokens
from upheld.people.roles import Role
from upheld.people.rules.cost import YearlyCost

Handle = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")]
Id = Annotated[int, Field(ge=1, le=2**62)]
Minor = Annotated[int, Field(ge=0, le=10**12)]
Word = Annotated[str, Field(max_length=60)]


class PersonOut(Schema):
    """Somebody who works at the provider."""

    handle: str
    name: str
    email: str
    title: str
    role: str
    team: str
    manager: str
    zone: str
    skills: list[str]
    hired_on: date | None
    left_on: date | None
    active: bool
    version: int

    @classmethod
    def of(cls, person: Person) -> PersonOut:
        """Show somebody."""
        plain = (
            "handle", "name", "email", "title", "role", "zone", "skills", "hired_on", "left_on",
            "active", "version",
        )  # fmt: skip
        return cls(
            team=person.team.name if person.team else "",
            manager=person.manager.handle if person.manager else "",
            **{name: getattr(person, name) for name in plain},
        )


class PersonIn(Schema):
    """Somebody who joins."""

    name: Annotated[str, Field(min_length=1, max_length=150)]
    email: EmailStr
    role: Role
    title: Annotated[str, Field(max_length=100)] = ""
    zone: Word = ""
    skills: Annotated[list[Word], Field(max_length=30)] = []
    hired_on: date | None = None


class PersonChange(Schema):
    """What to change of somebody; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=150)] | None = None
    role: Role | None = None
    title: Annotated[str, Field(max_length=100)] | None = None
    zone: Word | None = None
    skills: Annotated[list[Word], Field(max_length=30)] | None = None


class Leaving(Schema):
    """Somebody's last day."""

    last_day: date


class PayOut(Schema):
    """What somebody costs in a year from a day on; amounts in minor units."""

    from_on: date
    currency: str
    salary_minor: int
    employer_taxes_minor: int
    benefits_minor: int
    overhead_minor: int
    available_seconds: int
    hourly_minor: int | None

    @classmethod
    def of(cls, cost: YearlyCost) -> PayOut:
        """Show a year's cost and what an hour of it is."""
        return cls(
            from_on=cost.from_on,
            currency=cost.salary.currency,
            salary_minor=cost.salary.minor,
            employer_taxes_minor=cost.employer_taxes.minor,
            benefits_minor=cost.benefits.minor,
            overhead_minor=cost.overhead.minor,
            available_seconds=cost.available_seconds,
            hourly_minor=cost.hourly.minor if cost.hourly else None,
        )


class PayIn(Schema):
    """What somebody costs in a year from a day on, in the provider's currency."""

    from_on: date
    salary_minor: Minor
    employer_taxes_minor: Minor = 0
    benefits_minor: Minor = 0
    overhead_minor: Minor = 0
    available_seconds: Annotated[int, Field(ge=1, le=366 * 86_400)]


class TokenOut(Schema):
    """A key; its secret is never shown again."""

    id: int
    name: str
    person: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    state: str

    @classmethod
    def of(cls, row: TokenRow) -> TokenOut:
        """Show a key."""
        shown = {name: getattr(row, name) for name in cls.model_fields}
        return cls(**{**shown, "scopes": list(row.scopes)})


class TokenIn(Schema):
    """A key to make; without scopes it may do all that its person may."""

    person: Handle
    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[Word], Field(max_length=200)] = ["*"]
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class NewToken(Schema):
    """A key that was made, with its secret, this once."""

    id: int
    token: str


@endpoint(May.SEE_PEOPLE, "GET", "people", lists=PEOPLE)
def people(request: Request) -> Paged[PersonOut]:
    """List people."""
    return paged(PEOPLE, visible_people(request.actor), request, PersonOut.of)


@endpoint(May.MANAGE_PEOPLE, "POST", "people", status=201)
def add(request: Request, body: PersonIn) -> PersonOut:
    """Let somebody in; a mail says how they sign in, and where they choose a password, once."""
    particulars = {**body.model_dump(), "skills": tuple(body.skills)}
    joined = add_person(by=request.actor, at=request.at, **particulars)
    _mail(request, invite_person(person=joined, by=request.actor, at=request.at))
    return PersonOut.of(joined)


@endpoint(May.SEE_PEOPLE, "GET", "people/{handle}")
def person(request: Request, response: HttpResponse, handle: Handle) -> PersonOut:
    """Show somebody."""
    found = find(visible_people(request.actor), handle=handle)
    return with_etag(response, found, PersonOut.of(found))


@endpoint(May.MANAGE_PEOPLE, "PATCH", "people/{handle}")
def change(request: Request, handle: Handle, body: PersonChange) -> PersonOut:
    """Change somebody; send If-Match so that nobody's change is lost."""
    found = find(visible_people(request.actor), handle=handle)
    given = body.model_dump(exclude_unset=True)
    fields = {key: value for key, value in given.items() if value is not None}
    changed = change_person(
        person=found, seen=seen_version(request), by=request.actor, at=request.at, **fields
    )
    return PersonOut.of(changed)


@endpoint(May.MANAGE_PEOPLE, "POST", "people/{handle}/leaving")
def leaving(request: Request, handle: Handle, body: Leaving) -> PersonOut:
    """End somebody's access: sessions and keys at once."""
    found = find(visible_people(request.actor), handle=handle)
    gone = deactivate_person(person=found, last_day=body.last_day, by=request.actor, at=request.at)
    return PersonOut.of(gone)


@endpoint(May.MANAGE_PEOPLE, "POST", "people/{handle}/invitation")
def invite(request: Request, handle: Handle) -> PersonOut:
    """Send somebody the mail with their way in once more."""
    found = find(visible_people(request.actor), handle=handle)
    _mail(request, invite_person(person=found, by=request.actor, at=request.at))
    return PersonOut.of(found)


@endpoint(May.MANAGE_PEOPLE, "POST", "people/{handle}/readmission")
def readmit(request: Request, handle: Handle) -> PersonOut:
    """Let somebody who left in again, with what they had; ended keys stay ended."""
    found = find(visible_people(request.actor), handle=handle)
    back = readmit_person(person=found, by=request.actor, at=request.at)
    if back.user is not None:
        _mail(request, back.user)
    return PersonOut.of(back)


@endpoint(May.SEE_PAY, "GET", "people/{handle}/pay")
def pay(request: Request, handle: Handle) -> list[PayOut]:
    """List what somebody cost over time, the latest first."""
    found = find(visible_people(request.actor), handle=handle)
    return [PayOut.of(cost) for cost in pay_of(found)]


@endpoint(May.MANAGE_PAY, "POST", "people/{handle}/pay", status=201)
def enter_pay(request: Request, handle: Handle, body: PayIn) -> PayOut:
    """Enter what somebody costs from a day on; what was worked before keeps its cost."""
    found = find(visible_people(request.actor), handle=handle)
    currency = Provider.objects.get(pk=request.actor.provider_id).currency
    set_pay(
        person=found,
        from_on=body.from_on,
        salary=Money(body.salary_minor, currency),
        employer_taxes=Money(body.employer_taxes_minor, currency),
        benefits=Money(body.benefits_minor, currency),
        overhead=Money(body.overhead_minor, currency),
        available_seconds=body.available_seconds,
        by=request.actor,
        at=request.at,
    )
    return PayOut.of(next(cost for cost in pay_of(found) if cost.from_on == body.from_on))


@endpoint(May.MANAGE_TOKENS, "GET", "tokens")
def tokens(request: Request) -> list[TokenOut]:
    """List the keys of this provider's staff."""
    return [TokenOut.of(row) for row in tokens_of(request.actor, request.at)]


@endpoint(May.MANAGE_TOKENS, "POST", "tokens", status=201)
def make_token(request: Request, body: TokenIn) -> NewToken:
    """Make a key. Send no idempotency key: the kept answer would keep the secret."""
    if request.headers.get("Idempotency-Key"):
        raise Refused(
            INVALID_INPUT,
            "The answer holds a secret, so it is not kept for a second time.",
            remedy="Send it without Idempotency-Key; revoke a key that you did not receive.",
        )
    found = find(visible_people(request.actor), handle=body.person, active=True)
    token, secret = issue_token(
        person=found,
        name=body.name,
        scopes=body.scopes,
        expires_at=request.at + timedelta(days=body.days) if body.days else None,
        by=request.actor,
        at=request.at,
    )
    return NewToken(id=token.pk, token=secret)


@endpoint(May.MANAGE_TOKENS, "POST", "tokens/{token}/revocation")
def revoke(request: Request, token: Id) -> TokenOut:
    """End a key at once."""
    row = visible_tokens(request.actor).filter(pk=token).first()
    if row is None:
        raise not_found("key")
    acts_as = find(Person.objects.all(), pk=row.membership.person_id)
    revoke_token(token=row, person=acts_as, by=request.actor, at=request.at)
    row.refresh_from_db()
    return TokenOut.of(token_row(row, request.at))


def _mail(request: Request, user: User) -> None:
    mail_invitation(user, by=request.actor, base=base_of(request))
