"""Change orders as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.agreements.models import StatementOfWork
from upheld.customers.models import Contact
from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder, Deliverable
from upheld.delivery.queries.deliverables import kind_title
from upheld.delivery.rules.change_orders import ChangeOrderState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_change_orders(_actor: Actor) -> QuerySet[ChangeOrder]:
    """Give the change orders an actor may see: the provider's."""
    rows: QuerySet[ChangeOrder] = ChangeOrder.objects.all()
    return rows


def change_orders_sent(_actor: Actor) -> QuerySet[ChangeOrder]:
    """Give those that a customer may see: their own, once they were sent."""
    rows: QuerySet[ChangeOrder] = ChangeOrder.objects.exclude(sent_at=None)
    return rows


def change_orders_known(_actor: Actor) -> QuerySet[ChangeOrder]:
    """Give those that a customer knows of: what was sent, and what they wished for."""
    rows: QuerySet[ChangeOrder] = ChangeOrder.objects.filter(
        Q(sent_at__isnull=False) | Q(written_by=None)
    )
    return rows


def visible_work(_actor: Actor) -> QuerySet[StatementOfWork]:
    """Give the statements of work that an actor may see."""
    rows: QuerySet[StatementOfWork] = StatementOfWork.objects.all()
    return rows


@dataclass(frozen=True, slots=True)
class ChangeOrderPage:
    """Everything that a change order's page shows of itself."""

    order: ChangeOrder
    deliverable: Deliverable | None
    evidence_kind: str
    may_edit: bool
    may_send: bool
    may_give_away: bool
    may_withdraw: bool


def change_order_page(order: ChangeOrder, actor: Actor) -> ChangeOrderPage:
    """Read a change order's page: one query beside its row."""
    writes = actor.may(May.WRITE_CHANGE_ORDERS)
    draft = order.stands is ChangeOrderState.DRAFT
    sent = order.stands is ChangeOrderState.SENT
    return ChangeOrderPage(
        order=order,
        deliverable=Deliverable.objects.filter(change_order=order).first(),
        evidence_kind=kind_title(order.evidence_kind),
        may_edit=writes and draft,
        may_send=writes and draft,
        may_give_away=draft and order.price.is_zero and actor.may(May.GIVE_AWAY_WORK),
        may_withdraw=writes and (draft or sent),
    )


def may_answer_change(order: ChangeOrder, contact: Contact) -> bool:
    """Tell whether somebody may answer for the customer: who may sign, or signed the agreement."""
    if not contact.active or contact.company_id != order.company_id:
        return False
    signed_by: int = order.sow.agreement.signature.contact_id
    return contact.may_sign or contact.pk == signed_by


def contacts_of(sow: StatementOfWork) -> list[tuple[str, str]]:
    """Give the customer's people, for the field that says whose wish it was."""
    rows = Contact.objects.filter(company_id=sow.company_id, active=True).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
