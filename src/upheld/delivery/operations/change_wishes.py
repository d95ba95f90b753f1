"""A customer wishes for something beyond what was agreed; the provider puts a price to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.jobs import enqueue
from upheld.foundation.models.numbering import next_number
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import StatementOfWork
    from upheld.foundation.actor import Actor

MOST_OPEN = 50
"""Wishes of one customer that may wait at a time."""


@operation(May.READ_WORK)
def wish_for_change(
    *, sow: StatementOfWork, title: str, by: Actor, at: datetime, criterion: str = ""
) -> ChangeOrder:
    """Enter a customer's wish as a draft change order; whoever leads service is told.

    `criterion` is how the customer would see that it is done. Nothing is promised by it: effort,
    day and price are ours to add before it is sent. Refuses with: invalid_input, not_found,
    too_many_wishes.
    """
    contact: Contact | None = Contact.objects.filter(pk=by.contact_id or 0, active=True).first()
    if contact is None or contact.company_id != sow.company_id:
        raise not_found("statement of work")
    if not title.strip():
        raise invalid(title="Say what you wish for.")
    _require_room(sow)
    order = ChangeOrder(
        number=next_number("change_order"),
        sow=sow,
        company_id=sow.company_id,
        title=title.strip(),
        criterion=criterion.strip(),
        evidence_kind=EvidenceKind.TEXT.value,
        currency=sow.agreement.currency,
        asked_by=contact,
        written_at=at,
    )
    order.save()
    record(
        Event.CHANGE_ORDER_WISHED, order, about=[sow, order.company, contact],
        number=order.number, private={"title": order.title, "criterion": order.criterion},
    )  # fmt: skip
    enqueue("delivery.tell_wished", stale_after=NEWS_LASTS, order_id=order.pk)
    return order


def _require_room(sow: StatementOfWork) -> None:
    waiting = ChangeOrder.objects.filter(
        company_id=sow.company_id, written_by=None, sent_at=None, answered_at=None
    )
    if waiting.count() >= MOST_OPEN:
        raise Refused(
            "too_many_wishes",
            f"{MOST_OPEN} wishes of yours wait for an answer.",
            what="Not sent.",
            remedy="Wait for our answers, or write to us in a ticket.",
        )
