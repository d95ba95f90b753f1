"""The signature is the first step: what was signed becomes promises, each put to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.agreements.models import StatementOfWork
from upheld.agreements.queries.content import read_content
from upheld.delivery.events import Event
from upheld.delivery.models import Deliverable, Handover, HandoverPoint
from upheld.delivery.queries.responsible import proposed_keeper
from upheld.desk.operations.service_promises import SERVICE_DESK, offer_month
from upheld.desk.rules.service_promises import covered_month
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import start_of_day
from upheld.market.models import Claim
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import offer_promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.agreements.models import Agreement, Signature
    from upheld.delivery.models import ChangeOrder
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


@dataclass(frozen=True, slots=True)
class Signed:
    """What every promise of one signature shares."""

    handover: Handover
    sow: StatementOfWork
    agreement: Agreement
    zone: str
    by: Actor
    at: datetime

    def end_of(self, day: date) -> datetime:
        """Give the last second of a day at the provider, so that it shows as that day."""
        return start_of_day(day + timedelta(days=1), self.zone) - timedelta(seconds=1)

    @property
    def end_of_agreement(self) -> datetime:
        """Give the last second that the agreement covers."""
        return self.end_of(self.agreement.ends_on - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work as it was agreed, in a signed text or a change order."""

    title: str
    criterion: str
    evidence_kind: str
    due_on: date
    price: Money
    starts_on: date | None = None
    function: str = ""
    estimate_seconds: int | None = None
    estimator: int | None = None
    position: int = 0


@operation(None)
def open_handover(*, signature: Signature, by: Actor, at: datetime) -> Handover | None:
    """Turn a signed text into promises and deliverables, each put to whoever shall keep it.

    Reads the signed version alone. Harmless if it was done; nothing where no work was agreed.
    """
    sow = (
        StatementOfWork.objects.filter(agreement__signature=signature)
        .select_related("agreement", "company")
        .first()
    )
    if sow is None:
        return unchanged(None)
    known: Handover | None = Handover.objects.filter(sow=sow).first()
    if known is not None:
        return unchanged(known)
    handover = Handover(number=next_number("handover"), sow=sow, company=sow.company, opened_at=at)
    handover.save()
    zone = Provider.objects.get(pk=by.provider_id).zone
    signed = Signed(handover, sow, sow.agreement, zone, by, at)
    content = read_content(signature.version_signed)
    for position, one in enumerate(content["deliverables"]):
        deliver_by_agreement(signed, _work(one, content["currency"], position))
    _promise_terms(signed, content)
    _promise_claims(signed, content)
    _promise_service(signed)
    count = HandoverPoint.objects.filter(handover=handover).count()
    if not count:
        handover.change(completed_at=at)
    record(
        Event.HANDOVER_OPENED,
        handover,
        about=[sow, sow.agreement, sow.company, sow.agreement.deal],
        number=handover.number,
        points=count,
    )
    return handover


def deliver_by_agreement(
    signed: Signed, work: Work, change_order: ChangeOrder | None = None
) -> tuple[Deliverable, HandoverPoint]:
    """Make a deliverable with its promise and its point of the handover; inside an operation."""
    number = next_number("deliverable")
    keeper = proposed_keeper(work.estimator, work.function, signed.at)
    words = f"{work.title}: {work.criterion}" if work.criterion else work.title
    promise = _promise(
        signed,
        Source.DELIVERABLE if change_order is None else Source.CHANGE_ORDER,
        words,
        keeper,
        due_at=signed.end_of(work.due_on),
        shown_by=work.criterion,
        url=reverse("deliverable", args=[number]),
        value=None if work.price.is_zero else work.price,
        source_row=change_order,
    )
    deliverable = _unsaved(signed, work)
    deliverable.number, deliverable.promise = number, promise
    deliverable.change_order = change_order
    deliverable.save()
    record(
        Event.DELIVERABLE_AGREED,
        deliverable,
        about=[signed.sow, signed.sow.company, promise, change_order],
        number=number,
        due_on=work.due_on,
        price=work.price,
    )
    return deliverable, _point(signed, promise, keeper)


