"""What was not in the statement of work: written down, priced or given away, agreed before done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.agreements.rules.wording import vague_wording
from upheld.delivery.events import Event
from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder
from upheld.delivery.operations.change_order_work import begin_changed_work
from upheld.delivery.queries.work_shown import shown_change
from upheld.delivery.rules.change_orders import (
    ChangeOrderDraft,
    ChangeOrderState,
    ChangeOrderStep,
    send_obstacles,
    step_obstacle,
)
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Caution, Doubts, Refused, invalid
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import today
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.agreements.models import StatementOfWork
    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

NOTHING: frozenset[str] = frozenset()


@operation(May.WRITE_CHANGE_ORDERS)
def write_change_order(
    *,
    sow: StatementOfWork,
    title: str,
    by: Actor,
    at: datetime,
    criterion: str = "",
    evidence_kind: str = EvidenceKind.FILE.value,
    due_on: date | None = None,
    price: Money | None = None,
    cost_seconds: int | None = None,
    unbilled_because: str = "",
    function: str = "projects",
    asked_by: Contact | None = None,
) -> ChangeOrder:
    """Write down a wish that the statement of work does not hold.

    `cost_seconds` is the effort as estimated by somebody of delivery; a `price` of nothing needs
    `unbilled_because`. Refuses with: invalid_input.
    """
    _require_sound(title, asked_by, sow, price)
    order = ChangeOrder(
        number=next_number("change_order"),
        sow=sow,
        company_id=sow.company_id,
        title=title.strip(),
        criterion=criterion.strip(),
        evidence_kind=EvidenceKind(evidence_kind).value,
        function=function,
        due_on=due_on,
        price_minor=0 if price is None else price.minor,
        currency=sow.agreement.currency,
        cost_seconds=cost_seconds,
        unbilled_because=unbilled_because.strip(),
        asked_by=asked_by,
        written_by=Person.objects.get(pk=by.person_id),
        written_at=at,
    )
    order.save()
    record(
        Event.CHANGE_ORDER_WRITTEN, order, about=[sow, order.company], number=order.number,
        price=order.price,
    )  # fmt: skip
    return order


@operation(May.WRITE_CHANGE_ORDERS)
def change_change_order(
    *, order: ChangeOrder, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> ChangeOrder:
    """Change a change order while it is a draft.

    Fields: title, criterion, evidence_kind, due_on, price, cost_seconds, unbilled_because,
    function, asked_by. Refuses with: change_order_<state>, changed_meanwhile, invalid_input.
    """
    del by, at
    order = lock(order, seen)
    _require_step(order, ChangeOrderStep.EDIT, "Not changed.")
    price: Money | None = fields.pop("price", None)
    _require_sound(fields.get("title", order.title), fields.get("asked_by"), order.sow, price)
    version = order.version
    if price is not None:
        fields["price_minor"] = price.minor
    order.change(**fields)
    if order.version == version:
        return unchanged(order)
    record(Event.CHANGE_ORDER_CHANGED, order, about=[order.company], price=order.price)
    return order


@operation(May.WRITE_CHANGE_ORDERS)
def send_change_order(
    *,
    order: ChangeOrder,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    setting_aside: frozenset[str] = NOTHING,
) -> ChangeOrder:
    """Put it before the customer; from now on its words and its price stay as they are.

    Wording that can be read two ways is pointed out and may knowingly be let stand. Refuses with:
    not_ready (every obstacle of rules/change_orders.py at once), cautioned, changed_meanwhile.
    """
    order = lock(order, seen)
    if order.stands is ChangeOrderState.SENT:
        return unchanged(order)
    _require_ready(order, at, by, _signer_of(order))
    doubts = Doubts(setting_aside)
    doubts.consider(_doubt_about_words(order))
    set_aside = doubts.settle()
    _, digest = shown_change(order)
    order.change(state=ChangeOrderState.SENT.value, sent_at=at, content_hash=digest)
    record(
        Event.CHANGE_ORDER_SENT, order, about=[order.sow, order.company], number=order.number,
        content=digest, price=order.price, set_aside=set_aside,
    )  # fmt: skip
    return order


@operation(May.GIVE_AWAY_WORK)
def give_work_away(
    *, order: ChangeOrder, by: Actor, at: datetime, seen: int | None = None
) -> ChangeOrder:
    """Allow work that nobody pays for without asking the customer to sign; its reason stays seen.

    Refuses with: not_free, not_ready, change_order_<state>, changed_meanwhile.
    """
    order = lock(order, seen)
    _require_ready(order, at, by, "nobody has to")
    if not order.price.is_zero:
        raise Refused(
            "not_free",
            f"It costs the customer {order.price}.",
            what="Not given away.",
            remedy="Send it to the customer, or take the price out and say why.",
        )
    _, digest = shown_change(order)
    order.change(
        state=ChangeOrderState.SIGNED.value, sent_at=at, answered_at=at, content_hash=digest
    )
    record(
        Event.CHANGE_ORDER_GIVEN_AWAY, order, about=[order.sow, order.company],
        reason=order.unbilled_because, number=order.number, content=digest,
        seconds=order.cost_seconds,
    )  # fmt: skip
    begin_changed_work(order, by, at)
    return order


@operation(May.WRITE_CHANGE_ORDERS)
def withdraw_change_order(
    *, order: ChangeOrder, reason: str, by: Actor, at: datetime
) -> ChangeOrder:
    """Take it back before the customer answered. Refuses with: change_order_<state>,
    invalid_input.
    """
    del by
    if not reason.strip():
        raise invalid(reason="Say why it is withdrawn.")
    order = lock(order)
    if order.stands is ChangeOrderState.WITHDRAWN:
        return unchanged(order)
    _require_step(order, ChangeOrderStep.WITHDRAW, "Not withdrawn.")
    order.change(
        state=ChangeOrderState.WITHDRAWN.value, answered_at=at, reasons=reason.strip()[:1000]
    )
    record(Event.CHANGE_ORDER_WITHDRAWN, order, about=[order.company], reason=reason)
    return order


def _require_sound(
    title: str, asked_by: Contact | None, sow: StatementOfWork, price: Money | None
) -> None:
    if not title.strip():
        raise invalid(title="Say what is wanted.")
    if asked_by is not None and asked_by.company_id != sow.company_id:
        raise invalid(asked_by="That is not a contact of this customer.")
    if price is not None and price.currency != sow.agreement.currency:
        raise invalid(price=f"This agreement is in {sow.agreement.currency}.")
    if price is not None and price.is_negative:
        raise invalid(price="A price is not below zero.")


def _require_step(order: ChangeOrder, step: ChangeOrderStep, what: str) -> None:
    obstacle = step_obstacle(order.stands, step)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=what, remedy=obstacle.remedy)


def _require_ready(order: ChangeOrder, at: datetime, by: Actor, signer: str) -> None:
    zone = Provider.objects.values_list("zone", flat=True).get(pk=by.provider_id)
    found: tuple[Reason, ...] = send_obstacles(
        order.stands, _draft(order, signer), today=today(at, zone)
    )
    if found:
        raise Refused(
            "not_ready",
            f"{len(found)} point{'s are' if len(found) > 1 else ' is'} still open.",
            what="Not sent.",
            remedy="Clear each of them.",
            reasons=found,
        )


def _draft(order: ChangeOrder, signer: str) -> ChangeOrderDraft:
    return ChangeOrderDraft(
        title=order.title,
        criterion=order.criterion,
        cost_seconds=order.cost_seconds,
        price=order.price,
        unbilled_because=order.unbilled_because,
        due_on=order.due_on,
        signer=signer,
    )


def _signer_of(order: ChangeOrder) -> str:
    """Name who will be asked: whoever signed the agreement."""
    signer: str = order.sow.agreement.signature.contact.name
    return signer


def _doubt_about_words(order: ChangeOrder) -> Caution | None:
    """Point out wording that two honest people can read in two ways; the day has its own field."""
    text = f"{order.title}. {order.criterion}"
    found = vague_wording(text, dated=order.due_on is not None)
    if not found:
        return None
    words = ", ".join(f"“{one.words}”" for one in found[:5])
    return Caution(
        "vague_wording",
        f"{words} can be read in two ways.",
        found[0].suggestion or "Write it so that it can be checked.",
    )
