"""A change as the customer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.delivery.models import ChangeOrder, Deliverable
from upheld.delivery.queries.change_orders import may_answer_change, visible_work
from upheld.delivery.queries.deliverables import kind_title
from upheld.delivery.rules.change_orders import ChangeOrderState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

SAID = {
    ChangeOrderState.SENT: ("Waits for you", "accent"),
    ChangeOrderState.SIGNED: ("Agreed", "good"),
    ChangeOrderState.DECLINED: ("Declined", "bad"),
    ChangeOrderState.WITHDRAWN: ("Withdrawn", "neutral"),
    ChangeOrderState.DRAFT: ("Draft", "neutral"),
}

WISHED = {
    ChangeOrderState.DRAFT: ("With us: we put day and price to it", "info"),
    ChangeOrderState.WITHDRAWN: ("Not taken up", "neutral"),
}
"""How a wish stands that was not put before the customer as an order."""

MOST_WORKS = 100


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change. `shown_hash` goes back with the answer."""

    order: ChangeOrder
    said: str
    tone: str
    kind: str
    may_answer: bool
    deliverable: Deliverable | None
    course: tuple[tuple[str, datetime], ...]
    """What happened to it, in order."""

    @property
    def is_priced(self) -> bool:
        """Tell whether day and price are ours to show: not before it was sent."""
        return self.order.sent_at is not None

    @property
    def shown_hash(self) -> str:
        """Give the hash of what the customer is looking at."""
        return self.order.content_hash


def change_page(order: ChangeOrder, actor: Actor) -> ChangePage:
    """Read one change: two queries beside its row."""
    said, tone = said_of(order)
    contact = Contact.objects.filter(pk=actor.contact_id or 0, active=True).first()
    waits = order.stands is ChangeOrderState.SENT
    return ChangePage(
        order=order,
        said=said,
        tone=tone,
        kind=kind_title(order.evidence_kind),
        may_answer=waits and contact is not None and may_answer_change(order, contact),
        deliverable=Deliverable.objects.filter(change_order=order).first(),
        course=_course(order),
    )


def said_of(order: ChangeOrder) -> tuple[str, str]:
    """Say where a change stands for its customer, with its tone."""
    if order.sent_at is None:
        return WISHED[order.stands]
    return SAID[order.stands]


def works_to_change(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Give the customer's statements of work, the newest first, for a field."""
    rows = visible_work(actor).order_by("-number")[:MOST_WORKS]
    return tuple((str(one.number), one.title) for one in rows)


def _course(order: ChangeOrder) -> tuple[tuple[str, datetime], ...]:
    asked_by = order.asked_by.name if order.asked_by else "You"
    answer, _ = said_of(order)
    steps = (
        (f"{asked_by} wished for it", order.written_at if order.is_wish else None),
        ("We put it before you with day and price", order.sent_at),
        (answer, order.answered_at),
    )
    return tuple((said, at) for said, at in steps if at is not None)