def _unsaved(signed: Signed, work: Work) -> Deliverable:
    """Give the deliverable as it was agreed, without its number, its promise and its cause."""
    return Deliverable(
        sow=signed.sow,
        company=signed.sow.company,
        position=work.position,
        title=work.title,
        criterion=work.criterion,
        evidence_kind=work.evidence_kind,
        function=work.function,
        starts_on=work.starts_on,
        due_on=work.due_on,
        price_minor=work.price.minor,
        currency=work.price.currency,
        estimate_seconds=work.estimate_seconds,
        estimator_id=work.estimator,
        agreed_at=signed.at,
    )


def _promise_terms(signed: Signed, content: Mapping[str, Any]) -> None:
    """Promise each term that departs from the standard, for as long as the agreement runs."""
    for term in content["terms"]:
        if not term["departs"]:
            continue
        keeper = proposed_keeper(None, term["function"], signed.at)
        promise = _promise(
            signed, Source.TERM, f"{term['title']}: {term['text']}", keeper,
            due_at=signed.end_of_agreement,
        )  # fmt: skip
        _point(signed, promise, keeper)


def _promise_claims(signed: Signed, content: Mapping[str, Any]) -> None:
    """Promise each sentence about ourselves that the customer signed on."""
    ids = [one["id"] for one in content["claims"]]
    owners = dict(Claim.objects.filter(pk__in=ids).values_list("pk", "owner_id"))
    for claim in content["claims"]:
        keeper = proposed_keeper(owners.get(claim["id"]), "", signed.at)
        promise = _promise(
            signed, Source.CLAIM, claim["sentence"], keeper,
            due_at=signed.end_of_agreement,
        )  # fmt: skip
        _point(signed, promise, keeper)


def _promise_service(signed: Signed) -> None:
    """Promise the first month of a service level that was signed; later ones follow by a job."""
    agreement = signed.agreement
    month = covered_month(agreement.starts_on, agreement.starts_on, agreement.ends_on, signed.zone)
    keeper = proposed_keeper(None, SERVICE_DESK, signed.at)
    if month is None:
        return
    promise = offer_month(agreement, month, keeper, signed.by, signed.at)
    if promise is not None:
        _point(signed, promise, keeper)


def _promise(
    signed: Signed,
    source: Source,
    words: str,
    keeper: Person | None,
    *,
    due_at: datetime,
    shown_by: str = "",
    url: str = "",
    value: Money | None = None,
    source_row: ChangeOrder | None = None,
) -> Promise:
    return offer_promise(
        words=words[:500],
        source=source,
        company=signed.sow.company,
        promised_by=signed.agreement.seller,
        owner=keeper,
        shown_by=shown_by[:300],
        source_row=source_row or signed.sow,
        source_title=str(source_row or signed.sow)[:200],
        source_url=url or reverse("handover", args=[signed.handover.number]),
        value=value,
        due_at=due_at,
        by=system(signed.by.provider_id, on_behalf_of=signed.by),
        at=signed.at,
    )


def _point(signed: Signed, promise: Promise, keeper: Person | None) -> HandoverPoint:
    point = HandoverPoint(handover=signed.handover, promise=promise, asked=keeper)
    point.save()
    return point


def _work(one: Mapping[str, Any], currency: str, position: int) -> Work:
    """Read one deliverable of a signed text."""
    return Work(
        title=one["title"],
        criterion=one["criterion"],
        evidence_kind=one["evidence_kind"],
        due_on=date.fromisoformat(one["due_on"]),
        price=Money(one["price_minor"], currency),
        starts_on=date.fromisoformat(one["starts_on"]) if one["starts_on"] else None,
        function=one["function"],
        estimate_seconds=one["estimate_seconds"],
        estimator=one["estimator"],
        position=position,
    )
