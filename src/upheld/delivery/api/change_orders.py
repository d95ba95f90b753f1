"""The endpoints of change orders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.customers.models import Contact
from upheld.delivery.lists import CHANGE_ORDERS
from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder
from upheld.delivery.operations.change_orders import (
    change_change_order,
    give_work_away,
    send_change_order,
    withdraw_change_order,
    write_change_order,
)
from upheld.delivery.queries.change_orders import visible_change_orders, visible_work
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.operation import find
from upheld.foundation.values.money import Money

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Amount = Annotated[int, Field(ge=0, le=10**14)]
Seconds = Annotated[int, Field(ge=0, le=20_000 * 3600)]


class ChangeOrderOut(Schema):
    """A change order. The price is in minor units of its currency, the effort in seconds."""

    number: int
    title: str
    criterion: str
    evidence_kind: str
    company: str
    work: int
    state: str
    due_on: date | None
    price_minor: int
    currency: str
    cost_seconds: int | None
    unbilled_because: str
    sent_at: datetime | None
    answered_at: datetime | None
    content_hash: str
    version: int

    @classmethod
    def of(cls, order: ChangeOrder) -> ChangeOrderOut:
        """Show a change order."""
        same = set(cls.model_fields) - {"company", "work"}
        values = {name: getattr(order, name) for name in same}
        return cls(company=order.company.name, work=order.sow.number, **values)


class ChangeOrderIn(Schema):
    """A wish that the statement of work does not hold."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    criterion: Annotated[str, Field(max_length=500)] = ""
    evidence_kind: EvidenceKind = EvidenceKind.FILE
    function: Annotated[str, Field(max_length=40)] = "projects"
    due_on: date | None = None
    price_minor: Amount = 0
    cost_seconds: Seconds | None = None
    unbilled_because: Annotated[str, Field(max_length=300)] = ""
    asked_by: Id | None = None


class ChangeOrderChange(Schema):
    """What to change of a draft; what is left out stays."""

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    criterion: Annotated[str, Field(max_length=500)] | None = None
    due_on: date | None = None
    price_minor: Amount | None = None
    cost_seconds: Seconds | None = None
    unbilled_because: Annotated[str, Field(max_length=300)] | None = None


class SendingIn(Schema):
    """Codes of cautions that are knowingly set aside."""

    setting_aside: Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=10)] = []


class OrderWithdrawalIn(Schema):
    """Why a change order is taken back."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


@endpoint(May.SEE_DELIVERABLES, "GET", "change-orders", lists=CHANGE_ORDERS)
def change_orders(request: Request) -> Paged[ChangeOrderOut]:
    """List change orders."""
    return paged(CHANGE_ORDERS, _rows(request), request, ChangeOrderOut.of)


@endpoint(May.SEE_DELIVERABLES, "GET", "change-orders/{number}")
def change_order(request: Request, response: HttpResponse, number: Number) -> ChangeOrderOut:
    """Show a change order."""
    found = _order(request, number)
    return with_etag(response, found, ChangeOrderOut.of(found))


@endpoint(May.WRITE_CHANGE_ORDERS, "POST", "work/{number}/change-orders", status=201)
def write_change(request: Request, number: Number, body: ChangeOrderIn) -> ChangeOrderOut:
    """Write a change order to a statement of work."""
    sow = find(visible_work(request.actor).select_related("agreement", "company"), number=number)
    values = body.model_dump()
    asked_by = values.pop("asked_by")
    contacts = Contact.objects.filter(company_id=sow.company_id, active=True)
    order = write_change_order(
        sow=sow,
        price=Money(values.pop("price_minor"), sow.agreement.currency),
        asked_by=find(contacts, pk=asked_by) if asked_by else None,
        by=request.actor,
        at=request.at,
        **values,
    )
    return ChangeOrderOut.of(order)


@endpoint(May.WRITE_CHANGE_ORDERS, "PATCH", "change-orders/{number}")
def edit_change(request: Request, number: Number, body: ChangeOrderChange) -> ChangeOrderOut:
    """Change a draft; send If-Match so that nobody's change is lost."""
    order = _order(request, number)
    values: dict[str, Any] = body.model_dump(exclude_unset=True, exclude_none=True)
    if "price_minor" in values:
        values["price"] = Money(values.pop("price_minor"), order.currency)
    changed = change_change_order(
        order=order, seen=seen_version(request), by=request.actor, at=request.at, **values
    )
    return ChangeOrderOut.of(changed)


@endpoint(May.WRITE_CHANGE_ORDERS, "POST", "change-orders/{number}/sending")
def send_change(request: Request, number: Number, body: SendingIn) -> ChangeOrderOut:
    """Put it before the customer; refused with every obstacle at once."""
    order = send_change_order(
        order=_order(request, number), seen=seen_version(request),
        setting_aside=frozenset(body.setting_aside), by=request.actor, at=request.at,
    )  # fmt: skip
    return ChangeOrderOut.of(order)


@endpoint(May.GIVE_AWAY_WORK, "POST", "change-orders/{number}/gift")
def give_away(request: Request, number: Number) -> ChangeOrderOut:
    """Allow work that nobody pays for, without asking the customer."""
    order = give_work_away(
        order=_order(request, number), seen=seen_version(request), by=request.actor, at=request.at
    )
    return ChangeOrderOut.of(order)


@endpoint(May.WRITE_CHANGE_ORDERS, "POST", "change-orders/{number}/withdrawal")
def withdraw_change(request: Request, number: Number, body: OrderWithdrawalIn) -> ChangeOrderOut:
    """Take it back before the customer answered."""
    order = withdraw_change_order(
        order=_order(request, number), reason=body.reason, by=request.actor, at=request.at
    )
    return ChangeOrderOut.of(order)


def _rows(request: Request) -> Any:
    return visible_change_orders(request.actor).select_related("company", "sow", "written_by")


def _order(request: Request, number: int) -> ChangeOrder:
    found: ChangeOrder = find(_rows(request).select_related("sow__agreement"), number=number)
    return found
