"""A change as the customer reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.delivery.models import ChangeOrder, Deliverable
from upheld.delivery.queries.change_orders import may_answer_change
from upheld.delivery.queries.deliverables import kind_title
from upheld.delivery.rules.change_orders import ChangeOrderState

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor

SAID = {
    ChangeOrderState.SENT: ("Waits for you", "accent"),
    ChangeOrderState.SIGNED: ("Agreed", "good"),
    ChangeOrderState.DECLINED: ("Declined", "bad"),
    ChangeOrderState.WITHDRAWN: ("Withdrawn", "neutral"),
    ChangeOrderState.DRAFT: ("Draft", "neutral"),
}


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One change. `shown_hash` goes back with the answer."""

    order: ChangeOrder
    said: str
    tone: str
    kind: str
    may_answer: bool
    deliverable: Deliverable | None

    @property
    def shown_hash(self) -> str:
        """Give the hash of what the customer is looking at."""
        return self.order.content_hash


def change_page(order: ChangeOrder, actor: Actor) -> ChangePage:
    """Read one change: two queries beside its row."""
    said, tone = SAID[order.stands]
    contact = Contact.objects.filter(pk=actor.contact_id or 0, active=True).first()
    waits = order.stands is ChangeOrderState.SENT
    return ChangePage(
        order=order,
        said=said,
        tone=tone,
        kind=kind_title(order.evidence_kind),
        may_answer=waits and contact is not None and may_answer_change(order, contact),
        deliverable=Deliverable.objects.filter(change_order=order).first(),
    )
