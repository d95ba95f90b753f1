"""The promises' endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Schema
from pydantic import AwareDatetime, Field

from upheld.customers.models import Company
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.foundation.values.money import Money
from upheld.people.models import Person
from upheld.promises.lists import PROMISES
from upheld.promises.may import May
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import agree_promise, change_offer, offer_promise
from upheld.promises.operations.settling import (
    break_promise,
    hand_over_promise,
    keep_promise,
    raise_risk,
    release_promise,
    replace_promise,
)
from upheld.promises.queries.promises import light_of, visible_promises, with_lights

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Words = Annotated[str, Field(min_length=1, max_length=500)]
Reason = Annotated[str, Field(min_length=1, max_length=450)]
Minor = Annotated[int, Field(ge=0, le=2**53)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class MoneyValue(Schema):
    """An amount in the currency's smallest units."""

    minor: Minor
    currency: Currency


class PromiseOut(Schema):
    """A promise, and what it comes to at the moment of the answer (`light`)."""

    number: int
    words: str
    shown_by: str
    source: str
    source_title: str
    state: str
    light: str
    customer: int | None
    promised_by: int | None
    owner: int | None
    offered_at: datetime
    agreed_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None
    shown: str
    settled_why: str
    risk: str
    value: MoneyValue | None
    replaced_by: int | None
    version: int


class PromiseIn(Schema):
    """A promise that was said."""

    words: Words
    source: Source
    customer: Number | None = None
    due_at: AwareDatetime | None = None
    owner: Id | None = None
    shown_by: Annotated[str, Field(max_length=300)] = ""
    value: MoneyValue | None = None


class OfferChange(Schema):
    """What to change of an offer; what is left out stays."""

    words: Words | None = None
    due_at: AwareDatetime | None = None
    owner: Id | None = None
    shown_by: Annotated[str, Field(max_length=300)] | None = None


class Keeping(Schema):
    """What shows that it was kept."""

    shown: Words


class PromiseBecause(Schema):
    """Why."""

    reason: Reason


class Release(PromiseBecause):
    """Why, and who of the customer's said so."""

    released_by: Annotated[str, Field(min_length=1, max_length=150)]


class Replacement(PromiseBecause):
    """Which promise takes the place."""

    replacement: Number


class NewOwner(Schema):
    """Who keeps it from now on."""

    owner: Id
    reason: Annotated[str, Field(max_length=450)] = ""


class Risk(Schema):
    """Why it may not be kept; empty when the risk is over."""

    why: Annotated[str, Field(max_length=500)] = ""


def _out(request: Request, promise: Promise) -> PromiseOut:
    plain = {
        name: getattr(promise, name)
        for name in PromiseOut.model_fields
        if name not in {"light", "customer", "promised_by", "owner", "value", "replaced_by"}
    }
    value = promise.value
    return PromiseOut(
        **plain,
        light=light_of(promise, request.at),
        customer=promise.company.number if promise.company else None,
        promised_by=promise.promised_by_id,
        owner=promise.owner_id,
        value=MoneyValue(minor=value.minor, currency=value.currency) if value is not None else None,
        replaced_by=promise.replaced_by.number if promise.replaced_by else None,
    )


def _found(request: Request, number: int) -> Promise:
    rows = visible_promises(request.actor).select_related("company", "replaced_by")
    return find(rows, number=number)


def _person(pk: int) -> Person:
    people: QuerySet[Person] = Person.objects.filter(active=True)
    return find(people, pk=pk)


@endpoint(May.SEE_PROMISES, "GET", "promises", lists=PROMISES)
def promises(request: Request) -> Paged[PromiseOut]:
    """List promises."""
    rows = with_lights(visible_promises(request.actor), request.at)
    rows = rows.select_related("company", "owner", "promised_by", "replaced_by")
    return paged(PROMISES, rows, request, lambda promise: _out(request, promise))


@endpoint(May.MAKE_PROMISES, "POST", "promises", status=201)
def offer(request: Request, body: PromiseIn) -> PromiseOut:
    """Enter a promise that was said."""
    given = body.model_dump(exclude={"customer", "owner", "value"})
    company = (
        find(Company.objects.all(), number=body.customer) if body.customer is not None else None
    )
    owner = _person(body.owner) if body.owner is not None else None
    value = Money(body.value.minor, body.value.currency) if body.value else None
    me = Person.objects.filter(pk=request.actor.person_id or 0).first()
    promise = offer_promise(
        company=company, owner=owner, value=value, promised_by=me,
        by=request.actor, at=request.at, **given,
    )  # fmt: skip
    return _out(request, promise)


@endpoint(May.SEE_PROMISES, "GET", "promises/{number}")
def promise(request: Request, response: HttpResponse, number: Number) -> PromiseOut:
    """Show a promise."""
    found = _found(request, number)
    return with_etag(response, found, _out(request, found))


@endpoint(May.MAKE_PROMISES, "PATCH", "promises/{number}")
def change(request: Request, number: Number, body: OfferChange) -> PromiseOut:
    """Change a promise while it is only offered; honours If-Match."""
    fields: dict[str, Any] = body.model_dump(exclude_unset=True)
    if fields.get("owner") is not None:
        fields["owner"] = _person(fields["owner"])
    fields = {
        name: value for name, value in fields.items() if value is not None or name == "due_at"
    }
    found = change_offer(
        promise=_found(request, number), seen=seen_version(request),
        by=request.actor, at=request.at, **fields,
    )  # fmt: skip
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/agreement")
def agree(request: Request, number: Number) -> PromiseOut:
    """Agree to keep it oneself."""
    found = agree_promise(
        promise=_found(request, number), owner=_person(request.actor.person_id or 0),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/keeping")
def keep(request: Request, number: Number, body: Keeping) -> PromiseOut:
    """Say that it was kept, and what shows it."""
    found = keep_promise(
        promise=_found(request, number), shown=body.shown, by=request.actor, at=request.at
    )
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/breaking")
def broken(request: Request, number: Number, body: PromiseBecause) -> PromiseOut:
    """Admit that it was broken."""
    found = break_promise(
        promise=_found(request, number), reason=body.reason, by=request.actor, at=request.at
    )
    return _out(request, found)


@endpoint(May.SETTLE_PROMISES, "POST", "promises/{number}/release")
def release(request: Request, number: Number, body: Release) -> PromiseOut:
    """Note that the customer let it go."""
    found = release_promise(
        promise=_found(request, number), released_by=body.released_by, reason=body.reason,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/replacement")
def replace(request: Request, number: Number, body: Replacement) -> PromiseOut:
    """Put another promise in its place."""
    found = replace_promise(
        promise=_found(request, number), replacement=_found(request, body.replacement),
        reason=body.reason, by=request.actor, at=request.at,
    )  # fmt: skip
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/owner")
def hand_over(request: Request, number: Number, body: NewOwner) -> PromiseOut:
    """Let somebody else keep it."""
    found = hand_over_promise(
        promise=_found(request, number), owner=_person(body.owner), reason=body.reason,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _out(request, found)


@endpoint(May.MAKE_PROMISES, "POST", "promises/{number}/risk")
def risk(request: Request, number: Number, body: Risk) -> PromiseOut:
    """Say that it may not be kept, or that the risk is over."""
    found = raise_risk(
        promise=_found(request, number), why=body.why, by=request.actor, at=request.at
    )
    return _out(request, found)
