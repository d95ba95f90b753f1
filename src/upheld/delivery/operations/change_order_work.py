"""A change order that somebody said yes to becomes a deliverable with a promise of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, Handover, HandoverPoint
from upheld.delivery.operations.handovers import Signed, Work, deliver_by_agreement
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock
from upheld.foundation.record.write import record
from upheld.people.roles import capabilities_of
from upheld.promises.operations.offering import agree_promise

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.delivery.models import ChangeOrder
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


def begin_changed_work(order: ChangeOrder, by: Actor, at: datetime) -> Deliverable:
    """Make the deliverable of an agreed change order; inside an operation.

    Whoever of delivery wrote and estimated it has said yes by that; where a seller wrote it, or
    the customer wished for it, its promise is put to delivery in the handover, which is open
    again until somebody agrees.
    """
    handover = _handover_of(order, at)
    zone = Provider.objects.values_list("zone", flat=True).get(pk=by.provider_id)
    signed = Signed(handover, order.sow, order.sow.agreement, zone, by, at)
    writer: Person | None = order.written_by
    if writer is not None and not _delivers(writer):
        writer = None
    work = _work(order, delivers=writer is not None)
    deliverable, point = deliver_by_agreement(signed, work, order)
    if writer is not None:
        _agree_in_writing(deliverable, point, writer, by, at)
    elif handover.completed_at is not None:
        lock(handover).change(completed_at=None)
    return deliverable


def _delivers(person: Person) -> bool:
    return person.active and str(May.WORK_ON_DELIVERABLES) in capabilities_of(person.role)


def _work(order: ChangeOrder, *, delivers: bool) -> Work:
    if order.due_on is None:  # pragma: no cover  nothing without a day is ever sent
        raise ValueError("a change order without a day was agreed")
    return Work(
        title=order.title,
        criterion=order.criterion,
        evidence_kind=order.evidence_kind,
        due_on=order.due_on,
        price=order.price,
        function=order.function,
        estimate_seconds=order.cost_seconds,
        estimator=order.written_by_id if delivers else None,
        position=_last_position(order) + 1,
    )


def _agree_in_writing(
    deliverable: Deliverable, point: HandoverPoint, writer: Person, by: Actor, at: datetime
) -> None:
    agree_promise(
        promise=deliverable.promise, owner=writer, at=at,
        by=system(by.provider_id, on_behalf_of=by),
    )  # fmt: skip
    point.change(state="accepted", asked=writer, answered_by=writer, answered_at=at)
    deliverable.change(owner=writer)


def _handover_of(order: ChangeOrder, at: datetime) -> Handover:
    """Find the statement of work's handover; work without promises of its own had none so far."""
    found: Handover | None = Handover.objects.filter(sow_id=order.sow_id).first()
    if found is not None:
        return found
    handover = Handover(
        number=next_number("handover"), sow=order.sow, company=order.company, opened_at=at,
        completed_at=at,
    )  # fmt: skip
    handover.save()
    record(Event.HANDOVER_OPENED, handover, about=[order.sow, order.company],
           number=handover.number, points=0)  # fmt: skip
    return handover


def _last_position(order: ChangeOrder) -> int:
    rows = Deliverable.objects.filter(sow_id=order.sow_id).order_by("-position")
    return rows.values_list("position", flat=True).first() or 0
