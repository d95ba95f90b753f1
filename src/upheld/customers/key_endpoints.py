"""The endpoints of keys for customers' programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.customers.may import May
from upheld.customers.operations.contacts import issue_contact_key, revoke_contact_key
from upheld.customers.queries.companies import contact_of, visible_companies
from upheld.customers.queries.keys import keys_of
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.foundation.refusals import INVALID_INPUT, Refused

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]


class KeyIn(Schema):
    """A key for a customer's program."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class KeyRow(Schema):
    """A key of a customer's program; its secret is never shown again."""

    id: int
    contact: int
    name: str
    acts_as: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    state: str


class KeyOut(Schema):
    """A key that was made, with its secret, this once."""

    id: int
    token: str


@endpoint(May.INVITE_CONTACTS, "GET", "customers/{number}/keys")
def keys(request: Request, number: Number) -> list[KeyRow]:
    """List the keys of a customer's programs, the newest first."""
    found = find(visible_companies(request.actor), number=number)
    return [
        KeyRow(
            id=row.id, contact=holder, name=row.name, acts_as=row.person, prefix=row.prefix,
            created_at=row.created_at, expires_at=row.expires_at, state=row.state,
        )
        for holder, row in keys_of(found, request.at)
    ]  # fmt: skip


@endpoint(May.INVITE_CONTACTS, "POST", "customers/{number}/contacts/{contact}/keys", status=201)
def make_key(request: Request, number: Number, contact: Id, body: KeyIn) -> KeyOut:
    """Give a customer's program a key. Send no idempotency key: its kept answer would hold it."""
    if request.headers.get("Idempotency-Key"):
        raise Refused(
            INVALID_INPUT,
            "The answer holds a secret, so it is not kept for a second time.",
            remedy="Send it without Idempotency-Key; revoke a key that you did not receive.",
        )
    person = contact_of(request.actor, number, contact)
    token, secret = issue_contact_key(
        contact=person,
        name=body.name,
        expires_at=request.at + timedelta(days=body.days) if body.days else None,
        by=request.actor,
        at=request.at,
    )
    return KeyOut(id=token.pk, token=secret)


@endpoint(
    May.INVITE_CONTACTS, "POST", "customers/{number}/contacts/{contact}/keys/{token}/revocation",
    status=204,
)  # fmt: skip
def revoke_key(request: Request, number: Number, contact: Id, token: Id) -> None:
    """End a key of a customer's program at once."""
    person = contact_of(request.actor, number, contact)
    revoke_contact_key(contact=person, token_id=token, by=request.actor, at=request.at)
