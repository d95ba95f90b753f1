"""The customer answers a change order: yes to exactly what they were shown, or no."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.operations.change_order_work import begin_changed_work
from upheld.delivery.queries.change_orders import may_answer_change
from upheld.delivery.rules.change_orders import (
    ChangeOrderState,
    ChangeOrderStep,
    next_state,
    step_obstacle,
)
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import CHANGED_MEANWHILE, Refused, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.delivery.models import ChangeOrder
    from upheld.foundation.actor import Actor

_WHAT = "Your answer was not taken."


@operation(May.SIGN_OFF_WORK)
def answer_change_order(
    *,
    order: ChangeOrder,
    agree: bool,
    shown_hash: str,
    by: Actor,
    at: datetime,
    reasons: str = "",
) -> ChangeOrder:
    """Agree to a change order, or decline it with reasons, as the customer.

    Agreed, it becomes a deliverable with its promise. The same answer twice is one answer.
    Refuses with: not_yours_to_sign_off, change_order_<state>, changed_meanwhile, invalid_input.
    """
    contact = _contact(order, by)
    order = lock(order)
    step = ChangeOrderStep.SIGN if agree else ChangeOrderStep.DECLINE
    wanted = next_state(ChangeOrderState.SENT, step)
    if order.state == wanted and order.answered_by_id == contact.pk:
        return unchanged(order)
    _require_answerable(order, step, shown_hash)
    if not agree and not reasons.strip():
        raise invalid(reasons="Say why not, so that it can be put right.")
    order.change(
        state=(wanted or order.stands).value, answered_at=at, answered_by=contact,
        reasons=reasons.strip()[:1000],
    )  # fmt: skip
    record(
        Event.CHANGE_ORDER_SIGNED if agree else Event.CHANGE_ORDER_DECLINED,
        order,
        about=[order.sow, order.company],
        reason=reasons,
        number=order.number,
        content=order.content_hash,
        price=order.price,
    )
    if agree:
        begin_changed_work(order, by, at)
    return order


def _require_answerable(order: ChangeOrder, step: ChangeOrderStep, shown_hash: str) -> None:
    obstacle = step_obstacle(order.stands, step)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=_WHAT, remedy=obstacle.remedy)
    if not hmac.compare_digest(shown_hash.encode(), order.content_hash.encode()):
        raise Refused(
            CHANGED_MEANWHILE,
            "This change order is not the one that you were looking at.",
            what=_WHAT,
            remedy="Look at it as it is now, then answer.",
        )


def _contact(order: ChangeOrder, by: Actor) -> Contact:
    """Give the customer's person who answers: one who may sign, or signed the agreement."""
    contact: Contact | None = Contact.objects.filter(pk=by.contact_id or 0).first()
    if contact is not None and may_answer_change(order, contact):
        return contact
    raise Refused(
        "not_yours_to_sign_off",
        "You are not named to agree to changes here.",
        what=_WHAT,
        remedy="Ask the person who signed the agreement to answer, or to name you.",
    )
